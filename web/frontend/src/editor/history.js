// The last queries that were run, kept by the browser and sent nowhere.

const KEY = 'diplograph.queries';
const MOST = 50;

/** Show the last queries in section, let them be put into editor or forgotten, and return what adds one. */
export function keepHistory(section, editor) {
  const list = section.querySelector('ol');
  const show = () => {
    const entries = read();
    section.hidden = entries.length === 0;
    list.replaceChildren(...entries.map((entry) => toItem(entry, editor, remove)));
  };
  const remove = (entry) => {
    write(read().filter(({ query }) => query !== entry.query));
    show();
    (list.querySelector('button') ?? editor).focus();
  };
  section.querySelector(':scope > button').addEventListener('click', () => {
    write([]);
    show();
    editor.focus();
  });
  show();
  return {
    add(query) {
      if (!query.trim()) return;
      write([{ query, time: Date.now() }, ...read().filter((entry) => entry.query !== query)].slice(0, MOST));
    },
  };
}

function read() {
  try {
    const entries = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return entries.filter(({ query, time }) => typeof query === 'string' && Number.isFinite(time));
  } catch {
    return []; // switched off, or not ours
  }
}

function write(entries) {
  try {
    localStorage.setItem(KEY, JSON.stringify(entries));
  } catch {
    // switched off or full: then there is no history
  }
}

function toItem(entry, editor, remove) {
  const item = document.createElement('li');
  const open = item.appendChild(document.createElement('button'));
  open.type = 'button';
  open.className = 'past';
  open.append(toTime(entry.time), ' ', toLine(entry.query));
  open.addEventListener('click', () => editor.replace(entry.query));
  const forget = item.appendChild(document.createElement('button'));
  forget.type = 'button';
  forget.className = 'forget';
  forget.textContent = '×';
  forget.setAttribute('aria-label', `Forget the query ${toLine(entry.query)}`);
  forget.addEventListener('click', () => remove(entry));
  return item;
}

function toTime(time) {
  const shown = document.createElement('time');
  const when = new Date(time);
  shown.dateTime = when.toISOString();
  const isToday = when.toDateString() === new Date().toDateString();
  const form = isToday ? { hour: '2-digit', minute: '2-digit' } : { day: 'numeric', month: 'short' };
  shown.textContent = when.toLocaleString(undefined, form);
  return shown;
}

/** Return the first line of query that says something. */
function toLine(query) {
  const lines = query.split('\n').map((line) => line.trim()).filter(Boolean);
  return lines.find((line) => !/^(#|PREFIX|BASE)/i.test(line)) ?? lines[0];
}
