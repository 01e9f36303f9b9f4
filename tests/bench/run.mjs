// node run.mjs [--reps 20] [--only chart,pixels,decode,page] [--peers all] [--portal URL] [--docs FILE]
// Measures, prints, and puts the figures between the marks of FILE. `cargo xtask bench` calls it.
import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { dirname } from "node:path";
import { launch } from "./browser.mjs";
import * as chart from "./chart.mjs";
import * as decode from "./decode.mjs";
import * as load from "./load.mjs";
import * as pixels from "./pixels.mjs";
import { serve } from "./serve.mjs";
import { table } from "./statistics.mjs";

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const repetitions = Number(option("reps", "20"));
const only = option("only", "chart,pixels,decode,page").split(",");
const portal = option("portal");
const here = dirname(new URL(import.meta.url).pathname);

const site = await serve(here, decode.bodies());
const browser = await launch();
const parts = [];
let failed = false;
// One that fails does not take the others' figures along.
async function part(name, title, measure) {
  if (!only.includes(name)) return;
  try {
    parts.push([title, await measure()]);
  } catch (error) {
    failed = true;
    console.error(`${title}:`, error);
    parts.push([title, { goals: [], text: `Not measured: ${error.message}` }]);
  }
}
await part("chart", "Charts", async () => chart.report(await chart.measure(browser, site.url, repetitions, option("peers"))));
await part("pixels", "Reduced curves", async () => pixels.report(await pixels.measure(browser, site.url)));
await part("decode", "Decoding", async () => decode.report(await decode.measure(browser, site.url, repetitions)));
if (portal) await part("page", "The page", async () => load.report(await load.measure(browser, portal, repetitions)));
const version = browser.version();
await browser.close();
site.close();

const { dependencies } = JSON.parse(await readFile(`${here}/package.json`, "utf8"));
const peers = ["uplot", "chart.js", "echarts"].map((name) => `${name} ${dependencies[name]}`).join(", ");
const goals = parts.flatMap(([, report]) => report.goals);
const words = [
  `${new Date().toISOString().slice(0, 10)}, Chromium ${version}, ${peers}, node ${process.version}, ${cpus().length} cores, medians of ${repetitions} interleaved repetitions.`,
  table(["work", "against", "at most", "measured", ""], goals.map(({ work, against, most, measured, met }) => [work, against, most, measured, met ? "reached" : "missed"])),
  ...parts.map(([title, report]) => `### ${title}\n\n${report.text}`),
].join("\n\n");
console.log(words);

const docs = option("docs");
// Figures of a run that failed are no figures.
if (docs && !failed) {
  const text = await readFile(docs, "utf8");
  const [before, after] = [text.split("<!-- measured -->")[0], text.split("<!-- /measured -->")[1]];
  await writeFile(docs, `${before}<!-- measured -->\n\n${words}\n\n<!-- /measured -->${after}`);
}
if (failed) process.exitCode = 1;
