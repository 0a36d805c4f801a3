// After an answer the focus goes to its news: what was booked, or the first thing to mend. Browsers ignore `autofocus` in
// a frame of another site.
document.querySelector("[data-embed-answer] :is([data-embed-news], [autofocus])")?.focus();
