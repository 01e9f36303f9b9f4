// Charts: cold on a fresh page, and updated with new data. Counts the main thread's time, the frame included.
import { heap, mainThread, open } from "./browser.mjs";
import { figure, geometric, median, ratio, table } from "./statistics.mjs";

const SIZES = ["1x240", "7x720", "20x1,000", "10x11,000", "3x55,550"];
const UPDATES = 5;
const [PORTAL, UPLOT, CANVAS] = ["SRE portal", "uPlot", "bare canvas"];
const CONTENDERS = { [PORTAL]: "/modules/portal.js", [UPLOT]: "/peers/uplot.js", [CANVAS]: "/peers/canvas.js", "Chart.js": "/peers/chartjs.js", ECharts: "/peers/echarts.js" };

async function once(browser, url, contender, size) {
  const { page, errors, line, close } = await open(browser);
  const longest = `new PerformanceObserver((list) => { for (const task of list.getEntries()) window.longest = Math.max(window.longest ?? 0, task.duration); }).observe({ type: "longtask" })`;
  await page.goto(`${url}/pages/bench.html`);
  const call = (name, ...args) => page.evaluate(async ([name, args]) => (await import("/pages/chart.js"))[name](...args), [name, args]);
  await call("load", CONTENDERS[contender], size);
  const before = await heap(line);
  const spent = async (work) => {
    const began = await mainThread(line);
    const result = await work();
    return [(await mainThread(line)) - began, result];
  };
  const idle = (await spent(() => call("nothing", 4)))[0] / 4;
  await page.evaluate(longest);
  const [create, frame] = await spent(() => call("create"));
  const update = (await spent(() => call("update", UPDATES)))[0] / UPDATES;
  const task = await page.evaluate("window.longest ?? 0");
  const after = await heap(line);
  const memory = after.objects + after.buffers - before.objects - before.buffers;
  await close();
  if (errors.length) throw new Error(`${contender}, ${size}: ${errors.join("; ")}`);
  return { contender, size, create: create - idle, update: update - idle, frame, task, memory };
}

export async function measure(browser, url, repetitions, peers) {
  const names = Object.keys(CONTENDERS).slice(0, peers === "all" ? undefined : 3);
  const rows = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const size of SIZES) {
      for (let at = 0; at < names.length; at++) {
        // Another order each time, so that nobody always comes after the same other.
        const contender = names[(at + repetition) % names.length];
        rows.push({ repetition, ...(await once(browser, url, contender, size)) });
      }
    }
    console.error(`charts: repetition ${repetition + 1} of ${repetitions}`);
  }
  return rows;
}

// The browser tells of no task below 50 ms.
const words = (task) => (task ? `${figure(task)} ms` : "none over 50 ms");

export function report(rows) {
  const names = Object.keys(CONTENDERS).filter((name) => rows.some((row) => row.contender === name));
  const of = (size) => rows.filter((row) => row.size === size);
  const part = (title, value) => {
    const lines = SIZES.map((size) => [size, ...names.map((name) => {
      const own = median(of(size).filter((row) => row.contender === name).map(value));
      return name === UPLOT ? figure(own) : `${figure(own)} (×${figure(ratio(of(size), name, UPLOT, value))})`;
    })]);
    return `${title}\n\n${table(["series × points", ...names], lines)}`;
  };
  // The worst of all pages: a median would hide what one user in twenty waits for.
  const longest = (name, rows) => Math.max(...rows.filter((row) => row.contender === name).map((row) => row.task));
  const against = (peer, value) => SIZES.map((size) => ratio(of(size), PORTAL, peer, value));
  const [create, update] = [(row) => row.create, (row) => row.update];
  const goal = (work, peer, value, most, worst) => {
    const ratios = against(peer, value);
    const measured = worst ? `${figure(geometric(ratios))}, worst ${figure(Math.max(...ratios))}` : `${figure(Math.max(...ratios))} at worst, ${figure(geometric(ratios))} in the mean`;
    const met = worst ? geometric(ratios) <= most && Math.max(...ratios) <= worst : Math.max(...ratios) <= most;
    return { work, against: peer, most: worst ? `${most}, none over ${worst}` : `${most}`, measured, met };
  };
  return {
    goals: [
      goal("draw a chart cold, five sizes", UPLOT, create, 0.6, 0.75),
      goal("update it with new data, five sizes", UPLOT, update, 0.75, 0.9),
      goal("draw a chart cold", CANVAS, create, 1.15),
      goal("update it", CANVAS, update, 1.15),
      { work: "longest task while drawing and updating, by the clock, the worst of all pages", against: "", most: "50 ms", measured: words(longest(PORTAL, rows)), met: longest(PORTAL, rows) <= 50 },
    ],
    text: [
      part("Cold: milliseconds of the main thread for the first chart of a page, its frame included (× uPlot).", create),
      part(`Update with new data, mean of ${UPDATES} a page.`, update),
      `Longest task on the main thread while drawing and updating, the worst of all pages.\n\n${table(["series × points", ...names], SIZES.map((size) => [size, ...names.map((name) => words(longest(name, of(size))))]))}`,
      part("Memory after a collection, MiB more than before the chart.", (row) => row.memory / 1048576).replace(/ \(×[^)]*\)/g, ""),
    ].join("\n\n"),
  };
}
