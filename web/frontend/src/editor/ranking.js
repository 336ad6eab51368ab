// Which terms are meant by what is typed: by their short IRIs first, then by the words of their labels.

const MOST = 40;

/** Return the terms that fit what is typed, the best first, where {curie, label} is a term. */
export function rank(terms, typed) {
  const text = typed.toLowerCase();
  return terms
    .map((term, at) => ({ term, at, score: score(term, text) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.at - other.at)
    .slice(0, MOST)
    .map(({ term }) => term);
}

function score({ curie, label = '' }, text) {
  const whole = curie.toLowerCase();
  if (!text || whole.startsWith(text)) return 4;
  const local = whole.slice(whole.indexOf(':') + 1);
  if (local.startsWith(text)) return 3;
  if (text.includes(':')) return 0;
  const words = label.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  if (words[0].startsWith(text)) return 2;
  return words.some((word) => word.startsWith(text)) ? 1 : 0;
}
