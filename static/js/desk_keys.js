// The keys of the desk. It reads, and nothing else has to know it:
//   data-row            on each row that j and k go through; needs tabindex="-1". Without rows, j and k press their keys.
//   data-key="h"        on what a key presses: in the row that has the focus, else on the page outside of all rows.
//                       m opens the composer, h handled, s snooze, u undo, j and k the next and previous client.
//   data-open           on the link of a row that enter follows.
//   dialog data-keys    the list of all keys, which ? opens.
// Off while somebody types (escape ends that), and with a modifier; a trainer who switched the keys off never gets this file.
const ROW = "[data-row]";
const TYPED = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]";
const PLACE = "desk-row";

const rows = () => [...document.querySelectorAll(ROW)].filter((row) => row.offsetParent !== null);
const rowOf = (element) => element?.closest?.(ROW) ?? null;

function go(step) {
  const all = rows();
  const here = all.indexOf(rowOf(document.activeElement));
  const row = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1)];
  row.focus();
  row.scrollIntoView({ block: "nearest" });
}

function pressed(key) {
  const row = rowOf(document.activeElement);
  const inRow = row?.querySelector(`[data-key="${key}"]`);
  return inRow ?? [...document.querySelectorAll(`[data-key="${key}"]`)].find((each) => !rowOf(each));
}

// What opens takes the focus to its first field; a press that leaves the page is remembered by its row.
function press(target) {
  const row = rowOf(target) ?? rowOf(document.activeElement);
  if (row) sessionStorage.setItem(PLACE, rows().indexOf(row));
  target.click();
  if (target.matches("summary") && target.parentElement.open) {
    target.parentElement.querySelector("textarea, input:not([type=hidden])")?.focus();
  } else if (target.matches("textarea, input")) {
    target.focus();
  }
}

// Out of what was opened, with all that was typed kept in it: back to the row, or to what opened it.
function leave(field) {
  const opened = field.closest("details[open]");
  const row = rowOf(field);
  if (opened && (row || opened.querySelector(":scope > [data-key]"))) {
    opened.open = false;
    (row ?? opened.querySelector("summary")).focus();
  } else {
    field.blur();
  }
}

function onKey(event) {
  if (event.key === "Escape" && !event.isComposing && event.target.matches?.(TYPED) && !document.querySelector("dialog[open]")) {
    leave(event.target);
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat && !"jk".includes(event.key)) return;
  if (event.target.matches?.(TYPED) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    document.querySelector("dialog[data-keys]")?.showModal();
  } else if ("jk".includes(event.key) && rows().length) {
    go(event.key === "j" ? 1 : -1);
  } else if (event.key === "Enter" && document.activeElement.matches(ROW)) {
    document.activeElement.querySelector("[data-open]")?.click();
  } else if (/^[a-z]$/.test(event.key)) {
    const target = pressed(event.key);
    if (!target) return;
    press(target);
  } else {
    return;
  }
  event.preventDefault();
}

document.addEventListener("keydown", onKey);
for (const button of document.querySelectorAll("[data-show-keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => document.querySelector("dialog[data-keys]").showModal());
}

// After a press in a row the page comes back: the focus is where it was, on the row that moved up.
const place = sessionStorage.getItem(PLACE);
sessionStorage.removeItem(PLACE);
if (place !== null && rows().length) rows()[Math.min(Number(place), rows().length - 1)].focus({ preventScroll: false });
