// A button that puts a few letters where the caret is in a field, such as the mark for a name.
for (const button of document.querySelectorAll("button[data-put-in]")) {
  const field = document.getElementById(button.dataset.into);
  if (!field) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    field.setRangeText(button.dataset.putIn, field.selectionStart, field.selectionEnd, "end");
    field.focus();
  });
}
