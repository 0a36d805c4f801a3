// News that were in view are not repeated on the next visit. They stay on this page; "Got it" works without scripts.
const toldForms = new WeakSet();

const tell = (form) => {
  // A tap on Start may leave the page at once; without a connection the news stay for the next visit.
  fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" }).catch(() => {});
};

const watch = () => {
  const form = document.querySelector("form[data-news-seen]");
  if (!form || toldForms.has(form)) return;
  toldForms.add(form);
  const unseen = new Set(document.querySelectorAll("[data-news]"));
  const observer = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) unseen.delete(target);
    if (unseen.size) return;
    observer.disconnect();
    tell(form);
  }, { threshold: 0.9 });
  for (const words of unseen) observer.observe(words);
};

watch();
document.body.addEventListener("htmx:oobAfterSwap", watch);
