// Keeps the page's files, so that the portal opens from its bookmark with network and server gone. It knows files
// alone: what Prometheus answers never passes through here, so that nothing old can look new.
//
// One build, one cache. `index.html` names all files of its build, so a cache is named by the hash of that text; it is
// complete when the text itself is in it, which is put there last, and only then the caches of other builds go.

const PREFIX = "sre-portal files ";
const SCOPE = self.registration.scope;
const INDEX = at("index.html");

// How long the network may take before what is kept is shown (milliseconds).
const PATIENCE = 3000;

// A name with a hash never gets other contents, and zones change with builds.
const FIXED = /-[0-9a-f]{8,16}(?:_bg)?\.(?:js|css|wasm|png|svg|ico|woff2)$|^zoneinfo\//;
const CHANGING = /^(?:boot\.js|config\.json|curl-format\.txt|favicon\.svg|manifest\.webmanifest|(?:icons|snippets|handbook)\/.+)$/;

self.addEventListener("install", (event) => {
  // A browser that can be told what never passes through here asks the server straight away.
  const past = ["prometheus/*", "alertmanager/*"].map((path) => new URL(path, SCOPE).pathname);
  const routes = past.map((pathname) => ({ condition: { urlPattern: { pathname } }, source: "network" }));
  event.addRoutes?.(routes).catch(() => {});
  event.waitUntil(learn().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE)) return;
  const path = new URL(request.url).pathname.slice(new URL(SCOPE).pathname.length);
  if (request.mode === "navigate") {
    // What looks like a file is one. The servers behind the proxies have pages of their own.
    if (!/\.[A-Za-z0-9]+$|^(?:prometheus|alertmanager)\//.test(path)) event.respondWith(page(event));
  } else if (FIXED.test(path)) {
    event.respondWith(fixed(request));
  } else if (CHANGING.test(path)) {
    event.respondWith(newest(event, request, request.url, keep));
  }
});

function at(path) {
  return new URL(path, SCOPE).href;
}

// The page for every route. Each visit looks whether there is another build.
function page(event) {
  return newest(event, event.request, INDEX, async (_, answer) => {
    const text = await answer.text();
    // An error page or a login is no build.
    if (text.includes("data-wasm=")) await adopt(text);
  });
}

// The network's answer; what is kept when there is none, when it comes late, or when the server is in trouble.
// `take` gets each good answer.
async function newest(event, request, key, take) {
  const kept = await find(key);
  const answer = fetch(request);
  const taken = answer.then((answer) => answer.ok && take(key, answer.clone()));
  event.waitUntil(taken.catch(() => {}));
  if (!kept) return answer;
  const sound = answer.then(
    (answer) => (answer.status >= 500 ? kept : answer),
    () => kept,
  );
  return Promise.race([sound, new Promise((done) => setTimeout(done, PATIENCE, kept))]);
}

async function fixed(request) {
  const kept = await find(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await keep(request.url, answer.clone());
  return answer;
}

// Into the cache of the newest complete build; before there is one, nowhere.
async function keep(key, answer) {
  const [name] = await complete();
  if (name) await (await caches.open(name)).put(key, answer);
}

async function find(key) {
  for (const cacheName of await complete()) {
    const found = await caches.match(key, { cacheName });
    if (found) return found;
  }
}

// The names of complete builds' caches, the newest first. None is opened: that would bring back one that was just let go.
async function complete() {
  const found = [];
  for (const cacheName of (await caches.keys()).filter((name) => name.startsWith(PREFIX))) {
    if (await caches.match(INDEX, { cacheName })) found.unshift(cacheName);
  }
  return found;
}

async function learn() {
  const answer = await fetch(INDEX, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`index.html: ${answer.status}`);
  await adopt(await answer.text());
}

// Fetches all files of the build that this `index.html` names, then lets go of the others.
async function adopt(text) {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const name = PREFIX + [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const cache = await caches.open(name);
  if (await cache.match(INDEX)) return;
  const named = [...text.matchAll(/\b(?:href|src|data-js|data-wasm)=["']?([^"'\s>]+)/g)].map((match) => at(match[1]));
  const files = named.filter((url) => url.startsWith(SCOPE) && /\.[a-z]+$/.test(url));
  // What nothing in `index.html` names; the icon is the manifest's.
  const beside = ["curl-format.txt", "favicon.svg", "manifest.webmanifest"].map(at);
  await Promise.all([...files, ...beside].map((url) => fetchInto(cache, url)));
  await Promise.all(files.filter((url) => url.endsWith(".js")).map((url) => imports(cache, url, new Set(files))));
  await configured(cache);
  await cache.put(INDEX, new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } }));
  const others = (await caches.keys()).filter((other) => other.startsWith(PREFIX) && other !== name);
  await Promise.all(others.map((other) => caches.delete(other)));
}

async function fetchInto(cache, url) {
  const answer = await fetch(url, FIXED.test(url) ? {} : { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  await cache.put(url, answer.clone());
  return answer;
}

// The scripts that a script imports, and the parts of the program that it fetches when they are wanted.
async function imports(cache, url, known) {
  const text = await (await cache.match(url)).text();
  const names = [...text.matchAll(/^import .*? from ["'](\.[^"']+)["']|new URL\("(\.[^"]+\.wasm)"/gm)];
  const urls = names.map((match) => new URL(match[1] ?? match[2], url).href).filter((url) => !known.has(url));
  await Promise.all([...new Set(urls)].map((url) => fetchInto(cache, url)));
}

// What the configuration names: zones and a handbook. The page works without any of these, and so does its copy.
async function configured(cache) {
  try {
    const config = await (await fetchInto(cache, at("config.json"))).json();
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const zones = new Set([config.zone, here].filter((zone) => zone && zone !== "browser" && zone !== "UTC"));
    await Promise.allSettled([...zones].map((zone) => fetchInto(cache, at(`zoneinfo/${zone}`))));
    if (typeof config.handbook !== "string") return;
    const folder = at(config.handbook.replace(/^\//, ""));
    const manifest = await (await fetchInto(cache, new URL("manifest.json", folder).href)).json();
    await Promise.allSettled(manifest.files.map((file) => fetchInto(cache, new URL(file, folder).href)));
  } catch {
    // Said by the page itself, where people look.
  }
}
