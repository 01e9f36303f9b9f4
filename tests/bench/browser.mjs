// The browser, and what it says of its own time and memory. Knows nothing of what is measured.
import { chromium } from "playwright-core";

// What Chromium does beside (updates, its own pages) would land inside of the measurements on a machine with two cores.
const OFF = [
  "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch", "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup", "PreloadTopChromeWebUI",
];

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--force-device-scale-factor=1", `--disable-features=${OFF.join(",")}`,
    ],
  });

/** A page of its own profile, its console errors, and a line to the browser's own figures. */
export async function open(browser, size = { width: 1000, height: 800 }) {
  const context = await browser.newContext({ viewport: size, deviceScaleFactor: 1 });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  const line = await context.newCDPSession(page);
  await line.send("HeapProfiler.enable");
  // Counts the time in which the thread had a core, not that in which others had it.
  await line.send("Performance.enable", { timeDomain: "threadTicks" });
  return { page, errors, line, close: () => context.close() };
}

/** Milliseconds of the page's main thread until now. */
export async function mainThread(line) {
  const { metrics } = await line.send("Performance.getMetrics");
  return metrics.find((metric) => metric.name === "ThreadTime").value * 1000;
}

/**
 * What an expression of the page comes to; a promise is waited for. Playwright's own ways bring 330 KB of script first,
 * whose reading would be measured along: 10 ms of the page's thread.
 */
export async function ask(line, expression) {
  const { result, exceptionDetails } = await line.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

/** The longest tasks of the page's main thread while `work` goes on, in milliseconds: `clock`, and how long it had a `processor` of that. */
export async function longest(browser, page, work) {
  await browser.startTracing(page, { categories: ["-*", "__metadata", "toplevel"] });
  await work();
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
  const threads = new Map();
  for (const { ph, name, pid, tid, args } of traceEvents) {
    if (ph === "M" && name === "thread_name" && args.name === "CrRendererMain") threads.set(`${pid} ${tid}`, []);
  }
  for (const { ph, name, pid, tid, dur, tdur = 0 } of traceEvents) {
    const tasks = ph === "X" && name.endsWith("RunTask") && threads.get(`${pid} ${tid}`);
    if (tasks) tasks.push({ clock: dur / 1000, processor: Math.min(tdur, dur) / 1000 });
  }
  // A browser keeps a process ready for the next page; the page's own is that which works.
  const spent = (tasks) => tasks.reduce((sum, task) => sum + task.processor, 0);
  const [tasks] = [...threads.values()].sort((left, right) => spent(right) - spent(left));
  if (!tasks?.length) throw new Error("The browser's record has no task of the page.");
  const most = (value) => tasks.reduce((most, task) => (value(task) > value(most) ? task : most));
  return { clock: most((task) => task.clock), processor: most((task) => task.processor) };
}

/** Bytes in use after a collection: objects and array buffers (the memory of WebAssembly is one of these). */
export async function heap(line) {
  await line.send("HeapProfiler.collectGarbage");
  await line.send("HeapProfiler.collectGarbage");
  const usage = await line.send("Runtime.getHeapUsage");
  return { objects: usage.usedSize, buffers: usage.backingStorageSize ?? 0 };
}
