// Tabs over an answer: the table as the server sent it, and what else its columns allow.
import { readTable } from './reading.js';
import { letSort } from './sorting.js';
import { showRaw } from './raw.js';

/** Put tabs over the answer in section, which ask(mediaType) fetches again; each view is drawn when it is first looked at. */
export function showViews(section, ask) {
  const first = section.querySelector('[data-view]');
  const shown = section.querySelector('table.answer');
  const views = [{ name: first.dataset.view, panel: first }];
  if (shown) {
    letSort(shown);
    views.push(...drawnViews(readTable(shown), section.dataset.world));
  }
  const isGraph = first.dataset.view === 'Turtle';
  views.push({ name: 'Raw response', draw: (panel) => showRaw(panel, ask, isGraph ? 'text/turtle' : 'application/sparql-results+json') });
  addTabs(section, first, views);
}

/** Return the views that the columns of table allow. */
function drawnViews(table, world) {
  const { numbers, names, actors } = table;
  const views = [];
  if (numbers.length && names.length && table.rows.length > 1) {
    views.push({ name: 'Chart', draw: async (panel) => (await import('./chart.js')).drawChart(panel, table) });
  }
  if (table.columns.some((column) => column.hasStates)) {
    views.push({ name: 'Map', draw: async (panel) => (await import('./map.js')).drawMap(panel, table, world) });
  }
  if (actors.length > 1) {
    views.push({ name: 'Network', draw: async (panel) => (await import('./network.js')).drawNetwork(panel, table) });
  }
  return views;
}

function addTabs(section, first, views) {
  const bar = document.createElement('div');
  bar.className = 'tabs';
  bar.setAttribute('role', 'tablist');
  bar.setAttribute('aria-label', 'Views of the answer');
  first.before(bar);
  views.forEach((view, at) => {
    view.panel ??= section.appendChild(newPanel());
    view.panel.id = `view-${at}`;
    view.tab = bar.appendChild(newTab(view.name, `tab-${at}`, view.panel.id));
    view.panel.setAttribute('role', 'tabpanel');
    view.panel.setAttribute('aria-labelledby', view.tab.id);
    view.tab.addEventListener('click', () => select(views, at));
  });
  bar.addEventListener('keydown', (event) => {
    const at = views.findIndex(({ tab }) => tab === document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: views.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const chosen = (to + views.length) % views.length;
    select(views, chosen);
    views[chosen].tab.focus();
  });
  select(views, 0);
}

function newPanel() {
  const panel = document.createElement('div');
  panel.className = 'card drawn';
  panel.tabIndex = 0;
  return panel;
}

function newTab(name, id, panel) {
  const tab = document.createElement('button');
  Object.assign(tab, { type: 'button', id, textContent: name });
  tab.setAttribute('role', 'tab');
  tab.setAttribute('aria-controls', panel);
  return tab;
}

async function select(views, chosen) {
  views.forEach(({ tab, panel }, at) => {
    tab.setAttribute('aria-selected', at === chosen);
    tab.tabIndex = at === chosen ? 0 : -1;
    panel.hidden = at !== chosen;
  });
  const view = views[chosen];
  const { draw } = view;
  if (!draw) return;
  view.draw = undefined;
  try {
    await draw(view.panel);
  } catch (error) {
    view.draw = draw; // tried again with the next click
    view.panel.textContent = `This view cannot be drawn: ${error.message}. The table has all of it.`;
  }
}
