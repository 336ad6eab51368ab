// The list of events: filters that are applied at once, periods that are dragged, counts that come later.
import { say } from './site/saying.js';
import { suggestIn } from './site/suggestions.js';
import { enableTimelines } from './site/timeline.js';

let asked = null; // the request that is under way

/** Show what is at `address` in place of this list, without leaving the page. */
async function go(address, { push = true } = {}) {
  asked?.abort();
  const mine = asked = new AbortController();
  const focus = describe(document.activeElement);
  document.querySelector('#narrowing')?.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(address, { signal: mine.signal, headers: { Accept: 'text/html' } });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const open = document.querySelector('.narrowing .box')?.open;
    document.querySelector('main').replaceWith(document.adoptNode(page.querySelector('main')));
    document.title = page.title;
    const box = document.querySelector('.narrowing .box');
    if (box && open) box.open = true;
    if (push) history.pushState({ list: true }, '', answer.url);
    enliven();
    find(focus)?.focus({ preventScroll: true });
    say(document.querySelector('#total')?.textContent.trim() ?? '');
  } catch (error) {
    if (error.name !== 'AbortError') location.assign(address); // the server says what is wrong
  }
}

/** Return what tells a field of the form from the others, so that the same one can be found in another page. */
function describe(element) {
  return element?.closest?.('#narrowing') && element.name ? { name: element.name, value: element.value, type: element.type } : null;
}

function find(field) {
  if (!field) return null;
  const same = [...document.querySelectorAll('#narrowing input')].filter((one) => one.name === field.name && one.type === field.type);
  return same.find((one) => one.value === field.value) ?? same.find((one) => one.type !== 'checkbox') ?? null;
}

/** Return the address that the form leads to, without its empty fields. */
function toAddress(form) {
  const wanted = new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim()));
  return `${form.getAttribute('action')}${wanted.size ? `?${wanted}` : ''}`;
}

/** Fetch the counts that the page left out. */
async function count() {
  const place = document.querySelector('[data-counts]');
  if (!place) return;
  const form = document.querySelector('#narrowing');
  try {
    const answer = await fetch(place.dataset.counts, { headers: { Accept: 'text/html' } });
    if (!answer.ok || !form.isConnected) return; // the link is still there
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const focus = describe(document.activeElement);
    const typed = document.activeElement?.value;
    const open = form.querySelector('.box').open;
    for (const id of ['total', 'overview', 'narrowing']) {
      const found = page.getElementById(id);
      if (found) document.getElementById(id)?.replaceWith(document.adoptNode(found));
    }
    document.querySelector('.narrowing .box').open = open;
    enliven({ counted: true });
    const field = find(focus);
    if (field && field.type !== 'checkbox') field.value = typed;
    field?.focus({ preventScroll: true });
  } catch {
    // the link is still there
  }
}

/** Let the parts of the page that have just come do what they can. */
function enliven({ counted = false } = {}) {
  const form = document.querySelector('#narrowing');
  form?.addEventListener('change', () => go(toAddress(form)));
  form?.addEventListener('submit', (event) => {
    event.preventDefault();
    go(toAddress(form));
  });
  if (asked || counted) for (const input of form?.querySelectorAll('input[data-suggest]') ?? []) suggestIn(input);
  enableTimelines(document, go);
  if (!counted) count();
}

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('.chips a, #overview svg a, .nothing a');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.getAttribute('href'));
});
addEventListener('popstate', () => go(location.href, { push: false }));
enliven();
