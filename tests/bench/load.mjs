// The whole page on a live Prometheus, beside the least that shows the same: cold load, refresh, bytes, memory.
import { heap, mainThread, open } from "./browser.mjs";
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
  const check = () => {
    const panels = [...document.querySelectorAll("[data-panel]")];
    if (panels.length < 8 || panels.some((panel) => (panel.dataset.state ?? "loading") === "loading")) return;
    clearInterval(timer);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (window.painted ??= performance.now());
      port2.postMessage(0);
    });
  };
  const timer = setInterval(check, 4);
};
const watch = `window.longest = 0; new PerformanceObserver((list) => { for (const task of list.getEntries()) window.longest = Math.max(window.longest, task.duration); }).observe({ type: "longtask", buffered: true })`;

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

async function visit(browser, url, kind) {
  const opened = await open(browser, SIZE);
  const fetched = await traffic(opened.line);
  await opened.page.addInitScript(watch);
  if (kind === PORTAL) await opened.page.addInitScript(painted);
  await opened.page.goto(url);
  // A function: the portal's policy forbids texts to be evaluated.
  await opened.page.waitForFunction(() => window.painted, null, { timeout: 30_000 });
  const spent = await mainThread(opened.line);
  return { ...opened, fetched, spent };
}

/** The queries of the portal's first load, as the bare page takes them. */
async function queries(browser, url) {
  const { page, fetched, close } = await visit(browser, url + DASHBOARD, PORTAL);
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

async function once(browser, kind, address) {
  const { page, line, fetched, spent, close } = await visit(browser, address, kind);
  await settle(page);
  const { load, task } = await page.evaluate("({ load: window.painted, task: window.longest })");
  const files = fetched.files().reduce((sum, request) => sum + request.bytes, 0);
  const usage = await heap(line);
  await page.waitForTimeout(CALM);
  await page.evaluate("window.longest = 0");
  const began = await mainThread(line);
  for (let at = 0; at < REFRESHES; at++) {
    if (kind === BARE) {
      await page.evaluate("window.refresh()");
    } else {
      const before = fetched.of("/query_range").length;
      await page.keyboard.press("Shift+R");
      for (let tries = 0; tries < 100; tries++) {
        await page.waitForTimeout(20);
        const now = fetched.of("/query_range");
        if (now.length > before && now.every((request) => request.done)) break;
      }
    }
    await page.waitForTimeout(100);
  }
  const refresh = ((await mainThread(line)) - began) / REFRESHES;
  const later = await page.evaluate("window.longest");
  const idle = await between(page, line, fetched);
  await close();
  return { load, spent, files, refresh, idle, task: Math.max(task, later), later, heap: usage.objects + usage.buffers };
}

/** Bytes of a refresh of six hours beside those of the whole, and the memory of the largest dashboard. */
async function sixHours(browser, url) {
  const { page, line, fetched, close } = await visit(browser, `${url}${LARGEST}?range=6h`, PORTAL);
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
      if (row.task) console.error(`${contender}: a task of ${figure(row.task)} ms ${row.task > row.later ? "while loading" : "while refreshing"}`);
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
  const tasks = (name) => rows.filter((row) => row.contender === name).map((row) => row.task);
  const task = Math.max(...tasks(PORTAL));
  const long = (name) => {
    const over = tasks(name).filter((one) => one > 50);
    return over.length ? `${figure(Math.max(...over))} ms, ${over.length} of ${tasks(name).length} visits over 50` : "none over 50 ms";
  };
  return {
    goals: [
      { work: "cold load until eight panels of a live Prometheus have painted", against: BARE, most: "1.0", measured: figure(load), met: load <= 1 },
      { work: "refresh of eight panels, main-thread CPU", against: BARE, most: "0.75", measured: figure(refresh), met: refresh <= 0.75 },
      { work: "bytes fetched from Prometheus by a refresh of a 6-hour range", against: "a full query", most: "0.05", measured: figure(share), met: share <= 0.05 },
      { work: "heap after GC, fresh page, largest dashboard at 6 h", against: "", most: "12 MiB", measured: `${figure(memory)} MiB`, met: memory <= 12 },
      { work: "longest task while loading and refreshing, the worst of all visits", against: "", most: "50 ms", measured: `${long(PORTAL)} (${BARE}: ${long(BARE)})`, met: task <= 50 },
    ],
    text: [
      `${DASHBOARD} with its ${asked.ranges} range and ${asked.instants} instant queries, and the bare page with the same ones, both from the same nginx.`,
      table(["", PORTAL, BARE, "ratio"], [
        line("panels painted (ms)", (row) => row.load),
        line("main thread until then (ms)", (row) => row.spent),
        line("files on the wire (KiB)", (row) => row.files / 1024),
        line("refresh, main thread (ms)", (row) => row.refresh),
        line("a second between refreshes, main thread (ms)", (row) => row.idle),
        line("longest task of a visit, by the clock (ms; 0: none over 50)", (row) => row.task),
        line("memory after a collection (MiB)", (row) => row.heap / 1048576),
      ]),
      `Six hours of ${LARGEST}: ${six.panels} queries of ${figure(six.whole.bytes / 1024)} KiB as they are packed, then a refresh of ${six.requests} with ${figure(six.bytes / 1024)} KiB (step ${six.step} s). The headers that nginx adds, by HTTP/1.1, are ${figure(six.whole.heads / 1024)} and ${figure(six.heads / 1024)} KiB; HTTP/2 packs those too.`,
    ].join("\n\n"),
  };
}
