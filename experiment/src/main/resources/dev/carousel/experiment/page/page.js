// The page: sections in their order, the switch of themes, and what printing needs.

const SECTIONS = [
  {title: "Summary", fill: summary},
  {title: "Learning curves", fill: learningCurves},
  {title: "Every trial", fill: dots},
  {title: "Paired differences", fill: paired},
  {title: "Cost against quality", fill: cost},
  {title: "Hyperparameter search", fill: search},
  {title: "Confounds", fill: confounds},
  {title: "What the models say", fill: exhibits},
  {title: "Inside the cells", fill: inside},
  {title: "Equations", fill: cells},
  {title: "Experiment and environment", fill: setup},
];

function summary(run, parent) {
  overview(run, parent);
  summaryTable(run, parent);
  return null;
}

/** A run's sections; each says why it is empty where it is. */
function sections(run, prefix) {
  return SECTIONS.map(({title, fill}) => {
    const id = prefix + title.toLowerCase().replace(/ /g, "-");
    const section = el("section", {id, "aria-labelledby": id + "-title"},
      el(prefix ? "h3" : "h2", {id: id + "-title"}, title));
    const absent = fill(run, section);
    if (absent) {
      section.append(note(absent, "absent"));
    }
    return section;
  });
}

function themeChoice() {
  const preferred = matchMedia("(prefers-color-scheme: dark)");
  const state = {theme: "auto"};
  const apply = () => {
    const dark = state.theme === "auto" ? preferred.matches : state.theme === "dark";
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  };
  preferred.addEventListener("change", () => {
    apply();
    drawAll();
  });
  // Paper is white, and as wide as it is.
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.theme = "light";
    document.querySelectorAll("details.cell").forEach((cell) => {
      cell.dataset.opened = cell.open;
      cell.open = true;
    });
    drawAll(PAPER_WIDTH);
  });
  addEventListener("afterprint", () => {
    document.querySelectorAll("details.cell").forEach((cell) => {
      cell.open = cell.dataset.opened === "true";
    });
    apply();
    drawAll();
  });
  apply();
  return choice("Colours", [{value: "auto", name: "auto"}, {value: "light", name: "light"},
    {value: "dark", name: "dark"}], state.theme, (value) => {
    state.theme = value;
    apply();
    drawAll();
  });
}

function contents(targets) {
  return el("nav", {"aria-label": "Contents"}, el("ul", {}, targets.map(({id, title}) =>
    el("li", {}, el("a", {href: "#" + id}, title)))));
}

function megabytes(characters) {
  return (characters / 1e6).toFixed(1) + " MB";
}

function start() {
  const size = document.documentElement.outerHTML.length;
  const runs = JSON.parse(document.getElementById("data").textContent).map(prepared);
  const main = document.getElementById("report");
  const switcher = themeChoice();
  if (runs.length === 1) {
    const content = sections(runs[0], "");
    main.append(
      el("div", {class: "top"}, el("h1", {}, runs[0].name || "Report"), switcher),
      contents(SECTIONS.map(({title}, i) => ({id: content[i].id, title}))),
      ...content);
  } else {
    const overall = el("section", {id: "side-by-side"});
    sideBySide(runs, overall);
    const articles = runs.map((run, i) => el("article", {class: "run", id: "run-" + (i + 1)},
      el("h2", {}, run.name + " "), note("Folder " + run.folder),
      sections(run, "run-" + (i + 1) + "-")));
    main.append(
      el("div", {class: "top"}, el("h1", {}, document.title), switcher),
      contents([{id: "side-by-side", title: "Side by side"},
        ...runs.map((run, i) => ({id: "run-" + (i + 1), title: run.name + " (" + run.folder + ")"}))]),
      overall, ...articles);
  }
  main.append(el("footer", {class: "note"},
    "Made by Carousel. The page holds all it needs, " + megabytes(size)
    + ", and loads nothing. Charts: Apache ECharts " + echarts.version + ", Apache License 2.0."));
  drawAll();
  new ResizeObserver(() => charts.forEach((entry) => entry.fit())).observe(main);
  document.documentElement.dataset.drawn = "true";
}

start();
