// A tap on Today that can't be sent says so beside itself. It waits on this device for whoever keeps practice here; for
// everybody else what was chosen stays chosen, to be tried again.
import { add } from "./outbox.js";
import { keeps, owner } from "./store.js";

const KINDS = { "/today/check-in/": "check-in", "/today/places/": "carry-over" };
const NOT_SENT = "Not sent: there is no connection. What you chose stays here. Please try again.";
const BUSY = "Not sent: the site didn’t answer as it should. Please try again.";
const NO_ROOM = "Not sent, and this browser has no room to keep it. Please try again with a connection.";

async function failed(form, pressed, words) {
  const kind = KINDS[new URL(form.action).pathname];
  if (!kind) return;
  if (words !== NOT_SENT || !(await keeps())) return say(form, words);
  try {
    say(form, await keepTap(form, kind, pressed), { isKept: true });
  } catch {
    say(form, NO_ROOM);
  }
}

async function keepTap(form, kind, pressed) {
  const fields = [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && value !== "");
  if (pressed?.name) fields.push([pressed.name, pressed.value]);
  const id = kind === "check-in" ? form.querySelector("[name=id]").value : crypto.randomUUID();
  const all = [...fields.filter(([name]) => name !== "id"), ["id", id]];
  const value = (name) => all.find(([other]) => other === name)?.[1];
  const isNumber = kind === "check-in";
  const title = isNumber ? "A number" : "Where you hinged";
  const summary = isNumber ? value("score") : pressed.textContent.trim() + (pressed.name === "not" ? ", taken back" : "");
  const url = new URL(form.action).pathname;
  await add({ id, kind, for: owner(), url, fields: all, done_at: new Date().toISOString(), title, summary });
  if (isNumber) {
    // The next number is another one.
    form.querySelector("[name=id]").value = crypto.randomUUID();
    for (const input of form.querySelectorAll("input[type=radio]")) input.checked = input.defaultChecked;
    return `Kept on this phone: ${summary}. It is sent when the connection is back.`;
  }
  const isOn = pressed.name === "situation";
  pressed.setAttribute("aria-pressed", String(isOn));
  pressed.name = isOn ? "not" : "situation";
  return `Kept on this phone: ${summary}. It is sent when the connection is back.`;
}

function say(form, words, { isKept = false } = {}) {
  const line = form.querySelector("[data-tap-problem]");
  line.className = isKept ? "note small" : "field__error";
  line.textContent = words;
  line.hidden = !words;
}

function formOf(event) {
  const element = event.detail.elt;
  return element.matches?.("form") ? element : element.closest?.("form");
}

// With the keyboard or a pointer: the button that sent it, of those with a value of their own.
let pressed = null;
document.addEventListener("submit", (event) => (pressed = event.submitter), { capture: true });

for (const [name, words] of [["htmx:sendError", NOT_SENT], ["htmx:timeout", NOT_SENT]]) {
  document.body.addEventListener(name, (event) => {
    const form = formOf(event);
    if (form?.querySelector("[data-tap-problem]")) failed(form, pressed, words);
  });
}
// The site's own pages of an error come as always; what a proxy says instead is no answer to a tap.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const form = event.detail.requestConfig?.elt?.closest?.("form");
  if (![429, 502, 503, 504].includes(event.detail.xhr.status) || !form?.querySelector("[data-tap-problem]")) return;
  event.detail.shouldSwap = false;
  failed(form, pressed, BUSY);
});
document.body.addEventListener("htmx:beforeRequest", (event) => {
  const form = formOf(event);
  if (form?.querySelector("[data-tap-problem]")) say(form, "");
});
