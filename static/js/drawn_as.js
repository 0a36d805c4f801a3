// Shows the people to choose from in the skin that is chosen.
const skins = [...document.querySelectorAll('input[data-skin]')];

for (const input of skins) {
  input.addEventListener("change", () => {
    for (const portrait of document.querySelectorAll("[data-portrait]")) {
      portrait.classList.remove(...skins.map(({ value }) => `skin--${value}`));
      portrait.classList.add(`skin--${input.value}`);
    }
  });
}
