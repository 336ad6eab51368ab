// Runs before anything is drawn, so that a page begins in the colours that were chosen. A classic script, as modules wait.
(() => {
  const root = document.documentElement;
  root.dataset.js = '';
  let chosen = null;
  try {
    chosen = localStorage.getItem('theme');
  } catch {
    // no storage is allowed here
  }
  if (chosen === 'light' || chosen === 'dark') root.dataset.theme = chosen;
})();
