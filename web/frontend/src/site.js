// On every page: the search field's key, suggestions, colours, copying. Nothing here is needed to read or to search.
import { enableCopying } from './site/copying.js';
import { suggestIn } from './site/suggestions.js';
import { enableThemes } from './site/themes.js';

document.documentElement.dataset.js = '';
enableThemes(document.querySelector('button.theme'));
enableCopying();
for (const input of document.querySelectorAll('input[data-suggest]')) suggestIn(input);

const fields = document.querySelectorAll('input[data-suggest="search"]');

document.addEventListener('keydown', (event) => {
  const field = fields[fields.length - 1]; // the page's own, where it has one
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || !field) return;
  if (event.target.closest('input, textarea, select, [contenteditable], .cm-editor')) return;
  event.preventDefault();
  field.focus();
  field.select();
});
for (const field of fields) {
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return; // it has closed the suggestions
    event.preventDefault();
    field.blur();
  });
}

const here = document.querySelector('.top nav [aria-current]');
if (here) here.parentElement.scrollLeft = here.offsetLeft - (here.parentElement.clientWidth - here.offsetWidth) / 2;

if (document.querySelector('svg[data-timeline]')) {
  const { enableTimelines } = await import('./site/timeline.js');
  enableTimelines(); // but for those that the page's own script has taken
}
