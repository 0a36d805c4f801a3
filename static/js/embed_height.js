// Tells the page around the frame how tall the form is, and where in it to look when that has changed place. Only a page
// of a listed site is told anything: it asks first (embed.js), and its browser says where it is from.
const form = document.querySelector("[data-embed-origins]");
const listed = form.dataset.embedOrigins.split(" ");
let around;
let look; // what somebody should see next

// Where somebody is, once the frame has the focus; never before they have touched it.
const focused = () => (document.activeElement === document.body ? undefined : document.activeElement);

const tell = () => {
  if (!around) return;
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  const see = look && { see: Math.floor(look.getBoundingClientRect().top) };
  window.parent.postMessage({ hingeCoach: "height", height, ...see }, around);
  look = undefined;
};
const show = (element) => {
  look = element;
  requestAnimationFrame(tell);
};

window.addEventListener("message", ({ data, origin, source }) => {
  if (source !== window.parent || !listed.includes(origin) || data?.hingeCoach !== "ask") return;
  if (!around && "embedAnswer" in form.dataset) look = focused() ?? form;
  around = origin;
  tell();
});
// A chosen time folds the others away; a new list takes the place of the one before.
document.addEventListener("click", ({ target, detail }) => target.name === "start" && detail && show(target));
document.addEventListener("htmx:afterSettle", () => show(focused()));
new ResizeObserver(tell).observe(document.documentElement);
