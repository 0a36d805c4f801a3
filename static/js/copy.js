// A button that copies what stands in a field. Without scripts there is no button, and the field can be copied by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Press Ctrl+C or Cmd+C"; // the browser allows it nowhere but in the person's own hands
    }
  });
}
