// Decoding answers to range queries into columns, the first time in a page and warm.
import { open } from "./browser.mjs";
import { figure, median, random, ratio, table } from "./statistics.mjs";

const SIZES = { "7x720": [7, 720], "100x720": [100, 720], "10x11,000": [10, 11_000], "500x1,000": [500, 1000] };
const [PORTAL, PARSE] = ["SRE portal", "JSON.parse"];
const CONTENDERS = { [PORTAL]: "/modules/portal.js", [PARSE]: "parse" };
const RUNS = 6;

/** Answers as Prometheus writes them: rates with all digits, bytes, counts, ratios; some samples missing, some NaN. */
export function bodies() {
  return new Map(Object.entries(SIZES).map(([size, [count, points]]) => [`/bodies/${size}.json`, body(count, points)]));
}

function body(count, points) {
  const next = random(777 + count * 31 + points);
  const series = Array.from({ length: count }, (_, place) => {
    const kind = next();
    let level = kind < 0.6 ? 5 + 50 * next() : kind < 0.85 ? 1e8 + 9e9 * next() : kind < 0.95 ? Math.floor(20 * next()) : next();
    const step = () => {
      const move = next() - 0.5;
      if (kind < 0.6) return Math.round((level = Math.max(0, level + move * 0.8)) * 900) / 900;
      if (kind < 0.85) return Math.floor((level = Math.max(0, level + move * 2e6)) / 4096) * 4096;
      if (kind < 0.95) return (level = Math.max(0, level + (Math.abs(move) > 0.45 ? Math.sign(move) : 0)));
      return Math.round((level = Math.min(1, Math.max(0, level + move * 0.02))) * 1000) / 1000;
    };
    const samples = [];
    for (let at = 0; at < points; at++) {
      const value = step();
      const nan = place % 50 === 49 && next() < 0.05;
      if (next() >= 0.002) samples.push(`[${1_700_000_000 + 15 * at},"${nan ? "NaN" : value}"]`);
    }
    const metric = { __name__: "container_memory_working_set_bytes", cluster: "eu-1", instance: `10.0.${place % 32}.${(place * 7) % 256}:9100`, job: "cadvisor", pod: `service-${(place * 2654435761) >>> 0}` };
    return `{"metric":${JSON.stringify(metric)},"values":[${samples.join(",")}]}`;
  });
  return `{"status":"success","data":{"resultType":"matrix","result":[${series.join(",")}]}}`;
}

export async function measure(browser, url, repetitions) {
  const names = Object.keys(CONTENDERS);
  const rows = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const size of Object.keys(SIZES)) {
      for (let at = 0; at < names.length; at++) {
        const contender = names[(at + repetition) % names.length];
        const { page, close } = await open(browser);
        await page.goto(`${url}/pages/bench.html`);
        const run = async ([decoder, body, count]) => (await import("/pages/decode.js")).run(decoder, body, count);
        const { times, check } = await page.evaluate(run, [CONTENDERS[contender], `/bodies/${size}.json`, RUNS]);
        rows.push({ repetition, contender, size, first: times[0], warm: median(times.slice(1)), longest: Math.max(...times), check });
        await close();
      }
    }
    console.error(`decoding: repetition ${repetition + 1} of ${repetitions}`);
  }
  return rows;
}

export function report(rows) {
  const of = (size) => rows.filter((row) => row.size === size);
  const ratios = (value) => Object.keys(SIZES).map((size) => ratio(of(size), PORTAL, PARSE, value));
  const lines = Object.keys(SIZES).map((size, place) => {
    const mine = (name, value) => median(of(size).filter((row) => row.contender === name).map(value));
    const samples = of(size)[0].check[0];
    const cells = [(row) => row.first, (row) => row.warm].flatMap((value) => [
      figure(mine(PORTAL, value)), figure(mine(PARSE, value)), figure(ratios(value)[place]), figure((mine(PORTAL, value) * 1e6) / samples),
    ]);
    return [size, ...cells];
  });
  const sums = new Set(rows.map((row) => `${row.size} ${row.check[0]} ${row.check[1].toPrecision(12)}`));
  if (sums.size !== Object.keys(SIZES).length) throw new Error("the decoders read different values");
  const goal = (when, value) => {
    const worst = Math.max(...ratios(value));
    const words = `${figure(Math.min(...ratios(value)))} to ${figure(worst)}`;
    return { work: `decode a query_range answer into columns, 7x720 to 500x1,000, ${when}`, against: "JSON.parse + conversion", most: "0.2", measured: words, met: worst <= 0.2 };
  };
  const task = Math.max(...rows.filter((row) => row.contender === PORTAL).map((row) => row.longest));
  return {
    goals: [goal("warm", (row) => row.warm), goal("the first of a page", (row) => row.first), { work: "decode it, the longest of all pages, by the clock", against: "", most: "50 ms", measured: `${figure(task)} ms`, met: task <= 50 }],
    text: `Milliseconds; the first time in a page, then warm (median of ${RUNS - 1}).\n\n${table(["series × points", "first", "JSON.parse", "ratio", "ns a sample", "warm", "JSON.parse", "ratio", "ns a sample"], lines)}`,
  };
}
