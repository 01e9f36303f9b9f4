// Runs in the page: loads one contender and draws with it, each action right after a frame.
import { random } from "../statistics.mjs";

export const SIZES = { "1x240": [1, 240], "7x720": [7, 720], "20x1,000": [20, 1000], "10x11,000": [10, 11_000], "3x55,550": [3, 55_550], "500x1,000": [500, 1000] };

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** The first task after a frame. */
const frame = () =>
  new Promise((done) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done();
      port2.postMessage(0);
    });
  });

async function settle() {
  await pause(60);
  await frame();
  await frame();
}

// Random walks of their own level and noise, without gaps, a value each 15 seconds.
function data(size, variant) {
  const [count, points] = SIZES[size];
  const next = random(12345 + 1000 * variant + points * 31 + count);
  const xs = Float64Array.from({ length: points }, (_, at) => 1_700_000_000 + variant * 60 + 15 * at);
  const ys = Array.from({ length: count }, () => {
    let level = 20 + 60 * next();
    const [noise, drift] = [0.5 + 3 * next(), 0.2 + 0.8 * next()];
    return Float64Array.from({ length: points }, () => {
      level = Math.max(1, level + (next() - 0.5) * drift);
      return level + (next() - 0.5) * noise + (next() < 0.001 ? 20 * next() : 0);
    });
  });
  return { xs, ys };
}

let contender, sets, handle;

export async function load(address, size) {
  contender = await import(address);
  await contender.init?.();
  sets = [data(size, 0), data(size, 1)];
  await settle();
}

/** Does nothing, as often as asked for: what the other figures hold beside the work. */
export async function nothing(count) {
  for (let at = 0; at < count; at++) {
    await settle();
    await frame();
  }
}

/** The first chart of the page; the milliseconds until its frame was made. */
export async function create() {
  const holder = document.createElement("div");
  document.body.append(holder);
  let element = holder;
  if (contender.target === "canvas") {
    element = Object.assign(document.createElement("canvas"), { width: 800, height: 300 });
    holder.append(element);
  }
  await settle();
  const began = performance.now();
  handle = contender.create(element, sets[0].xs, sets[0].ys);
  await frame();
  return performance.now() - began;
}

/** So many updates with other data of the same size. */
export async function update(count) {
  for (let at = 0; at < count; at++) {
    await settle();
    const { xs, ys } = sets[(at + 1) % 2];
    handle = contender.update(handle, xs, ys);
    await frame();
  }
}

export const memory = () => contender.memoryBytes?.() ?? 0;
