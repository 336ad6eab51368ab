// The SPARQL page: an editor in place of its textarea, and other views beside the table of its answer.
import { openEditor } from './editor/view.js';
import { keepHistory } from './editor/history.js';
import { offerLink } from './editor/copying.js';
import { insertOnClick } from './editor/inserting.js';
import { showViews } from './results/views.js';

const LONGEST_ADDRESS = 6000; // of a query in an address: servers and proxies take about 8,000 characters

const form = document.querySelector('form.editor');
const said = document.getElementById('said');

/** Show what was done, and let screen readers say it. */
function announce(text) {
  said.textContent = '';
  setTimeout(() => { said.textContent = text; }, 30); // so that the same words twice are said twice
}

const editor = openEditor(form, announce);
const history = keepHistory(document.getElementById('history'), editor);
insertOnClick(document.querySelectorAll('a[data-insert]'), editor, announce);
offerLink(form.querySelector('[data-share]'), form, announce);
form.addEventListener('submit', () => {
  form.method = editor.text().length > LONGEST_ADDRESS ? 'post' : 'get';
  history.add(editor.text());
});
const result = document.querySelector('.result');
if (result) showViews(result, askAgain);

/** Ask the query of this page as a program would, which takes a long one too. */
function askAgain(mediaType) {
  const body = new URLSearchParams(location.search.slice(1));
  if (!body.has('query')) body.set('query', form.elements.query.defaultValue); // the page came by POST
  return fetch(form.action, { method: 'POST', headers: { Accept: mediaType }, body });
}
