// The button that goes from the system's colours to light ones, to dark ones, and back. theme.js has applied the choice.
import { say } from './saying.js';

const NAMES = { system: 'as the system has them', light: 'light', dark: 'dark' };
const root = document.documentElement;

/** Let `button` switch the colours of all pages of this site. */
export function enableThemes(button) {
  if (!button) return;
  name(button);
  button.addEventListener('click', () => {
    const order = Object.keys(NAMES);
    choose(order[(order.indexOf(current()) + 1) % order.length]);
    name(button);
    say(button.title);
  });
  addEventListener('storage', (event) => {
    if (event.key !== 'theme') return;
    show(event.newValue ?? 'system');
    name(button);
  });
}

function current() {
  return root.dataset.theme ?? 'system';
}

function choose(theme) {
  show(theme);
  try {
    if (theme === 'system') localStorage.removeItem('theme');
    else localStorage.setItem('theme', theme);
  } catch {
    // no storage is allowed here: the choice holds for this page
  }
}

function show(theme) {
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  else delete root.dataset.theme;
}

function name(button) {
  button.title = `Colours: ${NAMES[current()]}`;
  button.setAttribute('aria-label', button.title);
}
