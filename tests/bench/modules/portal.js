//# allFunctionsCalledOnLoad
// The line above is what the page's own scripts begin with (`xtask/src/scripts.rs`).
//
// The portal's chart and decoder as a contender: the page's own code in WebAssembly, and what a script needs to call it.
import start, { Chart, decode as columns } from "./portal/contender.js";
import { COLOURS } from "./colours.js";

export const name = "SRE portal";
export const target = "div";

const [WIDTH, HEIGHT, DENSITY] = [800, 300, 1];
// The page, too, knows its colours before it draws.
const BYTES = Uint8Array.from(COLOURS.flatMap((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))));
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
  const handle = { chart: new Chart(canvas.getContext("2d"), BYTES), nodes: [canvas, names] };
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

/** The columns of an answer, where they are read off: they stay there until the next one is decoded. */
export function decode(bytes) {
  const list = columns(bytes) / 4;
  const { buffer } = wasm.memory;
  const places = new Uint32Array(buffer);
  const column = (at) => new Float64Array(buffer, places[list + at], places[list]);
  const vals = [];
  for (let at = 0; at < places[list + 1]; at++) vals.push(column(3 + at));
  return { ts: [column(2)], vals };
}

const colour = (place) => COLOURS[place % COLOURS.length];

function legend(count) {
  const names = document.createElement("div");
  names.style.cssText = `width:${WIDTH}px;font:11px sans-serif`;
  // One by one, as the page does.
  for (let place = 0; place < count; place++) {
    const one = document.createElement("span");
    one.style.color = colour(place);
    one.textContent = `series ${place} `;
    names.append(one);
  }
  return names;
}
