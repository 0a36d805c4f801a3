// What a person would point at: visible, named by the words they read, inside the part of the page that they mean.
// One function, called in the page by every engine, so that all engines find the same.
(what, words, within) => {
  const KINDS = {
    clickable: "a[href], button, [role=button], summary, input[type=submit], input[type=radio], input[type=checkbox]",
    field: "input:not([type=hidden], [type=radio], [type=checkbox], [type=submit]), textarea, select",
  };
  const PARTS = "fieldset, [role=group], [role=radiogroup], section, article, nav, main, dialog";
  const tidy = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

  // What no screen reader is told is no button for anybody, such as one that only Enter finds.
  const told = (element) => !element.closest("[aria-hidden=true]");

  const nameOf = (element) => {
    const ids = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
    const named = ids.map((id) => document.getElementById(id)?.textContent).join(" ");
    const labels = [...(element.labels ?? [])].map((label) => label.innerText).join(" ");
    const title = element.matches(PARTS) ? element.querySelector("legend, h1, h2, h3")?.textContent : element.innerText;
    return tidy(element.getAttribute("aria-label") || named || labels || title || element.value);
  };
  // The small box of a choice often lies under its label, which is what people tap.
  const targetOf = (element) => {
    const label = element.matches("[type=radio], [type=checkbox]") && element.labels?.[0];
    return label && shown(label) ? label : element;
  };
  // Words that fit exactly come first, then those that begin so, then those that hold them somewhere.
  const fit = (name) => (name === words ? 3 : name.startsWith(words) ? 2 : name.includes(words) ? 1 : 0);

  const find = () => {
    if (!(what in KINDS)) return [...document.querySelectorAll(what)].find(shown);
    let roots = [document];
    if (within) {
      const named = [...document.querySelectorAll(PARTS)].filter((part) => shown(part) && nameOf(part).includes(within));
      roots = named.filter((part) => !named.some((other) => other !== part && part.contains(other)));
    }
    const all = roots.flatMap((root) => [...root.querySelectorAll(KINDS[what])]);
    const usable = all.filter((element) => !element.disabled && told(element) && shown(targetOf(element)));
    const fitting = usable.filter((element) => fit(nameOf(element)) > 0);
    return fitting.toSorted((one, other) => fit(nameOf(other)) - fit(nameOf(one)))[0];
  };

  const found = find();
  if (!found) return null;
  const target = targetOf(found);
  target.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  const box = target.getClientRects()[0];
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2].map(Math.round);
  const hit = document.elementFromPoint(x, y);
  const around = target.closest("svg") ?? target; // a figure takes the pointer wherever it is drawn
  const free = hit !== null && (around.contains(hit) || hit.contains(found) || hit.closest("label") === target);
  return { x, y, over: free ? "" : (hit?.outerHTML.slice(0, 200) ?? "the edge of the page") };
};
