// Medians, ratios and tables. Knows nothing of what is measured.

export function median(numbers) {
  const sorted = numbers.filter(Number.isFinite).sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export const geometric = (numbers) => Math.exp(numbers.reduce((sum, number) => sum + Math.log(number), 0) / numbers.length);

/** The median of what one contender took over what another took in the same repetition. */
export function ratio(rows, contender, to, value) {
  const of = (name, repetition) => rows.find((row) => row.contender === name && row.repetition === repetition);
  const repetitions = [...new Set(rows.map((row) => row.repetition))];
  const pairs = repetitions.map((repetition) => [of(contender, repetition), of(to, repetition)]);
  return median(pairs.filter(([one, other]) => one && other).map(([one, other]) => value(one) / value(other)));
}

export const figure = (number) => (!Number.isFinite(number) ? "–" : number >= 100 ? number.toFixed(0) : number >= 10 ? number.toFixed(1) : number.toFixed(2));

export const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** Numbers that are the same in every run. */
export function random(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
