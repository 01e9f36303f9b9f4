// The portal's chart and decoder as a contender: the page's own code in WebAssembly, and what a script needs to call it.
import start, { Chart, decode as columns } from "./portal/contender.js";
import { COLOURS } from "./colours.js";

export const name = "SRE portal";
export const target = "div";

const [WIDTH, HEIGHT, DENSITY] = [800, 300, 1];
const SAMPLE = /\[(\d+(?:\.\d+)?),"/g;
const [HEAD, TAIL] = [1024, 128];
let wasm;

export async function init() {
  wasm = await start();
}

export const memoryBytes = () => wasm.memory.buffer.byteLength;

/** Draws all series on a new canvas, with the names of the series below it. */
export function create(holder, xs, ys) {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH * DENSITY, height: HEIGHT * DENSITY });
  canvas.style.display = "block";
  const names = legend(ys.length);
  holder.append(canvas, names);
  const colours = ys.flatMap((_, place) => [1, 3, 5].map((at) => parseInt(colour(place).slice(at, at + 2), 16)));
  const handle = { chart: new Chart(canvas.getContext("2d"), new Uint8Array(colours)), nodes: [canvas, names] };
  return update(handle, xs, ys);
}

/** Draws other values of the same series. */
export function update(handle, xs, ys) {
  ys.forEach((values, place) => handle.chart.set(place, values));
  handle.chart.draw(WIDTH, HEIGHT, DENSITY, true, xs[0], (xs[xs.length - 1] - xs[0]) / Math.max(1, xs.length - 1));
  return handle;
}

export function destroy(handle) {
  handle.chart.free();
  for (const node of handle.nodes) node.remove();
}

/** The columns of an answer. The page knows the grid from its own question; here it is taken from the text's two ends. */
export function decode(bytes) {
  const times = samples(bytes.subarray(0, HEAD), 8);
  let step = Infinity;
  for (let at = 1; at < times.length; at++) step = Math.min(step, times[at] - times[at - 1]);
  if (!Number.isFinite(step)) step = 1;
  const first = times[0] ?? 0;
  const last = samples(bytes.subarray(-TAIL), TAIL).pop() ?? first;
  const moments = new Float64Array(Math.round((last - first) / step) + 1);
  for (let at = 0; at < moments.length; at++) moments[at] = first + at * step;
  return { ts: [moments], vals: columns(bytes, first, step, moments.length) };
}

/** The times of the samples in a piece of an answer, at most so many. */
function samples(bytes, most) {
  const text = String.fromCharCode.apply(null, bytes);
  const times = [];
  SAMPLE.lastIndex = 0;
  for (let found; times.length < most && (found = SAMPLE.exec(text)); ) times.push(Number(found[1]));
  return times;
}

const colour = (place) => COLOURS[place % COLOURS.length];

function legend(count) {
  const names = document.createElement("div");
  names.style.cssText = `width:${WIDTH}px;font:11px sans-serif`;
  names.innerHTML = Array.from({ length: count }, (_, place) => `<span style="color:${colour(place)}">series ${place}</span> `).join("");
  return names;
}
