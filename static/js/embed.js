// For the trainer's own page around the frame: gives the frame the height of the form in it, and after an answer brings
// into view what to look at. Its address stands in other people's pages, so the name stays; and it is a classic script,
// because a module of another site needs more of that site's server.
(() => {
  const site = new URL(document.currentScript.src).origin;
  const isOurs = (element) => element.tagName === "IFRAME" && element.src.startsWith(`${site}/call/embed/`);
  // Says nothing but that somebody asks, so it may go to whatever is in the frame by now.
  const ask = (frame) => frame.contentWindow?.postMessage({ hingeCoach: "ask" }, "*");

  window.addEventListener("message", ({ data, origin, source }) => {
    if (origin !== site || data?.hingeCoach !== "height" || !(data.height > 0 && data.height < 20000)) return;
    const frame = [...document.querySelectorAll("iframe")].find((one) => isOurs(one) && one.contentWindow === source);
    if (!frame) return;
    const border = frame.offsetHeight - frame.clientHeight;
    frame.style.height = `${Math.ceil(data.height) + border}px`;
    if (!Number.isFinite(data.see)) return;
    const top = frame.getBoundingClientRect().top + data.see;
    if (top < 0 || top > window.innerHeight - 200) window.scrollBy(0, top - 100);
  });
  // Each answer to the form is a new page in the frame. `load` doesn't bubble, and is caught on its way down.
  document.addEventListener("load", ({ target }) => isOurs(target) && ask(target), true);
  [...document.querySelectorAll("iframe")].filter(isOurs).forEach(ask);
})();
