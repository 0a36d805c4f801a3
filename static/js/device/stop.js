// After a yes to a safety question without a connection: practice is closed on this phone. The kept pages say what to
// do, in the words of the site, until the answers were sent and the site itself says what holds.

import { entries } from "./outbox.js";
import { choice, choose, isBehind, owner } from "./store.js";

const NAME = "stop";
const NOT_KEPT = "Your answers couldn’t be kept on this phone, so nobody else knows them yet. Please tell your trainer.";

// {id, level, answers: [words], at} of the answers that closed practice here; undefined where none did.
export async function stopped() {
  const stop = await choice(NAME);
  if (!stop || document.body.dataset.kept !== undefined) return stop;
  if ((await entries()).some(({ id }) => id === stop.id)) return stop;
  await choose(NAME, undefined); // it was sent, and this page is from the site
  if (await isBehind()) location.reload();
  return undefined;
}

// `isKept`: whether the answers wait to be sent. What to do is shown in any case.
export async function stop(record, { isKept }) {
  show(record, isKept);
  await choose(NAME, record);
}

function show({ level, answers }, isKept = true) {
  // A draft that was gone on with already plays: the page opens anew, without it.
  if (document.querySelector("[data-player].is-playing")) return location.replace(location.pathname);
  const template = document.querySelector(`template[data-kept-stop="${level}"]`);
  if (!template) return;
  const section = template.content.cloneNode(true);
  section.querySelector("[data-kept-checked]").append(
    ...answers.map((words) => Object.assign(document.createElement("li"), { textContent: words })),
  );
  if (!isKept) section.querySelector("[data-kept-wait]").textContent = NOT_KEPT;
  const main = document.querySelector("#main");
  const kept = main.querySelector("[data-kept-line]");
  kept?.querySelector("[data-kept-lessons]")?.remove();
  const column = document.createElement("div");
  column.className = "stack";
  column.append(...[kept].filter((line) => line && !line.hidden), section);
  main.className = "page wrap measure";
  main.replaceChildren(column);
  main.querySelector("h1").focus();
  scrollTo({ top: 0 });
}

async function begin() {
  const record = await stopped();
  if (record) show(record);
}

if (owner()) begin().catch(() => {}); // nothing can be kept here, so nothing was
