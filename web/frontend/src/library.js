// The saved queries: the list shortened while one types; short addresses for answers, and views of them.
import { filterList } from './library/filtering.js';
import { leaveOutDefaults } from './library/sending.js';
import { showViews } from './results/views.js';

const field = document.querySelector('input[data-filter]');
if (field) filterList(field, document.querySelector(field.dataset.filter), document.getElementById('left'));

const form = document.querySelector('form.ask');
if (form) leaveOutDefaults(form);

const result = document.querySelector('.result');
if (result) showViews(result, (mediaType) => fetch(result.dataset.raw, { headers: { Accept: mediaType } }));
