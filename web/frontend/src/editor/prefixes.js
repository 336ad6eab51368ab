// Declaring prefixes, so that a query can be taken to other tools.

/** Return where to put which line so that text declares prefix; null if it does already or the prefix is unknown. */
export function declare(text, prefix, namespace) {
  if (!namespace || declared(text).has(prefix)) return null;
  return { at: placeOf(text), line: `PREFIX ${prefix}: <${namespace}>\n` };
}

function declared(text) {
  const found = text.replaceAll(/^\s*#.*$/gm, '').matchAll(/\bPREFIX\s+([^\s:]*):/gi);
  return new Set(Array.from(found, ([, prefix]) => prefix));
}

/** Return where the first line begins that is neither empty nor a comment: a query's header stays on top. */
function placeOf(text) {
  let at = 0;
  for (const line of text.split('\n')) {
    if (line.trim() && !line.trimStart().startsWith('#')) return at;
    at += line.length + 1;
  }
  return 0;
}
