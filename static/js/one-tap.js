// A number tapped or clicked is the answer; no second button. With the keyboard, arrows only choose
// and Enter sends, so that nobody sends a number on the way to another.
document.addEventListener("click", (event) => {
  const form = event.target.closest("form[data-one-tap]");
  const byPointer = event.detail > 0 && event.target.matches("input[name=score]");
  if (form && byPointer && !form.querySelector("details[open]")) form.requestSubmit();
});
