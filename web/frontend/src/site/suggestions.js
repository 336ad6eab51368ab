// Suggestions under a field, as ARIA's combobox with a listbox: actors whose names begin as typed.
// data-suggest="search" leads to the actor that is chosen; data-suggest="actor" fills its key in.
import { say } from './saying.js';

const PAUSE = 120; // milliseconds without a key
const MOST = 8;
let made = 0;

/** Suggest actors in the text field `input`. */
export function suggestIn(input) {
  new Suggestions(input);
}

class Suggestions {
  constructor(input) {
    this.input = input;
    this.active = -1;
    this.asked = null; // the request that is under way
    this.list = document.createElement('ul');
    this.list.className = 'suggestions';
    this.list.id = `suggestions-${(made += 1)}`;
    this.list.hidden = true;
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', 'Actors');
    const label = input.closest('label');
    if (label) input.setAttribute('aria-label', label.textContent.trim()); // which the list would be part of, too
    input.after(this.list);
    input.parentElement.classList.add('suggesting');
    input.autocomplete = 'off';
    const roles = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': this.list.id };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
    input.addEventListener('input', () => this.wait());
    input.addEventListener('keydown', (event) => this.press(event));
    input.addEventListener('blur', () => this.close());
    this.list.addEventListener('pointerdown', (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener('click', (event) => {
      const option = event.target.closest('[role=option]');
      if (option) this.choose(option);
    });
  }

  wait() {
    clearTimeout(this.timer);
    this.asked?.abort();
    if (!this.input.value.trim()) this.close();
    else this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const asked = this.asked = new AbortController();
    const query = new URLSearchParams({ q: this.input.value, limit: MOST });
    try {
      const answer = await fetch(`${suggest()}?${query}`, { signal: asked.signal, headers: { Accept: 'application/json' } });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (asked === this.asked && document.activeElement === this.input) this.show(suggestions);
    } catch {
      if (asked === this.asked) this.close(); // the search works without
    }
  }

  show(found) {
    this.close();
    if (!found.length) return;
    this.list.replaceChildren(...found.map((one, place) => this.toOption(one, place)));
    this.list.hidden = false;
    this.input.setAttribute('aria-expanded', 'true');
    say(found.length === 1 ? '1 suggestion' : `${found.length} suggestions`);
  }

  toOption({ name, label, key, href }, place) {
    const option = document.createElement('li');
    option.id = `${this.list.id}-${place}`;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', 'false');
    Object.assign(option.dataset, { key, href });
    const code = this.input.dataset.suggest === 'actor' || key.length <= 4 ? key : '';
    for (const [kind, text] of [['bdi', label], ['span', name === label ? '' : name], ['code', code]]) {
      if (!text) continue;
      const part = document.createElement(kind);
      part.textContent = text.length > 90 ? `${text.slice(0, 90)}…` : text;
      option.append(part, ' ');
    }
    return option;
  }

  press(event) {
    const { key } = event;
    if (event.isComposing) return;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      if (this.list.hidden) this.wait();
      else this.move(key === 'ArrowDown' ? 1 : -1);
    } else if (this.list.hidden) {
      if (key === 'Enter') this.asked?.abort();
    } else if (key === 'Enter' && this.active >= 0) {
      event.preventDefault();
      this.choose(this.list.children[this.active]);
    } else if (key === 'Escape') {
      event.preventDefault();
      this.close();
    } else if (key === 'Tab' && this.active >= 0 && this.input.dataset.suggest === 'actor') {
      this.choose(this.list.children[this.active]);
    }
  }

  /** Go to the next option, or the one before; the field itself lies between the last and the first. */
  move(step) {
    const places = this.list.children.length + 1;
    this.list.children[this.active]?.setAttribute('aria-selected', 'false');
    this.active = ((this.active + 1 + step + places) % places) - 1;
    const option = this.list.children[this.active];
    if (option) {
      option.setAttribute('aria-selected', 'true');
      option.scrollIntoView({ block: 'nearest' });
      this.input.setAttribute('aria-activedescendant', option.id);
    } else {
      this.input.removeAttribute('aria-activedescendant');
    }
  }

  choose(option) {
    this.close();
    const { key, href } = option.dataset;
    if (this.input.dataset.suggest === 'search') {
      location.assign(href);
      return;
    }
    this.input.value = key;
    this.input.dispatchEvent(new Event('change', { bubbles: true }));
    say(`${option.firstChild.textContent} is filled in`);
  }

  close() {
    clearTimeout(this.timer);
    this.active = -1;
    this.list.hidden = true;
    this.list.replaceChildren();
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }
}

/** Return the address that answers, as the page tells it: the site may be served below a path. */
function suggest() {
  return document.querySelector('[data-suggestions]')?.dataset.suggestions ?? '/api/suggest';
}
