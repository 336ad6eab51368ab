// Bars for numbers with names, a line for numbers with dates.
import { fillPanel } from './drawing.js';
import { toTime } from './reading.js';
import { cut, link, svg, words } from './svg.js';

const MOST_BARS = 60;
const ROW = 26; // heights and widths in pixels, as the drawing has the size of the page
const LINE_HEIGHT = 320;
const MARGIN = { top: 14, right: 18, bottom: 30, left: 62 };
const LETTER = 6.6;

/** Draw the numbers of table in panel. */
export function drawChart(panel, table) {
  const choices = [
    { key: 'number', label: 'Numbers of', columns: table.numbers },
    { key: 'name', label: 'by', columns: table.names },
  ];
  fillPanel(panel, choices, ({ number, name }, width) =>
    name.kind === 'date' ? drawLine(table, number, name, width) : drawBars(table, number, name, width),
  );
}

function drawBars(table, number, name, width) {
  const all = table.rows.filter((row) => Number.isFinite(row[number.at].value));
  const rows = all.slice(0, MOST_BARS);
  const values = rows.map((row) => row[number.at].value);
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values) || 1;
  const longest = Math.max(...rows.map((row) => Array.from(row[name.at].text).length));
  const left = Math.min(width * 0.4, longest * LETTER + 12);
  const right = LETTER * Math.max(...values.map((value) => words(value).length)) + 14;
  const x = (value) => left + ((value - least) / (most - least)) * (width - left - right);
  const bars = rows.map((row, at) => toBar(row[name.at], row[number.at].value, { x, y: at * ROW, left, width }));
  const height = rows.length * ROW + 4;
  const title = `Bars: ${number.name} by ${name.name}, ${rows.length} of them. The table has the same figures.`;
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  const image = svg('svg', { ...size, role: 'group', 'aria-label': title, class: 'bars' }, ...bars);
  const rest = all.length - rows.length;
  return { image, remarks: rest ? [`The first ${MOST_BARS} rows are drawn, ${words(rest)} are not.`] : [] };
}

function toBar({ text, href }, value, { x, y, left, width }) {
  const [from, to] = [x(Math.min(0, value)), x(Math.max(0, value))];
  const middle = y + ROW / 2 + 4;
  const label = svg('text', { x: left - 8, y: middle, 'text-anchor': 'end' }, cut(text, Math.floor((left - 12) / LETTER)));
  return svg(
    'g',
    {},
    link(href, {}, svg('title', {}, text), label),
    svg('rect', { x: from, y: y + 4, width: Math.max(1, to - from), height: ROW - 8, rx: 3, class: value < 0 ? 'minus' : undefined }),
    svg('text', { x: Math.min(to + 6, width - 4), y: middle, class: 'value' }, words(value)),
  );
}

function drawLine(table, number, name, width) {
  const points = table.rows
    .map((row) => ({ time: toTime(row[name.at].text), date: row[name.at].text, value: row[number.at].value }))
    .filter(({ time, value }) => Number.isFinite(time) && Number.isFinite(value))
    .sort((one, other) => one.time - other.time);
  const values = points.map(({ value }) => value);
  const least = Math.min(0, ...values);
  const most = Math.max(least + 1, ...values);
  const [first, last] = [points[0]?.time ?? 0, points.at(-1)?.time ?? 1];
  const x = (time) => MARGIN.left + ((time - first) / (last - first || 1)) * (width - MARGIN.left - MARGIN.right);
  const y = (value) => LINE_HEIGHT - MARGIN.bottom - ((value - least) / (most - least)) * (LINE_HEIGHT - MARGIN.top - MARGIN.bottom);
  const path = points.map(({ time, value }, at) => `${at ? 'L' : 'M'}${x(time).toFixed(1)},${y(value).toFixed(1)}`).join('');
  const dots = points.map(({ time, date, value }) =>
    svg('circle', { cx: x(time), cy: y(value), r: points.length > 200 ? 1.5 : 3.5 }, svg('title', {}, `${date}: ${words(value)}`)),
  );
  const title = `Line: ${number.name} by ${name.name}, from ${points[0]?.date} to ${points.at(-1)?.date}. The table has the same figures.`;
  const size = { width, height: LINE_HEIGHT, viewBox: `0 0 ${width} ${LINE_HEIGHT}` };
  const image = svg(
    'svg',
    { ...size, role: 'img', 'aria-label': title, class: 'line' },
    ...levels(least, most).map((value) => toLevel(value, y(value), width)),
    ...marks(points, Math.floor(width / 110)).map(({ time, date }) => svg('text', { x: x(time), y: LINE_HEIGHT - 8, 'text-anchor': 'middle' }, date)),
    svg('path', { d: path }),
    ...dots,
  );
  return { image, remarks: [] };
}

function toLevel(value, y, width) {
  const text = svg('text', { x: MARGIN.left - 8, y: y + 4, 'text-anchor': 'end' }, words(value));
  return svg('g', {}, svg('line', { x1: MARGIN.left, x2: width - MARGIN.right, y1: y, y2: y }), text);
}

/** Return round numbers from least to most, about five. */
function levels(least, most) {
  const rough = (most - least) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((times) => times * power >= rough);
  const found = [];
  for (let at = Math.ceil(least / step); at * step <= most; at += 1) found.push(at * step);
  return found;
}

/** Return up to count of the points, the first and the last among them, spread over the time. */
function marks(points, count) {
  if (points.length < 2 || count < 2) return points.slice(0, 1);
  const [first, last] = [points[0].time, points.at(-1).time];
  const gap = (last - first) / count;
  const found = [points[0]];
  for (const point of points) {
    if (point.time - found.at(-1).time >= gap && (last - point.time >= gap || point === points.at(-1))) found.push(point);
  }
  return found;
}
