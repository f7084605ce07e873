// Charts: one frame for all, drawn again when the theme, the width or a switch changes.

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";
// In CSS pixels: what A4 has between its margins, and how much flatter charts are there.
const PAPER_WIDTH = 660;
const PAPER_HEIGHT = 0.8;
const charts = [];

/** The colours in force, from the style sheet. */
function theme() {
  const style = getComputedStyle(document.documentElement);
  const value = (name) => style.getPropertyValue(name).trim();
  return {
    page: value("--page"),
    text: value("--text"),
    muted: value("--muted"),
    rule: value("--rule"),
    strong: value("--strong-rule"),
    panel: value("--panel"),
    series: value("--series").split(/\s+/),
    sequential: value("--sequential").split(/\s+/),
    diverging: value("--diverging").split(/\s+/),
  };
}

const SYMBOLS = ["circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect",
  "emptyTriangle", "emptyDiamond"];
const DASHES = ["solid", [7, 4], [2, 3], [9, 3, 2, 3], [14, 3, 2, 3, 2, 3]];

/** How the variant with this index looks everywhere: colour, symbol and dash all differ. */
function look(index, colors) {
  return {
    color: colors.series[index % colors.series.length],
    symbol: SYMBOLS[(index + Math.floor(index / SYMBOLS.length)) % SYMBOLS.length],
    dash: DASHES[(index + Math.floor(index / SYMBOLS.length)) % DASHES.length],
  };
}

function sample(index, colors) {
  return swatch(look(index, colors), colors, true);
}

/** A piece of a line with this look, with its marker or without. */
function swatch({color, symbol, dash}, colors, marked) {
  const empty = symbol.startsWith("empty");
  const shape = {fill: empty ? colors.page : color, stroke: color, "stroke-width": 1.6};
  const kind = symbol.replace("empty", "").toLowerCase();
  const mark = {
    circle: () => svg("circle", {cx: 16, cy: 7, r: 4, ...shape}),
    rect: () => svg("rect", {x: 12.2, y: 3.2, width: 7.6, height: 7.6, ...shape}),
    triangle: () => svg("path", {d: "M16 2.4 L20.6 10.8 L11.4 10.8 Z", ...shape}),
    diamond: () => svg("path", {d: "M16 2 L20.4 7 L16 12 L11.6 7 Z", ...shape}),
  }[kind]();
  return svg("svg", {width: 32, height: 14, "aria-hidden": "true"},
    svg("path", {d: "M0 7 H32", stroke: color, "stroke-width": 2, fill: "none",
      "stroke-dasharray": dash === "solid" ? null : dash.join(" ")}),
    marked ? mark : null);
}

/** Which line and marker is which variant. */
function key(entries) {
  const list = el("ul", {class: "key"});
  const fill = () => list.replaceChildren(
    ...entries.map(({index, name}) => el("li", {}, sample(index, theme()), name)));
  fill();
  charts.push({draw: fill, fit: () => {}});
  return list;
}

/**
 * A chart with its caption.
 *
 * @param spec {name: what it is, for those who cannot see it; height or a function of it;
 *     option: function of colours and width to what ECharts draws; caption: function to text;
 *     canvas: whether there are too many elements for SVG}
 * @return the figure, with a function redraw
 */
function chart(spec) {
  const plot = el("div", {class: "plot", role: "img"});
  const caption = el("figcaption");
  const frame = el("figure", {}, plot, caption);
  let instance = null;
  const full = () => typeof spec.height === "function" ? spec.height() : spec.height;
  const entry = {
    /** Draws on the width at hand, or on a given one. */
    draw(width) {
      const text = spec.caption();
      caption.textContent = text;
      plot.setAttribute("aria-label", spec.name + ". " + text);
      const height = Math.round(full() * (width ? PAPER_HEIGHT : 1));
      plot.style.height = height + "px";
      const across = width || plot.clientWidth;
      if (!across) {
        return;
      }
      if (!instance) {
        instance = echarts.init(plot, null, {renderer: spec.canvas ? "canvas" : "svg",
          devicePixelRatio: spec.canvas ? 2 : undefined, width: across, height});
      } else {
        instance.resize({width: across, height, silent: true});
      }
      instance.setOption(common(spec.option(theme(), across)), {notMerge: true});
      instance.getZr().flush();
      entry.width = across;
    },
    /** Draws again if the width has changed. */
    fit() {
      if (plot.clientWidth && plot.clientWidth !== entry.width) {
        entry.draw();
      }
    },
  };
  charts.push(entry);
  frame.redraw = () => entry.draw();
  return frame;
}

function common(option) {
  const colors = theme();
  return {
    animation: false,
    backgroundColor: "transparent",
    textStyle: {fontFamily: FONT, color: colors.text, fontSize: 12},
    ...option,
    tooltip: option.tooltip && {
      confine: true,
      backgroundColor: colors.page,
      borderColor: colors.strong,
      borderWidth: 1,
      padding: [6, 10],
      textStyle: {color: colors.text, fontFamily: FONT},
      extraCssText: "box-shadow: none",
      ...option.tooltip,
    },
  };
}

/** An axis of numbers. */
function axis(colors, name, more) {
  const log = more && more.type === "log";
  return {
    type: "value",
    scale: true,
    name,
    nameLocation: "middle",
    nameGap: 30,
    nameTextStyle: {color: colors.muted, fontSize: 12},
    axisLine: {show: true, lineStyle: {color: colors.strong}},
    axisTick: {show: true, lineStyle: {color: colors.strong}},
    axisLabel: {color: colors.muted, formatter: log ? powerTick : tick, hideOverlap: true},
    splitLine: {lineStyle: {color: colors.rule}},
    minorTick: {show: false},
    ...more,
  };
}

/** A vertical axis whose name stands above it, where it takes no width. */
function upright(colors, name, more) {
  return axis(colors, name, {
    nameLocation: "end",
    nameGap: 10,
    nameTextStyle: {color: colors.muted, fontSize: 12, align: "left", padding: [0, 0, 0, -50]},
    axisLine: {show: false},
    axisTick: {show: false},
    ...more,
  });
}

/** Rows of names, the first on top. */
function rowsAxis(colors, names, width) {
  return {
    type: "category",
    data: names,
    inverse: true,
    axisLine: {show: false},
    axisTick: {show: false},
    splitLine: {show: true, lineStyle: {color: colors.rule}},
    axisLabel: {color: colors.text, width, overflow: "truncate", interval: 0, fontSize: 12},
  };
}

/** How much room names need, at most a share of the chart. */
function room(names, width) {
  const longest = names.reduce((most, name) => Math.max(most, name.length), 0);
  return Math.round(Math.min(longest * 7.2 + 4, width * 0.34, 220));
}

/** A mean with its interval, as a series of rows: values [mean, low, high, row]. */
function intervals(values, colors, shift) {
  return {
    type: "custom",
    silent: true,
    encode: {x: [0, 1, 2], y: 3},
    data: values,
    z: 5,
    renderItem(params, api) {
      const [x, y] = api.coord([api.value(0), api.value(3)]);
      const row = y + shift;
      const children = [{
        type: "path",
        shape: {pathData: "M0 -6 L6 0 L0 6 L-6 0 Z", x: -6, y: -6, width: 12, height: 12},
        x, y: row,
        style: {fill: colors.text},
      }];
      if (known(api.value(1)) && known(api.value(2))) {
        const low = api.coord([api.value(1), api.value(3)])[0];
        const high = api.coord([api.value(2), api.value(3)])[0];
        const line = (x1, y1, x2, y2) => ({
          type: "line", shape: {x1, y1, x2, y2}, style: {stroke: colors.text, lineWidth: 2}});
        children.unshift(line(low, row, high, row), line(low, row - 5, low, row + 5),
          line(high, row - 5, high, row + 5));
      }
      return {type: "group", children};
    },
  };
}

/** How much lower than the first the i-th of a row's markers is, so that they do not hide each other. */
function stagger(i) {
  return 5 + 4.5 * (i % 3);
}

/**
 * Names to the right of where lines end, each beside its line but clear of the others.
 *
 * @param ends {name, x, y}
 */
function endLabels(ends, colors) {
  return {
    type: "custom",
    silent: true,
    clip: false,
    z: 6,
    data: ends.map((end) => [end.x, end.y]),
    renderItem(params, api) {
      if (params.dataIndexInside > 0) {
        return null;
      }
      const area = params.coordSys;
      const placed = ends.map((end) => {
        const [x, y] = api.coord([end.x, end.y]);
        return {name: end.name, x, y, at: y};
      }).sort((a, b) => a.y - b.y);
      const gap = 15;
      for (let i = 1; i < placed.length; i++) {
        placed[i].at = Math.max(placed[i].at, placed[i - 1].at + gap);
      }
      // What has been pushed out below goes back up, and pushes in turn.
      for (let i = placed.length - 1, least = area.y + area.height + 4; i >= 0; i--) {
        placed[i].at = Math.min(placed[i].at, least);
        least = placed[i].at - gap;
      }
      const left = area.x + area.width + 14;
      return {type: "group", children: placed.flatMap((end) => [
        {type: "polyline", shape: {points: [[end.x + 3, end.y], [left - 9, end.y], [left - 3, end.at]]},
          style: {stroke: colors.rule, fill: "none", lineWidth: 1}},
        {type: "text", style: {text: end.name, x: left, y: end.at, fill: colors.text,
          font: "12px " + FONT, verticalAlign: "middle", width: 150, overflow: "truncate"}},
      ])};
    },
  };
}

/** What stands in a tooltip: a title and rows of a name and a value. */
function tip(title, rows) {
  return el("div", {class: "tip"}, el("strong", {}, title),
    el("table", {}, el("tbody", {}, rows.map(([name, value]) =>
      el("tr", {}, el("th", {}, name), el("td", {}, value))))));
}

/** Whether a logarithmic axis says more: all are positive and they span a lot. */
function wide(values, ratio) {
  const finite = values.filter(known);
  return finite.length > 1 && Math.min(...finite) > 0
    && Math.max(...finite) / Math.min(...finite) > ratio;
}

/** Ends of a logarithmic axis over less than two powers of ten, of which it would show all otherwise. */
function logEnds(values) {
  const positive = values.filter((value) => known(value) && value > 0);
  if (!positive.length || wide(positive, 100)) {
    return {};
  }
  const cut = (value, round) => {
    const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
    return Number((round(value / unit) * unit).toPrecision(2));
  };
  return {min: cut(Math.min(...positive), Math.floor), max: cut(Math.max(...positive), Math.ceil)};
}

/** Everything again, in the theme in force; on paper with its width. */
function drawAll(width) {
  charts.forEach((entry) => entry.draw(width));
}
