// Sorting of the rows that are shown, by a click on the head of a column.
import { toTime } from './reading.js';

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const KEYS = { number: Number, date: toTime };

/** Put a button into each head of table that sorts by its column: up, then down. */
export function letSort(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, at) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sort';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const isUp = head.getAttribute('aria-sort') !== 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', isUp ? 'ascending' : 'descending');
      sort(table.tBodies[0], at, head.dataset.kind, isUp ? 1 : -1);
    });
  });
}

/** Sort by the column at; what has no value comes last either way. */
function sort(body, at, kind, direction) {
  const toKey = KEYS[kind] ?? String;
  const keyed = [...body.rows].map((row) => {
    const text = row.cells[at].textContent.trim();
    return { row, key: text === '' ? NaN : toKey(text) };
  });
  const compare = (one, other) => (typeof one === 'string' ? collator.compare(one, other) : one - other);
  keyed.sort((one, other) => {
    const missing = Number.isNaN(one.key) - Number.isNaN(other.key);
    return missing || (Number.isNaN(one.key) ? 0 : direction * compare(one.key, other.key));
  });
  body.append(...keyed.map(({ row }) => row));
}
