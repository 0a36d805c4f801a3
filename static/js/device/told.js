// What came of sending, in words: "Sent: Chair sit, A number.", and for a practice the heading of its page.
import { owner } from "./store.js";

const KEY = "hinge-coach.told ";
const PATIENCE = 5000; // milliseconds
const SEE = "See what comes next";

// {words, url, link} of what `sendAll` has sent.
export async function told(sent) {
  const titles = sent.map(({ entry: { kind, title, summary } }) => (kind === "check-in" || kind === "carry-over" ? summary : title));
  const url = sent.findLast(({ url }) => url)?.url;
  return { words: `Sent: ${titles.join(", ")}.`, url, link: url && (await headingOf(url)) };
}

async function headingOf(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("h1").textContent.trim() || SEE;
  } catch {
    return SEE;
  }
}

// Over one loading of the page, in this tab.
export function hand(what) {
  sessionStorage.setItem(KEY + owner(), JSON.stringify(what));
}

export function handed() {
  const what = sessionStorage.getItem(KEY + owner());
  sessionStorage.removeItem(KEY + owner());
  return what && JSON.parse(what);
}
