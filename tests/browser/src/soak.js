// A day in minutes: the page's clock is moved by hand, its questions are about the simulated moment, and all that it might
// leave behind is counted. Runs before the page's own scripts.

(() => {
  const wait = window.setTimeout.bind(window);
  const soak = (window.soak = { now: START, asked: 0, waiting: 0, draws: 0, timers: new Set(), clock: null, memory: null });
  Date.now = () => soak.now;

  // The page has one interval of a second: its clock. It is kept here and runs when the simulated second is over.
  for (const kind of ["Timeout", "Interval"]) {
    const [set, clear] = [window[`set${kind}`].bind(window), window[`clear${kind}`].bind(window)];
    window[`set${kind}`] = (work, time, ...more) => {
      if (kind === "Interval" && time === 1000) {
        soak.clock = work;
        return 0;
      }
      const over = () => {
        if (kind === "Timeout") soak.timers.delete(id);
        work(...more);
      };
      const id = set(over, time);
      soak.timers.add(id);
      return id;
    };
    window[`clear${kind}`] = (id) => {
      soak.timers.delete(id);
      clear(id);
    };
  }

  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...area) {
    soak.draws += 1;
    return clear.apply(this, area);
  };

  for (const name of ["instantiateStreaming", "instantiate"]) {
    const real = WebAssembly[name];
    WebAssembly[name] = async (...all) => {
      const made = await real.apply(WebAssembly, all);
      // Parts of the program share the memory of the whole.
      soak.memory ??= (made.instance ?? made).exports.memory ?? null;
      return made;
    };
  }

  // A day of questions in minutes is more than nginx' rate limit lets through, so they go to Prometheus itself. Every
  // question gets the simulated moment; what the server says of its own present is moved there too.
  const real = window.fetch;
  window.fetch = async (asked, options) => {
    soak.asked += 1;
    soak.waiting += 1;
    try {
      const request = new Request(asked, options);
      const url = new URL(request.url);
      const isQuery = url.pathname.endsWith("/api/v1/query");
      const at = String(soak.now / 1000);
      let body = null;
      if (isQuery && request.method === "POST") body = `${await request.text()}&time=${at}`;
      else if (isQuery) url.searchParams.set("time", at);
      const { method, headers, cache, signal } = request;
      const direct = url.pathname.startsWith("/prometheus/") && `PROMETHEUS${url.pathname.slice(11)}${url.search}`;
      const answer = await real(direct || url, { method, headers, body, cache, signal });
      if (!url.pathname.includes("/api/v1/")) return new Response(await answer.arrayBuffer(), answer);
      const moment = new Date(soak.now).toISOString();
      const text = (await answer.text()).replace(/"(lastEvaluation|activeAt)":"[^"]*"/g, `"$1":"${moment}"`);
      return new Response(text, answer);
    } finally {
      soak.waiting -= 1;
    }
  };

  // What is written down for the next visit is waited for as well: the page goes on after it.
  for (const [kind, name] of [[CacheStorage, "open"], [Cache, "put"], [Cache, "match"]]) {
    const work = kind.prototype[name];
    kind.prototype[name] = async function (...all) {
      soak.waiting += 1;
      try {
        return await work.apply(this, all);
      } finally {
        soak.waiting -= 1;
      }
    };
  }

  // Until nothing is asked any more and what was answered is on the screen.
  const settled = async () => {
    for (let calm = 0; calm < 2; ) {
      await new Promise(requestAnimationFrame);
      await new Promise((done) => wait(done, 3));
      calm = soak.waiting === 0 ? calm + 1 : 0;
    }
  };

  // All parts of the program are there: until then a timer waits to fetch them.
  const whole = () => performance.getEntriesByType("resource").some((entry) => entry.name.includes("/split-incidents-"));
  soak.ready = () => soak.clock !== null && soak.memory !== null && whole() && soak.waiting === 0;

  // So many refreshes, so many milliseconds of simulated time apart; the numbers of timers that were left after each.
  soak.refresh = async (count, step) => {
    const left = [];
    for (let turn = 0; turn < count; turn += 1) {
      soak.now += step;
      soak.clock();
      await settled();
      left.push(soak.timers.size);
    }
    return [...new Set(left)];
  };

  const painted = async () => {
    await new Promise(requestAnimationFrame);
    await new Promise((done) => wait(done, 0));
  };

  // A second in which nothing is due; how many charts were drawn and questions asked in it.
  soak.second = async () => {
    const [draws, asked] = [soak.draws, soak.asked];
    soak.now += 1000;
    soak.clock();
    await painted();
    return [soak.draws - draws, soak.asked - asked];
  };

  // Work that is the same everywhere, in the rhythm of a second and about as long: a list of texts is made, styled, placed
  // and gone. What is so short has to fetch all it needs into the processor's caches first, as a second has.
  soak.same = async () => {
    await new Promise((done) =>
      wait(() => {
        const list = document.createElement("ul");
        list.style = "position: fixed; visibility: hidden";
        for (let row = 0; row < 60; row += 1) {
          const item = document.createElement("li");
          item.textContent = `row ${row}`;
          list.append(item);
        }
        document.body.append(list);
        soak.height = list.offsetHeight;
        list.remove();
        done();
      }, 0),
    );
    await painted();
    return [0, 0];
  };
})();
