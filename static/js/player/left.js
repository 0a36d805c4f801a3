// The card of the draft above the start screen, for who opens the lesson anew and has left a practice of it here.
import { draftCard } from "../device/draft_card.js";

export function offerLeft(root) {
  root.addEventListener("player:left", ({ detail: { draft, goOn } }) => {
    const place = root.querySelector("[data-go-on]");
    if (!place) return;
    const card = draftCard(place.querySelector("template"), draft);
    const act = (button, does) =>
      button.addEventListener("click", (event) => {
        event.preventDefault();
        place.hidden = true;
        does();
      });
    act(card.go, () => goOn(null));
    act(card.save, () => goOn("save"));
    act(card.again, () => root.querySelector(".bar__title").focus());
    card.save.hidden = !root.matches("form");
    place.append(card.element);
    place.hidden = false;
  });
}
