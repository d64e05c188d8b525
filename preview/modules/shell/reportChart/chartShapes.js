/** Where everything of a chart stands, in pixels. The values are numbers of records. */

/** Dark enough for white figures on them (4.5:1), and told apart without red against green. */
const palette = ['#0B5CAB', '#8C4B02', '#5C5C5C', '#7526C7', '#0B827C', '#3A49DA', '#3E6B1F', '#B60554', '#032D60', '#7F6000', '#05628A', '#9E2A8D', '#1C1C1C', '#6F3400', '#396547', '#5A1BA9'];
export const colorAt = (at) => palette[at % palette.length];

const letterPx = 6.6;
const cut = (text, widthPx) => {
  const most = Math.max(3, Math.floor(widthPx / letterPx));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
};
/** At most two lines that break between words. */
function wrapped(text, widthPx) {
  const most = Math.floor(widthPx / letterPx);
  if (text.length <= most) return [text];
  const space = text.lastIndexOf(' ', most);
  const at = space > most / 3 ? space : most;
  return [text.slice(0, at).trim(), cut(text.slice(at).trim(), widthPx)];
}
const total = (values) => values.reduce((sum, value) => sum + value, 0);
export const totalsOf = ({ categories, series }) => categories.map((_, at) => total(series.map(({ values }) => values[at])));

/** Whole steps, about five of them, to a round figure at or above the largest value. */
function ticksTo(most) {
  const rough = Math.max(1, most / 5);
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * magnitude).find((each) => each >= rough && Number.isInteger(each)) ?? 1;
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, at) => at * step);
}

function bars(chart, width) {
  const labelWidth = Math.min(200, Math.round(width * 0.34), 16 + Math.max(...chart.categories.map((label) => label.length)) * letterPx);
  const [top, band, thick] = [8, 40, 26];
  const plot = width - labelWidth - 40;
  const bottom = top + chart.categories.length * band;
  const ticks = ticksTo(Math.max(...totalsOf(chart), 1));
  const scale = (value) => (value / ticks.at(-1)) * plot;
  const totals = totalsOf(chart);
  const rects = chart.categories.flatMap((_, row) => {
    let x = labelWidth;
    return chart.series.flatMap(({ label, values }, at) => {
      const value = values[row];
      if (value === 0) return [];
      const rect = { key: `${row}-${at}`, x, y: top + row * band + (band - thick) / 2, width: Math.max(1, scale(value) - 1), height: thick, fill: colorAt(at), title: `${chart.categories[row]}, ${label}: ${value}`, value: String(value) };
      x += scale(value);
      return [{ ...rect, textX: rect.x + rect.width / 2, textY: rect.y + thick / 2 + 4, shown: chart.series.length > 1 && rect.width > 8 + letterPx * rect.value.length }];
    });
  });
  return {
    height: bottom + 44, rects,
    lines: ticks.map((tick) => ({ key: `t${tick}`, x1: labelWidth + scale(tick), x2: labelWidth + scale(tick), y1: top, y2: bottom })),
    texts: [
      ...ticks.map((tick) => ({ key: `tick${tick}`, x: labelWidth + scale(tick), y: bottom + 16, anchor: 'middle', text: String(tick) })),
      ...chart.categories.flatMap((label, row) => wrapped(label, labelWidth - 12).map((text, line, { length }) => ({ key: `c${row}-${line}`, x: labelWidth - 8, y: top + row * band + band / 2 + 4 + (line - (length - 1) / 2) * 14, anchor: 'end', text, title: label }))),
      ...totals.map((value, row) => ({ key: `n${row}`, x: labelWidth + scale(value) + 6, y: top + row * band + band / 2 + 4, anchor: 'start', text: String(value), strong: true })),
      { key: 'axis', x: labelWidth + plot / 2, y: bottom + 36, anchor: 'middle', text: chart.valueLabel },
    ],
  };
}

/** Upright: what columns and lines have in common. */
function upright(chart, width) {
  const [left, top, plotHeight] = [40, 22, 190];
  const plot = width - left - 12;
  const totals = totalsOf(chart);
  const ticks = ticksTo(Math.max(...totals, 1));
  const y = (value) => top + plotHeight - (value / ticks.at(-1)) * plotHeight;
  const band = plot / Math.max(1, chart.categories.length);
  const middle = (at) => left + at * band + band / 2;
  return {
    totals, y, band, middle, height: top + plotHeight + 44,
    lines: ticks.map((tick) => ({ key: `t${tick}`, x1: left, x2: width - 12, y1: y(tick), y2: y(tick) })),
    texts: [
      ...ticks.map((tick) => ({ key: `tick${tick}`, x: left - 6, y: y(tick) + 4, anchor: 'end', text: String(tick) })),
      ...chart.categories.map((label, at) => ({ key: `c${at}`, x: middle(at), y: top + plotHeight + 16, anchor: 'middle', text: cut(label, band - 4), title: label })),
      { key: 'axis', x: left + plot / 2, y: top + plotHeight + 38, anchor: 'middle', text: chart.categoryLabel },
    ],
  };
}

function columns(chart, width) {
  const { totals, y, band, middle, height, lines: grid, texts } = upright(chart, width);
  const thick = Math.min(64, band * 0.6);
  const rects = chart.categories.flatMap((_, at) => {
    let below = 0;
    return chart.series.flatMap(({ label, values }, of) => {
      const value = values[at];
      if (value === 0) return [];
      const rect = { key: `${at}-${of}`, x: middle(at) - thick / 2, y: y(below + value), width: thick, height: Math.max(1, y(below) - y(below + value) - 1), fill: colorAt(of), title: `${chart.categories[at]}, ${label}: ${value}`, value: String(value) };
      below += value;
      return [{ ...rect, textX: middle(at), textY: rect.y + rect.height / 2 + 4, shown: chart.series.length > 1 && rect.height > 14 }];
    });
  });
  const sums = totals.map((value, at) => ({ key: `n${at}`, x: middle(at), y: y(value) - 6, anchor: 'middle', text: String(value), strong: true }));
  return { height, lines: grid, rects, texts: [...texts, ...sums] };
}

function lines(chart, width) {
  const { y, middle, height, lines: grid, texts } = upright(chart, width);
  const paths = chart.series.map(({ label, values }, of) => ({ key: label, d: values.map((value, at) => `${at === 0 ? 'M' : 'L'}${middle(at)} ${y(value)}`).join(' '), stroke: colorAt(of), fill: 'none', title: label }));
  return { height, lines: grid, rects: [], paths, texts };
}

/** A ring of one slice per category; the whole in the middle. */
function donut(chart, width) {
  const totals = totalsOf(chart);
  const all = total(totals);
  const [outer, inner] = [88, 56];
  const [cx, cy] = [width / 2, 100];
  const point = (share, radius) => `${cx + radius * Math.sin(share * 2 * Math.PI)} ${cy - radius * Math.cos(share * 2 * Math.PI)}`;
  let from = 0;
  const paths = totals.flatMap((value, at) => {
    if (value === 0) return [];
    const to = from + value / all;
    const large = to - from > 0.5 ? 1 : 0;
    const ring = (radius) => `M${point(0, radius)} A${radius} ${radius} 0 1 1 ${point(0.5, radius)} A${radius} ${radius} 0 1 1 ${point(0, radius)} Z`;
    // A slice that is the whole would begin and end at one point and draw nothing.
    const d = value === all ? `${ring(outer)} ${ring(inner)}` : `M${point(from, outer)} A${outer} ${outer} 0 ${large} 1 ${point(to, outer)} L${point(to, inner)} A${inner} ${inner} 0 ${large} 0 ${point(from, inner)} Z`;
    const middle = (from + to) / 2;
    const [x, y] = point(middle, (outer + inner) / 2).split(' ').map(Number);
    from = to;
    return [{ key: String(at), d, fill: colorAt(at), stroke: value === all ? 'none' : '#fff', title: `${chart.categories[at]}: ${value}`, label: { key: `v${at}`, x, y: y + 4, anchor: 'middle', text: String(value), light: true } }];
  });
  const texts = [
    ...paths.map(({ label }) => label),
    { key: 'all', x: cx, y: cy + 2, anchor: 'middle', text: String(all), big: true }, { key: 'unit', x: cx, y: cy + 20, anchor: 'middle', text: all === 1 ? 'record' : 'records' },
  ];
  return { height: 200, lines: [], rects: [], paths, texts };
}

/** Shapes of a chart of this width. */
export function shapesOf(chart, width) {
  const draw = { bar: bars, column: columns, donut, line: lines }[chart.kind];
  const { paths = [], texts, ...shapes } = draw(chart, width);
  const classOf = ({ strong, light, big }) => (big ? 'figure figure_big' : light ? 'figure figure_light' : strong ? 'figure figure_strong' : 'figure');
  return { ...shapes, paths, texts: texts.map((each) => ({ ...each, class: classOf(each), title: each.title ?? each.text })) };
}
