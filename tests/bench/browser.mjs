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

/** Bytes in use after a collection: objects and array buffers (the memory of WebAssembly is one of these). */
export async function heap(line) {
  await line.send("HeapProfiler.collectGarbage");
  await line.send("HeapProfiler.collectGarbage");
  const usage = await line.send("Runtime.getHeapUsage");
  return { objects: usage.usedSize, buffers: usage.backingStorageSize ?? 0 };
}
