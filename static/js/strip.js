// A drawing that moves: numbers of paths, frame by frame, between commands that stay. It holds no anatomy.
// The server writes changes as letters (a is 0, b 1, c 2, A -1, B -2) or, when they are large, digits and a semicolon.
const CHANGE = /[a-zA-Z]|-?\d+;/g;
const NUMBER = /-?\d+/g;

function change(letter) {
  if (letter.endsWith(";")) return Number.parseInt(letter, 10);
  return letter >= "a" ? letter.charCodeAt(0) - 97 : 64 - letter.charCodeAt(0);
}

// One path: what stands between its numbers, and each number in every frame.
function unpack(d, changes, count) {
  const steps = (changes.match(CHANGE) ?? []).map(change);
  const columns = d.match(NUMBER).map((first, index) => {
    const column = [Number(first)];
    for (let k = 0; k < count - 1; k++) column.push(column[k] + steps[index * (count - 1) + k]);
    return column;
  });
  return { between: d.split(NUMBER), columns };
}

const blend = (column, frame, share) => column[frame] + (column[frame + 1] - column[frame]) * share;
const short = (number) => Math.round(number * 10) / 10;

export class Strip {
  // `group` holds a <path data-part> for every part; `pack.first`, where given, is how the moving ones begin.
  constructor(group, pack) {
    this.count = pack.seconds.length;
    this.seconds = pack.seconds;
    this.back = pack.back;
    this.muscles = pack.muscles;
    this.points = pack.mark;
    this.marked = pack.marked;
    this.ring = null;
    const path = (part) => group.querySelector(`[data-part="${part}"]`);
    this.paths = Object.entries(pack.changes).map(([part, changes]) => {
      const element = path(part);
      return { element, ...unpack(pack.first?.[part] ?? element.getAttribute("d"), changes, this.count) };
    });
    const muscles = Object.entries(pack.muscles).map(([name, shades]) => [path(name), shades]);
    this.shaded = muscles.filter(([element]) => element);
  }

  // `position` 0 .. count - 1; between two frames their numbers are blended.
  show(position) {
    const frame = Math.min(Math.floor(position), this.count - 2);
    const share = position - frame;
    for (const { element, between, columns } of this.paths) {
      let d = between[0];
      columns.forEach((column, index) => (d += ` ${short(blend(column, frame, share))}${between[index + 1]}`));
      element.setAttribute("d", d);
    }
    for (const [element, shades] of this.shaded) {
      element.setAttribute("fill-opacity", blend(shades, frame, share) / 100);
    }
    if (this.ring) {
      const [x, y] = [0, 1].map((axis) => blend(this.points.map((point) => point[axis]), frame, share));
      this.ring.setAttribute("cx", x);
      this.ring.setAttribute("cy", y);
      this.ring.setAttribute("stroke-opacity", blend(this.marked, frame, share));
    }
  }

  // The position after so many seconds of its own time.
  at(seconds) {
    const next = this.seconds.findIndex((each) => each > seconds);
    if (next < 0) return this.count - 1;
    const from = this.seconds[next - 1] ?? 0;
    return next - 1 + (seconds - from) / (this.seconds[next] - from);
  }
}
