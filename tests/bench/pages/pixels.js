// Runs in the page: the same values drawn with all of them and with those that the reduction keeps, and how the two
// pictures differ.
import start, { Chart } from "/modules/portal/contender.js";
import { random } from "../statistics.mjs";

const [WIDTH, HEIGHT, START, STEP, RED] = [800, 300, 1_700_000_000, 15, 200];

// Curves with something to lose in a pixel column.
const CURVES = {
  walk: (next, level = 50) => () => (level = Math.max(1, level + next() - 0.5)),
  noise: (next) => () => 40 + 20 * next(),
  spikes: (next) => () => (next() < 0.001 ? 20 + 80 * next() : 10),
  steps: (next, level = 10) => () => (level = next() < 0.002 ? 100 * next() : level),
  gaps: (next, at = 0) => () => (at++ % 997 < 40 ? NaN : 30 + 5 * next()),
  constant: () => () => 42,
  nothing: () => () => NaN,
};

function picture(values, density, reduced) {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH * density, height: HEIGHT * density });
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const chart = new Chart(context, new Uint8Array([RED, 0, 0]));
  chart.set(0, values);
  chart.draw(WIDTH, HEIGHT, density, reduced, START, STEP);
  chart.free();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

/** How much of a pixel the curve covers, from 0 to 1; it is the only thing that is red. */
const covered = (data, at) => (((data[at] - data[at + 1]) / RED) * data[at + 3]) / 255;

const parts = ({ data, width, height }) => Float32Array.from({ length: width * height }, (_, at) => covered(data, 4 * at));

/** How many pixels one picture covers by half of which the other covers no quarter, nor of any beside them. */
function alone(one, other, width) {
  let count = 0;
  for (let at = 0; at < one.length; at++) {
    if (one[at] < 0.5) continue;
    const near = [-width, 0, width].some((row) => [-1, 0, 1].some((place) => other[at + row + place] >= 0.25));
    if (!near) count++;
  }
  return count;
}

export async function compare(counts, densities) {
  await start();
  const rows = [];
  for (const [curve, make] of Object.entries(CURVES)) for (const count of counts) for (const density of densities) {
    const values = Float64Array.from({ length: count }, make(random(count)));
    const [whole, reduced] = [picture(values, density, false), picture(values, density, true)];
    let differ = 0;
    for (let at = 0; at < whole.data.length; at += 4) {
      if ([0, 1, 2, 3].some((part) => whole.data[at + part] !== reduced.data[at + part])) differ++;
    }
    const [before, after] = [parts(whole), parts(reduced)];
    const ink = (of) => of.reduce((sum, part) => sum + part, 0);
    const covers = before.filter((part) => part >= 0.5).length;
    rows.push({ curve, count, density, covers, differ, lost: alone(before, after, whole.width), added: alone(after, before, whole.width), ink: ink(before) ? ink(after) / ink(before) : 1 });
  }
  return rows;
}
