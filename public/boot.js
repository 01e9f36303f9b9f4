// Starts the page: the theme before the first paint, then the wasm. A file of its own, since the
// Content-Security-Policy allows no inline script.
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
const { base, js, wasm, now, dashboards } = document.querySelector("script[data-wasm]").dataset;
// The parts of the program that show this address come while the rest of it is made ready.
const address = location.pathname.slice(base.length);
const view = /^(?:alerts)?$/.test(address) ? now : address.startsWith("dashboards/") ? dashboards : null;
for (const name of (view ?? "").split(" ").filter(Boolean)) {
  const link = Object.assign(document.createElement("link"), { rel: "preload", as: "fetch", href: beside(name) });
  link.crossOrigin = "anonymous";
  document.head.append(link);
}

const { default: start } = await import(js);
await start({ module_or_path: wasm });

// They are of use later, so the page comes first.
const manifest = document.createElement("link");
manifest.rel = "manifest";
manifest.href = beside("manifest.webmanifest");
document.head.append(manifest);
if (isSecureContext && "serviceWorker" in navigator) {
  // Refused where site data is switched off; then the portal needs its server.
  navigator.serviceWorker.register(beside("sw.js")).catch(() => {});
}
