// The network: zoom, the neighbours of a node, names and numbers beside the pointer, choices without a button.

import { sendChoices } from './drawing/choices.js';
import { addTips } from './drawing/tip.js';
import { makeZoomable } from './drawing/zoom.js';

/** Let nodes and lines that have to do with what is pointed at, or has the focus, stand out from the rest. */
function addHighlight(svg) {
  const nodes = [...svg.querySelectorAll('.nodes > a')];
  const lines = [...svg.querySelectorAll('.lines > a')];
  const numbers = new Map(nodes.map((node, number) => [node, number]));
  const ends = new Map(lines.map((line) => [line, line.dataset.ends.split(' ').map(Number)]));
  const linesOf = nodes.map(() => []);
  for (const [line, both] of ends) for (const end of both) linesOf[end].push(line);
  let lit = [];
  let current = null;

  const light = (link) => {
    if (link === current) return;
    current = link;
    for (const one of lit) one.classList.remove('lit');
    lit = [];
    if (link) {
      const own = ends.has(link) ? [link] : linesOf[numbers.get(link)];
      lit = [...new Set([link, ...own, ...own.flatMap((line) => ends.get(line)).map((end) => nodes[end])])];
      for (const one of lit) one.classList.add('lit');
    }
    svg.classList.toggle('dim', Boolean(link));
  };
  svg.addEventListener('pointerover', (event) => {
    if (!event.buttons) light(event.target.closest('a'));
  });
  svg.addEventListener('pointerleave', () => light(null));
  svg.addEventListener('focusin', (event) => light(event.target.closest('a')));
  svg.addEventListener('focusout', () => light(null));
}

const region = document.querySelector('[data-drawing]');
if (region) {
  makeZoomable(region, { shrink: (k) => k ** -0.7 });
  addTips(region);
  addHighlight(region.querySelector('svg'));
}
sendChoices();
