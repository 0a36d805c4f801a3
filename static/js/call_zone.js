// Shows the free times on the browser's clock, as long as nobody has chosen a zone.
// It waits for htmx, which fetches the times: a zone in the list above times of another zone would mislead.
import { ownOption } from "./zone.js";

const select = document.querySelector("select[data-follow-zone]:not([data-chosen])");
if (select) {
  document.addEventListener("htmx:load", () => {
    const own = ownOption(select);
    if (!own || own.selected) return;
    own.selected = true;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }, { once: true });
}
