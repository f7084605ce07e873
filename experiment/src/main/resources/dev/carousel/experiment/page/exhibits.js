// What the models say: charts that tasks make of trained models, a model at a time or all together;
// pictures and texts have files of their own.

function exhibits(run, parent) {
  const titles = unique(run.exhibits.flatMap((trial) => trial.exhibits.map((e) => e.title)));
  if (!titles.length) {
    return "There is nothing to show: the task shows nothing of its models, or the run was made before "
      + "any task did.";
  }
  for (const text of run.exhibitNotes || []) {
    parent.append(note(text, "warning"));
  }
  const lacking = run.variants.map((v) => v.name).filter((name) =>
    run.done(run.variants[run.index(name)]).length
      && !run.exhibits.some((trial) => trial.variant === name));
  if (lacking.length) {
    parent.append(note("There is nothing of " + listed(lacking) + ": the first trial failed, or was done "
      + "before anything was kept to be shown.", "warning"));
  }
  titles.forEach((title) => exhibit(run, title, parent));
  return null;
}

/** What is the same for every model: where that differs, models cannot stand in one chart. */
function background({caption, x, y, lines, marks}) {
  const others = (things) => things.filter((thing) => thing.provenance !== "model");
  return JSON.stringify([caption, x, y, others(lines), others(marks)]);
}

/** What is shown of one variant, with a choice of which. */
function oneAtATime(title, all, parent, parts) {
  const frame = el("figure");
  const redraw = (chosen) =>
    frame.replaceChildren(...parts(title, all.find(({variant}) => variant === chosen)));
  parent.append(el("h3", {}, title), ...variantChoice(all, redraw), frame);
  redraw(all[0].variant);
}

/** A choice of the variant, the first at first; nothing where there is one only. */
function variantChoice(all, changed) {
  return all.length < 2 ? [] : [el("div", {class: "controls"}, choice("Variant",
    all.map(({variant}) => ({value: variant, name: variant})), all[0].variant, changed))];
}

function exhibit(run, title, parent) {
  const all = run.exhibits.flatMap((trial) => trial.exhibits.filter((e) => e.title === title)
    .map((shown) => ({variant: trial.variant, seed: trial.seed, index: run.index(trial.variant), shown})));
  if (all[0].shown.type === "heat-map") {
    heatMapExhibit(title, all, parent);
    return;
  }
  if (all[0].shown.type === "pictures") {
    oneAtATime(title, all, parent, pictures);
    return;
  }
  if (all[0].shown.type === "texts") {
    oneAtATime(title, all, parent, quotations);
    return;
  }
  const together = all.length > 1 && unique(all.map((each) => background(each.shown))).length === 1;
  const bands = all.some((each) => each.shown.bands.length);
  // The empty text is no variant's name.
  const state = {variant: together && !bands ? "" : all[0].variant};
  const some = () => state.variant === "" ? all : all.filter((each) => each.variant === state.variant);
  const figureOf = chart({
    name: title,
    height: 300,
    caption() {
      const [first, ...others] = some();
      return first.shown.caption + (others.length
        ? " Shown: " + listed(some().map((each) => each.variant)) + ", each with its first seed."
          + (bands ? " Intervals are shown of one at a time." : "")
        : " Shown: " + first.variant + ", seed " + first.seed + ".");
    },
    option: (colors, width) => exhibitOption(some(), colors, width),
  });
  const legend = exhibitKey(some);
  const numbers = exhibitNumbers(title, some);
  const changed = (value) => {
    state.variant = value;
    figureOf.redraw();
    legend.redraw();
    numbers.redraw();
  };
  parent.append(el("h3", {}, title));
  if (all.length > 1) {
    const names = all.map(({variant}) => ({value: variant, name: variant}));
    parent.append(el("div", {class: "controls"}, choice("Variant",
      together ? [{value: "", name: "all"}, ...names] : names, state.variant, changed)));
  }
  parent.append(legend, figureOf, numbers);
}

/** The lines of some models' charts with their looks: what is the same for all stands there once. */
function exhibitLines(some, colors) {
  const of = (each, provenance) => each.shown.lines.filter((line) => line.provenance === provenance);
  const dash = (k) => DASHES[k % DASHES.length];
  return [
    ...of(some[0], "data").map((line, k) => ({line, name: line.name,
      look: {color: colors.text, symbol: "circle", dash: dash(k)}, width: 1.5, markers: 0})),
    ...some.flatMap((each) => of(each, "model").map((line, k) => {
      const own = look(each.index, colors);
      return {line, name: each.variant + ": " + line.name, end: each.variant,
        look: some.length > 1 ? own : {...own, dash: dash(k)}, width: 2, markers: 7};
    })),
    ...of(some[0], "baseline").map((line, k) => ({line, name: line.name, end: line.name,
      look: {color: colors.muted, symbol: SYMBOLS[(k + 4) % SYMBOLS.length], dash: dash(k + 1)},
      width: 1.1, markers: 5})),
  ];
}

/** Bands of a single model: those of several would hide each other. */
function exhibitBands(some, colors) {
  return some.length > 1 ? [] : some[0].shown.bands.map((band, k) => ({band,
    name: some[0].variant + ": " + band.name, color: look(some[0].index, colors).color,
    // Where bands lie within each other, their colours add up.
    opacity: 0.17, sum: 1 - 0.83 ** (k + 1)}));
}

/** What the data mark over the whole height, and what each model marks in a row of its own. */
function exhibitMarks(some, colors) {
  return [
    ...some[0].shown.marks.filter((m) => m.provenance !== "model").map((mark) =>
      ({mark, name: mark.name, color: colors.muted, row: -1})),
    ...some.flatMap((each, row) => each.shown.marks.filter((m) => m.provenance === "model").map((mark) =>
      ({mark, name: each.variant + ": " + mark.name, color: look(each.index, colors).color, row}))),
  ];
}

function exhibitKey(some) {
  const list = el("ul", {class: "key"});
  const patch = (color, opacity, height) => svg("svg", {width: 32, height: 14, "aria-hidden": "true"},
    svg("rect", {x: 0, y: 7 - height / 2, width: 32, height, fill: color, "fill-opacity": opacity}));
  const redraw = () => {
    const colors = theme();
    const marks = new Map(exhibitMarks(some(), colors).map((mark) => [mark.name, mark]));
    list.replaceChildren(
      ...exhibitLines(some(), colors).map((line) =>
        el("li", {}, swatch(line.look, colors, line.markers > 0), line.name)),
      ...exhibitBands(some(), colors).map((band) =>
        el("li", {}, patch(band.color, band.sum, 12), band.name)),
      ...[...marks.values()].map((mark) =>
        el("li", {}, mark.row < 0 ? patch(mark.color, 0.25, 14) : patch(mark.color, 1, 6), mark.name)));
  };
  redraw();
  charts.push({draw: redraw, fit: () => {}});
  list.redraw = redraw;
  return list;
}

/** Where something is on the axis across: a number, or what clocks show. */
function placeText(chart) {
  if (!chart.x.zone) {
    return tick;
  }
  const times = [...chart.lines, ...chart.bands].flatMap((thing) => thing.x);
  const precise = times.some((x) => x % 60_000 !== 0);
  const days = times.every((x) => x % 86_400_000 === 0);
  return (x) => new Date(x).toISOString().slice(0, days ? 10 : precise ? 19 : 16).replace("T", " ");
}

/**
 * By each place, the rows of what is drawn there: [name, text]. Clocks that go back show an hour twice,
 * and then there are two values at a place.
 */
function exhibitRows(some) {
  const colors = theme();
  const rows = new Map();
  const put = (x, name, text) => {
    if (!rows.has(x)) {
      rows.set(x, []);
    }
    const before = rows.get(x).find((row) => row[0] === name);
    if (before) {
      before[1] += ", " + text;
    } else {
      rows.get(x).push([name, text]);
    }
  };
  exhibitLines(some, colors).forEach(({line, name}) =>
    line.x.forEach((x, i) => put(x, name, figure(line.y[i]))));
  exhibitBands(some, colors).forEach(({band, name}) => band.x.forEach((x, i) => put(x, name,
    known(band.lower[i]) ? figure(band.lower[i]) + " to " + figure(band.upper[i]) : "–")));
  for (const {mark, name} of exhibitMarks(some, colors)) {
    for (const [x, row] of rows) {
      if (mark.from <= x && x <= mark.to && !row.some(([other]) => other === name)) {
        put(x, name, "marked");
      }
    }
  }
  return new Map([...rows].sort(([a], [b]) => a - b));
}

/** The chart as a table, made when it is opened. */
function exhibitNumbers(title, some) {
  const details = el("details", {}, el("summary", {}, "The numbers"));
  let content = null;
  const redraw = () => {
    if (content) {
      content.remove();
      content = null;
    }
    if (!details.open) {
      return;
    }
    const rows = exhibitRows(some());
    const shown = some()[0].shown;
    const place = placeText(shown);
    const names = unique([...rows.values()].flatMap((row) => row.map(([name]) => name)));
    content = table(title, [{name: shown.x.name, text: true}, ...names.map((name) => ({name}))],
      [...rows].map(([x, row]) => {
        const texts = new Map(row);
        return [place(x), ...names.map((name) => texts.get(name) || "")];
      }));
    content.classList.add("tall");
    details.append(content);
  };
  details.addEventListener("toggle", redraw);
  details.redraw = redraw;
  return details;
}

function exhibitOption(some, colors, width) {
  const shown = some[0].shown;
  const lines = exhibitLines(some, colors);
  const bands = exhibitBands(some, colors);
  const marks = exhibitMarks(some, colors);
  const labels = width > 620;
  const ends = lines.filter((each) => each.end).flatMap(({line, end}) => {
    const last = line.y.findLastIndex(known);
    return last < 0 ? [] : [{name: end, x: line.x[last], y: line.y[last]}];
  });
  return {
    useUTC: true,
    grid: {left: 56, right: labels && ends.length ? room(ends.map((end) => end.name), width) + 24 : 14,
      top: 34, bottom: 48},
    xAxis: axis(colors, shown.x.name, {
      splitLine: {show: false},
      // At the bottom, wherever zero is.
      axisLine: {show: true, onZero: false, lineStyle: {color: colors.strong}},
      ...(shown.x.zone
        ? {type: "time", axisLabel: {color: colors.muted, hideOverlap: true}} : exactEnds(lines, bands)),
    }),
    yAxis: upright(colors, shown.y.name),
    tooltip: exhibitTooltip(some, colors),
    series: [
      ...(marks.length ? [markSeries(marks, lines, bands)] : []),
      ...bands.map(bandSeries),
      ...lines.map(lineSeries),
      ...(labels && ends.length ? [endLabels(ends, colors)] : []),
    ],
  };
}

/** An axis of numbers from the first to the last, with whole ticks where they are whole. */
function exactEnds(lines, bands) {
  const all = [...lines.map(({line}) => line), ...bands.map(({band}) => band)].flatMap(({x}) => x);
  const [min, max] = [Math.min(...all), Math.max(...all)];
  const around = min === max ? 1 : 0;
  return {min: min - around, max: max + around, minInterval: all.every(Number.isInteger) ? 1 : undefined};
}

function exhibitTooltip(some, colors) {
  const shown = some[0].shown;
  const place = placeText(shown);
  const rows = exhibitRows(some);
  const places = [...rows.keys()];
  return {
    trigger: "axis",
    axisPointer: {type: "line", label: {show: false}, lineStyle: {color: colors.strong, type: "solid"}},
    formatter(params) {
      const at = params[0].axisValue;
      const x = places.reduce((best, each) => Math.abs(each - at) < Math.abs(best - at) ? each : best);
      return tip(shown.x.name + " " + place(x), rows.get(x));
    },
  };
}

/** Markers of neighbouring lines are at different points, so that they do not hide each other. */
function lineSeries({line, name, look: {color, symbol, dash}, width, markers}, index) {
  const every = Math.max(1, Math.ceil(line.x.length / 7));
  // A point between gaps has no line that would show it.
  const alone = (i) => known(line.y[i]) && !known(line.y[i - 1]) && !known(line.y[i + 1]);
  return {
    type: "line", name, color, symbol,
    data: line.x.map((x, i) => [x, known(line.y[i]) ? line.y[i] : null]),
    showAllSymbol: true, connectNulls: false,
    symbolSize: (value, {dataIndex}) => alone(dataIndex) ? markers || 5
      : (dataIndex + index) % every === 0 ? markers : 0,
    lineStyle: {color, type: dash, width},
    emphasis: {disabled: true},
  };
}

/** A polygon for each stretch without a gap. */
function bandSeries({band, name, color, opacity}) {
  const points = band.x.map((x, i) => ({x, low: band.lower[i], high: band.upper[i]}));
  const stretches = [[]];
  for (const point of points) {
    if (known(point.low) && known(point.high)) {
      stretches[stretches.length - 1].push(point);
    } else {
      stretches.push([]);
    }
  }
  const shown = stretches.filter((stretch) => stretch.length);
  return {
    type: "custom", name, silent: true, clip: true, z: 1, tooltip: {show: false},
    encode: {x: 0, y: [1, 2]},
    data: shown.flat().map(({x, low, high}) => [x, low, high]),
    renderItem(params, api) {
      // All polygons are drawn with the first point.
      if (params.dataIndexInside > 0) {
        return null;
      }
      return {type: "group", children: shown.map((stretch) => {
        const top = stretch.map(({x, high}) => api.coord([x, high]));
        const bottom = stretch.map(({x, low}) => api.coord([x, low])).reverse();
        const points = [...top, ...bottom];
        // One point alone would have no width.
        return {type: "polygon", style: {fill: color, opacity}, shape: {points: stretch.length > 1 ? points
          : [[-4, 0], [4, 0], [4, 1], [-4, 1]].map(([dx, i]) => [points[i][0] + dx, points[i][1]])}};
      })};
    },
  };
}

/** Stretches behind the lines, or for models in rows along the top. */
function markSeries(marks, lines, bands) {
  const heights = [...lines.flatMap(({line}) => line.y), ...bands.flatMap(({band}) => band.lower)];
  const height = heights.find(known) || 0;
  return {
    type: "custom", silent: true, clip: true, z: 0, tooltip: {show: false},
    encode: {x: [0, 1], y: 2},
    data: marks.map(({mark}) => [mark.from, mark.to, height]),
    renderItem(params, api) {
      const {color, row} = marks[params.dataIndex];
      const area = params.coordSys;
      const from = api.coord([api.value(0), height])[0];
      const to = api.coord([api.value(1), height])[0];
      const wide = Math.max(3, to - from);
      const x = (from + to - wide) / 2;
      return {type: "rect", style: {fill: color, opacity: row < 0 ? 0.2 : 1}, shape: row < 0
        ? {x, y: area.y, width: wide, height: area.height}
        : {x, y: area.y + 1 + 8 * row, width: wide, height: 6}};
    },
  };
}
