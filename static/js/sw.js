// The service worker: opens kept pages where there is no connection. Only who asked for that has it.
//
// It keeps nothing by itself. static/js/device/keep.js puts pages and their files into one cache, with a list of them
// last: a cache without its list is not complete, and isn't used. What is sent (POST) never passes through here.

const KEPT = "kept "; // the name of a cache begins so, and goes on with the time at which it was filled
const LIST = "/kept.json";
const PATIENCE = 4000; // milliseconds that the network may take for what is kept: some hang instead of failing
const LONG_PATIENCE = 20_000; // the same for a page that isn't kept
const GIVEN_UP = 30_000; // milliseconds after such a wait in which kept files don't wait again
const HOME = "/today/";
const LEADS_HOME = new Set(["/", "/arrive/"]); // where the installed site and a signed-in person begin
const FRESH_ID = /fresh-id-\d+/g;
const BAD_GATEWAY = new Set([502, 503, 504]);

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request, url.pathname));
});

// The newest complete cache: {cache, for, at, pages: [{path, title, until}], files}. Null where nothing is kept.
async function newest() {
  const names = (await caches.keys()).filter((name) => name.startsWith(KEPT)).sort();
  for (const name of names.reverse()) {
    const cache = await caches.open(name);
    const list = await cache.match(LIST);
    if (list) return { cache, ...(await list.json()) };
  }
  return null;
}

// The network first, so that what somebody sees online is never old.
async function page(event, url) {
  const kept = await newest().catch(() => null);
  const row = kept && rowOf(kept, url.pathname);
  const answer = fetch(event.request);
  try {
    const response = await (kept ? withPatience(answer, row ? PATIENCE : LONG_PATIENCE) : answer);
    if (row && BAD_GATEWAY.has(response.status)) throw new Error(response.status);
    if (kept) event.waitUntil(leaveToOwner(kept, response.clone()));
    return response;
  } catch (error) {
    gaveUpAt = Date.now();
    if (!kept) throw error;
    if (!row) return ownPage(kept, "No connection", "This page isn’t kept on this phone.", url);
    if (isTooOld(row)) return ownPage(kept, "This is too old", `What is kept is from ${day(kept.at)}.`, url);
    return keptPage(kept, row);
  }
}

function rowOf(kept, path) {
  const row = kept.pages.find((page) => page.path === path);
  return row ?? (LEADS_HOME.has(path) ? rowOf(kept, HOME) : undefined);
}

// A page without `until`, which the server says, never gets too old: it shows only what is on the phone.
function isTooOld(row) {
  return Boolean(row.until) && !(Date.now() < Date.parse(row.until));
}

let gaveUpAt = -Infinity;

function withPatience(answer, patience) {
  answer.catch(() => {}); // it may still fail when nobody waits for it anymore
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), patience));
  return Promise.race([answer, late]);
}

// Opened twice, it is two practices: each time the ids in it are new.
async function keptPage(kept, row) {
  const response = await kept.cache.match(row.path);
  const ids = new Map();
  const fresh = (name) => ids.get(name) ?? ids.set(name, crypto.randomUUID()).get(name);
  const html = (await unpacked(response)).replace(FRESH_ID, fresh);
  return new Response(html, { headers: response.headers });
}

function unpacked(response) {
  if (response.headers.get("Packed") !== "gzip") return response.text();
  return new Response(response.body.pipeThrough(new DecompressionStream("gzip"))).text();
}

// Somebody else signed in here, a client or the trainer: nothing of the one before is opened anymore.
async function leaveToOwner(kept, response) {
  if (!response.headers.get("Content-Type")?.startsWith("text/html")) return;
  const [body] = /<body[^>]*>/.exec(await response.text()) ?? [""];
  const isSignedIn = body.includes("hx-history"); // whose pages htmx may not store
  if (!isSignedIn || body.includes(`data-for="${kept.for}"`)) return;
  for (const name of await caches.keys()) if (name.startsWith(KEPT)) await caches.delete(name);
  await self.registration.unregister();
}

// A hashed name always stands for the same content; any other file comes from the network as long as there is one.
async function file(request, path) {
  const kept = await newest().catch(() => null);
  const stored = await kept?.cache.match(path);
  if (!stored) return fetch(request);
  if (/\.[0-9a-f]{12}\./.test(path) || Date.now() < gaveUpAt + GIVEN_UP) return stored;
  return withPatience(fetch(request), PATIENCE).catch(() => stored);
}

// What this page says where there is neither a connection nor a kept page.
function ownPage(kept, title, why, url) {
  const sheet = kept.files.find((file) => /\/css\/site\.[^/]*css$/.test(file));
  const usable = kept.pages.filter((row) => !isTooOld(row) && row.path !== url.pathname);
  const links = usable.map((row) => `<li><a href="${escaped(row.path)}">${escaped(row.title)}</a></li>`);
  const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
    <title>${title} · Hinge Coach</title>
    ${sheet ? `<link rel="stylesheet" href="${escaped(sheet)}">` : ""}
  </head>
  <body>
    <main id="main" class="page wrap measure">
      <div class="stack stack--loose">
        <div class="stack">
          <h1>${title}</h1>
          <p class="lede">${why} With a connection it opens.</p>
          <p><a class="button" href="${escaped(url.pathname + url.search)}">Try again</a></p>
        </div>
        ${links.length ? `<div class="stack stack--tight"><h2>Kept on this phone</h2><ul>${links.join("")}</ul></div>` : ""}
      </div>
    </main>
  </body>
</html>`;
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
  };
  return new Response(html, { status: 503, headers });
}

function day(at) {
  return new Date(at).toLocaleDateString("en-US", { weekday: "long", month: "long", day: "numeric" });
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
