// Pictures that models have seen, and where they looked for each part of what they say of them.

function pictures(title, one) {
  return [strip(title, one.shown), el("figcaption", {}, picturesCaption(one)),
    ...(one.shown.looks.length ? [pictureNumbers(title, one.shown)] : [])];
}

function mostLooked({looks}) {
  return Math.max(...looks.flatMap(({weights}) => weights));
}

function picturesCaption({variant, seed, shown}) {
  return shown.caption + " Shown: " + variant + ", seed " + seed + ", which says "
    + (shown.answer ? "“" + shown.answer + "”." : "nothing.")
    + (shown.looks.length ? " The stronger the colour, the more it looked at a picture, up to "
      + figure(mostLooked(shown)) + "." : " It does not say where it looked.");
}

/** A row of pictures, below it a row for each part of the answer. */
function strip(title, shown) {
  const most = mostLooked(shown) || 1;
  const count = shown.pictures.length;
  const head = el("tr", {}, el("td"), shown.pictures.map((png, i) => el("th", {scope: "col"},
    el("img", {src: "data:image/png;base64," + png, alt: "picture " + (i + 1)}))));
  const rows = shown.looks.map(({part, weights}) => el("tr", {}, el("th", {scope: "row"}, part),
    weights.map((weight, i) => el("td", {style: "--look: " + 100 * weight / most + "%",
      title: part + ", picture " + (i + 1) + ": " + figure(weight)}))));
  return el("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": title},
    el("table", {class: "looks", style: "--pictures: " + count},
      el("thead", {}, head), el("tbody", {}, rows)));
}

function pictureNumbers(title, {looks, pictures}) {
  return opened("The numbers", table(title,
    [{name: "picture", text: true}, ...looks.map(({part}) => ({name: part}))],
    pictures.map((_, i) => [i + 1, ...looks.map(({weights}) => figure(weights[i]))])));
}
