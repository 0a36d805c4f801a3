// "Add a row" adds an empty row at once. Without this file, or where there are rows enough, the server answers.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-add-row]");
  if (!button) return;
  const rows = document.getElementById(button.dataset.addRow);
  const total = rows.querySelector("input[name$=TOTAL_FORMS]");
  if (Number(total.value) >= Number(button.dataset.most)) return;
  event.preventDefault();
  const box = document.createElement("div");
  box.innerHTML = rows.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
  const row = box.firstElementChild;
  rows.querySelector("[data-rows]").append(row);
  total.value = Number(total.value) + 1;
  row.querySelector("legend").append(total.value);
  window.htmx?.process(row);
  row.querySelector("select, input:not([type=hidden])").focus();
});
