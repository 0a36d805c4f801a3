// A time chosen while a new list of times is on its way stays chosen, and keeps the focus: on a slow network the list
// comes seconds later, and what it was asked for knows nothing of the choice.
const times = () => [...document.querySelectorAll("#slots input[name=start]")];
let chosen;
let focused;

document.addEventListener("htmx:beforeSwap", () => {
  chosen = times().find((time) => time.checked)?.value;
  focused = times().find((time) => time === document.activeElement)?.value;
});
document.addEventListener("htmx:afterSwap", () => {
  // Where the new list lacks the time, none is chosen: an earlier choice, which the answer may bring back, is not
  // theirs.
  for (const time of times()) if (chosen) time.checked = time.value === chosen;
  times().find((time) => time.value === focused)?.focus({ preventScroll: true });
});
