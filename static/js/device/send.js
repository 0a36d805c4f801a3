// Sends what waits, in the order in which it was done, once, whichever tabs are open.
//
// Nothing but an answer that names the id is proof that it is stored. What the site refuses stays here with its sentence
// and doesn't hold up the others; without a connection, or a sign-in, all of it waits on.
import { change, discard, entries, withField } from "./outbox.js";
import { noteSending, outbox, owner } from "./store.js";

const PATIENCE = 20_000; // milliseconds
const TOKEN = "csrfmiddlewaretoken";
const LATER = new Set([408, 425, 429]);
const ITS_NAME = "hinge-coach send";
const NOT_TAKEN = "The site couldn’t take this one. What you told is still here.";

// {sent: [{entry, url}], refused: [entry], hindered}. `hindered`: "offline", "signed-out", "busy", "other" or "".
// `again` tries refused ones, too.
export function sendAll({ again = false } = {}) {
  return locked(async () => {
    const result = { sent: [], refused: [], hindered: "" };
    if (!owner()) return result;
    for (const entry of await entries()) {
      if (entry.refusal && !again) continue;
      const answer = await sendOne(entry);
      if (answer.hindered) return { ...result, hindered: answer.hindered };
      if (answer.refusal) result.refused.push(entry);
      else result.sent.push({ entry, url: answer.url });
    }
    return result;
  });
}

// One entry, with what the person chose to do with it: "numbers" or "back_date".
export function sendAs(entry, offer) {
  const name = offer === "numbers" ? "numbers_only" : "back_dated";
  return locked(() => sendOne({ ...entry, fields: withField(entry.fields, name, "yes") }));
}

function locked(act) {
  return navigator.locks ? navigator.locks.request(ITS_NAME, act) : act();
}

// Changes an entry that nobody is sending right now. False where it is on its way, or was sent meanwhile.
export function whileItWaits({ id }, act) {
  const tried = async (lock) => {
    if (!lock || !(await outbox.get(id))) return false;
    await act();
    return true;
  };
  return navigator.locks ? navigator.locks.request(ITS_NAME, { ifAvailable: true }, tried) : tried(true);
}

async function sendOne(entry) {
  let answer;
  try {
    answer = await post(entry, token());
    if (answer.status === 403) {
      const { fresh, hindered } = await freshToken();
      if (hindered) return { hindered };
      answer = await post(entry, fresh);
    }
  } catch {
    return { hindered: "offline" };
  }
  if (answer.redirected) return { hindered: "signed-out" };
  if (answer.status === 409) return { hindered: "other" };
  if (answer.status === 403 || answer.status >= 500 || LATER.has(answer.status)) return { hindered: "busy" };
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) {
    if (said.stored !== entry.id) return { hindered: "busy" }; // somebody else's answer, such as a hotel's sign-in page
    await noteSending().catch(() => {}); // first: whoever finds the entry gone must be able to know since when
    await discard(entry.id);
    return { url: said.url };
  }
  const refusal = said.sentence
    ? { code: said.code, sentence: said.sentence, offers: said.offers ?? [] }
    : { code: "not-taken", sentence: NOT_TAKEN, offers: [] };
  await change({ ...entry, tries: entry.tries + 1, refusal });
  return { refusal };
}

function post(entry, csrf) {
  const body = new URLSearchParams([...withField(entry.fields, "done_at", entry.done_at), [TOKEN, csrf]]);
  const headers = { Accept: "application/json" };
  return fetch(entry.url, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE) });
}

let found = ""; // on another page, where this one has none

export function token() {
  return found || (document.querySelector(`[name=${TOKEN}]`)?.value ?? "");
}

// Of another page of the same person: that of this one is stale, or it is a kept page and has none.
async function freshToken() {
  const answer = await fetch("/waiting/", { signal: AbortSignal.timeout(PATIENCE) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const theirs = page.body.dataset.for;
  if (theirs !== owner()) return { hindered: theirs ? "other" : "signed-out" };
  found = page.querySelector(`[name=${TOKEN}]`)?.value ?? "";
  for (const input of document.querySelectorAll(`[name=${TOKEN}]`)) input.value = found;
  return { fresh: found };
}
