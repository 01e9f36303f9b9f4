// Asks what the address shows first while the program is still on its way. It understands no answer: the program takes one
// over when it asks the very same (`src/prometheus/early.rs`), and else asks itself. `build/questions.rs` says what to ask.

const { longest, ranges, chains, views } = QUESTIONS;

// What the program has not wanted by then is thrown away: it must not look new later (milliseconds).
const PATIENCE = 5000;

// As many as the program asks at a time.
const AT_A_TIME = 6;

const base = new URL(".", import.meta.url).pathname;
const CONFIG = `${base}config.json`;
const waiting = new Map();
const wanted = new Set();
const looking = new Map();
let over = false;
let asked;
let tell;
const view = new Promise((done) => (tell = done));

globalThis.firstQuestions = {
  // What is asked early is about: server, range and zone; nothing where somebody has other wishes than a first picture can meet.
  view: () => view,
  // The bytes of a good answer from an address, for whoever shows them before the program is there and leaves them to it.
  look(address) {
    const found = waiting.get(address);
    if (found) return copied(found.answer);
    return over ? undefined : new Promise((done) => looking.set(address, done));
  },
  // The moment that ranges were asked up to (milliseconds), as long as some of what was asked waits to be taken.
  moment: () => (waiting.size > 0 ? asked : undefined),
  // The answer from an address, once; asking for it ends with the signal. Whoever wants another waits for those under way,
  // which count among the program's own.
  take(address, signal) {
    wanted.add(address);
    // Once the program asks for lines, it asks for all that it needs, in its own order.
    if (address.includes("/query_range?")) end();
    const found = waiting.get(address);
    if (!found) return waiting.size > 0 ? Promise.allSettled([...waiting.values()].map(({ answer }) => answer)) : undefined;
    waiting.delete(address);
    signal?.addEventListener("abort", () => found.controller.abort());
    return found.answer;
  },
};

setTimeout(() => {
  for (const { controller } of waiting.values()) controller.abort();
  waiting.clear();
  end();
}, PATIENCE);

// From now on nothing more is asked early.
function end() {
  over = true;
  tell();
  for (const done of looking.values()) done();
  looking.clear();
}

const copied = (answer) => answer.then((answer) => answer.clone()).then((copy) => (copy.ok ? copy.arrayBuffer() : undefined)).catch(() => undefined);

const config = send(CONFIG, CONFIG, { cache: "no-cache" });
try {
  begin(await (await config).clone().json());
} catch {
  // The program says what is wrong with the configuration.
}
tell();

function send(address, url, options) {
  const controller = new AbortController();
  const answer = fetch(url, { ...options, signal: controller.signal });
  // Who takes the answer is told of the failure.
  answer.catch(() => {});
  waiting.set(address, { answer, controller });
  looking.get(address)?.(copied(answer));
  looking.delete(address);
  return answer;
}

// Whatever narrows the questions down makes others of them.
function begin({ prometheus, handbook, range, zone = "browser", environment = "", refresh, scrapeInterval, expectedServices }) {
  const parameters = new URLSearchParams(location.search);
  const narrowed = [...parameters.keys()].some((name) => !["range", "zone", "refresh"].includes(name));
  if (narrowed || handbook || Object.keys(prometheus).join() !== "url") return;
  const server = prometheus.url.replace(/^\//, base).replace(/\/+$/, "");
  const span = ranges[parameters.get("range") ?? range];
  const grid = span && slots(...span);
  const page = location.pathname.slice(base.length).replace(/\/$/, "");
  const first = (views[page] ?? []).map((number) => chains[number]);
  const queue = first.filter((chain) => grid || !chain[0].includes("~start"));
  const address = (question) => `${server}/${question.replace(/~(?:start|end|step)/g, (slot) => grid[slot])}`;
  const addresses = queue.map((chain) => chain.map(address));
  const usual = grid && refresh && scrapeInterval && !expectedServices && !parameters.has("zone") && !parameters.has("refresh");
  tell(usual ? { server, length: span[0], asked, environment, zone, refresh, scrape: scrapeInterval } : undefined);
  for (let count = 0; count < AT_A_TIME; count++) work(addresses);
}

// What stands for the moments of a range in a question.
function slots(length, step) {
  asked = Date.now();
  const seconds = (moment) => (Math.floor(moment / step) * step) / 1000;
  return { "~start": seconds(asked - length), "~end": seconds(asked), "~step": step / 1000 };
}

// Takes the next chain and asks its questions one after the other, but for those that the program asked meanwhile.
async function work(queue) {
  try {
    for (let chain; !over && (chain = queue.shift()); ) {
      for (const address of chain) if (!over && !wanted.has(address)) await ask(address);
    }
  } catch {
    // The program asks again.
  }
}

function ask(address) {
  const options = { headers: { Accept: "application/json" }, cache: "no-store" };
  if (address.length <= longest) return send(address, address, options);
  const [url, body] = address.split("?");
  const headers = { ...options.headers, "Content-Type": "application/x-www-form-urlencoded" };
  return send(address, url, { ...options, method: "POST", headers, body });
}
