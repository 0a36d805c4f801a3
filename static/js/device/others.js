// Somebody else has this device now: what was kept for the one before is deleted (keep.js), and they choose anew whether
// practice is kept here. Their entries and drafts stay, unseen and unsent, until they are back.
import { owner, settings } from "./store.js";

async function unchoose() {
  const chosen = await settings.all();
  const theirs = chosen.filter((choice) => choice.name.startsWith("keep ") && choice.for !== owner());
  await Promise.all(theirs.map(({ name }) => settings.remove(name)));
}

if (owner()) unchoose().catch(() => {}); // nothing can be kept here, so nothing was
