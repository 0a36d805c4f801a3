// Shows the free times on the browser's clock, as long as nobody has chosen a zone.
// It waits for htmx, which fetches the times: a zone in the list above times of another zone would mislead.
const select = document.querySelector("select[data-follow-zone]:not([data-chosen])");
if (select) {
  document.addEventListener("htmx:load", () => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const known = [...select.options].some((option) => option.value === zone);
    if (!known || select.value === zone) return;
    select.value = zone;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }, { once: true });
}
