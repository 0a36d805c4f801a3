// Chooses the browser's time zone in a select that nobody has touched yet.
//
// The first use of Intl keeps a slow phone busy for some 80 milliseconds; Temporal knows the zone without it.
export const guess = globalThis.Temporal?.Now.timeZoneId() ?? Intl.DateTimeFormat().resolvedOptions().timeZone;

// The option of the browser's zone; some browsers still report names that were given up long ago.
export const ownOption = (select) => [...select.options]
  .find(({ value, dataset }) => value === guess || dataset.also?.split(" ").includes(guess));

for (const select of document.querySelectorAll("select[data-guess-zone]")) {
  const own = ownOption(select);
  if (select.value === "UTC" && own && !select.hasAttribute("data-chosen")) own.selected = true;
}
