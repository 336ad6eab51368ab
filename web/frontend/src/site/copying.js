// Buttons that copy: <button data-copy="#id"> copies the text of that element, or the value of that field.
import { say } from './saying.js';

const SHOWN = 1600; // milliseconds
const told = new WeakMap(); // what buttons say otherwise, while they tell what became of it

/** Let every such button copy, those too that come later. */
export function enableCopying() {
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('button[data-copy]');
    const source = button && document.querySelector(button.dataset.copy);
    if (!source) return;
    try {
      await copy(source.value ?? source.textContent);
      tell(button, 'Copied');
    } catch {
      getSelection().selectAllChildren(source);
      tell(button, 'Press Ctrl+C');
    }
  });
}

/** Put text on the clipboard; an error where the browser does not let a page do so. */
export async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Without TLS, on another host than this machine, there is only the old way.
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'vh';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (!done) throw new Error('nothing was copied');
}

function tell(button, words) {
  say(words);
  const before = told.get(button)?.before ?? [...button.childNodes];
  clearTimeout(told.get(button)?.timer);
  button.textContent = words;
  const timer = setTimeout(() => {
    button.replaceChildren(...before);
    told.delete(button);
  }, SHOWN);
  told.set(button, { before, timer });
}
