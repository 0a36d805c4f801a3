// Places that were told without a connection: their chips show it, also when Today is opened again, until they are sent.
import { entries } from "./outbox.js";
import { owner } from "./store.js";

async function show() {
  const form = document.querySelector("form#places");
  if (!form) return;
  for (const { kind, fields, done_at } of await entries()) {
    const value = (name) => fields.find(([other]) => other === name)?.[1];
    if (kind === "carry-over" && isOfDay(form, value("on"), done_at)) mark(form, value("situation"), value("not"));
  }
}

// A kept page counts for the day on which it is open.
function isOfDay(form, on, done_at) {
  const day = form.querySelector("[name=on]")?.value;
  return day && on ? day === on : new Date(done_at).toDateString() === new Date().toDateString();
}

function mark(form, situation, not) {
  const chip = [...form.querySelectorAll(".chip-button")].find(({ value }) => value === (situation ?? not));
  if (!chip) return;
  chip.name = situation ? "not" : "situation";
  chip.setAttribute("aria-pressed", String(Boolean(situation)));
  chip.dataset.waits = "";
}

if (owner()) {
  for (const name of ["device:changed", "htmx:afterSwap"]) document.addEventListener(name, () => show().catch(() => {}));
  show().catch(() => {}); // nothing can be kept here, so nothing was
}
