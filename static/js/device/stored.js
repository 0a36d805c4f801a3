// This page shows a practice, so the site has it: an answer may have been lost on the way.
import { Drafts } from "./draft.js";
import { discard } from "./outbox.js";
import { owner } from "./store.js";

const STORED = /^\/practices\/([0-9a-f-]{36})\/$/;

async function forgetStored() {
  const [, id] = STORED.exec(location.pathname) ?? [];
  if (!id || document.body.dataset.kept !== undefined) return;
  await new Drafts({ isKept: true }).remove(id);
  await discard(id);
}

if (owner()) forgetStored().catch(() => {});
