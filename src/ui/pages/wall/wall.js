// What keeps a wall screen alive: the screen's lock against sleep, a look at the server's build, and a watch over the page
// itself. Each of them says what it could not do.

let lock;

// Keeps the screen awake; an empty text, or why that is refused.
export async function stayAwake() {
  if (!("wakeLock" in navigator)) {
    return isSecureContext ? "this browser cannot keep it awake" : "keeping it awake needs https";
  }
  if (lock && !lock.released) return "";
  try {
    lock = await navigator.wakeLock.request("screen");
    return "";
  } catch (error) {
    return `the browser refuses to keep it awake (${error.name})`;
  }
}

const HASHED = /\b(?:href|src|data-js|data-wasm)=["']?([^"'\s>]+-[0-9a-f]{8,16}(?:_bg)?\.(?:js|css|wasm))/g;

// Which build the server has: `same` or `new`, and after a blank the configuration's text. Empty when it cannot be said,
// also while the files of a new build are not all there yet.
export async function look(index, config) {
  const get = async (address) => {
    const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(20000) });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer;
  };
  try {
    const [page, settings] = await Promise.all([index, config].map(async (address) => (await get(address)).text()));
    const files = [...page.matchAll(HASHED)].map((match) => match[1]);
    if (files.length === 0) return "";
    const here = document.documentElement.outerHTML;
    const others = files.filter((file) => !here.includes(file));
    for (const file of others) await (await get(file)).arrayBuffer();
    return `${others.length > 0 ? "new" : "same"} ${settings}`;
  } catch {
    return "";
  }
}

const ROUND = 30000;
let beat;
let rounds;

// The page is alive.
export function alive() {
  beat = performance.now();
  rounds ??= { last: beat, timer: setInterval(round, ROUND) };
}

// A page that has died looks like one that is calm: it is loaded anew. One that was hidden, or whose machine slept, gets
// another round.
function round() {
  const now = performance.now();
  const slept = document.hidden || now - rounds.last > 2 * ROUND;
  rounds.last = now;
  if (!slept && now - beat > ROUND) location.reload();
}

// The wall is left: the screen may sleep, and nobody watches.
export function leave() {
  lock?.release().catch(() => {});
  lock = undefined;
  clearInterval(rounds?.timer);
  rounds = undefined;
}
