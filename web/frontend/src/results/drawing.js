// What all drawn views have in common: choices of columns above, the drawing at the width there is, remarks below.
import { choice, remark } from './svg.js';

/**
 * Fill panel with a drawing. choices are [{key, label, columns}], of which those with more than one column can be
 * chosen; draw(chosen, width) returns {image, remarks}, and is called again for another choice or width.
 */
export function fillPanel(panel, choices, draw) {
  const chosen = Object.fromEntries(choices.map(({ key, columns }) => [key, columns[0]]));
  const bar = document.createElement('p');
  bar.className = 'choices';
  const place = document.createElement('div');
  let width = 0;
  const update = () => {
    if (!width) return;
    const { image, remarks } = draw(chosen, width);
    place.replaceChildren(image, ...remarks.map(remark));
  };
  for (const { key, label, columns } of choices.filter((one) => one.columns.length > 1)) {
    bar.append(choice(label, columns, (column) => {
      chosen[key] = column;
      update();
    }));
  }
  panel.replaceChildren(...(bar.hasChildNodes() ? [bar] : []), place);
  new ResizeObserver(([{ contentRect }]) => {
    const now = Math.floor(contentRect.width);
    if (now === width || !now) return; // hidden, or only higher
    width = now;
    update();
  }).observe(place);
}
