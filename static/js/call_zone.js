// Shows the free times on the browser's clock, as long as nobody has chosen one, and keeps the list of times and the
// zone above it together: times under the name of another zone would mislead.
import { guess, ownOption } from "./zone.js";

const select = document.querySelector("select[data-follow-zone]");
const shown = () => document.querySelector("#slots [name=shown]").value;
const ask = () => select.dispatchEvent(new Event("change", { bubbles: true }));
// What follows is a task of its own: on a slow phone a tap in between is heard.
const pause = () => new Promise((done) => setTimeout(done));

function guessZone() {
  const own = ownOption(select);
  if (own) own.selected = true;
  // The server may know a zone that the list lacks, and says so where it doesn't.
  else select.append(new Option(guess ?? "?", guess ?? "?", true, true));
}

// True where the guess differs from what the server took the browser's language for.
function guessClock() {
  if (!document.querySelector("[data-guess-clock]")) return false;
  const { hourCycle } = new Intl.DateTimeFormat(navigator.language, { hour: "numeric" }).resolvedOptions();
  const clock = document.querySelector(`[data-guess-clock] [value="${hourCycle?.startsWith("h2") ? 24 : 12}"]`);
  const differs = clock && !clock.checked;
  if (differs) clock.checked = true;
  return differs;
}

if (select) {
  let fresh = true;
  // After Back, too: the browser may bring back the page as it was while other times were on their way.
  addEventListener("pageshow", async () => {
    const isFirst = fresh;
    fresh = false;
    if (isFirst && !select.hasAttribute("data-chosen")) guessZone();
    const clockDiffers = isFirst && guessClock();
    await pause();
    if (clockDiffers || select.value !== shown()) ask();
  });
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    const asked = detail.requestConfig.parameters.zone;
    if (asked === select.value && asked !== shown()) select.value = shown();
  });
}
