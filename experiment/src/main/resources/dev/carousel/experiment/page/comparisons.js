// Charts of results: learning curves, trials, paired differences, cost, and the search.

function metricChoice(run, value, changed) {
  return run.metrics.length > 1
    ? choice("Metric", run.metrics.map((m) => ({value: m.name, name: m.name})), value, changed)
    : null;
}

function metricNamed(run, name) {
  return run.metrics.find((m) => m.name === name) || {name};
}

/**
 * The curves of each variant's trials, in the variants' order. One that is neither done nor failed
 * goes on.
 */
function learning(run) {
  return run.variants.map((variant) => {
    const done = new Set(run.done(variant).map((t) => t.seed));
    const failed = new Set(run.failed(variant).map((t) => t.seed));
    const trials = run.curves.filter((c) => c.variant === variant.name).map((curve) =>
      ({seed: curve.seed, curve, done: done.has(curve.seed), failed: failed.has(curve.seed)}));
    return {variant, trials};
  });
}

/** By epoch: mean, least and greatest over the trials that are done and have got that far. */
function averaged(trials, values) {
  const done = trials.filter((t) => t.done);
  const epochs = unique(done.flatMap((t) => t.curve.epoch)).sort((a, b) => a - b);
  return epochs.map((epoch) => {
    const present = done
      .map((t) => ({t, at: t.curve.epoch.indexOf(epoch)}))
      .filter(({at}) => at >= 0);
    const numbers = present.map(({t, at}) => (values(t.curve) || [])[at]).filter(known);
    return numbers.length === 0 ? null : {
      epoch,
      seconds: mean(present.map(({t, at}) => t.curve.seconds[at])),
      mean: mean(numbers),
      low: Math.min(...numbers),
      high: Math.max(...numbers),
      n: numbers.length,
      all: numbers.length === done.length,
    };
  }).filter(Boolean);
}

function learningCurves(run, parent) {
  const curves = learning(run);
  if (!curves.some((c) => c.trials.length)) {
    return "There are no learning curves: metrics.jsonl is absent or empty.";
  }
  const valid = unique(run.curves.flatMap((c) => Object.keys(c.valid)));
  const quantities = [
    ...valid.map((name) => ({value: "valid " + name, name: "validation " + name,
      of: (curve) => curve.valid[name]})),
    {value: "loss", name: "training loss", of: (curve) => curve.trainingLoss},
  ];
  const state = {quantity: quantities[0].value, x: "epoch", show: "mean", scale: "linear"};
  const quantity = () => quantities.find((q) => q.value === state.quantity);
  const figureOf = chart({
    name: "Learning curves",
    height: 380,
    caption() {
      const by = state.x === "epoch" ? "epoch" : "seconds of training";
      const text = quantity().name + " by " + by + ". ";
      return text[0].toUpperCase() + text.slice(1) + (state.show === "mean"
        ? "Lines: mean over the seeds that are done; bands: least to greatest. Where a line is thin, "
          + "some of its trials have stopped, and it is the mean of those left."
        : "A line a trial; one that ends in a cross has failed.");
    },
    option: (colors, width) => curvesOption(curves, state, quantity(), colors, width),
  });
  const change = (name) => (value) => {
    state[name] = value;
    figureOf.redraw();
  };
  parent.append(
    el("div", {class: "controls"},
      choice("Show", quantities, state.quantity, change("quantity")),
      choice("By", [{value: "epoch", name: "epoch"}, {value: "seconds", name: "seconds"}],
        state.x, change("x")),
      choice("Lines", [{value: "mean", name: "mean and range"}, {value: "trials", name: "every trial"}],
        state.show, change("show")),
      choice("Scale", [{value: "linear", name: "linear"}, {value: "log", name: "logarithmic"}],
        state.scale, change("scale"))),
    key(curves.map(({variant}, index) => ({index, name: variant.name}))),
    figureOf,
    opened("Where the curves end", curveEnds(curves, valid),
      note("Means over the trials that are done, each at its last epoch.")));
  return null;
}

function curveEnds(curves, valid) {
  const columns = [{name: "variant", text: true}, {name: "trials"}, {name: "epochs"},
    ...valid.map((name) => ({name: "validation " + name})), {name: "training loss"}];
  const last = (values) => values && values[values.length - 1];
  return table("Where the curves end", columns, curves.map(({variant, trials}) => {
    const done = trials.filter((t) => t.done);
    const average = (of) => {
      const numbers = done.map((t) => of(t.curve)).filter(known);
      return numbers.length ? figure(mean(numbers)) : "–";
    };
    return [variant.name, done.length, average((c) => c.epoch.length),
      ...valid.map((name) => average((c) => last(c.valid[name]))), average((c) => last(c.trainingLoss))];
  }));
}

function curvesOption(curves, state, quantity, colors, width) {
  const series = [];
  const ends = [];
  const labels = width > 620;
  const positive = (value) => state.scale === "linear" || value > 0 ? value : null;
  curves.forEach(({variant, trials}, index) => {
    const {color, symbol, dash} = look(index, colors);
    const line = {type: "line", name: variant.name, color, symbol, symbolSize: 7,
      lineStyle: {color, type: dash, width: 2}, emphasis: {focus: "series"}};
    if (state.show === "trials") {
      trials.forEach(({curve, failed, seed}) => {
        const values = quantity.of(curve) || [];
        const points = values.map((value, i) => [curve[state.x][i], positive(value)]);
        series.push({...line, trial: seed, data: points, showSymbol: false,
          lineStyle: {...line.lineStyle, width: 1.2, opacity: 0.75}});
        const end = points.filter((p) => known(p[1])).pop();
        if (failed && end) {
          series.push({type: "scatter", name: variant.name, silent: true, color, data: [end],
            symbol: "path://M0 0 L10 10 M10 0 L0 10", symbolSize: 10,
            itemStyle: {borderColor: color, borderWidth: 2}});
        }
      });
      return;
    }
    const points = averaged(trials, quantity.of);
    if (!points.length) {
      return;
    }
    const shown = points.filter((p) => state.scale === "linear" || p.low > 0);
    const every = Math.max(1, Math.ceil(points.length / 6));
    series.push({
      type: "custom", name: variant.name, silent: true, clip: true, z: 1,
      data: shown.map((p) => [p[state.x], p.low, p.high]),
      renderItem(params, api) {
        // One polygon for all points, drawn with the first.
        if (params.dataIndexInside > 0) {
          return null;
        }
        const top = shown.map((p) => api.coord([p[state.x], p.high]));
        const bottom = shown.map((p) => api.coord([p[state.x], p.low])).reverse();
        return {type: "polygon", shape: {points: [...top, ...bottom]},
          style: {fill: color, opacity: 0.13}};
      },
    });
    const whole = points.filter((p) => p.all);
    const rest = points.filter((p, i) => !p.all || (points[i + 1] && !points[i + 1].all));
    series.push({...line, data: whole.map((p) => [p[state.x], positive(p.mean), p]),
      showAllSymbol: true,
      symbolSize: (value, params) =>
        (params.dataIndex + 1 + 2 * index) % every === 0 || whole.length < 8 ? 7 : 0});
    const last = shown[shown.length - 1];
    if (last) {
      ends.push({name: variant.name, x: last[state.x], y: last.mean});
    }
    if (rest.length > 1) {
      series.push({...line, data: rest.map((p) => [p[state.x], positive(p.mean), p]),
        showSymbol: false, lineStyle: {...line.lineStyle, width: 0.9}});
    }
  });
  if (labels && ends.length) {
    series.push(endLabels(ends, colors));
  }
  return {
    grid: {left: 56, right: labels ? room(ends.map((end) => end.name), width) + 24 : 14, top: 34,
      bottom: 48},
    xAxis: axis(colors, state.x === "epoch" ? "epoch" : "seconds of training",
      {min: 0, splitLine: {show: false}}),
    yAxis: upright(colors, quantity.name, state.scale === "log"
      ? {type: "log", ...logEnds(curves.flatMap((c) => c.trials).flatMap((t) => quantity.of(t.curve) || []))}
      : {}),
    tooltip: {
      trigger: "item",
      formatter(params) {
        const [x, y, point] = params.value;
        const rows = [[state.x, short(x)], [quantity.name, figure(y)]];
        if (point) {
          rows.push(["range", figure(point.low) + " to " + figure(point.high)],
            ["trials", point.n]);
        }
        return tip(params.seriesName, rows);
      },
    },
    series,
  };
}

/** Every trial as a dot, with mean and interval. */
function dots(run, parent) {
  const shown = run.variants.filter((v) => run.done(v).length);
  if (!shown.length) {
    return "There is no trial to show: none is done yet.";
  }
  const state = {metric: run.metrics.length ? run.metrics[0].name : ""};
  const names = run.variants.map((v) => v.name);
  const place = () => placed(run, state.metric);
  const figureOf = chart({
    name: "Every trial",
    height: () => 70 + 40 * names.length,
    caption() {
      const {within, beyond} = place();
      return "Test " + state.metric + run.best(metricNamed(run, state.metric))
        + ". Each marker is a trial; the diamond above them is their mean, its bar the 95 % "
        + "confidence interval."
        + (within.length ? " Vertical lines: " + listed(within.map((b) => b.name)) + "." : "")
        + (beyond.length ? " Too far off to be drawn: "
          + listed(beyond.map((b) => b.name + " (" + figure(b.value) + ")")) + "." : "");
    },
    option(colors, width) {
      const {within} = place();
      const series = run.variants.map((variant, row) => {
        const {color, symbol} = look(row, colors);
        const data = run.done(variant)
          .filter((t) => test(t, state.metric) !== null)
          .map((t, i) => ({value: [test(t, state.metric), row], seed: t.seed,
            symbolOffset: [0, stagger(i)]}));
        return {type: "scatter", name: variant.name, color, symbol, symbolSize: 9, data,
          itemStyle: {opacity: 0.85}, emphasis: {scale: 1.4}};
      });
      const means = run.variants.map((variant, row) => {
        const s = summaryOf(variant, state.metric);
        return s && known(s.mean)
          ? [s.mean, s.ci95 ? s.ci95[0] : NaN, s.ci95 ? s.ci95[1] : NaN, row] : null;
      }).filter(Boolean);
      series.push(intervals(means, colors, -9));
      series[0].markLine = {silent: true, symbol: "none", animation: false,
        lineStyle: {color: colors.strong, type: "dashed"},
        label: {formatter: (line) => line.name, color: colors.muted, fontSize: 11, position: "start"},
        data: within.map((b) => ({name: b.name, xAxis: b.value}))};
      return {
        grid: {left: room(names, width) + 12, right: 22, top: 26, bottom: 44},
        xAxis: axis(colors, "test " + state.metric, reach(run, state.metric, within)),
        yAxis: rowsAxis(colors, names, room(names, width)),
        tooltip: {trigger: "item", formatter: (params) => tip(params.seriesName,
          [["seed", params.data.seed], ["test " + state.metric, figure(params.value[0])]])},
        series,
      };
    },
  });
  const select = metricChoice(run, state.metric, (value) => {
    state.metric = value;
    figureOf.redraw();
  });
  parent.append(select ? el("div", {class: "controls"}, select) : "", figureOf);
  return null;
}

/** All numbers of a metric that a chart of trials has to hold. */
function spread(run, metric) {
  return run.variants.flatMap((variant) => {
    const s = summaryOf(variant, metric);
    return [...run.done(variant).map((t) => test(t, metric)), ...((s && s.ci95) || [])].filter(known);
  });
}

/** An axis' ends: a little beyond everything shown. */
function reach(run, metric, within) {
  const all = [...spread(run, metric), ...within.map((b) => b.value)];
  if (!all.length) {
    return {};
  }
  const low = Math.min(...all);
  const high = Math.max(...all);
  const margin = (high - low || Math.abs(high) || 1) * 0.05;
  return rounded(low - margin, high + margin);
}

function rounded(low, high) {
  const step = 10 ** Math.floor(Math.log10((high - low) / 4));
  return {min: Number((Math.floor(low / step) * step).toPrecision(12)),
    max: Number((Math.ceil(high / step) * step).toPrecision(12))};
}

/** Baselines near enough to be drawn beside the trials, and the others. */
function placed(run, metric) {
  const all = spread(run, metric);
  const low = Math.min(...all);
  const high = Math.max(...all);
  const span = high - low || Math.abs(high) || 1;
  const baselines = run.baselines
    .map((b) => ({name: b.name, value: ((b.metrics && b.metrics.test) || {})[metric]}))
    .filter((b) => known(b.value));
  const near = (b) => b.value > low - span && b.value < high + span;
  return {within: baselines.filter(near), beyond: baselines.filter((b) => !near(b))};
}

/** Differences on equal seeds, with what is to be said of each. */
function paired(run, parent) {
  if (!run.comparisons.length) {
    return run.variants.length < 2
      ? "There is one variant, so there are no differences."
      : "Paired differences are not among the results: results.json has no comparisons.";
  }
  const metrics = unique(run.comparisons.map((c) => c.metric));
  const references = unique(run.comparisons.map((c) => c.against));
  // Where all pairs are too many, those of one variant with every other.
  const many = run.comparisons.length / metrics.length > 12 && references.length > 1;
  const names = run.variants.map((v) => v.name)
    .filter((name) => run.comparisons.some((c) => c.variant === name || c.against === name));
  const state = {metric: metrics[0], against: many ? names[0] : ""};
  const chosen = () => run.comparisons.filter((c) => c.metric === state.metric)
    .map((c) => many && c.variant === state.against ? turned(c) : c)
    .filter((c) => !many || c.against === state.against);
  const figureOf = chart({
    name: "Paired differences",
    height: () => 70 + 40 * chosen().length,
    caption() {
      const metric = metricNamed(run, state.metric);
      return "Test " + state.metric + ", variant minus reference, on equal seeds. Each circle is a "
        + "seed; the diamond is the mean difference, its bar the 95 % confidence interval. "
        + (metric.lowerIsBetter === undefined ? ""
          : "Left of 0 the " + (metric.lowerIsBetter ? "variant" : "reference") + " is better.");
    },
    option: (colors, width) => pairedOption(run, chosen(), state.metric, colors, width),
  });
  const holder = el("div");
  const fill = () => {
    holder.replaceChildren(pairedTable(chosen()));
    figureOf.redraw();
  };
  const controls = [];
  if (metrics.length > 1) {
    controls.push(choice("Metric", metrics.map((m) => ({value: m, name: m})), state.metric, (m) => {
      state.metric = m;
      fill();
    }));
  }
  if (many) {
    controls.push(choice("Against", names.map((r) => ({value: r, name: r})), state.against,
      (r) => {
        state.against = r;
        fill();
      }));
  }
  holder.append(pairedTable(chosen()));
  parent.append(controls.length ? el("div", {class: "controls"}, controls) : "", figureOf, holder,
    note("p: two-sided, by Student's t test of paired samples; p (Holm): corrected for all comparisons "
      + "of the metric. Effect size: the mean difference in standard deviations of the differences, "
      + "with Hedges' correction for small samples. P(better): the probability of improvement, that a "
      + "trial of the variant is better than one of the reference, whatever their seeds."));
  return null;
}

/** The same comparison, the other way round. */
function turned(c) {
  const opposite = (value) => known(value) ? -value : value;
  const d = c.difference;
  return {
    ...c,
    variant: c.against,
    against: c.variant,
    difference: d && {...d, mean: opposite(d.mean), ci95: d.ci95 && [-d.ci95[1], -d.ci95[0]]},
    effectSize: opposite(c.effectSize),
    improvement: known(c.improvement) ? 1 - c.improvement : c.improvement,
  };
}

function pairName(c) {
  return c.variant + " − " + c.against;
}

/** The differences of the seeds that both have done. */
function differences(run, c) {
  const of = (name) => run.variants.find((v) => v.name === name);
  const [variant, against] = [of(c.variant), of(c.against)];
  if (!variant || !against) {
    return [];
  }
  return run.done(variant).flatMap((t) => {
    const other = run.done(against).find((o) => o.seed === t.seed);
    const a = test(t, c.metric);
    const b = other ? test(other, c.metric) : null;
    return a === null || b === null ? [] : [{seed: t.seed, value: a - b}];
  });
}

function pairedOption(run, chosen, metric, colors, width) {
  const names = chosen.map(pairName);
  const dots = chosen.flatMap((c, row) => differences(run, c).map((d, i) => ({
    value: [d.value, row], seed: d.seed, pair: names[row], symbolOffset: [0, stagger(i)]})));
  const means = chosen.map((c, row) => c.difference && known(c.difference.mean)
    ? [c.difference.mean, c.difference.ci95 ? c.difference.ci95[0] : NaN,
      c.difference.ci95 ? c.difference.ci95[1] : NaN, row]
    : null).filter(Boolean);
  const all = [0, ...dots.map((d) => d.value[0]), ...means.flatMap((m) => m.slice(0, 3))]
    .filter(known);
  const margin = (Math.max(...all) - Math.min(...all) || 1) * 0.06;
  return {
    grid: {left: room(names, width) + 12, right: 22, top: 14, bottom: 44},
    xAxis: axis(colors, "difference in test " + metric,
      rounded(Math.min(...all) - margin, Math.max(...all) + margin)),
    yAxis: rowsAxis(colors, names, room(names, width)),
    tooltip: {trigger: "item", formatter: (params) => tip(params.data.pair,
      [["seed", params.data.seed], ["difference", figure(params.value[0])]])},
    series: [
      {type: "scatter", symbol: "circle", symbolSize: 9, color: colors.series[0], data: dots,
        itemStyle: {opacity: 0.85},
        markLine: {silent: true, symbol: "none", label: {show: false},
          lineStyle: {color: colors.text, type: "solid", width: 1}, data: [{xAxis: 0}]}},
      intervals(means, colors, -9),
    ],
  };
}

function pairedTable(chosen) {
  const rows = chosen.map((c) => {
    const d = c.difference || {};
    return [pairName(c), c.n,
      known(d.mean) ? [figure(d.mean), d.ci95 ? el("small", {}, interval(d.ci95, d.mean)) : ""] : "–",
      known(c.p) ? probability(c.p) : "–",
      known(c.pHolm) ? probability(c.pHolm) : "–",
      known(c.effectSize) ? figure(c.effectSize) : "–",
      known(c.improvement) ? Math.round(100 * c.improvement) + " %" : "–",
      c.note || ""];
  });
  const columns = [{name: "difference", text: true}, {name: "seeds"}, {name: "mean [95 %]"},
    {name: "p"}, {name: "p (Holm)"}, {name: "effect size"}, {name: "P(better)"},
    {name: "note", long: true}];
  return rows.some((row) => row[7])
    ? table("Paired differences", columns, rows)
    : table("Paired differences", columns.slice(0, 7), rows.map((row) => row.slice(0, 7)));
}

/** What quality costs. */
function cost(run, parent) {
  const costs = [
    {value: "parameters", name: "parameters", of: (v) => v.parameters},
    {value: "flops", name: "FLOPs a step", of: (v) => v.flops},
    {value: "seconds", name: "seconds a trial", of: (v) => meanSeconds(run, v)},
    {value: "speed", name: "tokens a second", of: (v) => speed(run, v)},
  ].filter((c) => run.variants.some((v) => known(c.of(v))));
  const shown = run.variants.filter((v) => run.done(v).length);
  if (shown.length < 2 || !costs.length) {
    return shown.length < 2 ? "Cost against quality needs two variants with trials that are done."
      : "The variants' sizes and times were not recorded.";
  }
  // At first what tells the variants apart: not parameters, say, if those were made equal.
  const apart = costs.find((c) => wide(run.variants.map(c.of), 1.05)) || costs[0];
  const state = {cost: apart.value, metric: run.metrics[0].name};
  const costOf = () => costs.find((c) => c.value === state.cost);
  const figureOf = chart({
    name: "Cost against quality",
    height: 360,
    caption: () => "Mean test " + state.metric + run.best(metricNamed(run, state.metric))
      + " against " + costOf().name + "; bars are 95 % confidence intervals of the mean."
      + (state.cost === "seconds" || state.cost === "speed"
        ? " Times depend on the machine and on what else it did." : ""),
    option(colors, width) {
      const {of, name} = costOf();
      const points = run.variants.map((variant, index) => ({variant, index, x: of(variant),
        s: summaryOf(variant, state.metric)})).filter((p) => known(p.x) && p.s && known(p.s.mean));
      const log = wide(points.map((p) => p.x), 20);
      const ends = points.map((p) => ({name: p.variant.name, x: p.x, y: p.s.mean}));
      const labels = width > 620;
      return {
        grid: {left: 56, right: labels ? room(ends.map((end) => end.name), width) + 24 : 20, top: 34,
          bottom: 48},
        xAxis: axis(colors, name, log ? {type: "log", ...logEnds(points.map((p) => p.x))}
          : {min: 0, splitLine: {show: false}}),
        yAxis: upright(colors, "test " + state.metric),
        tooltip: {trigger: "item", formatter: (params) => tip(params.seriesName,
          [[name, short(params.value[0])], ["test " + state.metric, figure(params.value[1])]])},
        series: [...(labels ? [endLabels(ends, colors)] : []), ...points.flatMap((p) => [
          {type: "custom", silent: true, encode: {x: 0, y: [1, 2]}, z: 1,
            data: p.s.ci95 ? [[p.x, p.s.ci95[0], p.s.ci95[1]]] : [],
            renderItem(params, api) {
              const [x, y1] = api.coord([api.value(0), api.value(1)]);
              const y2 = api.coord([api.value(0), api.value(2)])[1];
              return {type: "line", shape: {x1: x, y1, x2: x, y2},
                style: {stroke: look(p.index, colors).color, lineWidth: 1.5}};
            }},
          {type: "scatter", name: p.variant.name, ...look(p.index, colors), symbolSize: 12, z: 3,
            data: [[p.x, p.s.mean]]},
        ])],
      };
    },
  });
  const change = (name) => (value) => {
    state[name] = value;
    figureOf.redraw();
  };
  parent.append(el("div", {class: "controls"},
    choice("Cost", costs, state.cost, change("cost")),
    metricChoice(run, state.metric, change("metric"))),
    key(shown.map((v) => ({index: run.index(v.name), name: v.name}))), figureOf);
  return null;
}

/** The search: what was tried, and what came of it. */
function search(run, parent) {
  const searched = run.variants.filter((v) => v.search);
  if (!searched.length) {
    return "No hyperparameters were searched: every variant uses the experiment's own.";
  }
  const trials = searched.flatMap((v) => (v.search.trials || []).map((t) => ({variant: v, ...t})));
  const paths = unique(trials.flatMap((t) => Object.keys(t.set || {})));
  const metrics = unique(trials.flatMap((t) => Object.keys((t.metrics && t.metrics.valid) || {})));
  const names = metrics.length ? metrics : run.metrics.map((m) => m.name);
  const state = {path: paths[0], metric: names[0]};
  const quality = (t) => t.metrics && t.metrics.valid && t.metrics.valid[state.metric];
  const isChosen = (t) => {
    const chosen = t.variant.search.chosen;
    return Boolean(chosen) && chosen.number === t.number;
  };
  const failed = trials.filter((t) => t.status === "failed").length;
  const budgets = searched.map((v) => (v.search.trials || []).length);
  const each = unique(budgets).length === 1
    ? budgets[0] + " for each variant"
    : listed(searched.map((v, i) => budgets[i] + " for " + v.name));
  const stopped = trials.some((t) => t.status === "stopped");
  parent.append(el("p", {}, plural(trials.length, "trial") + " were spent on the search, "
    + each + ". "
    + "The best by validation was chosen, and the reported trials use fresh seeds with it."
    + (failed ? " " + plural(failed, "search trial") + " failed." : "")));
  parent.append(table("The chosen values",
    [{name: "variant", text: true}, ...paths.map((name) => ({name}))],
    searched.map((v) => [v.name, ...paths.map((path) =>
      v.search.chosen ? valueText(v.search.chosen.set[path]) : "none chosen")])));
  const figureOf = chart({
    name: "Hyperparameter search",
    height: 360,
    caption: () => "Validation " + state.metric + run.best(metricNamed(run, state.metric))
      + " by the value tried of " + state.path + ". A marker is a search trial; the large ones "
      + "with a ring were chosen." + (stopped
        ? " Small, pale ones were stopped early, after fewer epochs." : ""),
    option(colors) {
      const done = trials.filter((t) => t.status !== "failed" && known(quality(t))
        && (t.set || {})[state.path] !== undefined);
      const values = done.map((t) => t.set[state.path]);
      const numeric = values.every((v) => typeof v === "number");
      const log = numeric && wide(values, 20);
      const categories = unique(values.map(valueText));
      const x = (t) => numeric ? t.set[state.path] : categories.indexOf(valueText(t.set[state.path]));
      return {
        grid: {left: 56, right: 22, top: 34, bottom: 48},
        xAxis: numeric
          ? axis(colors, state.path, log ? {type: "log", ...logEnds(values)} : {})
          : axis(colors, state.path, {type: "category", data: categories,
            axisLabel: {color: colors.muted}}),
        yAxis: upright(colors, "validation " + state.metric,
          {type: wide(done.map(quality), 50) ? "log" : "value"}),
        tooltip: {trigger: "item", formatter: (params) => tip(params.seriesName,
          [["search trial", params.data.number],
            ...Object.entries(params.data.set).map(([name, v]) => [name, valueText(v)]),
            ["epochs", params.data.epochs],
            ["validation " + state.metric, figure(params.value[1])]])},
        series: searched.map((v) => {
          const {color, symbol} = look(run.index(v.name), colors);
          return {type: "scatter", name: v.name, color, symbol,
            data: done.filter((t) => t.variant === v).map((t) => ({
              value: [x(t), quality(t)], number: t.number, set: t.set,
              epochs: t.epochs,
              symbolSize: isChosen(t) ? 15 : t.status === "done" ? 9 : 6,
              itemStyle: isChosen(t) ? {borderColor: colors.text, borderWidth: 2.5}
                : {opacity: t.status === "done" ? 0.85 : 0.45},
              z: isChosen(t) ? 5 : 2}))};
        }),
      };
    },
  });
  const change = (name) => (value) => {
    state[name] = value;
    figureOf.redraw();
  };
  if (paths.length) {
    parent.append(
      el("div", {class: "controls"},
        paths.length > 1 ? choice("Value of", paths.map((p) => ({value: p, name: p})), state.path,
          change("path")) : "",
        names.length > 1 ? choice("Metric", names.map((m) => ({value: m, name: m})), state.metric,
          change("metric")) : ""),
      key(searched.map((v) => ({index: run.index(v.name), name: v.name}))),
      figureOf);
  }
  importance(run, parent);
  parent.append(opened("Every search trial", table("Every search trial",
    [{name: "trial", text: true}, ...paths.map((name) => ({name})),
      ...names.map((name) => ({name: "validation " + name})), {name: "epochs"}, {name: "status", text: true},
      {name: "reason", long: true}],
    trials.map((t) => [t.variant.name + ", " + t.number + (isChosen(t) ? ", chosen" : ""),
      ...paths.map((p) => valueText((t.set || {})[p])),
      ...names.map((n) => figure(((t.metrics && t.metrics.valid) || {})[n])), t.epochs, t.status,
      t.reason || ""]))));
  return null;
}

function importance(run, parent) {
  if (!run.importance) {
    return;
  }
  const shares = Object.entries(run.importance.paths || {});
  if (!shares.length) {
    parent.append(el("h3", {}, "Importance"), note("Importance: " + run.importance.note, "absent"));
    return;
  }
  shares.sort((a, b) => b[1] - a[1]);
  parent.append(el("h3", {}, "Importance"),
    table("Importance of hyperparameters",
      [{name: "value of", text: true}, {name: "importance"}],
      shares.map(([path, share]) => [path, known(share) ? share.toFixed(2) : "–"])));
  if (run.importance.note) {
    parent.append(note("Importance: " + run.importance.note + "."));
  }
}
