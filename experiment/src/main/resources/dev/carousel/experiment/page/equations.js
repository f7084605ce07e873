// The cells' equations, from LaTeX to MathML, and their information flow.

/** What the commands of the equations' LaTeX stand for. */
const LATEX_SYMBOLS = {sigma: "σ", delta: "δ", circ: "∘", top: "⊤", cdot: "·"};
const LATEX_FUNCTIONS = ["tanh", "exp", "log", "max", "min"];

/** A number, with a power of ten if it has one. */
function number(text) {
  const [mantissa, exponent] = text.split("E");
  if (exponent === undefined) {
    return mathml("mn", {}, text);
  }
  const power = mathml("msup", {}, mathml("mn", {}, "10"), mathml("mn", {}, minus(exponent)));
  return Number(mantissa) === 1 ? power
    : mathml("mrow", {}, mathml("mn", {}, mantissa), mathml("mo", {}, "·"), power);
}

/**
 * Translates the LaTeX that equations are written in, a small part of the language.
 *
 * @return elements, or null if there is a command that is not known here
 */
function latexToMathml(source) {
  const tokens = source.match(/\\[a-zA-Z]+|[0-9]+(?:\.[0-9]+)?(?:E-?[0-9]+)?|\s+|[^\s]/gu) || [];
  let at = 0;
  const skip = () => {
    while (at < tokens.length && /^\s+$/.test(tokens[at])) {
      at++;
    }
  };
  const group = () => {
    skip();
    if (tokens[at] !== "{") {
      return atom();
    }
    at++;
    const inner = row("}");
    at++;
    return mathml("mrow", {}, inner);
  };
  const word = () => {
    let text = "";
    at++;
    while (at < tokens.length && tokens[at] !== "}") {
      text += tokens[at++];
    }
    at++;
    return text;
  };
  const command = (name) => {
    if (name === "frac") {
      return mathml("mfrac", {}, group(), group());
    }
    if (name === "sqrt") {
      return mathml("msqrt", {}, group());
    }
    if (name === "tilde") {
      return mathml("mover", {accent: "true"}, group(), mathml("mo", {}, "~"));
    }
    if (name === "mathrm" || name === "mathbf") {
      skip();
      return mathml("mi", {mathvariant: "normal"}, word());
    }
    if (LATEX_FUNCTIONS.includes(name)) {
      return mathml("mi", {mathvariant: "normal"}, name);
    }
    if (name === "circ" || name === "cdot" || name === "top") {
      return mathml("mo", {}, LATEX_SYMBOLS[name]);
    }
    if (LATEX_SYMBOLS[name]) {
      return mathml("mi", {mathvariant: "normal"}, LATEX_SYMBOLS[name]);
    }
    throw new SyntaxError(name);
  };
  const atom = () => {
    skip();
    const token = tokens[at++];
    if (token.startsWith("\\")) {
      return command(token.slice(1));
    }
    if (token === "{") {
      at--;
      return group();
    }
    if (/^[0-9]/.test(token)) {
      return number(token);
    }
    if (/^\p{L}/u.test(token)) {
      // Letters that stand together are one name, upright if there are several.
      let name = token;
      while (at < tokens.length && /^\p{L}$/u.test(tokens[at])) {
        name += tokens[at++];
      }
      return mathml("mi", {mathvariant: "normal", class: name.length > 1 ? null : "variable"}, name);
    }
    return mathml("mo", {stretchy: "()|".includes(token) ? "false" : null},
      token === "-" ? "−" : token);
  };
  const scripts = (base) => {
    let result = base;
    for (skip(); tokens[at] === "_" || tokens[at] === "^" || tokens[at] === "'"; skip()) {
      if (tokens[at] === "'") {
        at++;
        result = mathml("msup", {}, result, mathml("mo", {}, "′"));
        continue;
      }
      const kind = tokens[at++] === "_" ? "msub" : "msup";
      result = mathml(kind, {}, result, group());
    }
    return result;
  };
  const row = (end) => {
    const parts = [];
    for (skip(); at < tokens.length && tokens[at] !== end; skip()) {
      parts.push(scripts(atom()));
    }
    return parts;
  };
  try {
    return row(null);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

/** Equations one below the other, aligned at their equals signs. */
function aligned(latex, text) {
  const rows = latex.map((line) => {
    const cut = line.indexOf(" = ");
    const left = latexToMathml(line.slice(0, cut));
    const right = latexToMathml(line.slice(cut + 3));
    return left && right && mathml("mtr", {}, mathml("mtd", {}, left),
      mathml("mtd", {}, mathml("mo", {}, "=")), mathml("mtd", {}, right));
  });
  if (rows.includes(null)) {
    return el("pre", {class: "plain"}, text.join("\n"));
  }
  return el("div", {class: "equations", tabindex: 0, role: "region", "aria-label": "Equations"},
    mathml("math", {display: "block"},
      mathml("mtable", {columnalign: "right center left", displaystyle: "true"}, rows)));
}

function cells(run, parent) {
  if (!run.cells || run.cells.absent) {
    return (run.cells && run.cells.absent)
      || "There is no experiment.json, so the cells' options are not known.";
  }
  parent.append(note("In equations ∘ is the product unit by unit; δv stands for ∂L/∂v, and δv⁺ for the "
    + "share of it that comes from later steps. Diagrams go from left to right within a time step: "
    + "solid arrows pass through the weight matrix named beside them, dashed ones go unit by unit; "
    + "shaded nodes are states, and those with a double arrow go on to the next step. Round nodes "
    + "that are not shaded are the input and masks, which training draws at random."));
  for (const cell of run.cells) {
    const holder = el("div", {class: "flow", tabindex: 0, role: "region",
      "aria-label": "Information flow of " + cell.variant});
    holder.append(flowDiagram(cell));
    parent.append(el("details", {class: "cell"},
      el("summary", {}, cell.variant + (cell.cell === cell.variant ? "" : " (" + cell.cell + ")")),
      aligned(cell.latex, cell.text),
      holder,
      opened("Backpropagation through time", aligned(cell.backward, cell.backward)),
      opened("LaTeX", el("pre", {tabindex: 0}, cell.source))));
  }
  return null;
}

/** A name with its subscript, as SVG text. */
function label(name) {
  const cut = name.indexOf("_");
  if (cut < 0) {
    return [name];
  }
  const sub = name.slice(cut + 1).replace(/[{}]/g, "").replace("_", ",").replace("-", "−");
  return [name.slice(0, cut), svg("tspan", {dy: 4, "font-size": "75%"}, sub)];
}

/** The function that a formula applies last, if it is one. */
function outermost(formula) {
  const call = /^([^\s()∘+]+)\(/u.exec(formula);
  if (!call) {
    return "";
  }
  let depth = 0;
  for (let i = call[0].length - 1; i < formula.length; i++) {
    depth += formula[i] === "(" ? 1 : formula[i] === ")" ? -1 : 0;
    if (depth === 0) {
      return i === formula.length - 1 ? call[1] : "";
    }
  }
  return "";
}

const COLUMN = 136;
const PORT = 16;
const NODE = {width: 62, height: 34};

/**
 * Columns of nodes, each to the right of what it is computed from. Arrows over several columns get
 * a place in each of them, so that they run between the nodes.
 */
function flowDiagram(cell) {
  const nodes = new Map(cell.nodes.map((node) => [node.name, {...node, column: 0}]));
  for (const arrow of cell.arrows) {
    const to = nodes.get(arrow.to);
    to.column = Math.max(to.column, nodes.get(arrow.from).column + 1);
  }
  // An input that is first needed late stands just before.
  const columns = [];
  const put = (item) => {
    (columns[item.column] = columns[item.column] || []).push(item);
  };
  const used = [...nodes.values()].filter((node) =>
    node.kind !== "input" || cell.arrows.some((a) => a.from === node.name));
  used.forEach((node) => put(Object.assign(node, {left: [], right: []})));
  const routes = cell.arrows.map((arrow) => {
    const from = nodes.get(arrow.from);
    const to = nodes.get(arrow.to);
    const stops = [from];
    for (let column = from.column + 1; column < to.column; column++) {
      const stop = {column, waypoint: true, left: [], right: []};
      put(stop);
      stops.push(stop);
    }
    stops.push(to);
    for (let i = 1; i < stops.length; i++) {
      stops[i - 1].right.push(stops[i]);
      stops[i].left.push(stops[i - 1]);
    }
    return {arrow, stops};
  });
  order(columns);
  const height = arrange(columns);
  const width = 2 * 24 + (columns.length - 1) * COLUMN + NODE.width + 26;
  const x = (item) => 24 + item.column * COLUMN;
  const id = nextId("head");
  const drawing = svg("svg", {width, height, viewBox: "0 0 " + width + " " + height, role: "img",
    "aria-label": cell.variant + ": " + cell.text.join("; ")},
    svg("defs", {}, svg("marker", {id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7,
      markerHeight: 7, orient: "auto"}, svg("path", {class: "head", d: "M0 0 L8 4 L0 8 Z"}))));
  const labels = [];
  for (const {arrow, stops} of routes) {
    const last = stops[stops.length - 1];
    const arriving = routes.filter((r) => r.arrow.to === arrow.to)
      .sort((a, b) => a.stops[a.stops.length - 2].y - b.stops[b.stops.length - 2].y);
    const port = last.y + (arriving.findIndex((r) => r.arrow === arrow) - (arriving.length - 1) / 2)
      * PORT;
    let path = "M" + (x(stops[0]) + NODE.width) + " " + stops[0].y;
    let fromX = x(stops[0]) + NODE.width;
    let fromY = stops[0].y;
    stops.slice(1).forEach((stop, i) => {
      const toX = x(stop) - 1;
      const toY = i === stops.length - 2 ? port : stop.y;
      const bend = (toX - fromX) / 2;
      path += " C" + (fromX + bend) + " " + fromY + " " + (toX - bend) + " " + toY + " " + toX + " " + toY;
      if (i < stops.length - 2) {
        path += " H" + (x(stop) + NODE.width);
        fromX = x(stop) + NODE.width;
        fromY = stop.y;
      }
    });
    drawing.append(svg("path", {class: arrow.weights.length ? "arrow weighted" : "arrow", d: path,
      "marker-end": "url(#" + id + ")"}));
    if (arrow.weights.length) {
      labels.push(svg("text", {class: "weight", x: x(last) - 11, y: port - 2, "text-anchor": "end"},
        arrow.weights.flatMap((w, i) => [i ? ", " : "", ...label(w)
          .map((part) => typeof part === "string" ? part : svg("tspan", {dy: 2, "font-size": "80%"},
            part.textContent))])));
    }
  }
  drawing.append(...labels);
  for (const node of used) {
    const left = x(node);
    const top = node.y - node.height / 2;
    const state = node.kind === "before" || node.kind === "next";
    const applied = node.formula ? outermost(node.formula) : "";
    drawing.append(svg("g", {},
      svg("title", {}, node.formula ? node.name + " = " + node.formula : node.name),
      svg("rect", {class: state ? "node state" : "node", x: left, y: top, width: NODE.width,
        height: node.height, rx: node.kind === "let" ? 4 : 16}),
      svg("text", {x: left + NODE.width / 2, y: node.y + (applied ? -1 : 5), "text-anchor": "middle"},
        label(node.name)),
      applied ? svg("text", {x: left + NODE.width / 2, y: node.y + 14, "text-anchor": "middle",
        style: "font-size: 10.5px; fill: var(--muted)"}, applied) : "",
      node.kind === "next" ? svg("text", {x: left + NODE.width + 5, y: node.y - node.height / 2 + 6,
        style: "font-size: 13px"}, "⇒") : "",
      node.output ? svg("text", {x: left + NODE.width / 2, y: top + node.height + 13,
        "text-anchor": "middle", style: "font-size: 11px; fill: var(--muted)"}, "output") : ""));
  }
  return drawing;
}

/** Sorts each column by where its neighbours stand, back and forth. */
function order(columns) {
  columns.forEach((column) => column.forEach((item, i) => { item.rank = i; }));
  const sweep = (side, sequence) => sequence.forEach((column) => {
    column.forEach((item) => {
      item.wish = item[side].length ? mean(item[side].map((other) => other.rank)) : item.rank;
    });
    column.sort((a, b) => a.wish - b.wish);
    column.forEach((item, i) => { item.rank = i; });
  });
  for (let round = 0; round < 4; round++) {
    sweep("left", columns.slice(1));
    sweep("right", columns.slice(0, -1).reverse());
  }
  sweep("left", columns.slice(1));
}

/** Gives every item a height and a place, near its neighbours and clear of the others. */
function arrange(columns) {
  const gap = 16;
  for (const column of columns) {
    for (const item of column) {
      item.height = item.waypoint ? 4 : Math.max(NODE.height, PORT * item.left.length + 6);
    }
  }
  const total = (column) => column.reduce((sum, item) => sum + item.height + gap, -gap);
  const middle = Math.max(...columns.map(total)) / 2;
  for (const column of columns) {
    let y = middle - total(column) / 2;
    for (const item of column) {
      item.y = y + item.height / 2;
      y += item.height + gap;
    }
  }
  for (let round = 0; round < 6; round++) {
    for (const column of round % 2 ? columns.slice().reverse() : columns) {
      for (const item of column) {
        const all = [...item.left, ...item.right];
        item.y = all.length ? mean(all.map((other) => other.y)) : item.y;
      }
      for (let i = 1; i < column.length; i++) {
        const least = column[i - 1].y + (column[i - 1].height + column[i].height) / 2 + gap;
        column[i].y = Math.max(column[i].y, least);
      }
      // Pushed down too far: half of it goes back up.
      const drift = mean(column.map((item) => item.y)) - middle;
      column.forEach((item) => { item.y -= drift; });
    }
  }
  const all = columns.flat();
  const top = Math.min(...all.map((item) => item.y - item.height / 2));
  all.forEach((item) => { item.y += 14 - top; });
  return Math.max(...all.map((item) => item.y + item.height / 2)) + 24;
}
