"use strict";
// Elements, numbers and tables. Texts from data become text nodes, never markup.

/** Puts attributes and children, which are nodes, texts, or lists of them, into an element. */
function build(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === true) {
      element.setAttribute(name, "");
    } else if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(name, value);
    }
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== "") {
      element.append(child);
    }
  }
  return element;
}

function el(name, attributes, ...children) {
  return build(document.createElement(name), attributes, children);
}

function svg(name, attributes, ...children) {
  return build(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function mathml(name, attributes, ...children) {
  return build(
    document.createElementNS("http://www.w3.org/1998/Math/MathML", name), attributes, children);
}

function known(value) {
  return typeof value === "number" && Number.isFinite(value);
}

/** How many decimals show four significant digits. */
function decimals(value) {
  const size = Math.abs(value);
  return size === 0 ? 3 : Math.max(0, Math.min(8, 3 - Math.floor(Math.log10(size))));
}

/** A number with four significant digits. */
function figure(value) {
  if (!known(value)) {
    return "–";
  }
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 1e-4)) {
    return minus(value.toExponential(3).replace("e+", "e"));
  }
  return minus(value.toFixed(decimals(value)));
}

/** A number with as many decimals as another one has as a figure. */
function figureLike(value, other) {
  const size = Math.abs(other);
  return !known(value) || !known(other) || size >= 1e6 || (size > 0 && size < 1e-4)
    ? figure(value)
    : minus(value.toFixed(decimals(other)));
}

/** A number as short as it can be, for axes. */
function short(value) {
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) {
    return minus(value.toExponential(1).replace(/\.?0*e\+?/, "e"));
  }
  for (const [unit, letter] of [[1e12, " T"], [1e9, " G"], [1e6, " M"], [1e4, " k"]]) {
    if (size >= unit) {
      const scale = unit === 1e4 ? 1e3 : unit;
      return minus(String(Number((value / scale).toPrecision(3)))) + letter;
    }
  }
  return minus(String(Number(value.toPrecision(4))));
}

/** A number on an axis: whole where it can be, so that neighbours differ. */
function tick(value) {
  const size = Math.abs(value);
  return size >= 1e6 || (size > 0 && size < 1e-4) ? short(value)
    : minus(Number(value.toPrecision(6)).toLocaleString("en", {maximumFractionDigits: 8}));
}

const SUPERSCRIPTS = {"-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷",
  8: "⁸", 9: "⁹"};

/** A number on a logarithmic axis. */
function powerTick(value) {
  const exponent = Math.log10(value);
  if (Math.abs(exponent - Math.round(exponent)) > 1e-9 || Math.abs(exponent) < 3.5) {
    return tick(value);
  }
  return "10" + [...String(Math.round(exponent))].map((digit) => SUPERSCRIPTS[digit]).join("");
}

function minus(text) {
  return text.replace("-", "−");
}

function whole(value) {
  return known(value) ? Math.round(value).toLocaleString("en") : "–";
}

function seconds(value) {
  return known(value) ? value.toFixed(value < 10 ? 2 : 1) : "–";
}

function interval(ends, like) {
  return ends ? "[" + figureLike(ends[0], like) + ", " + figureLike(ends[1], like) + "]" : null;
}

function probability(p) {
  return !known(p) ? "–" : p < 0.001 ? "< 0.001" : p.toFixed(3);
}

function plural(count, one, many) {
  return count + " " + (count === 1 ? one : many || one + "s");
}

/** "a", "a and b", "a, b and c". */
function listed(words) {
  return words.length < 2
    ? words.join("")
    : words.slice(0, -1).join(", ") + " and " + words[words.length - 1];
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function unique(values) {
  return [...new Set(values)];
}

/**
 * A table that scrolls sideways where it must.
 *
 * @param what says what it holds, for those who cannot see it
 * @param columns {name, text?: set to the left, long?: may break}
 * @param rows lists of texts or nodes, or {cells, kind} with a class for the row
 */
function table(what, columns, rows) {
  const head = el("tr", {},
    columns.map((c) => el("th", {scope: "col", class: c.text || c.long ? "text" : null}, c.name)));
  const body = rows.map((row) => {
    const cells = row.cells || row;
    return el("tr", {class: row.kind},
      cells.map((cell, i) => i === 0
        ? el("th", {scope: "row", class: "text"}, cell)
        : el("td", {class: columns[i].long ? "long" : columns[i].text ? "text" : null}, cell)));
  });
  return el("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": what},
    el("table", {}, el("thead", {}, head), el("tbody", {}, body)));
}

function opened(title, ...content) {
  return el("details", {}, el("summary", {}, title), content);
}

function note(text, kind) {
  return el("p", {class: kind || "note"}, text);
}

/** Unique ids for the whole page. */
let ids = 0;
function nextId(prefix) {
  ids++;
  return prefix + "-" + ids;
}

/**
 * One of a few options: a row of buttons, or a menu where they are many or long.
 *
 * @param options {value, name}
 */
function choice(title, options, value, changed) {
  const length = options.reduce((sum, option) => sum + option.name.length + 3, 0);
  if (options.length > 5 || length > 60) {
    const select = el("select", {},
      options.map((o) => el("option", {value: o.value, selected: o.value === value}, o.name)));
    select.addEventListener("change", () => changed(select.value));
    return el("label", {class: "pick"}, title + " ", select);
  }
  const name = nextId("choice");
  return el("fieldset", {class: "choice"},
    el("legend", {}, title),
    options.map((option) => {
      const input = el("input",
        {type: "radio", name, value: option.value, checked: option.value === value});
      input.addEventListener("change", () => changed(option.value));
      return el("label", {}, input, option.name);
    }));
}
