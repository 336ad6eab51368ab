// Making of SVG without inline styles, which the site's policy forbids.

const SVG = 'http://www.w3.org/2000/svg';

/** Return an element of SVG with these attributes (those undefined left out) and children, which may be text. */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Return a link to href around children; a group where there is no address. */
export function link(href, attributes, ...children) {
  return svg(href ? 'a' : 'g', { ...attributes, href }, ...children);
}

/** Return text of at most length characters. */
export function cut(text, length) {
  const characters = Array.from(text);
  return characters.length > length ? `${characters.slice(0, length - 1).join('')}…` : text;
}

/** Return a number as people read it. */
export function words(number) {
  return number.toLocaleString('en', { maximumFractionDigits: 2 });
}

/** Return a labelled choice of columns, and call onChange with the chosen one. */
export function choice(label, columns, onChange) {
  const box = document.createElement('label');
  const select = document.createElement('select');
  select.append(...columns.map(({ name }, at) => new Option(name, at)));
  select.addEventListener('change', () => onChange(columns[select.value]));
  box.append(`${label} `, select);
  return box;
}

/** Return a paragraph of remarks under a drawing. */
export function remark(text) {
  const line = document.createElement('p');
  line.className = 'muted';
  line.textContent = text;
  return line;
}
