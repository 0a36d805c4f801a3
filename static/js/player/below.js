// Where a set-up list fills the screen, a button at its foot leads to the question below, as long as that is out of sight.

const IN_SIGHT = 140; // px of the question that have to be seen

export function pointBelow(button, question) {
  if (!button || !question) return;
  const watch = ([{ isIntersecting, boundingClientRect }]) => {
    button.hidden = isIntersecting || boundingClientRect.top < 0;
  };
  new IntersectionObserver(watch, { rootMargin: `0px 0px -${IN_SIGHT}px` }).observe(question);
  button.addEventListener("click", () => {
    question.scrollIntoView({ block: "center" });
    question.querySelector(".ask__question").focus({ preventScroll: true });
  });
}
