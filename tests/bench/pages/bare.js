// The least that shows the same: one uPlot for each `range` of the address, drawn when its answer is there, and one number
// for each `instant`. `window.painted` is when all were painted.
const asked = new URLSearchParams(location.hash.slice(1));
const step = Number(asked.get("step"));
const range = Number(asked.get("span"));
const COLOURS = ["#7EB26D", "#EAB839", "#6ED0E0", "#EF843C", "#E24D42", "#1F78C1", "#BA43A9", "#705DA0", "#508642", "#CCA300"];

const grid = document.getElementById("grid");
const panel = (query) => {
  const section = document.createElement("section");
  const [title, plot] = [document.createElement("h2"), document.createElement("div")];
  title.textContent = query;
  plot.className = "plot";
  section.append(title, plot);
  grid.append(section);
  return { query, plot };
};
const charts = asked.getAll("range").map(panel);
const numbers = asked.getAll("instant").map(panel);

const frame = () =>
  new Promise((done) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done();
      port2.postMessage(0);
    });
  });

async function ask(path, parameters) {
  const question = new URLSearchParams(parameters);
  // Long ones as a form, as the portal does.
  const url = `/prometheus/api/v1/${path}`;
  const short = String(question).length < 2000;
  const answer = await (await (short ? fetch(`${url}?${question}`) : fetch(url, { method: "POST", body: question }))).json();
  if (answer.status !== "success") throw new Error(answer.error);
  return answer.data.result;
}

function columns(result, start, count) {
  const xs = Array.from({ length: count }, (_, at) => start + at * step);
  const ys = result.map(({ values }) => {
    const column = new Array(count).fill(null);
    for (const [time, value] of values) column[Math.round((time - start) / step)] = parseFloat(value);
    return column;
  });
  return [xs, ...ys];
}

async function draw(chart, start, end) {
  const result = await ask("query_range", { query: chart.query, start, end, step });
  const names = result.map(({ metric }) => JSON.stringify(metric));
  const data = columns(result, start, Math.round((end - start) / step) + 1);
  if (chart.names === names.join()) return chart.uplot.setData(data);
  chart.uplot?.destroy();
  chart.names = names.join();
  const series = names.map((label, place) => ({ label, stroke: COLOURS[place % COLOURS.length], width: 1 }));
  chart.uplot = new uPlot({ width: chart.plot.clientWidth, height: 220, scales: { x: { time: true } }, series: [{}, ...series] }, data, chart.plot);
}

async function refresh() {
  const end = Math.floor(Date.now() / 1000 / step) * step;
  const drawn = charts.map((chart) => draw(chart, end - range, end));
  const written = numbers.map(async ({ query, plot }) => {
    const result = await ask("query", { query, time: end });
    plot.textContent = result.map(({ value }) => value[1]).join(" ");
  });
  await Promise.all([...drawn, ...written]);
  await frame();
}

window.refresh = refresh;
window.painted = refresh().then(() => performance.now());
