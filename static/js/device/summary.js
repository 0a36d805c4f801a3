// A waiting practice in words: `8 of 8, effort 4, 3 before, 2 after`.

export function practiceSummary(fields, labels) {
  const value = (name) => fields.find(([other]) => other === name)?.[1] ?? "";
  const words = (name) => {
    const options = labels.find((label) => label.name === name)?.options ?? [];
    return options.find(([option]) => option === value(name))?.[1] ?? "";
  };
  const told = (name, unit) => (value(name) === "" ? "" : `${value(name)} ${unit}`);
  let how = words("mark");
  if (value("easier")) how = "easier version";
  if (value("stopped")) how = "stopped, getting tighter";
  const effort = value("effort") === "" || value("stopped") ? "" : `effort ${value("effort")}`;
  const numbers = value("usual") ? ["fine today"] : [told("before", "before"), told("after", "after")];
  return [how, effort, ...numbers].filter(Boolean).join(", ");
}
