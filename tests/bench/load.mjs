// The whole page on a live Prometheus, beside the least that shows the same: cold load, refresh, bytes, memory.
import { cpus } from "node:os";
import { ask, heap, longest, mainThread, open } from "./browser.mjs";
import { figure, median, ratio, table } from "./statistics.mjs";

const SIZE = { width: 1600, height: 1200 };
const [PORTAL, BARE] = ["SRE portal", "bare uPlot page"];
/** The dashboard of eight panels. */
const DASHBOARD = "/dashboards/service-overview";
const LARGEST = "/dashboards/api-gateway";
const REFRESHES = 5;
/** By then the portal has fetched the parts that no view asked for, and has kept its first answers: they are no refresh. */
const CALM = 7000;
const settle = (page) => page.waitForTimeout(500);

// The portal has painted when no panel waits and the frame after that was made.
const painted = () => {
  window.painted = new Promise((done) => {
    const check = () => {
      const panels = [...document.querySelectorAll("[data-panel]")];
      if (panels.length < 8 || panels.some((panel) => (panel.dataset.state ?? "loading") === "loading")) return;
      clearInterval(timer);
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(performance.now());
        port2.postMessage(0);
      });
    };
    const timer = setInterval(check, 4);
  });
};
/** A page that has not painted by then never will (milliseconds). */
const LATEST = 30_000;

/** All that the page fetches: kind, parameters and bytes on the wire. */
async function traffic(line) {
  const requests = new Map();
  await line.send("Network.enable");
  line.on("Network.requestWillBeSent", ({ requestId, request }) => {
    const url = new URL(request.url);
    const body = request.method === "POST" ? (request.postData ?? "") : url.search;
    requests.set(requestId, { path: url.pathname, parameters: new URLSearchParams(body), bytes: 0, head: 0, done: false });
  });
  line.on("Network.responseReceived", ({ requestId, response }) => {
    const request = requests.get(requestId);
    if (request) request.head = response.encodedDataLength;
  });
  line.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const request = requests.get(requestId);
    if (request) Object.assign(request, { bytes: encodedDataLength, done: true });
  });
  return {
    of: (ending) => [...requests.values()].filter((request) => request.path.endsWith(ending)),
    files: () => [...requests.values()].filter((request) => !/\/(prometheus|alertmanager)\//.test(request.path)),
    count: () => requests.size,
    clear: () => requests.clear(),
  };
}

/** A page before its first visit. */
async function prepare(browser, kind) {
  const opened = await open(browser, SIZE);
  if (kind === PORTAL) await opened.page.addInitScript(painted);
  return { ...opened, fetched: await traffic(opened.line) };
}

/** Until all is painted: milliseconds by the clock, and those of the main thread. */
async function visit({ page, line }, url) {
  await page.goto(url);
  let timer;
  const late = new Promise((_, fail) => (timer = setTimeout(() => fail(new Error(`${url} has not painted.`)), LATEST)));
  const load = await Promise.race([ask(line, "window.painted"), late]);
  clearTimeout(timer);
  return { load, spent: await mainThread(line) };
}

/** The queries of the portal's first load, as the bare page takes them. */
async function queries(browser, url) {
  const opened = await prepare(browser, PORTAL);
  const { page, fetched, close } = opened;
  await visit(opened, url + DASHBOARD);
  await settle(page);
  const ranges = fetched.of("/query_range").map((request) => request.parameters);
  const instants = fetched.of("/query").map((request) => request.parameters.get("query"));
  await close();
  const [first] = ranges;
  const bare = new URLSearchParams({ step: first.get("step"), span: Number(first.get("end")) - Number(first.get("start")) });
  for (const range of ranges) bare.append("range", range.get("query"));
  for (const instant of instants) bare.append("instant", instant);
  // Behind the '#': longer than a server takes.
  return { address: `${url}/bare/bare.html#${bare}`, ranges: ranges.length, instants: instants.length };
}

/** Milliseconds of the main thread a second while nothing is asked: two seconds between polls. */
async function between(page, line, fetched) {
  for (let tries = 0; tries < 20; tries++) {
    const [asked, began] = [fetched.count(), await mainThread(line)];
    await page.waitForTimeout(2000);
    if (fetched.count() === asked) return ((await mainThread(line)) - began) / 2;
  }
  throw new Error("The page asks all the time.");
}

async function refresh(kind, { page, line, fetched }) {
  if (kind === BARE) return ask(line, "window.refresh()");
  const before = fetched.of("/query_range").length;
  await page.keyboard.press("Shift+R");
  for (let tries = 0; tries < 100; tries++) {
    await page.waitForTimeout(20);
    const now = fetched.of("/query_range");
    if (now.length > before && now.every((request) => request.done)) return;
  }
  throw new Error("A refresh was not answered.");
}

async function once(browser, kind, address) {
  const opened = await prepare(browser, kind);
  const { page, line, fetched, close } = opened;
  const figures = {};
  const loading = await longest(browser, page, async () => {
    Object.assign(figures, await visit(opened, address));
    await settle(page);
    figures.files = fetched.files().reduce((sum, request) => sum + request.bytes, 0);
    await page.waitForTimeout(CALM);
  });
  const { objects, buffers } = await heap(line);
  figures.heap = objects + buffers;
  const refreshing = await longest(browser, page, async () => {
    const began = await mainThread(line);
    for (let at = 0; at < REFRESHES; at++) {
      await refresh(kind, opened);
      await page.waitForTimeout(100);
    }
    figures.refresh = ((await mainThread(line)) - began) / REFRESHES;
  });
  figures.idle = await between(page, line, fetched);
  await close();
  return { ...figures, loading, refreshing };
}

/** Bytes of a refresh of six hours beside those of the whole, and the memory of the largest dashboard. */
async function sixHours(browser, url) {
  const opened = await prepare(browser, PORTAL);
  const { page, line, fetched, close } = opened;
  await visit(opened, `${url}${LARGEST}?range=6h`);
  await settle(page);
  const usage = await heap(line);
  const sum = (value) => fetched.of("/query_range").reduce((sum, request) => sum + value(request), 0);
  const [bytes, heads] = [() => sum((request) => request.bytes - request.head), () => sum((request) => request.head)];
  const whole = { bytes: bytes(), heads: heads() };
  const step = Number(fetched.of("/query_range")[0].parameters.get("step"));
  const panels = fetched.of("/query_range").length;
  fetched.clear();
  // The next refresh after a step has passed asks for the end alone, and for all of it together.
  const deadline = Date.now() + (step + 60) * 1000;
  while (!fetched.of("/query_range").some((request) => request.done) && Date.now() < deadline) await page.waitForTimeout(250);
  await settle(page);
  const refreshed = { requests: fetched.of("/query_range").length, bytes: bytes(), heads: heads() };
  await close();
  return { whole, panels, step, ...refreshed, heap: usage.objects + usage.buffers };
}

export async function measure(browser, url, repetitions) {
  const asked = await queries(browser, url);
  const rows = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const order = repetition % 2 ? [BARE, PORTAL] : [PORTAL, BARE];
    for (const contender of order) {
      const address = contender === PORTAL ? url + DASHBOARD : asked.address;
      const row = await once(browser, contender, address);
      rows.push({ repetition, contender, ...row });
    }
    console.error(`page: repetition ${repetition + 1} of ${repetitions}`);
  }
  return { rows, asked: { ranges: asked.ranges, instants: asked.instants }, six: await sixHours(browser, url) };
}

export function report({ rows, asked, six }) {
  const mine = (name, value) => median(rows.filter((row) => row.contender === name).map(value));
  const against = (value) => ratio(rows, PORTAL, BARE, value);
  const line = (title, value) => [title, figure(mine(PORTAL, value)), figure(mine(BARE, value)), figure(against(value))];
  const share = six.bytes / six.whole.bytes;
  const memory = six.heap / 1048576;
  const [load, refresh] = [against((row) => row.load), against((row) => row.refresh)];
  // The worst of all visits: a median would hide what one user in twenty waits for.
  const tasks = (name) => rows.filter((row) => row.contender === name).flatMap((row) => [row.loading, row.refreshing]);
  const worst = (name) => tasks(name).map(({ clock }) => clock).reduce((one, other) => (one.clock > other.clock ? one : other));
  const processor = (name) => Math.max(...tasks(name).map(({ processor }) => processor.processor));
  return {
    goals: [
      { work: "cold load until eight panels of a live Prometheus have painted", against: BARE, most: "1.0", measured: figure(load), met: load <= 1 },
      { work: "refresh of eight panels, main-thread CPU", against: BARE, most: "0.75", measured: figure(refresh), met: refresh <= 0.75 },
      { work: "bytes fetched from Prometheus by a refresh of a 6-hour range", against: "a full query", most: "0.05", measured: figure(share), met: share <= 0.05 },
      { work: "heap after GC, fresh page, largest dashboard at 6 h", against: "", most: "12 MiB", measured: `${figure(memory)} MiB`, met: memory <= 12 },
      { work: "longest task while loading and refreshing, by the clock, the worst of all visits", against: "", most: "50 ms", measured: `${figure(worst(PORTAL).clock)} ms (${BARE}: ${figure(worst(BARE).clock)})`, met: worst(PORTAL).clock <= 50 },
    ],
    text: [
      `${DASHBOARD} with its ${asked.ranges} range and ${asked.instants} instant queries, and the bare page with the same ones, both from the same nginx.`,
      table(["", PORTAL, BARE, "ratio"], [
        line("panels painted (ms)", (row) => row.load),
        line("main thread until then (ms)", (row) => row.spent),
        line("files on the wire (KiB)", (row) => row.files / 1024),
        line("refresh, main thread (ms)", (row) => row.refresh),
        line("a second between refreshes, main thread (ms)", (row) => row.idle),
        line("longest task while loading, by the clock (ms)", (row) => row.loading.clock.clock),
        line("longest task while refreshing, by the clock (ms)", (row) => row.refreshing.clock.clock),
        line("memory after a collection (MiB)", (row) => row.heap / 1048576),
      ]),
      `Of the worst tasks by the clock a processor was had for ${figure(worst(PORTAL).processor)} and ${figure(worst(BARE).processor)} ms; no task had one for more than ${figure(processor(PORTAL))} and ${figure(processor(BARE))} ms. On ${cpus().length} cores Prometheus, nginx and the browser's other processes take the rest.`,
      `Six hours of ${LARGEST}: ${six.panels} queries of ${figure(six.whole.bytes / 1024)} KiB as they are packed, then a refresh of ${six.requests} with ${figure(six.bytes / 1024)} KiB (step ${six.step} s). The headers that nginx adds, by HTTP/1.1, are ${figure(six.whole.heads / 1024)} and ${figure(six.heads / 1024)} KiB; HTTP/2 packs those too.`,
    ].join("\n\n"),
  };
}
