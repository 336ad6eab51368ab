// The table of the answer as values that can be drawn.

const NAMED = new Set(['date', 'text', 'iri', 'actor']);

/**
 * Return the table as {columns: [{name, kind, hasStates, at}], rows: [[{text, iri, href, value}]]} with its columns of
 * numbers, of what a bar can be named by, and of actors.
 */
export function readTable(table) {
  const columns = [...table.tHead.rows[0].cells].map((cell, at) => ({
    name: cell.textContent.trim(),
    kind: cell.dataset.kind,
    hasStates: 'states' in cell.dataset,
    at,
  }));
  const rows = [...table.tBodies[0].rows].map((row) => [...row.cells].map(toValue));
  return {
    columns,
    rows,
    numbers: columns.filter(({ kind }) => kind === 'number'),
    names: columns.filter(({ kind }) => NAMED.has(kind)).sort((one, other) => preference(one) - preference(other)),
    actors: columns.filter(({ kind }) => kind === 'actor'),
  };
}

function preference({ kind }) {
  return kind === 'date' ? 0 : 1;
}

function toValue(cell) {
  const text = cell.textContent.trim();
  return { text, iri: cell.dataset.iri, href: cell.querySelector('a')?.href, value: text === '' ? NaN : Number(text) };
}

/** Return milliseconds since 1970 of a day, a month or a year as RDF writes it; NaN for what is none. */
export function toTime(text) {
  const [, year, rest = ''] = /^(-?\d{4,})(.*)$/.exec(text) ?? [];
  if (!year) return NaN;
  const plain = rest.replace(/(?<=^-\d\d(?:-\d\d)?|^)(?:Z|[+-]\d\d:\d\d)$/, '');
  return Date.parse(`${year}${plain}`);
}
