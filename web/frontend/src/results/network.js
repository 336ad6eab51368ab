// Who is with whom in the rows: actors as dots, as large as what they have in all, lines as strong as what is between.
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from 'd3-force';
import { fillPanel } from './drawing.js';
import { cut, link, svg, words } from './svg.js';

const MOST = 120; // actors drawn
const LETTER = 6.4; // width of a letter and height of a line, in pixels
const LINE = 13;
const STEPS = 250;
const EACH_ROW = { name: 'rows', at: -1 };

/** Draw who is with whom in table, by its first two columns of actors. */
export function drawNetwork(panel, table) {
  const [one, other] = table.actors;
  const choices = [{ key: 'number', label: 'Lines as strong as', columns: [...table.numbers, EACH_ROW] }];
  fillPanel(panel, choices, ({ number }, width) => draw(gather(table, one, other, number), number, width));
}

/** Return the nodes, the busiest first, and the lines between those that are drawn. */
function gather(table, one, other, number) {
  const nodes = new Map();
  const lines = new Map();
  for (const row of table.rows) {
    const ends = [row[one.at], row[other.at]];
    const value = number.at < 0 ? 1 : row[number.at].value;
    if (!ends.every(({ iri }) => iri) || !(value > 0)) continue;
    for (const { iri, text, href } of ends) {
      const node = nodes.get(iri) ?? { iri, text, href, value: 0 };
      node.value += value;
      nodes.set(iri, node);
    }
    const key = ends.map(({ iri }) => iri).sort().join('\n');
    const between = lines.get(key) ?? { source: ends[0].iri, target: ends[1].iri, value: 0 };
    between.value += value;
    lines.set(key, between);
  }
  const sorted = [...nodes.values()].sort((a, b) => b.value - a.value);
  const shown = new Set(sorted.slice(0, MOST).map(({ iri }) => iri));
  const kept = [...lines.values()].filter(({ source, target }) => source !== target && shown.has(source) && shown.has(target));
  return { nodes: sorted.slice(0, MOST), lines: kept, total: sorted.length };
}

function draw({ nodes, lines, total }, number, width) {
  const height = Math.round(Math.min(720, Math.max(360, width * 0.68)));
  const most = Math.max(1, ...nodes.map(({ value }) => value));
  const strongest = Math.max(1, ...lines.map(({ value }) => value));
  const radius = ({ value }) => 4 + 16 * Math.sqrt(value / most);
  place(nodes, lines, radius, width, height);
  const strokes = lines.map(({ source, target, value }) =>
    svg(
      'line',
      { x1: source.x, y1: source.y, x2: target.x, y2: target.y, 'stroke-width': (0.7 + 6 * (value / strongest)).toFixed(2) },
      svg('title', {}, `${source.text} – ${target.text}: ${words(value)}`),
    ),
  );
  const named = chooseNames(nodes, radius, width);
  const dots = nodes.map((node) => toDot(node, radius(node), named.get(node))).reverse(); // the largest on top
  const title = `Network of ${nodes.length} actors and ${lines.length} lines. The table has the same figures.`;
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  const image = svg('svg', { ...size, role: 'group', 'aria-label': title, class: 'network' }, ...strokes, ...dots);
  const remarks = [`Dots and lines are as large as the ${number.name} that they have.`];
  if (total > nodes.length) remarks.push(`The ${MOST} busiest of ${words(total)} actors are drawn.`);
  return { image, remarks };
}

/** Give each node its place, within the frame. */
function place(nodes, lines, radius, width, height) {
  const apart = Math.sqrt((width * height) / (nodes.length + 1));
  forceSimulation(nodes)
    .force('lines', forceLink(lines).id(({ iri }) => iri).distance(apart * 0.6).strength(0.25))
    .force('apart', forceManyBody().strength(-apart * 3.2))
    .force('middle', forceCenter(width / 2, height / 2))
    .force('x', forceX(width / 2).strength(0.06))
    .force('y', forceY(height / 2).strength(0.09))
    .force('touch', forceCollide((node) => radius(node) + 6))
    .stop()
    .tick(STEPS);
  for (const node of nodes) {
    const edge = radius(node) + 2;
    node.x = Math.min(width - edge, Math.max(edge, node.x));
    node.y = Math.min(height - edge - 12, Math.max(edge, node.y));
  }
}

/** Return a label for as many nodes as have room for one, the busiest first. */
function chooseNames(nodes, radius, width) {
  const taken = nodes.map((node) => toBox(node.x, node.y, radius(node), radius(node)));
  const labels = new Map();
  for (const node of nodes) {
    const text = cut(node.text, 22);
    const half = (Array.from(text).length * LETTER) / 2;
    const room = placesFor(node, radius(node), half, width).find(({ box }) => !taken.some((other) => overlap(box, other)));
    if (!room) continue;
    taken.push(room.box);
    labels.set(node, { text, x: room.x, y: room.y + 4 });
  }
  return labels;
}

/** Return where the name of node may stand: below, above, and at either side of its dot. */
function placesFor({ x, y }, r, half, width) {
  const inside = Math.min(width - half, Math.max(half, x));
  const away = r + LINE / 2 + 1;
  const centres = [[inside, y + away], [inside, y - away], [x + r + half + 4, y], [x - r - half - 4, y]];
  return centres
    .filter(([at]) => at - half >= 0 && at + half <= width)
    .map(([at, middle]) => ({ x: at, y: middle, box: toBox(at, middle, half, LINE / 2) }));
}

function toBox(x, y, halfWidth, halfHeight) {
  return { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function toDot({ x, y, text, href, value }, r, label) {
  const title = `${text}: ${words(value)}`;
  const name = label ? [svg('text', { x: label.x, y: label.y, 'text-anchor': 'middle' }, label.text)] : [];
  return link(href, { 'aria-label': title }, svg('title', {}, title), svg('circle', { cx: x, cy: y, r }), ...name);
}
