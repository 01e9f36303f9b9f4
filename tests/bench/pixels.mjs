// Whether the reduction to pixel columns shows: each curve drawn with all of its values and as the page draws it.
import { open } from "./browser.mjs";
import { figure, table } from "./statistics.mjs";

// The sparse one has at most two values in a pixel column of the plot at density 1.
const [SPARSE, COUNTS, DENSITIES] = [1300, [11_000, 55_550], [1, 2]];

export async function measure(browser, url) {
  const { page, errors, close } = await open(browser);
  await page.goto(`${url}/pages/bench.html`);
  const run = async ([counts, densities]) => (await import("/pages/pixels.js")).compare(counts, densities);
  const rows = await page.evaluate(run, [[SPARSE, ...COUNTS], DENSITIES]);
  await close();
  if (errors.length) throw new Error(errors.join("; "));
  return rows;
}

export function report(rows) {
  const wrong = rows.filter(({ count, differ, lost, added, ink }) => lost || added || ink < 0.8 || ink > 1.3 || (count === SPARSE && differ));
  if (wrong.length) throw new Error(`the reduction shows: ${JSON.stringify(wrong)}`);
  const curves = [...new Set(rows.map(({ curve }) => curve))];
  const lines = curves.map((curve) => {
    const cells = rows.filter((row) => row.curve === curve && row.count !== SPARSE);
    return [curve, ...cells.flatMap(({ differ, covers, ink }) => [`${differ} (${covers})`, figure(ink)])];
  });
  const heads = COUNTS.flatMap((count) => DENSITIES.flatMap((density) => [`${count.toLocaleString("en")}, density ${density}: pixels that differ (covered by half)`, "shade"]));
  return {
    goals: [],
    text: `With at most two values in a pixel column (${SPARSE.toLocaleString("en")} values) no pixel differs. With more, none is lost and none added: of those that one picture covers by half, each is covered by a quarter in the other, or one beside it is. What differs is how dark they are; the shade is what the reduced curve covers in all, as a share of the whole one.\n\n${table(["curve", ...heads], lines)}`,
  };
}
