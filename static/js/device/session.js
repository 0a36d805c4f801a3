// Today's session, where a practice of it waits on this device: it is done, although the page doesn't know it yet.
import { entries } from "./outbox.js";

const DONE = "session__ring--done";
const NEXT = "session__ring--next";

async function mark() {
  const rows = [...document.querySelectorAll(".session [data-keep]")];
  if (rows.length === 0) return;
  const waiting = new Set((await entries()).filter(({ kind }) => kind === "practice").map(({ url }) => url));
  for (const row of rows.filter((each) => waiting.has(each.dataset.keep) && !isDone(each))) {
    ring(row).classList.remove(NEXT);
    ring(row).classList.add(DONE);
    row.querySelector(".session__lesson p").textContent = "Done, waits on this phone";
  }
  const next = rows.find((row) => !isDone(row));
  const start = document.querySelector(".session__start");
  if (!start || !waiting.has(new URL(start.href).pathname)) return;
  start.hidden = !next;
  if (!next) return;
  ring(next).classList.add(NEXT);
  const title = next.querySelector("h3").textContent.trim();
  Object.assign(start, { href: next.dataset.keep, textContent: "Start", ariaLabel: `Start: ${title}` });
}

function ring(row) {
  return row.querySelector(".session__ring");
}

function isDone(row) {
  return ring(row).classList.contains(DONE);
}

document.addEventListener("device:changed", () => mark().catch(() => {}));
mark().catch(() => {}); // nothing can be kept here, so nothing waits
