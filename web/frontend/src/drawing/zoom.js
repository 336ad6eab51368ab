// Zoom and pan of a drawing by wheel, drag, pinch, keys and buttons. What is in it keeps its size: only places move
// apart, so circles that hide each other part as one looks closer.

import { select } from 'd3-selection';
import { zoom, zoomIdentity } from 'd3-zoom';

const MOST = 12;
const STEP = 1.5;
const ARROWS = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };

/**
 * Make the drawing in the element region zoomable.
 * shrink(k) says how large marks are drawn at the scale k; onZoom(k) is told of each change of the scale.
 */
export function makeZoomable(region, { shrink = (k) => 1 / k, onZoom = () => {} } = {}) {
  const svg = region.querySelector('svg');
  const moved = svg.querySelector('[data-zoom]');
  const { width, height } = svg.viewBox.baseVal;
  let scale = 1;
  let touched = false; // until then the wheel scrolls the page, as the reader means it to

  const draw = ({ transform }) => {
    moved.style.transform = `translate(${transform.x}px, ${transform.y}px) scale(${transform.k})`;
    if (transform.k !== scale) {
      scale = transform.k;
      svg.style.setProperty('--s', shrink(scale));
      svg.toggleAttribute('data-near', scale > 2.4);
      onZoom(scale);
    }
    region.toggleAttribute('data-zoomed', scale > 1);
  };
  const behaviour = zoom()
    .scaleExtent([1, MOST])
    .translateExtent([[0, 0], [width, height]])
    .filter((event) => {
      if (event.type === 'wheel') return touched || event.ctrlKey || event.metaKey || scale > 1;
      if (event.type.startsWith('touch')) return event.touches.length > 1 || scale > 1;
      return !event.button;
    })
    .clickDistance(4)
    // A layer of its own while it moves: it is then shifted, and not painted anew. At rest it is painted sharp.
    .on('start', () => (moved.style.willChange = 'transform'))
    .on('end', () => (moved.style.willChange = ''))
    .on('zoom', draw);
  const target = select(svg).call(behaviour).on('dblclick.zoom', null);
  svg.addEventListener('pointerdown', () => (touched = true), { passive: true });
  region.addEventListener('pointerleave', () => (touched = false));
  svg.addEventListener('dragstart', (event) => event.preventDefault()); // a link under the pointer would be dragged

  const act = {
    in: () => behaviour.scaleBy(target, STEP),
    out: () => behaviour.scaleBy(target, 1 / STEP),
    reset: () => behaviour.transform(target, zoomIdentity),
  };
  const keys = { '+': act.in, '=': act.in, '-': act.out, 0: act.reset };
  region.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow && scale > 1) behaviour.translateBy(target, arrow[0] / scale, arrow[1] / scale);
    else if (keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
  });
  region.parentElement.append(makeTools(act));
}

function makeTools(act) {
  const tools = document.createElement('div');
  tools.className = 'tools';
  tools.setAttribute('role', 'group');
  tools.setAttribute('aria-label', 'Zoom');
  for (const [name, sign, label] of [['in', '+', 'Zoom in'], ['out', '−', 'Zoom out'], ['reset', '⟲', 'Show all']]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = sign;
    button.title = label;
    button.setAttribute('aria-label', label);
    button.addEventListener('click', act[name]);
    tools.append(button);
  }
  return tools;
}
