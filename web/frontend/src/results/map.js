// States of the rows on a world map, the stronger coloured the more they have.
import { fillPanel } from './drawing.js';
import { link, svg, words } from './svg.js';

const EACH_ROW = { name: 'rows', at: -1 };
const STEPS = 5;

/** Draw the states of table on the map whose outlines are at the address world. */
export async function drawMap(panel, table, world) {
  panel.textContent = 'Fetching the map …';
  const response = await fetch(world);
  if (!response.ok) throw new Error('the outlines of the states are not there');
  const outlines = await response.json();
  const choices = [
    { key: 'number', label: 'Colour by', columns: [...table.numbers, EACH_ROW] },
    { key: 'state', label: 'of', columns: table.columns.filter(({ hasStates }) => hasStates) },
  ];
  fillPanel(panel, choices, ({ number, state }) => draw(outlines, gather(table, state, number, outlines), number, state));
}

/** Return {code: {text, href, value}} of the states that have a place on the map. */
function gather(table, state, number, { states }) {
  const found = new Map();
  for (const row of table.rows) {
    const { iri = '', text, href } = row[state.at];
    const code = iri.slice(iri.lastIndexOf('/') + 1);
    const value = number.at < 0 ? 1 : row[number.at].value;
    if (!states[code] || !Number.isFinite(value)) continue;
    const one = found.get(code) ?? { text, href, value: 0 };
    one.value += value;
    found.set(code, one);
  }
  return found;
}

function draw({ width, height, states }, found, number, state) {
  const values = [...found.values()].map(({ value }) => value).sort((one, other) => one - other);
  const step = (value) => (values.length < 2 ? STEPS : 1 + Math.floor((values.indexOf(value) / values.length) * STEPS));
  const ground = Object.entries(states).filter(([code, { d }]) => d && !found.has(code)).map(([, { d }]) => svg('path', { d }));
  const coloured = [...found].map(([code, { text, href, value }]) => {
    const { d, x, y } = states[code];
    const shape = d ? svg('path', { d }) : svg('circle', { cx: x, cy: y, r: 4 });
    const label = `${text}: ${words(value)}`;
    return link(href, { class: `s${step(value)}`, 'aria-label': label }, svg('title', {}, label), shape);
  });
  const title = `World map: ${number.name} of ${found.size} states in ${state.name}. The table has the same figures.`;
  const image = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'group', 'aria-label': title, class: 'world' }, ...ground, ...coloured);
  const range = values.length ? `, from ${words(values[0])} to ${words(values.at(-1))}` : '';
  return { image, remarks: [`${words(found.size)} states${range}: the stronger the colour, the more. Each of its steps has as many states.`] };
}
