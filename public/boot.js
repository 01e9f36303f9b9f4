// Starts the page: the theme before the first paint, then the wasm; and says so when that has ended. A file of its own,
// since the Content-Security-Policy allows no inline script.
let theme = null;
try {
  theme = localStorage.getItem("portal.theme");
} catch {
  // Storage may be refused; then the system's theme holds.
}
if (theme !== "dark" && theme !== "light") {
  theme = matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
}
document.documentElement.setAttribute("data-theme", theme);

// Files are beside this one, wherever the portal is served.
const beside = (name) => new URL(name, import.meta.url).href;
const { base, js, wasm, first, firstWasm, now, alerts, dashboards } = document.querySelector("script[data-wasm]").dataset;
const address = location.pathname.slice(base.length);

// A first picture that no program took over is taken away after this (milliseconds): nothing may look new for long.
const PATIENCE = 15_000;

// A program that ended leaves a page that looks alive: its green, its clocks and its tab are from before. What can be read
// stays; links leave by the browser, since the program takes them no more. Nobody stands before a wall, which tries again.
const AGAIN = 30_000;
const CANNOT_SAY =
  "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><path fill='%236A3DC2' d='M16 1l15 15-15 15L1 16z'/></svg>";
const ended = (what, error) => {
  if (!error || document.documentElement.hasAttribute("data-ended")) return;
  document.documentElement.setAttribute("data-ended", "");
  document.title = "Stopped — SRE Portal";
  document.querySelector(".first-picture")?.remove();
  // Some of the program may still run: it does not get at the tab any more.
  Object.defineProperty(document, "title", { set() {} });
  Object.assign(document.querySelector("link[rel=icon]"), { href: CANNOT_SAY, rel: "shortcut icon" });
  addEventListener("click", (event) => event.stopImmediatePropagation(), true);
  const wall = /^wall\b/.test(address);
  const banner = Object.assign(document.createElement("p"), { className: wall ? "banner across" : "banner" });
  banner.setAttribute("role", "alert");
  const again = Object.assign(document.createElement("a"), { href: location.href, textContent: "Load the page again" });
  const at = `${new Date().toISOString().slice(11, 19)} UTC`;
  banner.append(`${what} at ${at}; nothing on this page is up to date. ${wall ? "It loads again by itself. " : ""}`, again, ` (${String(error).slice(0, 300)})`);
  document.body.append(banner);
  if (wall) setTimeout(() => location.reload(), AGAIN);
};
addEventListener("error", ({ error }) => ended("The portal ended by an error", error));
addEventListener("unhandledrejection", ({ reason }) => ended("The portal ended by an error", reason));

// The page's program and its parts that show this address. They are fetched before they are wanted.
const view = { "": now, alerts }[address] ?? (address.startsWith("dashboards/") ? dashboards : null);
const fetchPage = () => {
  for (const name of [wasm, ...(view ?? "").split(" ").filter(Boolean)]) {
    const link = Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", href: beside(name) });
    link.crossOrigin = "anonymous";
    document.head.append(link);
  }
};

// A small program draws a dashboard from what was asked early, long before the page's own could. The page's begins when the
// picture is on the screen, or takes too long, and shows itself in its place once it has painted the same
// (`src/ui/takeover.rs`). On a slow line it is not fetched beside the picture's, which is a fifth of it.
const SLOWEST = 4000; // The picture's program may be on its way for so long (milliseconds),
const LONGEST = 1000; // and the answers for so long after it.
const atMost = (milliseconds, work) => Promise.race([work, new Promise((done) => setTimeout(done, milliseconds))]);
const program = async () => {
  const fetched = fetch(firstWasm);
  const { default: start, show } = await import(first);
  await start({ module_or_path: fetched });
  return show;
};
const picture = async (ready, slug) => {
  const show = await ready;
  if (!(await show(slug))) return;
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  performance.mark("portal:painted");
};
const slug = /^dashboards\/([\w-]+)\/?$/.exec(address)?.[1];
if (slug && first && !document.hidden) {
  const ready = program();
  const drawn = picture(ready, slug);
  // Without it the page's program does all by itself.
  drawn.catch(() => {});
  await atMost(SLOWEST, ready).catch(() => {});
  fetchPage();
  await atMost(LONGEST, drawn).catch(() => {});
  // It must not stand there when it is old.
  setTimeout(() => document.querySelector(".first-picture")?.remove(), PATIENCE);
} else {
  fetchPage();
}

try {
  const { default: start } = await import(js);
  await start({ module_or_path: wasm });
} catch (error) {
  ended("The portal could not be started", error);
  throw error;
}

// They are of use later, so the page comes first. Keeping its files takes more of a processor than the page has left while it is
// built: tasks of 10 ms took up to 85 by the clock.
const BUILT = 1000; // By then the page stands; on two busy cores it takes half of that (milliseconds).
const manifest = document.createElement("link");
manifest.rel = "manifest";
manifest.href = beside("manifest.webmanifest");
document.head.append(manifest);
if (isSecureContext && "serviceWorker" in navigator) {
  // Refused where site data is switched off; then the portal needs its server.
  setTimeout(() => navigator.serviceWorker.register(beside("sw.js")).catch(() => {}), BUILT);
}
