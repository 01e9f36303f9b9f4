// Runs in the page: one decoder over one body, the first time and warm.

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// JSON.parse, then columns of times and values.
function parse(bytes) {
  const { result } = JSON.parse(new TextDecoder().decode(bytes)).data;
  const [ts, vals] = [[], []];
  for (const { values } of result) {
    const [times, column] = [new Float64Array(values.length), new Float64Array(values.length)];
    for (let at = 0; at < values.length; at++) {
      const sample = values[at];
      times[at] = sample[0];
      column[at] = parseFloat(sample[1]);
    }
    ts.push(times);
    vals.push(column);
  }
  return { ts, vals };
}

// A function of its own, without garbage: as a loop among the runs it is compiled while they are measured, and they pay for both.
function checked(columns) {
  let [count, sum] = [0, 0];
  for (const column of columns) {
    for (let place = 0; place < column.length; place++) {
      if (!Number.isFinite(column[place])) continue;
      count++;
      sum += column[place];
    }
  }
  return [count, sum];
}

/** Milliseconds of each run, and what was read: how many finite values, and their sum. */
export async function run(decoder, body, count) {
  const bytes = new Uint8Array(await (await fetch(body)).arrayBuffer());
  let decode = parse;
  if (decoder !== "parse") {
    const module = await import(decoder);
    await module.init();
    decode = module.decode;
  }
  const times = [];
  let check;
  for (let at = 0; at < count; at++) {
    await pause(50);
    const began = performance.now();
    const { vals } = decode(bytes);
    times.push(performance.now() - began);
    check = checked(vals);
  }
  return { times, check };
}
