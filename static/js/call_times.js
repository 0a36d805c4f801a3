// The list of free times: what is chosen stays chosen when another list comes, stands in the address, and folds the
// other times away so that the form comes right below.
const slots = () => document.getElementById("slots");
const times = () => [...slots().querySelectorAll("input[name=start]")];
const checked = () => times().find((time) => time.checked);
const value = (selector) => document.querySelector(selector)?.value;

// A reload and the way back find the same times. A page that answers a sent form keeps its address: there a reload
// brings back what was typed.
function remember() {
  if (document.querySelector("[data-sent]") || !slots().matches("[data-in-address]")) return;
  const address = new URL(location.href);
  // Where the browser's zone is unknown, nobody has chosen the one shown, and a reload has to say so again.
  const isZoneOpen = slots().querySelector("[data-zone-problem]");
  const picked = {
    zone: !isZoneOpen && value("select[data-follow-zone]") && value("#slots [name=shown]"),
    clock: value("[name=clock]:checked"),
    day: value("#slots [name=page]"),
    start: checked()?.value,
    month: "",
    show: "",
  };
  for (const [name, chosen] of Object.entries(picked)) {
    if (chosen) address.searchParams.set(name, chosen);
    else address.searchParams.delete(name);
  }
  history.replaceState(history.state, "", address);
}

function fold(away) {
  slots().classList.toggle("is-folded", away);
  slots().querySelector("[data-unfold]").hidden = !away;
}

document.addEventListener("change", ({ target }) => {
  if (target.name === "start") remember();
});

// Only for a pointer: with the arrow keys somebody walks through the times, and every step is a choice.
document.addEventListener("click", ({ target, detail }) => {
  if (target.name === "start" && detail) {
    const before = target.getBoundingClientRect().top;
    fold(true);
    scrollBy({ top: target.getBoundingClientRect().top - before, behavior: "instant" });
  } else if (target.closest?.("[data-unfold]")) {
    fold(false);
    checked()?.focus();
  }
});

if (checked()) {
  fold(true);
  // The form has come up, and the browser may have scrolled to where its first field to mend was before.
  const field = document.activeElement;
  if (field.matches("[autofocus]")) field.scrollIntoView({ block: "center", behavior: "instant" });
}

let chosen;
let focused;
let wasFolded;

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  chosen = checked()?.value;
  focused = times().find((time) => time === document.activeElement)?.value;
  wasFolded = slots().classList.contains("is-folded");
  // To hundreds of elements htmx would say that they go, each by an event that nobody waits for.
  const isOver = detail.shouldSwap && detail.target === slots() && !slots().contains(document.activeElement);
  if (isOver) slots().replaceChildren();
});
document.addEventListener("htmx:afterSwap", ({ detail: { requestConfig } }) => {
  // On a slow network the list comes seconds later, and what it was asked for knows nothing of the choice.
  const same = times().find((time) => time.value === chosen);
  if (same) same.checked = true;
  times().find((time) => time.value === focused)?.focus({ preventScroll: true });
  if (chosen && !same && requestConfig.parameters.start !== chosen) {
    document.querySelector("select[data-follow-zone]")?.dispatchEvent(new Event("change", { bubbles: true }));
  }
  remember();
});
// Not earlier: htmx gives the new list its own classes once it has settled.
document.addEventListener("htmx:afterSettle", ({ detail: { requestConfig } }) => {
  if (wasFolded && checked() && requestConfig.parameters.show) fold(true);
});
