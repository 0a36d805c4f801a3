// A page that came back with an error begins at the field it is about.
document.querySelector("[aria-invalid=true]")?.focus();

// After a swap, focus goes to what changed, so that keyboard and screen reader are where the news is.
document.body.addEventListener("htmx:afterSwap", (event) => {
  const fresh = document.getElementById(event.detail.target.id);
  const error = fresh?.querySelector("[aria-invalid=true]");
  (error ?? fresh)?.focus();
});
