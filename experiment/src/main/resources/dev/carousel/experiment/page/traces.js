// Inside the cells: gate values over time, saturation, gradients and Jacobians.

/** The numbers of a heat map: a function of row and column. */
function unpacked(map) {
  const bytes = atob(map.bytes);
  const scale = (map.max - map.min) / 254;
  return (row, column) => {
    const byte = bytes.charCodeAt(row * map.units + column);
    return byte === 255 ? null : map.min + byte * scale;
  };
}

function inside(run, parent) {
  if (!run.traces.length) {
    return "No cell was traced. The trace command records gates, states and gradients of a finished "
      + "run; report then shows them here.";
  }
  for (const text of run.traceNotes || []) {
    parent.append(note(text, "warning"));
  }
  if (run.traces.some((t) => t.layers.some((l) => l.values.some((v) => v.map)))) {
    heatMaps(run, parent);
  }
  saturation(run, parent);
  flows(run, parent);
  horizon(run, parent);
  return null;
}

function traceName(trace) {
  return trace.variant + ", seed " + trace.seed;
}

/** What to call a layer of a trace: its own name only matters where there are several. */
function placeName(run) {
  const several = run.traces.some((t) => t.layers.length > 1);
  return (trace, layer) => traceName(trace) + (several ? ", " + layer.name : "");
}

/** Ends of the colour scale: those that the kind of value can have, else those that it has. */
function scaleOf(value) {
  const {min, max} = value.map;
  if (value.kind === "gate" && min >= 0 && max <= 1) {
    return {min: 0, max: 1, diverging: false};
  }
  if (min >= 0) {
    return {min: 0, max: max || 1, diverging: false};
  }
  const most = Math.max(-min, max);
  return min >= -1 && max <= 1
    ? {min: -1, max: 1, diverging: true} : {min: -most, max: most, diverging: true};
}

function heatMaps(run, parent) {
  const traces = run.traces.filter((t) => t.layers.some((l) => l.values.some((v) => v.map)));
  const gated = (t) => t.layers.some((l) => l.values.some((v) => v.kind === "gate"));
  const state = {trace: traces.find(gated) || traces[0], layer: null, value: null};
  const layers = () => state.trace.layers.filter((l) => l.values.some((v) => v.map));
  const values = () => state.layer.values.filter((v) => v.map);
  const settle = () => {
    const layer = state.layer && state.layer.name;
    const value = state.value && state.value.name;
    state.layer = layers().find((l) => l.name === layer) || layers()[0];
    state.value = values().find((v) => v.name === value)
      || values().find((v) => v.kind === "gate") || values()[0];
  };
  settle();
  const figureOf = chart({
    name: "Values over time",
    canvas: true,
    height: () => heatMapHeight(state.value.map),
    caption() {
      const {map, mean: average, low, high, kind, name} = state.value;
      const every = (stride, what) => stride === 1 ? "every " + what
        : "one " + what + " in " + stride;
      const thinned = map.unitStride > 1 || map.stepStride > 1
        ? " Shown are " + every(map.unitStride, "unit") + " and " + every(map.stepStride, "step") + "."
        : "";
      const ends = kind === "gate" ? ["below 0.1", "above 0.9"] : ["below −0.9", "above 0.9"];
      const shares = known(low) && known(high)
        ? ", " + percent(low) + " " + ends[0] + ", " + percent(high) + " " + ends[1] : "";
      return name + " in layer " + state.layer.name + " of " + traceName(state.trace)
        + (state.trace.input ? " on input " + state.trace.input : "")
        + ": time steps across, units down"
        + (known(average) ? "; mean " + figure(average) : "") + shares + "." + thinned;
    },
    option: (colors, width) => heatMapOption(state, colors, width),
  });
  const controls = el("div", {class: "controls"});
  const fill = () => {
    const pick = (name, all, of) => (text) => {
      state[name] = all.find((item) => of(item) === text);
      settle();
      fill();
      figureOf.redraw();
    };
    const option = (of) => (item) => ({value: of(item), name: of(item)});
    const named = (item) => item.name;
    controls.replaceChildren(
      choice("Variant", traces.map(option(traceName)), traceName(state.trace),
        pick("trace", traces, traceName)),
      ...(layers().length > 1 ? [choice("Layer", layers().map(option(named)), state.layer.name,
        pick("layer", layers(), named))] : []),
      choice("Value", values().map(option(named)), state.value.name,
        pick("value", values(), named)));
  };
  fill();
  parent.append(el("h3", {}, "Gates and states over time"), controls, figureOf);
}

function heatMapHeight(map) {
  return Math.max(230, Math.min(520, 110 + 9 * map.units));
}

function percent(share) {
  return (100 * share).toFixed(share < 0.1 ? 1 : 0) + " %";
}

function heatMapOption(state, colors, width) {
  const {map, name} = state.value;
  const at = unpacked(map);
  const scale = scaleOf(state.value);
  // A layer over another sequence, such as a translation's source, has steps of its own.
  const named = Math.ceil(state.trace.steps / map.stepStride) === map.steps;
  const labels = named ? state.trace.labels : null;
  const steps = Array.from({length: map.steps}, (_, t) => t * map.stepStride);
  const units = Array.from({length: map.units}, (_, j) => j * map.unitStride);
  const data = [];
  for (let t = 0; t < map.steps; t++) {
    for (let j = 0; j < map.units; j++) {
      const value = at(t, j);
      if (value !== null) {
        data.push([t, j, value]);
      }
    }
  }
  // Labels that mark few steps are all shown.
  const marks = labels && labels.filter(String).length < 0.2 * labels.length;
  const stepName = (t) => labels && labels[t] !== undefined ? String(labels[t]) : String(t);
  // As many labels as fit: one for each step where they are single characters.
  const longest = labels ? labels.reduce((most, l) => Math.max(most, String(l).length), 1) : 3;
  const fit = Math.max(1, Math.floor((width - 80) / (longest * 7.5 + 4)));
  const stride = Math.ceil(map.steps / fit);
  const rowStride = Math.ceil(15 * map.units / (heatMapHeight(map) - 100));
  return {
    grid: {left: 48, right: 14, top: 12, bottom: 88},
    xAxis: {type: "category", data: steps.map(stepName), name: labels ? "time step, by its label" : "time step",
      nameLocation: "middle", nameGap: 26, nameTextStyle: {color: colors.muted},
      axisLine: {show: false}, axisTick: {show: false},
      axisLabel: {color: colors.muted, interval: (i, text) => marks ? text !== "" : i % stride === 0,
        hideOverlap: true}},
    yAxis: {type: "category", data: units.map(String), inverse: true, name: "unit",
      nameLocation: "middle", nameGap: 30, nameTextStyle: {color: colors.muted},
      axisLine: {show: false}, axisTick: {show: false},
      axisLabel: {color: colors.muted, interval: (i) => i % rowStride === 0}},
    visualMap: {min: scale.min, max: scale.max, calculable: false, orient: "horizontal",
      left: "center", bottom: 0, itemWidth: 12, itemHeight: Math.min(220, width * 0.5),
      precision: 2, text: [short(scale.max), short(scale.min)],
      textStyle: {color: colors.muted},
      inRange: {color: scale.diverging ? colors.diverging : colors.sequential}},
    tooltip: {trigger: "item", formatter: (params) => tip(name, [
      ["step", steps[params.value[0]] + (labels ? " (" + stepName(steps[params.value[0]]) + ")" : "")],
      ["unit", units[params.value[1]]],
      ["value", params.value[2].toFixed(2)]])},
    series: [{type: "heatmap", data, progressive: 0, itemStyle: {borderWidth: 0},
      emphasis: {itemStyle: {borderColor: colors.text, borderWidth: 1}}}],
  };
}

function saturation(run, parent) {
  const place = placeName(run);
  const rows = run.traces.flatMap((trace) => trace.layers.flatMap((layer) => layer.values
    .filter((v) => known(v.mean) || known(v.low) || known(v.high))
    .map((v) => [place(trace, layer), v.name, v.kind, figure(v.mean),
      known(v.low) ? percent(v.low) : "–", known(v.high) ? percent(v.high) : "–"])));
  if (!rows.length) {
    return;
  }
  const content = table("Saturation",
    [{name: "trial", text: true}, {name: "value", text: true}, {name: "kind", text: true},
      {name: "mean"}, {name: "low"}, {name: "high"}], rows);
  parent.append(el("h3", {}, "Saturation"),
    note("Low: the share of a gate's values below 0.1, or of a bounded value's below −0.9; high: the "
      + "share above 0.9. A saturated unit passes little gradient through its nonlinearity."),
    rows.length > 14 ? opened(plural(rows.length, "value"), content) : content);
}

/** Gradient norms by step and Jacobian norms by lag, with one switch for both. */
function flows(run, parent) {
  const of = (kind) => unique(run.traces.flatMap((t) => t.layers.flatMap((l) =>
    Object.keys(l[kind] || {}))));
  const states = unique([...of("gradients"), ...of("jacobian")]);
  if (!states.length) {
    return;
  }
  const layers = unique(run.traces.flatMap((t) => t.layers.map((l) => l.name)));
  const state = {state: states.includes("h") ? "h" : states[0], layer: layers[0]};
  const lines = (kind, points) => run.traces.flatMap((trace) => {
    const layer = trace.layers.find((l) => l.name === state.layer);
    const found = layer && layer[kind] && layer[kind][state.state];
    return found ? [{trace, points: points(found)}] : [];
  });
  const without = (kind) => {
    const has = new Set(lines(kind, () => []).map((l) => l.trace.variant));
    const lacking = unique(run.traces.map((t) => t.variant)).filter((name) => !has.has(name));
    return lacking.length ? " Not drawn, for want of " + state.state + ": " + listed(lacking) + "."
      : "";
  };
  const positive = ([x, y]) => [x, known(y) && y > 0 ? y : null];
  const gradients = () => lines("gradients", (norms) => norms.map((y, t) => positive([t, y])));
  const jacobians = () => lines("jacobian", (j) => j.norm.map((y, i) => positive([j.lag[i], y])));
  const gradientChart = chart({
    name: "Gradient norms by time step",
    height: 340,
    caption: () => "Norm of ∂L/∂" + state.state + "(t) at each time step t, from the last step back to "
      + "the state before the first; logarithmic. A zero cannot be drawn." + without("gradients"),
    option: (colors, width) =>
      flowOption(run, gradients(), "time step t", "‖∂L/∂" + state.state + "(t)‖", colors, width),
  });
  const jacobianChart = chart({
    name: "Jacobian norms by lag",
    height: 340,
    caption: () => "Spectral norm of the Jacobian ∂" + state.state + "(T)/∂" + state.state
      + "(T−lag) on the traced sequence; logarithmic. Where it falls the gradient vanishes, where it "
      + "rises it explodes." + without("jacobian"),
    option: (colors, width) => flowOption(run, jacobians(), "lag in steps",
      "‖∂" + state.state + "(T)/∂" + state.state + "(T−lag)‖", colors, width),
  });
  const singular = el("div");
  const fill = () => {
    singular.replaceChildren(...singularValues(lines("jacobian", (j) => j)));
    gradientChart.redraw();
    jacobianChart.redraw();
  };
  const pick = (name) => (value) => {
    state[name] = value;
    fill();
  };
  parent.append(el("h3", {}, "Gradient flow"),
    el("div", {class: "controls"},
      states.length > 1 ? choice("State", states.map((s) => ({value: s, name: s})), state.state,
        pick("state")) : "",
      layers.length > 1 ? choice("Layer", layers.map((l) => ({value: l, name: l})), state.layer,
        pick("layer")) : ""),
    key(unique(run.traces.map((t) => t.variant)).map((name) => ({index: run.index(name), name}))));
  if (of("gradients").length) {
    parent.append(gradientChart);
  }
  if (of("jacobian").length) {
    parent.append(jacobianChart, singular);
    singular.append(...singularValues(lines("jacobian", (j) => j)));
  }
}

/** At a few lags, how far the Jacobian stretches and shrinks. */
function singularValues(lines) {
  const some = lines.filter((l) => l.points.singularValues && l.points.singularValues.length);
  if (!some.length) {
    return [];
  }
  const rows = some.flatMap(({trace, points}) => {
    const last = points.lag.length - 1;
    return unique([0, 1, 0.25, 0.5, 0.75, 1].map((share, i) => i === 1 ? Math.min(1, last)
      : Math.round(share * last))).sort((a, b) => a - b)
      .filter((i) => points.singularValues[i])
      .map((i) => [traceName(trace), points.lag[i], ...points.singularValues[i].map(figure)]);
  });
  return [opened("Singular values of the Jacobians", table("Singular values",
    [{name: "trial", text: true}, {name: "lag"}, {name: "largest"}, {name: "median"},
      {name: "smallest"}], rows))];
}

function flowOption(run, lines, across, up, colors, width) {
  const labels = width > 620;
  const first = (trace) => run.traces.find((t) => t.variant === trace.variant) === trace;
  const ends = lines.filter((l) => first(l.trace)).flatMap(({trace, points}) => {
    const end = points.filter((p) => p[1] !== null).pop();
    return end ? [{name: trace.variant, x: end[0], y: end[1]}] : [];
  });
  return {
    grid: {left: 56, right: labels ? room(ends.map((end) => end.name), width) + 24 : 14, top: 34,
      bottom: 48},
    xAxis: axis(colors, across, {min: 0, splitLine: {show: false}}),
    yAxis: upright(colors, up, {type: "log"}),
    tooltip: {trigger: "item", formatter: (params) => tip(params.seriesName,
      [[across, params.value[0]], [up, figure(params.value[1])]])},
    series: [...(labels && ends.length ? [endLabels(ends, colors)] : []), ...lines.map(({trace, points}) => {
      const {color, symbol, dash} = look(run.index(trace.variant), colors);
      const every = Math.max(1, Math.ceil(points.length / 7));
      return {type: "line", name: traceName(trace), color, symbol, data: points,
        showAllSymbol: true, connectNulls: false,
        symbolSize: (value, params) => params.dataIndex % every === 0 ? 7 : 0,
        lineStyle: {color, type: dash, width: first(trace) ? 2 : 1}, emphasis: {focus: "series"}};
    })],
  };
}

function horizon(run, parent) {
  const rows = run.traces.flatMap((trace) => trace.layers.filter((l) => l.horizon).map((l) =>
    [placeName(run)(trace, l), known(l.horizon.steps) ? tick(l.horizon.steps) : "–",
      l.horizon.note || ""]));
  if (rows.length) {
    parent.append(el("h3", {}, "Memory horizon"),
      note("The lag from which on the Jacobian's norm stays below 1/e."),
      table("Memory horizon", [{name: "trial", text: true}, {name: "steps"},
        {name: "how it was found", long: true}], rows));
  }
  const times = run.traces.flatMap((trace) => trace.layers.flatMap((l) =>
    Object.entries(l.timescales || {}).map(([state, time]) => [placeName(run)(trace, l), state,
      time.coefficient, figure(time.median), figure(time.longest)])));
  if (times.length) {
    parent.append(el("h3", {}, "Characteristic times"),
      note("1/(1 − k), in steps, for a state s(t) = k ∘ s(t−1) + …, with k averaged over the steps: the "
        + "median over the units, and the longest."),
      table("Characteristic times", [{name: "trial", text: true}, {name: "state", text: true},
        {name: "k", text: true}, {name: "median"}, {name: "longest"}], times));
  }
}
