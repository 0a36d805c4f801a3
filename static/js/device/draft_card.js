// The card of a draft, from the template of its page.

const MINUTE = 60_000;

function ago(at, now = Date.now()) {
  const minutes = Math.round((now - Date.parse(at)) / MINUTE);
  if (minutes < 1) return "just now";
  const [number, unit] = minutes < 60 ? [minutes, "minute"] : [Math.round(minutes / 60), "hour"];
  return `${number} ${unit}${number === 1 ? "" : "s"} ago`;
}

function left(seconds) {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")} left`;
}

// {element, go, again, save}: the card, and what can be pressed on it.
export function draftCard(template, draft) {
  const element = template.content.firstElementChild.cloneNode(true);
  const part = (name) => element.querySelector(`[data-go-on-${name}]`);
  part("lesson").textContent = draft.title;
  part("ago").textContent = ago(draft.led_at ?? draft.begun_at);
  const before = draft.answers?.before;
  const where = draft.how ? ["The movement is done"] : [draft.steps, draft.left && left(draft.left)];
  part("where").textContent = [...where, before && `${before} before`].filter(Boolean).join(" · ");
  for (const [length, share] of draft.strip ?? []) {
    const piece = document.createElement("i");
    const bar = document.createElement("b");
    piece.style.flexGrow = length;
    bar.style.transform = `scaleX(${draft.how ? 1 : share})`;
    piece.append(bar);
    part("strip").append(piece);
  }
  return { element, go: part("go"), again: part("again"), save: part("save") };
}
