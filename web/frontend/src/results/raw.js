// The answer as a program gets it.

const MOST = 200_000; // characters that are shown

/** Show in panel what ask(mediaType), which fetches the answer once more, gives. */
export async function showRaw(panel, ask, mediaType) {
  panel.textContent = 'Asking …';
  const started = performance.now();
  const response = await ask(mediaType);
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
