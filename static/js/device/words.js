// Times and numbers of entries in words, by the clock of the device.

export function clock(at) {
  const words = new Date(at).toLocaleTimeString("en-US", { hour: "numeric", minute: "2-digit" });
  return words.replace("AM", "am").replace("PM", "pm").replace("\u202f", " ");
}

// `3:20 pm`, `yesterday, 3:20 pm`, `Monday, November 23, 3:20 pm`.
export function when(at, now = new Date()) {
  const days = daysBetween(new Date(at), now);
  if (days === 0) return `today, ${clock(at)}`;
  if (days === 1) return `yesterday, ${clock(at)}`;
  const day = new Date(at).toLocaleDateString("en-US", { weekday: "long", month: "long", day: "numeric" });
  return `${day}, ${clock(at)}`;
}

export function counted(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

function daysBetween(from, to) {
  const day = (at) => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());
  return Math.round((day(to) - day(from)) / 86_400_000);
}
