// Texts that models were given, what they say of them, and what was to be said.

function quotations(title, {variant, seed, shown}) {
  return [quoted(title, shown),
    el("figcaption", {}, shown.caption + " Shown: " + variant + ", seed " + seed + ".")];
}

/** A table whose cells know their column's name: on a narrow screen they stand below each other. */
function quoted(title, {columns, rows}) {
  return el("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": title},
    el("table", {class: "quotations"},
      el("thead", {}, el("tr", {}, columns.map(({name}) => el("th", {scope: "col"}, name)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, row.map((text, i) =>
        el("td", {"data-name": columns[i].name, class: columns[i].provenance, dir: "auto"}, text)))))));
}
