// Mistakes marked at their place while a query is written. The server's parser is the judge, and never runs the query.
import { linter } from '@codemirror/lint';

const DELAY = 400; // milliseconds without a key before the server is asked

/** Return an extension that asks the server at address for mistakes, and says what it said in the element line. */
export function checking(address, line) {
  const source = async (view) => {
    const text = view.state.doc.toString();
    const found = text.trim() ? await ask(address, text) : null;
    line.textContent = found ? found.message : '';
    return found ? [toMark(view.state.doc, found)] : [];
  };
  return linter(source, { delay: DELAY });
}

/** Return what is wrong with text: {message, line, column}; null if nothing is, or the server does not say. */
async function ask(address, text) {
  try {
    const headers = { 'Content-Type': 'application/sparql-query' };
    const response = await fetch(address, { method: 'POST', headers, body: text });
    if (!response.ok) return null;
    const said = await response.json();
    return said.ok ? null : said;
  } catch {
    return null; // the server is away: that is told when the query is run
  }
}

function toMark(doc, { message, line, column }) {
  if (!line) return { from: 0, to: doc.length, severity: 'error', message };
  const { from, to, text } = doc.line(Math.min(line, doc.lines));
  // The server counts characters, the editor halves of surrogate pairs.
  const at = Array.from(text).slice(0, column - 1).join('').length;
  const mark = { from, to, severity: 'error', message };
  const next = /^(?:[\w:?$.-]+|\S)/u.exec(text.slice(at));
  if (next) return { ...mark, from: from + at, to: from + at + next[0].length };
  // Nothing stands there: the parser stopped behind a word that it cannot place, such as a name with an unknown prefix.
  const last = /(?:[\w:?$.-]+|\S)\s*$/u.exec(text.slice(0, at));
  return last ? { ...mark, from: from + last.index, to: from + at } : mark;
}
