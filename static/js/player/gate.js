// What is checked when the first number is told, before the movement may begin: a number so high that practice rests.

export class Gate {
  // `part(name)` finds `[data-ask-<name>]`.
  constructor(root, part) {
    this.root = root;
    this.part = part;
  }

  // Whether it doesn't begin with this number (its input); the page then says why, and offers to keep it.
  holds(number) {
    const rest = this.part("rest");
    if (!rest || !this.isForRest(number)) return false;
    rest.hidden = false;
    this.part("go").hidden = true;
    rest.focus();
    rest.scrollIntoView({ block: "nearest" });
    return true;
  }

  // Another number is chosen, without beginning yet.
  changed(number) {
    const rest = this.part("rest");
    if (rest && !this.isForRest(number)) rest.hidden = true;
    this.part("go").hidden = rest?.hidden === false;
  }

  isForRest(number) {
    return Number(number.value) >= Number(this.root.dataset.restsFrom || Infinity);
  }
}
