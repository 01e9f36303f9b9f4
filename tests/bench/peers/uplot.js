// uPlot as its documentation shows it.
import { script, style } from "./load.js";
import { COLOURS } from "../modules/colours.js";

export const name = "uPlot";
export const target = "div";

export const init = () =>
  Promise.all([script("/node_modules/uplot/dist/uPlot.iife.min.js"), style("/node_modules/uplot/dist/uPlot.min.css")]);

export function create(holder, xs, ys) {
  const series = ys.map((_, place) => ({ label: `series ${place}`, stroke: COLOURS[place % COLOURS.length], width: 1 }));
  return new uPlot({ width: 800, height: 300, scales: { x: { time: true } }, series: [{}, ...series] }, [xs, ...ys], holder);
}

export function update(plot, xs, ys) {
  plot.setData([xs, ...ys]);
  return plot;
}
