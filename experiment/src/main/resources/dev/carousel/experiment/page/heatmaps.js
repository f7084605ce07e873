// Heat maps of what the models say: colours, and above them strips that say what is where.

const STRIP_HEIGHT = 36;

function heatMapExhibit(title, all, parent) {
  const state = {variant: all[0].variant};
  const one = () => all.find((each) => each.variant === state.variant);
  const figureOf = chart({
    name: title,
    canvas: true,
    height: () => 300 + STRIP_HEIGHT * one().shown.strips.length,
    caption: () => one().shown.caption + " Shown: " + one().variant + ", seed " + one().seed + ".",
    option: (colors, width) => stripedOption(one(), colors, width),
  });
  const spans = el("details", {}, el("summary", {}, "What is where"));
  const fill = () => {
    spans.querySelectorAll(".scroll").forEach((old) => old.remove());
    const rows = one().shown.strips.flatMap((strip) => strip.spans.map((span) =>
      [strip.name, span.text, figure(span.from), figure(span.to)]));
    spans.append(table(title, [{name: "strip", text: true}, {name: "text", text: true},
      {name: "from, in " + one().shown.x.name}, {name: "to"}], rows));
  };
  fill();
  const chosen = variantChoice(all, (value) => {
    state.variant = value;
    figureOf.redraw();
    fill();
  });
  parent.append(el("h3", {}, title), ...chosen, figureOf);
  if (one().shown.strips.length) {
    parent.append(spans);
  }
}

function stripedOption({index, shown}, colors, width) {
  const {map, strips, from, to} = shown;
  const at = unpacked(map);
  const data = [];
  for (let i = 0; i < map.steps; i++) {
    for (let j = 0; j < map.units; j++) {
      const value = at(i, j);
      if (value !== null) {
        data.push([i, j, value]);
      }
    }
  }
  const names = strips.map((strip) => strip.name);
  const left = Math.max(48, room(names, width) + 10);
  const right = 14;
  const below = 12 + STRIP_HEIGHT * strips.length;
  const place = (column) => from + (to - from) * column / map.steps;
  const rowStride = Math.ceil(map.units / 8);
  const hidden = {show: false, axisPointer: {show: false}};
  const grids = [{left, right, top: below, bottom: 96}, {left, right, top: 6, height: below - 12}];
  return {
    grid: strips.length ? grids : grids.slice(0, 1),
    xAxis: [
      {...hidden, type: "category", gridIndex: 0, data: Array.from({length: map.steps}, (_, i) => i)},
      axis(colors, shown.x.name, {gridIndex: 0, position: "bottom", min: from, max: to,
        splitLine: {show: false},
        // It would stand on the tick before it.
        axisLabel: {color: colors.muted, formatter: tick, hideOverlap: true, showMaxLabel: false}}),
      ...(strips.length ? [{...hidden, type: "value", gridIndex: 1, min: from, max: to}] : []),
    ],
    yAxis: [
      {type: "category", gridIndex: 0, data: Array.from({length: map.units}, (_, j) => j + 1),
        name: shown.y.name, nameLocation: "middle", nameGap: 30, nameTextStyle: {color: colors.muted},
        axisLine: {show: false}, axisTick: {show: false},
        axisLabel: {color: colors.muted, interval: (j) => j % rowStride === 0}},
      {...hidden, type: "value", gridIndex: 0, min: 0, max: 1},
      ...(strips.length ? [{...rowsAxis(colors, names, left - 10), gridIndex: 1}] : []),
    ],
    visualMap: {min: map.min, max: map.max, calculable: false, orient: "horizontal", seriesIndex: 0,
      left: "center", bottom: 0, itemWidth: 12, itemHeight: Math.min(220, width * 0.4),
      precision: 2, text: [short(map.max), shown.value.name + "  " + short(map.min)],
      textStyle: {color: colors.muted}, inRange: {color: colors.sequential}},
    tooltip: {trigger: "item", formatter: ({seriesIndex, dataIndex, value}) => {
      if (seriesIndex > 0) {
        const [strip, span] = flatSpans(strips)[dataIndex];
        return tip(span.text, [[names[strip], figure(span.from) + " to " + figure(span.to)]]);
      }
      return tip(shown.x.name + " " + figure(place(value[0])),
        [[shown.y.name, value[1] + 1], [shown.value.name, figure(value[2])]]);
    }},
    series: [
      {type: "heatmap", xAxisIndex: 0, yAxisIndex: 0, data, progressive: 0, itemStyle: {borderWidth: 0},
        emphasis: {disabled: true}},
      // An axis is drawn if something stands on it.
      {type: "line", silent: true, xAxisIndex: 1, yAxisIndex: 1, data: []},
      ...(strips.length
        ? [spanSeries(strips, look(index, colors).color, colors, (width - left - right) / (to - from))] : []),
    ],
  };
}

/** Every span with the number of its strip. */
function flatSpans(strips) {
  return strips.flatMap((strip, row) => strip.spans.map((span) => [row, span]));
}

/**
 * Spans as bars with their texts above them, where these do not hide each other.
 *
 * @param scale how many pixels one on the axis takes
 */
function spanSeries(strips, color, colors, scale) {
  const spans = flatSpans(strips);
  const ends = strips.map(() => -Infinity);
  const legible = spans.map(([row, {text, from, to}]) => {
    const half = 4 * text.length + 1;
    const middle = scale * (from + to) / 2;
    const free = middle - half > ends[row];
    ends[row] = free ? middle + half : ends[row];
    return free;
  });
  return {
    type: "custom", xAxisIndex: 2, yAxisIndex: 2, clip: false,
    encode: {x: [0, 1], y: 2},
    data: spans.map(([row, {from, to}]) => [from, to, row]),
    renderItem(params, api) {
      const [left, middle] = api.coord([api.value(0), api.value(2)]);
      // Neighbours do not touch.
      const across = Math.max(3, api.coord([api.value(1), api.value(2)])[0] - left - 1);
      const text = spans[params.dataIndex][1].text;
      return {type: "group", children: [
        {type: "rect", style: {fill: color}, shape: {x: left, y: middle + 5, width: across, height: 9}},
        ...(legible[params.dataIndex] ? [{type: "text", style: {text, x: left + across / 2, y: middle - 4,
          fill: colors.text, font: "12px " + FONT, align: "center", verticalAlign: "middle"}}] : []),
      ]};
    },
  };
}
