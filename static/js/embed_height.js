// Tells the page around the frame how tall the form is, and after an answer where in it to look. Only a page of a listed
// site is told anything: it asks first (embed.js), and its browser says where it is from.
const form = document.querySelector("[data-embed-origins]");
const listed = form.dataset.embedOrigins.split(" ");
let around;
let isAnswer = "embedAnswer" in form.dataset;

// What somebody should see after an answer: the field that has the focus, else the beginning.
const place = () => (document.activeElement === document.body ? 0 : document.activeElement.getBoundingClientRect().top);

const tell = () => {
  if (!around) return;
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  window.parent.postMessage({ hingeCoach: "height", height, ...(isAnswer && { see: Math.floor(place()) }) }, around);
  isAnswer = false;
};

window.addEventListener("message", ({ data, origin, source }) => {
  if (source !== window.parent || !listed.includes(origin) || data?.hingeCoach !== "ask") return;
  around = origin;
  tell();
});
new ResizeObserver(tell).observe(document.documentElement);
