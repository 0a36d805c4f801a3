// The safety questions on a page without a connection: the same groups and codes as on the site, and checked alike.

const ORDER = ["clear", "refer", "today", "emergency"]; // the least urgent first
const NONE = "none";
const NOT_KEPT = "Your answers couldn’t be kept on this phone. Please answer them again with a connection.";

export class SafetyQuestions {
  // `why`: the sentence at the top. `answered({fields, level, words})` gets what to send, the most urgent level, and the
  // words of what was checked; it may reject. `mistaken()`, where it may be: the number that asked was the wrong one.
  constructor(form, { why, answered, mistaken }) {
    this.form = form;
    this.done = answered;
    form.querySelector("[data-kept-why]").textContent = why;
    form.addEventListener("submit", (event) => this.submitted(event));
    const back = form.querySelector("[data-kept-mistaken]");
    back.hidden = !mistaken;
    if (mistaken) back.addEventListener("click", mistaken);
    form.querySelector("h1").focus();
    scrollTo({ top: 0 });
  }

  async submitted(event) {
    event.preventDefault();
    const groups = [...this.form.querySelectorAll("[data-kept-group]")];
    const wrong = groups.filter((group) => !this.check(group));
    if (wrong.length) return wrong[0].querySelector("input").focus();
    const checked = [...this.form.querySelectorAll("input:checked")];
    const yes = checked.filter(({ value }) => value !== NONE);
    const level = ORDER[Math.max(0, ...yes.map(({ dataset }) => ORDER.indexOf(dataset.level)))];
    const button = this.form.querySelector("button");
    button.disabled = true;
    try {
      await this.done({
        fields: checked.map(({ name, value }) => [name, value]),
        level,
        words: yes.map((input) => input.parentElement.textContent.trim()),
      });
    } catch {
      button.disabled = false;
      this.say(groups.at(-1), NOT_KEPT);
    }
  }

  check(group) {
    const values = [...group.querySelectorAll("input:checked")].map(({ value }) => value);
    const isBoth = values.includes(NONE) && values.length > 1;
    this.say(group, isBoth ? group.dataset.both : values.length ? "" : group.dataset.required);
    return values.length > 0 && !isBoth;
  }

  say(group, words) {
    const line = group.querySelector(".field__error");
    line.textContent = words;
    line.hidden = !words;
  }
}
