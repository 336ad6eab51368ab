// The answer as a program gets it.

const MOST = 200_000; // characters that are shown

/** Ask the query of form again and show what comes, of the type mediaType, in panel. */
export async function showRaw(panel, form, mediaType) {
  panel.textContent = 'Asking …';
  const body = new URLSearchParams(location.search.slice(1));
  if (!body.has('query')) body.set('query', form.elements.query.defaultValue); // the page came by POST
  const started = performance.now();
  const response = await fetch(form.action, { method: 'POST', headers: { Accept: mediaType }, body });
  const text = await response.text();
  const taken = Math.round(performance.now() - started);
  const head = document.createElement('p');
  head.className = 'muted';
  head.textContent = `${response.status} ${response.headers.get('Content-Type')} · ${text.length.toLocaleString('en')} characters · ${taken} ms`;
  const shown = document.createElement('pre');
  shown.tabIndex = 0;
  shown.textContent = text.length > MOST ? `${text.slice(0, MOST)}\n… the rest is in what you download` : text;
  panel.replaceChildren(head, shown);
}
