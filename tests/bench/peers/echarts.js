// ECharts with a columnar dataset, its cheapest input, and its sampling.
import { script } from "./load.js";
import { COLOURS } from "../modules/colours.js";

export const name = "ECharts";
export const target = "div";

export const init = () => script("/node_modules/echarts/dist/echarts.min.js");

const source = (xs, ys) => Object.fromEntries([["x", xs.map((x) => x * 1000)], ...ys.map((values, place) => [`s${place}`, values])]);

export function create(holder, xs, ys) {
  const chart = echarts.init(holder, null, { renderer: "canvas", width: 800, height: 300, devicePixelRatio: 1 });
  chart.setOption({
    animation: false,
    color: COLOURS,
    grid: { left: 45, right: 10, top: 10, bottom: 50 },
    legend: { show: true, bottom: 0, type: "scroll" },
    tooltip: { trigger: "axis" },
    xAxis: { type: "time", splitLine: { show: true } },
    yAxis: { type: "value", scale: true, splitLine: { show: true } },
    dataset: { source: source(xs, ys) },
    series: ys.map((_, place) => ({ type: "line", name: `series ${place}`, encode: { x: "x", y: `s${place}` }, showSymbol: false, sampling: "lttb", lineStyle: { width: 1 } })),
  });
  return chart;
}

export function update(chart, xs, ys) {
  chart.setOption({ dataset: { source: source(xs, ys) } });
  return chart;
}
