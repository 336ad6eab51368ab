// Completion: variables of the query, keywords, the terms of the model, codes of actions, and actors by their names.
import { autocompletion } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import { KEYWORDS } from './keywords.js';
import { declare } from './prefixes.js';
import { rank } from './ranking.js';

const LOCAL_NAME = /^\w(?:[\w.-]*[\w-])?$/; // what may follow a prefix as it is
const CLOSED = /^(Comment|String|IriRef)$/; // where nothing of ours can stand
const MOST_SHOWN = 10; // at a time: the list has no room to scroll, which needs a focus of its own to be accessible
const SHORTEST_NAME = 2; // letters before the server is asked for actors

/** Return an extension that completes with what the addresses terms and suggest give. */
export function completing({ terms: address, suggest }, announce) {
  let known;
  const load = () => {
    known ??= getJson(address).catch(() => {
      known = undefined; // asked again with the next key
      return { prefixes: {}, terms: [] };
    });
    return known;
  };
  const source = async (context) => {
    const word = context.matchBefore(/[?$]?[\w:.-]*/);
    const text = word?.text ?? '';
    if ((!text && !context.explicit) || /^[\d.-]/.test(text) || isClosed(context)) return null;
    const from = word?.from ?? context.pos;
    if (/^[?$]/.test(text)) return { from, options: variables(context, text), filter: false };
    const [model, actors] = await Promise.all([load(), findActors(suggest, text, context)]);
    if (context.aborted) return null;
    const terms = [...rank(model.terms, text), ...actors].map((term) => toOption(term, model.prefixes, announce));
    const keywords = rank(KEYWORDS, text).map(({ curie }) => ({ label: curie, type: 'keyword' }));
    const options = isUpper(text) ? [...keywords, ...terms] : [...terms, ...keywords];
    return { from, options, filter: false };
  };
  return autocompletion({ override: [source], icons: false, maxRenderedOptions: MOST_SHOWN, closeOnBlur: true });
}

function isClosed(context) {
  const node = syntaxTree(context.state).resolveInner(context.pos, -1);
  return CLOSED.test(node.name) && node.from < context.pos;
}

function isUpper(text) {
  return text !== '' && text === text.toUpperCase();
}

function variables(context, typed) {
  const text = context.state.doc.toString();
  const start = context.pos - typed.length;
  const others = `${text.slice(0, start)} ${text.slice(context.pos)}`.match(/[?$]\w+/g) ?? [];
  const begun = typed.toLowerCase();
  return [...new Set(others)]
    .filter((name) => name !== typed && name.toLowerCase().startsWith(begun))
    .map((label) => ({ label, type: 'variable' }));
}

/** Return the actors whose names begin as typed, or whose keys do after "actor:". */
async function findActors(address, text, context) {
  const typed = text.replace(/^actor:/, '').replaceAll(/[._-]+/g, ' ');
  if (typed.includes(':') || typed.length < SHORTEST_NAME) return [];
  const stop = new AbortController();
  context.addEventListener('abort', () => stop.abort());
  try {
    const { suggestions } = await getJson(`${address}?limit=6&q=${encodeURIComponent(typed)}`, stop.signal);
    return suggestions.map(({ iri, label }) => ({ iri, label, curie: '', kind: 'actor', comment: '' }));
  } catch {
    return []; // away, or typed on
  }
}

async function getJson(address, signal) {
  const response = await fetch(address, { signal });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return response.json();
}

/** Return a completion that writes the term, and declares its prefix where the query does not. */
function toOption(term, prefixes, announce) {
  const curie = term.curie || toCurie(term.iri, prefixes);
  const written = curie || `<${term.iri}>`;
  return {
    label: written,
    detail: term.label,
    info: term.comment ? () => toInfo(term) : undefined,
    type: term.kind,
    apply(view, _, from, to) {
      const prefix = curie.slice(0, curie.indexOf(':'));
      const added = curie ? declare(view.state.doc.toString(), prefix, prefixes[prefix]) : null;
      const changes = [{ from, to, insert: written }];
      if (added) changes.push({ from: added.at, insert: added.line });
      const shift = added && added.at <= from ? added.line.length : 0;
      const anchor = from + shift + written.length;
      view.dispatch({ changes, selection: { anchor }, userEvent: 'input.complete', scrollIntoView: true });
      if (added) announce(`Added PREFIX ${prefix}:`);
    },
  };
}

function toCurie(iri, prefixes) {
  const local = iri.slice((prefixes.actor ?? '').length);
  return prefixes.actor && iri.startsWith(prefixes.actor) && LOCAL_NAME.test(local) ? `actor:${local}` : '';
}

function toInfo({ kind, comment }) {
  const dom = document.createElement('div');
  const what = dom.appendChild(document.createElement('b'));
  what.textContent = kind;
  dom.append(` ${comment}`);
  return dom;
}
