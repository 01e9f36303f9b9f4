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

const { js, wasm } = document.querySelector("script[data-wasm]").dataset;
const { default: start } = await import(js);
await start({ module_or_path: wasm });

// Beside this file, wherever the portal is served. They are of use later, so the page comes first.
const beside = (name) => new URL(name, import.meta.url).href;
const manifest = document.createElement("link");
manifest.rel = "manifest";
manifest.href = beside("manifest.webmanifest");
document.head.append(manifest);
if (isSecureContext && "serviceWorker" in navigator) {
  // Refused where site data is switched off; then the portal needs its server.
  navigator.serviceWorker.register(beside("sw.js")).catch(() => {});
}
