// What is said in words and tables: the overview, the summary, trials, confounds, the experiment.

/** The data of a run with what every section asks of them. */
function prepared(data) {
  const variants = data.variants || [];
  const found = unique([
    ...variants.flatMap((v) => Object.keys((v.summary && v.summary.test) || {})),
    ...(data.baselines || []).flatMap((b) => Object.keys((b.metrics && b.metrics.test) || {})),
  ]);
  const stated = data.metrics || [];
  const metrics = [
    ...stated,
    ...found.filter((name) => !stated.some((m) => m.name === name)).map((name) => ({name})),
  ];
  const place = (name) => variants.findIndex((v) => v.name === name);
  const compare = (data.experiment && data.experiment.compare) || {};
  return {
    ...data,
    variants,
    metrics,
    planned: compare.seeds,
    baselines: data.baselines || [],
    curves: data.curves || [],
    traces: (data.traces || []).sort((a, b) => place(a.variant) - place(b.variant) || a.seed - b.seed),
    exhibits: (data.exhibits || []).sort((a, b) => place(a.variant) - place(b.variant)),
    comparisons: data.comparisons || [],
    index: place,
    done: (variant) => variant.trials.filter((t) => t.status === "done"),
    failed: (variant) => variant.trials.filter((t) => t.status !== "done"),
    best: (metric) => metric.lowerIsBetter === undefined ? ""
      : metric.lowerIsBetter ? " (lower is better)" : " (higher is better)",
  };
}

function test(trial, metric) {
  const value = trial.metrics && trial.metrics.test && trial.metrics.test[metric];
  return known(value) ? value : null;
}

function summaryOf(variant, metric) {
  return (variant.summary && variant.summary.test && variant.summary.test[metric]) || null;
}

function meanSeconds(run, variant) {
  const times = run.done(variant).map((t) => t.seconds).filter(known);
  return times.length ? mean(times) : null;
}

/** Tokens per second of training, over the trials that are done. */
function speed(run, variant) {
  const done = new Set(run.done(variant).map((t) => t.seed));
  let tokens = 0;
  let time = 0;
  for (const curve of run.curves) {
    if (curve.variant === variant.name && done.has(curve.seed) && known(curve.tokens)) {
      tokens += curve.tokens;
      time += curve.seconds[curve.seconds.length - 1];
    }
  }
  return time > 0 ? tokens / time : null;
}

const MATCHED = {units: "equal numbers of units", parameters: "about equal numbers of parameters",
  flops: "about equal operations per time step"};

/** What was compared, in sentences. */
function overview(run, parent) {
  const names = run.variants.map((v) => v.name);
  const experiment = run.experiment || {};
  const task = experiment.task && experiment.task.type;
  const seeds = unique(run.variants.flatMap((v) => v.trials.map((t) => t.seed)));
  const planned = run.planned || seeds.length;
  const searched = run.variants.some((v) => v.search);
  parent.append(el("p", {},
    names.length === 1 ? "This run trained " : "This run compares ",
    listed(names),
    task ? " on the task " + task : "",
    names.length > 1 && MATCHED[run.match] ? ", with " + MATCHED[run.match] : "",
    names.length > 1 ? ", each variant under " : ", under ", plural(planned, "seed"),
    searched ? " after a hyperparameter search of equal budget" : "", ". ",
    state(run, planned)));
  for (const text of run.notes || []) {
    parent.append(note(text, "warning"));
  }
}

function state(run, planned) {
  const done = run.variants.reduce((sum, v) => sum + run.done(v).length, 0);
  const failed = run.variants.reduce((sum, v) => sum + run.failed(v).length, 0);
  const all = run.variants.length * planned;
  const missing = all - done - failed;
  return done + " of " + plural(all, "trial") + (all === 1 ? " is" : " are") + " done"
    + (failed ? ", " + failed + " failed and " + (failed === 1 ? "is" : "are") + " not averaged" : "")
    + (missing > 0 ? ", " + missing + " not yet run: these figures are not final" : "") + ".";
}

function summaryTable(run, parent) {
  const several = run.metrics.length > 1;
  const columns = [{name: "variant", text: true},
    ...run.metrics.map((m) => ({name: "test " + m.name}))];
  const facts = [
    ["done", (v) => run.done(v).length + " of " + Math.max(run.planned || 0, v.trials.length)],
    ["parameters", (v) => whole(v.parameters)],
    ["units", (v) => known(v.units) ? whole(v.units) : null],
    ["FLOPs a step", (v) => known(v.flops) ? short(v.flops) : null],
    ["seconds a trial", (v) => seconds(meanSeconds(run, v))],
    ["tokens a second", (v) => known(speed(run, v)) ? short(speed(run, v)) : null],
  ].filter(([, of]) => run.variants.some((v) => of(v) !== null));
  facts.forEach(([name]) => columns.push({name}));
  const rows = run.variants.map((v) => [v.name,
    ...run.metrics.map((m) => figures(summaryOf(v, m.name))),
    ...facts.map(([, of]) => of(v) === null ? "–" : of(v))]);
  for (const baseline of run.baselines) {
    const values = (baseline.metrics && baseline.metrics.test) || {};
    rows.push({kind: "baseline", cells: [baseline.name + " (baseline)",
      ...run.metrics.map((m) => figure(values[m.name])), ...facts.map(() => "")]});
  }
  parent.append(table("Summary of the variants", columns, rows));
  const better = several ? "" : run.metrics.map((m) => run.best(m)).join("");
  parent.append(note("On the test split, with the weights of each trial's best validation epoch: "
    + "mean ± standard deviation over the seeds that are done" + better
    + "; below it, in brackets, the 95 % confidence interval of the mean by Student's t."
    + (several ? " " + directions(run) : "")));
  const failures = run.variants.flatMap((v) => run.failed(v).map((t) => [v.name, t]));
  if (failures.length) {
    parent.append(el("div", {class: "failures"},
      el("p", {}, "Failed, and in no average:"),
      el("ul", {}, failures.map(([name, trial]) => el("li", {},
        name + ", seed " + trial.seed + ": " + (trial.reason || "no reason was recorded"))))));
  }
  parent.append(opened("The table of every trial", trials(run)));
}

function directions(run) {
  const stated = run.metrics.filter((m) => m.lowerIsBetter !== undefined);
  return stated.map((m) => m.name + ": " + (m.lowerIsBetter ? "lower" : "higher") + " is better")
    .join("; ") + (stated.length ? "." : "");
}

function figures(summary) {
  if (!summary) {
    return "–";
  }
  const {mean: center, sd, ci95} = summary;
  const spread = known(sd) ? figure(center) + " ± " + figureLike(sd, center) : figure(center);
  const ends = interval(ci95, center);
  return [spread, ends ? el("small", {}, ends) : ""];
}

function trials(run) {
  const columns = [{name: "trial", text: true}, {name: "status", text: true},
    ...run.metrics.map((m) => ({name: "test " + m.name})),
    {name: "epochs"}, {name: "best epoch"}, {name: "seconds"}, {name: "reason", long: true}];
  const rows = run.variants.flatMap((v) => v.trials.map((t) => [
    v.name + ", seed " + t.seed, t.status,
    ...run.metrics.map((m) => figure(test(t, m.name))),
    t.epochs, t.status === "done" ? t.bestEpoch : "–", seconds(t.seconds), t.reason || ""]));
  const reasons = run.variants.some((v) => run.failed(v).length);
  return reasons
    ? table("Every trial", columns, rows)
    : table("Every trial", columns.slice(0, -1), rows.map((row) => row.slice(0, -1)));
}

/** A value of the experiment as short text. */
function valueText(value) {
  if (value === undefined || value === null) {
    return "–";
  }
  return typeof value === "string" ? value : typeof value === "number" ? short(value)
    : JSON.stringify(value);
}

function confounds(run, parent) {
  if (!run.confounds) {
    return "Confounds were not recorded: results.json has no list of them.";
  }
  if (!run.confounds.length) {
    parent.append(el("p", {}, run.variants.length > 1
      ? "Besides the cell, nothing differs between the variants."
      : "There is one variant, so nothing can differ."));
    return null;
  }
  parent.append(el("p", {}, "Besides the cell, the variants differ in what follows. "
    + "A difference between their results may be due to it."));
  // Earlier versions took everything of the task for a part of the measure.
  if (run.confounds.some((c) => c.ofTheMeasure ?? (c.what === "task" || c.what.startsWith("task.")))) {
    parent.append(note("The variants differ in what is measured, so their figures are not comparable.",
      "warning"));
  }
  const names = run.variants.map((v) => v.name)
    .filter((name) => run.confounds.some((c) => name in (c.values || {})));
  parent.append(table("What differs between variants besides the cell",
    [{name: "what", text: true}, ...names.map((name) => ({name}))],
    run.confounds.map((c) => [c.what, ...names.map((name) => valueText((c.values || {})[name]))])));
  return null;
}

function setup(run, parent) {
  if (run.experiment) {
    parent.append(opened("The experiment, every default filled in",
      el("pre", {tabindex: 0}, JSON.stringify(run.experiment, null, 2))));
  }
  if (!run.environment) {
    parent.append(note("What it ran on was not recorded: there is no environment.json.", "absent"));
    return null;
  }
  const e = run.environment;
  const rows = [
    ["Carousel", e.carousel], ["commit", e.commit], ["kernels", e.kernels],
    ["Java", e.java && [e.java.version, e.java.vm].filter(Boolean).join(", ")],
    ["system", e.os && [e.os.name, e.os.version, e.os.architecture].filter(Boolean).join(" ")],
    ["processor", e.cpu && [e.cpu.model, e.cpu.count && plural(e.cpu.count, "core")]
      .filter(Boolean).join(", ")],
    ...(e.data || []).map((d) => ["data " + d.path, "SHA-256 " + d.sha256]),
  ].filter(([, value]) => value);
  parent.append(table("The environment", [{name: "environment", text: true}, {name: "", long: true}],
    rows));
  return null;
}

function differing(runs, of) {
  return unique(runs.map((run) => JSON.stringify(of(run)))).length > 1;
}

function taskOf(run) {
  return (run.experiment && run.experiment.task) || null;
}

/** What differs between runs that stand on one page, in sentences. */
function runsDiffer(runs) {
  const hashes = (run) => run.environment && (run.environment.data || []).map((d) => d.sha256);
  return [
    [taskOf, "The runs have different tasks. Their figures are not comparable with each other, so "
      + "each run has a table of its own."],
    [hashes, "The runs read different data."],
    [(run) => run.experiment && run.experiment.training, "The runs are trained differently."],
    [(run) => run.match, "The runs match their variants by different sizes."],
    [(run) => run.environment && run.environment.kernels, "The runs were computed by different kernels."],
  ].filter(([of]) => differing(runs, of)).map(([, sentence]) => sentence);
}

/** Runs side by side; nothing is averaged across them. */
function sideBySide(runs, parent) {
  parent.append(el("p", {}, plural(runs.length, "run") + " side by side. "
    + "Each figure belongs to one run: nothing is averaged across runs, not even equal variants."));
  const sentences = runsDiffer(runs);
  sentences.forEach((sentence) => parent.append(note(sentence, "warning")));
  if (!sentences.length) {
    parent.append(note("Task, data, training and kernels are equal in all of them."));
  }
  const apart = differing(runs, taskOf);
  for (const group of apart ? runs.map((run) => [run]) : [runs]) {
    parent.append(runsTable(group));
  }
}

function runsTable(runs) {
  const metrics = unique(runs.flatMap((run) => run.metrics.map((m) => m.name)));
  const columns = [{name: "run and variant", text: true},
    ...metrics.map((name) => ({name: "test " + name})), {name: "done"}, {name: "parameters"},
    {name: "seconds a trial"}];
  const rows = runs.flatMap((run) => [
    {kind: "baseline", cells: [run.folder, ...metrics.map(() => ""), "", "", ""]},
    ...run.variants.map((v) => [v.name, ...metrics.map((m) => figures(summaryOf(v, m))),
      run.done(v).length + " of " + Math.max(run.planned || 0, v.trials.length),
      whole(v.parameters), seconds(meanSeconds(run, v))]),
    ...run.baselines.map((b) => ({kind: "baseline", cells: [b.name + " (baseline)",
      ...metrics.map((m) => figure(((b.metrics && b.metrics.test) || {})[m])), "", "", ""]})),
  ]);
  return table("The variants of " + runs.map((run) => run.folder).join(" and "), columns, rows);
}
