// Chooses the browser's time zone in a select that nobody has touched yet.
for (const select of document.querySelectorAll("select[data-guess-zone]")) {
  const guess = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = [...select.options].some((option) => option.value === guess);
  if (select.value === "UTC" && known && !select.hasAttribute("data-chosen")) select.value = guess;
}
