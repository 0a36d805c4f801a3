// "Go on where you were", on Today and on the page of a lesson: the draft that was left here.
import { Drafts } from "./draft.js";
import { draftCard } from "./draft_card.js";
import { owner } from "./store.js";

// `data-open`: the lessons that may be practiced now. `data-lesson`: on the page of one, only its own.
async function offer(place) {
  const drafts = new Drafts({ isKept: owner() !== "" });
  const draft = await drafts.newest(place.dataset.lesson);
  if (!draft || !place.dataset.open.split(" ").includes(draft.slug)) return;
  const card = draftCard(place.querySelector("template"), draft);
  card.go.href = `${draft.url}?go-on`;
  card.again.href = `${draft.url}?again`;
  card.save.href = `${draft.url}?go-on=save`;
  card.save.hidden = owner() === "";
  place.append(card.element);
  place.hidden = false;
  // One thing to do next.
  for (const button of document.querySelectorAll("[data-go-on-instead]")) button.classList.add("button--quiet");
}

const place = document.querySelector("[data-go-on]");
if (place) offer(place).catch(() => {});
