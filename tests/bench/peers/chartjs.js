// Chart.js with every switch that its page about performance recommends, and its decimation.
import { script } from "./load.js";
import { COLOURS } from "../modules/colours.js";

export const name = "Chart.js";
export const target = "canvas";

export async function init() {
  await script("/node_modules/chart.js/dist/chart.umd.min.js").catch(() => script("/node_modules/chart.js/dist/chart.umd.js"));
  await script("/node_modules/chartjs-adapter-date-fns/dist/chartjs-adapter-date-fns.bundle.min.js");
}

const points = (xs, values) => Array.from(xs, (x, at) => ({ x: x * 1000, y: values[at] }));

export function create(canvas, xs, ys) {
  const datasets = ys.map((values, place) => {
    const colour = COLOURS[place % COLOURS.length];
    return { label: `series ${place}`, data: points(xs, values), borderColor: colour, backgroundColor: colour, borderWidth: 1, pointRadius: 0 };
  });
  return new Chart(canvas, {
    type: "line",
    data: { datasets },
    options: {
      animation: false, parsing: false, normalized: true, responsive: false, devicePixelRatio: 1,
      interaction: { mode: "index", intersect: false, axis: "x" },
      scales: { x: { type: "time", ticks: { maxRotation: 0, autoSkip: true } }, y: { type: "linear" } },
      plugins: { legend: { display: true, position: "bottom" }, decimation: { enabled: true } },
    },
  });
}

export function update(chart, xs, ys) {
  ys.forEach((values, place) => (chart.data.datasets[place].data = points(xs, values)));
  chart.update("none");
  return chart;
}
