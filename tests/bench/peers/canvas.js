// The floor: Canvas 2D by hand, without a library and without interaction. Of the values of one pixel column it keeps the
// first, least, largest and last.
import { COLOURS } from "../modules/colours.js";

export const name = "bare canvas";
export const target = "canvas";

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, ROW] = [800, 300, 50, 10, 8, 16];
const STEPS = [1, 5, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400, 172800, 604800];

function nice(range, most) {
  const rough = range / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const scaled = rough / power;
  return (scaled < 1.5 ? 1 : scaled < 3 ? 2 : scaled < 7 ? 5 : 10) * power;
}

function draw(context, xs, ys) {
  context.clearRect(0, 0, WIDTH, HEIGHT);
  context.font = "11px sans-serif";
  const names = legend(context, ys.length);
  const bottom = HEIGHT - 24 - names.rows * ROW;
  let [low, high] = [Infinity, -Infinity];
  for (const values of ys) {
    for (let at = 0; at < values.length; at++) {
      if (values[at] < low) low = values[at];
      if (values[at] > high) high = values[at];
    }
  }
  const step = nice(high - low || 1, 5);
  low = Math.floor(low / step) * step;
  high = Math.ceil(high / step) * step;
  const [first, last] = [xs[0], xs[xs.length - 1]];
  const [across, down] = [(WIDTH - LEFT - RIGHT) / (last - first), (bottom - TOP) / (high - low)];
  const x = (time) => LEFT + (time - first) * across;
  const y = (value) => TOP + (high - value) * down;
  axes(context, { low, high, step, first, last, x, y, bottom });
  context.save();
  context.beginPath();
  context.rect(LEFT, TOP, WIDTH - LEFT - RIGHT, bottom - TOP);
  context.clip();
  ys.forEach((values, place) => line(context, xs, values, COLOURS[place % COLOURS.length], first, across, high, down));
  context.restore();
  context.textAlign = "left";
  context.textBaseline = "middle";
  names.places.forEach(([left, row], place) => {
    const middle = bottom + 12 + row * ROW;
    context.fillStyle = COLOURS[place % COLOURS.length];
    context.fillRect(left, middle - 4, 8, 8);
    context.fillStyle = "#333";
    context.fillText(`series ${place}`, left + 12, middle);
  });
}

function legend(context, count) {
  let [left, rows] = [LEFT, 1];
  const places = [];
  for (let place = 0; place < count; place++) {
    const width = context.measureText(`series ${place}`).width + 26;
    if (left + width > WIDTH - RIGHT) [left, rows] = [LEFT, rows + 1];
    places.push([left, rows]);
    left += width;
  }
  return { rows, places };
}

function axes(context, { low, high, step, first, last, x, y, bottom }) {
  context.strokeStyle = "#e0e0e0";
  context.fillStyle = "#333";
  context.lineWidth = 1;
  context.beginPath();
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (let value = low; value <= high + step / 2; value += step) {
    const at = Math.round(y(value)) + 0.5;
    context.moveTo(LEFT, at);
    context.lineTo(WIDTH - RIGHT, at);
    context.fillText(String(+value.toPrecision(6)), LEFT - 6, at);
  }
  const apart = STEPS.find((seconds) => (last - first) / seconds <= 10) ?? STEPS[STEPS.length - 1];
  context.textAlign = "center";
  context.textBaseline = "top";
  for (let time = Math.ceil(first / apart) * apart; time <= last; time += apart) {
    const at = Math.round(x(time)) + 0.5;
    context.moveTo(at, TOP);
    context.lineTo(at, bottom);
    const words = new Date(time * 1000).toISOString();
    context.fillText(apart < 86400 ? words.slice(11, 16) : words.slice(5, 10), at, bottom + 5);
  }
  context.stroke();
}

// Written out: a call for each of 100,000 values would cost more than drawing them.
function line(context, xs, values, colour, first, across, high, down) {
  context.strokeStyle = colour;
  context.beginPath();
  if (values.length <= 2 * (WIDTH - LEFT - RIGHT)) {
    for (let at = 0; at < values.length; at++) context.lineTo(LEFT + (xs[at] - first) * across, TOP + (high - values[at]) * down);
  } else {
    let column = -1;
    let least = 0;
    let largest = 0;
    let last = 0;
    for (let at = 0; at < values.length; at++) {
      const value = values[at];
      const place = (LEFT + (xs[at] - first) * across) | 0;
      if (place !== column) {
        if (column >= 0) {
          context.lineTo(column, TOP + (high - least) * down);
          context.lineTo(column, TOP + (high - largest) * down);
          context.lineTo(column, TOP + (high - last) * down);
        }
        context.lineTo(place, TOP + (high - value) * down);
        column = place;
        least = largest = value;
      } else if (value < least) least = value;
      else if (value > largest) largest = value;
      last = value;
    }
    context.lineTo(column, TOP + (high - least) * down);
    context.lineTo(column, TOP + (high - largest) * down);
    context.lineTo(column, TOP + (high - last) * down);
  }
  context.stroke();
}

export function create(canvas, xs, ys) {
  const context = canvas.getContext("2d");
  draw(context, xs, ys);
  return context;
}

export function update(context, xs, ys) {
  draw(context, xs, ys);
  return context;
}
