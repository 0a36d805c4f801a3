// "Keep today's practice on this phone": the choice, and filling the cache from which sw.js opens pages offline.
//
// What is kept: Today, the players of today's lessons, whom to ask, what waits, and exactly the files that these pages
// name. Each time it goes into a new cache, with a list last; the one before goes only when the new one is complete.

import { choose, keeps, owner } from "./store.js";

const KEPT = "kept "; // as in sw.js, and so are LIST and the form of the list
const LIST = "/kept.json";
const TODAY = "/today/";
const ALWAYS = ["/safety/", "/waiting/"]; // whom to ask, which every player links to, and what waits on this phone
const PATIENCE = 20_000; // milliseconds for each page and file
const SOON = 1500; // milliseconds after which it is kept anew: the page that somebody looks at comes first
const HEADERS = ["Content-Type", "Content-Security-Policy", "Referrer-Policy", "X-Frame-Options"];
// Without the token; and without `on`, a tap on a kept page counts for the day on which it is made.
const SENT = ["[name=csrfmiddlewaretoken]", "[name=on]"];
const NOT_NEEDED = [...SENT, "noscript", ".print-only", "meta[name=description]", "[rel=manifest]", "audio"].join();
const FILES = "script[src], link[rel=stylesheet], link[rel=modulepreload], link[rel=icon], link[rel=apple-touch-icon]";
const IMPORTS = /(?:\bfrom|\bimport)\s*["']([./][^"']+)["']/g;
const FETCHING = "Fetching it…";
const NO_NET = "This needs a connection. Please try again when you have one.";
const NO_ROOM = "This phone has no room for it, or keeps nothing in a private window.";

export function canKeep() {
  return "serviceWorker" in navigator && "caches" in window && "indexedDB" in window && "locks" in navigator;
}

// Whether this page came from the cache.
export function isKept() {
  return document.body.dataset.kept !== undefined;
}

// The newest complete cache, as in sw.js.
export async function newest() {
  for (const name of (await names()).reverse()) {
    const cache = await caches.open(name);
    const list = await cache.match(LIST);
    if (list) return { cache, ...(await list.json()) };
  }
  return null;
}

async function names() {
  return (await caches.keys()).filter((name) => name.startsWith(KEPT)).sort();
}

// Keeps today's pages as they are now; rejects where that fails, and what was kept before stays.
export function keep() {
  return navigator.locks.request("keep", async () => {
    if (!(await keeps())) return;
    await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
    const name = `${KEPT}${new Date().toISOString()}`;
    try {
      await fill(await caches.open(name));
      if (!(await keeps())) throw new Error("Not wanted anymore");
    } catch (error) {
      await caches.delete(name);
      throw error;
    }
    await remove((other) => other !== name);
    document.dispatchEvent(new CustomEvent("device:kept"));
  });
}

// Deletes what is kept, and the service worker with it.
export async function forget() {
  if (!canKeep()) return;
  await remove(() => true);
  await (await navigator.serviceWorker.getRegistration("/"))?.unregister();
}

async function remove(isMeant) {
  for (const name of await names()) if (isMeant(name)) await caches.delete(name);
}

async function fill(cache) {
  const at = new Date();
  const today = await load(TODAY);
  if (!today) throw new Error("Today can’t be kept");
  const named = [...today.document.querySelectorAll("[data-keep]")].map((element) => element.dataset.keep);
  const others = await Promise.all([...new Set(named), ...ALWAYS].map(load));
  const pages = [today, ...others].filter(Boolean);
  const lessons = pages.filter(({ path }) => named.includes(path));
  const files = new Set(pages.flatMap((page) => filesOf(page.document)));
  let bytes = 0;
  for (const page of pages) {
    const html = prepared(page, at, page === today ? lessons : []);
    const packed = await pack(html);
    bytes += packed.size;
    await cache.put(page.path, new Response(packed, { headers: [...page.headers, ["Packed", packed.type]] }));
  }
  const before = await newest();
  // A set that grows while it is walked: the modules that a module names come along.
  for (const path of files) {
    const file = (await before?.cache.match(path)) ?? (await get(path));
    if (!file.ok) throw new Error(`${path} answered ${file.status}`);
    const type = file.headers.get("Content-Type");
    const body = await file.blob();
    bytes += body.size;
    if (path.endsWith(".js")) for (const named of importsOf(path, await body.text())) files.add(named);
    await cache.put(path, new Response(body, { headers: { "Content-Type": type } }));
  }
  const rows = pages.map(({ path, title, until }) => ({ path, title, until }));
  const list = { for: owner(), at: at.toISOString(), bytes, pages: rows, files: [...files] };
  await cache.put(LIST, new Response(JSON.stringify(list), { headers: { "Content-Type": "application/json" } }));
}

// One page as it is online. Null where it leads elsewhere, as a player does while practice rests.
async function load(path) {
  const answer = await get(path);
  if (answer.redirected) return null;
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (page.body.dataset.for !== owner()) throw new Error("Somebody else is signed in");
  const headers = HEADERS.filter((name) => answer.headers.has(name)).map((name) => [name, answer.headers.get(name)]);
  const until = page.querySelector("[data-kept-until]")?.dataset.keptUntil;
  return { path, document: page, headers, until, title: page.title.replace(/ · Hinge Coach$/, "") };
}

function get(path) {
  return fetch(path, { signal: AbortSignal.timeout(PATIENCE) });
}

// Without what is of no use offline, above all the token; the ids of what it sends become places for fresh ones.
function prepared({ document: page }, at, lessons) {
  for (const element of page.querySelectorAll(NOT_NEEDED)) element.remove();
  page.querySelector("form[action^='/accounts/']")?.remove();
  page.body.dataset.kept = at.toISOString();
  const line = page.querySelector("[data-kept-line]");
  if (line) fillLine(line, at, lessons);
  const ids = new Set([...page.querySelectorAll("input[name=id]")].map((input) => input.value).filter(Boolean));
  let html = `<!doctype html>\n${page.documentElement.outerHTML.replace(/\n\s+/g, "\n")}`;
  [...ids].forEach((id, index) => (html = html.replaceAll(id, `fresh-id-${index}`)));
  return html;
}

// A page packs to a fifth. A browser that can't do it keeps the page as it is.
async function pack(html) {
  const plain = new Blob([html]);
  if (!("CompressionStream" in window)) return plain;
  const stream = plain.stream().pipeThrough(new CompressionStream("gzip"));
  return new Blob([await new Response(stream).blob()], { type: "gzip" });
}

function fillLine(line, at, lessons) {
  line.hidden = false;
  line.querySelector("[data-kept-at]").textContent = clock(at);
  const links = lessons.map(({ path, title, document: page }) => {
    const link = page.createElement("a");
    link.href = path;
    link.textContent = page.querySelector("h1")?.textContent.trim() || title;
    return link;
  });
  const place = line.querySelector("[data-kept-lessons]");
  if (!place || links.length === 0) return;
  place.hidden = false;
  place.append(...links.flatMap((link, index) => (index ? [" · ", link] : [link])));
}

function filesOf(page) {
  const named = [...page.querySelectorAll(FILES)];
  const urls = named.map((element) => element.getAttribute("src") ?? element.getAttribute("href"));
  return urls.map((url) => new URL(url, location.href)).filter(isOurs).map((url) => url.pathname);
}

function importsOf(path, text) {
  const from = new URL(path, location.href);
  return [...text.matchAll(IMPORTS)].map(([, url]) => new URL(url, from)).filter(isOurs).map((url) => url.pathname);
}

function isOurs(url) {
  return url.origin === location.origin;
}

function clock(at) {
  const day = at.toLocaleDateString("en-US", { weekday: "long" });
  const time = at.toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });
  return `${day}, ${time.replace("AM", "am").replace("PM", "pm")}`;
}

// The page that is open ------------------------------------------------------------------------------------------

// Kept anew when the rules may say something else than before: Today was opened, a number or a practice arrived.
let soon;
function keepSoon() {
  if (isKept()) return;
  clearTimeout(soon);
  soon = setTimeout(() => keep().catch(() => {}), SOON);
}

async function begin() {
  if (!owner()) return;
  for (const section of document.querySelectorAll("[data-this-phone]")) section.hidden = false;
  if (!canKeep()) return;
  const isWanted = await keeps();
  const kept = await newest();
  const isTheirs = kept !== null && kept.for !== owner(); // of somebody who was here before
  if (isTheirs || !isWanted) await forget();
  const mayBeOld = location.pathname === TODAY || location.pathname.startsWith("/practices/");
  if (isWanted && (mayBeOld || isTheirs || !kept)) keepSoon();
  // A change in another tab is kept by that one.
  document.addEventListener("device:changed", ({ detail }) => detail.elsewhere || keepSoon());
  document.body.addEventListener("htmx:afterSwap", keepSoon);
  const section = document.querySelector("[data-keep-phone]");
  if (section) new Phone(section);
  const offer = document.querySelector("[data-keep-offer]");
  if (offer) offer.hidden = isKept() || isWanted;
}

// "This phone" on Me: the switch, and what is kept.
class Phone {
  constructor(section) {
    this.input = section.querySelector("input");
    this.status = section.querySelector("[role=status]");
    section.hidden = false;
    this.input.addEventListener("change", () => this.change());
    document.addEventListener("device:kept", () => this.show());
    this.show();
  }

  async show() {
    this.input.checked = await keeps();
    const kept = this.input.checked ? await newest() : null;
    if (kept) this.status.textContent = this.words(kept);
    else this.status.textContent = this.input.checked ? FETCHING : "Nothing is kept on this phone.";
  }

  words({ pages, bytes, at }) {
    const titles = pages.map(({ title }) => title.replace(/^Practice: /, ""));
    return `Kept ${clock(new Date(at))}: ${titles.join(", ")}. ${Math.ceil(bytes / 1000)} kB.`;
  }

  async change() {
    const isWanted = this.input.checked;
    this.input.disabled = true;
    try {
      await choose("keep", isWanted);
      if (isWanted) await this.fetch();
      else await forget();
      await this.show();
    } catch {
      await choose("keep", false).catch(() => {});
      this.input.checked = false;
      this.status.textContent = navigator.onLine ? NO_ROOM : NO_NET;
    }
    this.input.disabled = false;
    this.input.focus();
  }

  async fetch() {
    this.status.textContent = FETCHING;
    navigator.storage?.persist?.().catch(() => {});
    await keep();
  }
}

begin().catch(() => {}); // private browsing: nothing is kept, and nothing is offered
