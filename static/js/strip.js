// A drawing that moves: points and places, frame by frame. It holds no anatomy: points come from the first frame's
// paths and from changes written as letters (a is 0, b 1, c 2, A -1, B -2) or, when they are large, digits and a
// semicolon. Handles of curves follow from the points by the rule of lessons/body/drawing/shapes.py.
const CHANGE = /[a-zA-Z]|-?\d+;/g;
const NUMBER = /-?[\d.]+/g;
const STROKE = /M([^cl]+)([cl])([^Mz]*)(z?)/g;

const HANDLE = 0.36;
const UNEVEN = 1.45;
const ROUND = 10;

function change(letter) {
  if (letter.endsWith(";")) return Number.parseInt(letter, 10);
  return letter >= "a" ? letter.charCodeAt(0) - 97 : 64 - letter.charCodeAt(0);
}

const numbers = (text) => (text.match(NUMBER) ?? []).map(Number);
const short = (number) => Math.round(number * 10) / 10;

// The strokes of a path: where each begins, its steps from point to point, and how soft it turns at each point.
function strokesOf(d, soft) {
  let curved = 0;
  return [...d.matchAll(STROKE)].map(([, start, command, rest, end]) => {
    const steps = numbers(start);
    const found = numbers(rest);
    const isCurve = command === "c";
    const [first, size] = isCurve ? [4, 4] : [0, 2];
    for (let k = first; k + 1 < found.length; k += size) steps.push(found[k], found[k + 1]);
    if (isCurve && end) steps.splice(-2); // the way back to the first point
    const count = steps.length / 2;
    const softness = Array.from({ length: count }, (_, k) => {
      if (!isCurve) return 0;
      return (soft ? soft.charCodeAt(curved + k) - 97 : ROUND) / ROUND;
    });
    if (isCurve) curved += count;
    return { steps, count, isCurve, isClosed: Boolean(end), softness };
  });
}

// Each number in every frame: `rows[frame]`.
function rowsOf(first, changes, count) {
  const steps = (changes.match(CHANGE) ?? []).map(change);
  const rows = [Float64Array.from(first)];
  for (let frame = 1; frame < count; frame++) {
    rows.push(rows[frame - 1].map((number, index) => number + steps[index * (count - 1) + frame - 1]));
  }
  return rows;
}

function drawStraight(points, from, stroke) {
  let d = `M${short(points[from])} ${short(points[from + 1])}L`;
  for (let k = 1; k < stroke.count; k++) d += `${short(points[from + 2 * k])} ${short(points[from + 2 * k + 1])} `;
  return stroke.isClosed ? `${d}z` : d;
}

function drawCurve(points, from, { count, isClosed, softness }) {
  const last = count - 1;
  let d = "";
  for (let k = 0; k <= count; k++) {
    if (k === count && !isClosed) break;
    const index = k % count;
    const at = from + 2 * index;
    const before = from + 2 * (index ? index - 1 : last);
    const after = from + 2 * (index === last ? 0 : index + 1);
    const [x, y] = [points[at], points[at + 1]];
    let hx = 0;
    let hy = 0;
    if (isClosed || (index && index < last)) {
      const [bx, by, ax, ay] = [x - points[before], y - points[before + 1], points[after] - x, points[after + 1] - y];
      const [way, on] = [Math.hypot(bx, by) || 1, Math.hypot(ax, ay) || 1];
      const [tx, ty] = [bx / way + ax / on, by / way + ay / on];
      const reach = softness[index] * HANDLE * Math.min(Math.sqrt(way * on), UNEVEN * Math.min(way, on));
      const scale = reach / (Math.hypot(tx, ty) || 1);
      [hx, hy] = [tx * scale, ty * scale];
    }
    if (!k) d = `M${short(x)} ${short(y)}C${short(x + hx)} ${short(y + hy)} `;
    else d += `${short(x - hx)} ${short(y - hy)} ${short(x)} ${short(y)}${k === 1 && count + isClosed > 2 ? "S" : " "}`;
  }
  return isClosed ? `${d}z` : d;
}

export class Strip {
  // `group` holds a <path data-part> for every part, as the first frame has it.
  constructor(group, pack) {
    this.count = pack.seconds.length;
    this.seconds = pack.seconds;
    this.keys = new Set(pack.keys);
    this.back = pack.back;
    this.marks = pack.mark && rowsOf(...pack.mark, this.count);
    this.marked = pack.marked;
    this.effort = pack.effort;
    this.ring = null;
    const path = (part) => group.querySelector(`[data-part="${part}"]`);
    this.shapes = Object.entries(pack.changes).map(([part, changes]) => {
      const element = path(part);
      const strokes = strokesOf(element.getAttribute("d"), pack.soft[part]);
      const rows = rowsOf(strokes.flatMap(({ steps }) => steps), changes, this.count);
      for (const row of rows) this.fromSteps(row, strokes);
      return { element, strokes, rows, points: new Float64Array(rows[0].length) };
    });
    this.rigid = Object.entries(pack.places).map(([part, changes]) => {
      const element = path(part);
      const [x, y, turn, scale] = numbers(element.getAttribute("transform"));
      const rows = rowsOf([x, y, Math.round(turn * 10)], changes, this.count);
      return { element, rows, scale, points: new Float64Array(3) };
    });
    const muscles = Object.entries(pack.muscles).map(([name, [work, changes]]) => [
      path(name),
      rowsOf([work], changes, this.count).map(([percent]) => percent),
    ]);
    this.working = muscles.filter(([element]) => element);
  }

  fromSteps(row, strokes) {
    let at = 0;
    for (const { count } of strokes) {
      for (let k = 2; k < 2 * count; k++) row[at + k] += row[at + k - 2];
      at += 2 * count;
    }
  }

  // How much the frame before, both neighbors and the one after them count, on a smooth curve through all frames.
  // At keyframes the body rests. As in lessons/body/drawing/blending.py.
  weights(frame, share) {
    const time = (index) => this.seconds[Math.min(this.count - 1, Math.max(0, index))];
    const long = time(frame + 1) - time(frame);
    const rests = (index) => this.keys.has(index) || !long;
    const leaving = rests(frame) ? 0 : (share * (1 - share) ** 2 * long) / (time(frame + 1) - time(frame - 1));
    const arriving = rests(frame + 1) ? 0 : (share ** 2 * (share - 1) * long) / (time(frame + 2) - time(frame));
    const there = share * share * (3 - 2 * share);
    return [-leaving, 1 - there - arriving, there + leaving, arriving];
  }

  blend(rows, frame, weights, into) {
    const [a, b, c, d] = weights;
    const before = rows[Math.max(0, frame - 1)];
    const [from, to] = [rows[frame], rows[frame + 1]];
    const after = rows[Math.min(this.count - 1, frame + 2)];
    for (let k = 0; k < into.length; k++) into[k] = a * before[k] + b * from[k] + c * to[k] + d * after[k];
    return into;
  }

  // `position` 0 .. count - 1.
  show(position) {
    const frame = Math.min(Math.floor(position), this.count - 2);
    const share = position - frame;
    const weights = this.weights(frame, share);
    for (const { element, strokes, rows, points } of this.shapes) {
      this.blend(rows, frame, weights, points);
      let d = "";
      let at = 0;
      for (const stroke of strokes) {
        d += stroke.isCurve ? drawCurve(points, at, stroke) : drawStraight(points, at, stroke);
        at += 2 * stroke.count;
      }
      element.setAttribute("d", d);
    }
    for (const { element, rows, scale, points } of this.rigid) {
      const [x, y, turn] = this.blend(rows, frame, weights, points);
      element.setAttribute("transform", `translate(${short(x)} ${short(y)})rotate(${turn / 10})scale(${scale})`);
    }
    const between = (column) => column[frame] + (column[frame + 1] - column[frame]) * share;
    for (const [element, work] of this.working) this.color(element, between(work) / 100);
    if (this.ring) {
      const [x, y] = [0, 1].map((axis) => between(this.marks.map((mark) => mark[axis])));
      this.ring.setAttribute("transform", `translate(${short(x)} ${short(y)})`);
      this.ring.setAttribute("opacity", between(this.marked));
    }
  }

  // The color says how hard a muscle works; one that hardly does fades away.
  color(element, work) {
    const { colors, seen } = this.effort;
    const place = Math.min(1, Math.max(0, work)) * (colors.length - 1);
    const index = Math.min(Math.floor(place), colors.length - 2);
    const channels = [1, 3, 5].map((at) => {
      const [from, to] = [colors[index], colors[index + 1]].map((color) => Number.parseInt(color.slice(at, at + 2), 16));
      return Math.round(from + (to - from) * (place - index));
    });
    const share = Math.min(1, Math.max(0, (work - seen[0]) / (seen[1] - seen[0])));
    element.setAttribute("fill", `rgb(${channels})`);
    element.setAttribute("opacity", share * share * (3 - 2 * share));
  }

  // The position after so many seconds of its own time.
  at(seconds) {
    const next = this.seconds.findIndex((each) => each > seconds);
    if (next < 0) return this.count - 1;
    const from = this.seconds[next - 1] ?? 0;
    return next - 1 + (seconds - from) / (this.seconds[next] - from);
  }
}
