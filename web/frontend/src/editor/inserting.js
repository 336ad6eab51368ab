// Example and saved queries put into the editor by a click, where undo brings back what was there.

/** Let a click on each of links put its query into editor; without script a link opens the page with the query. */
export function insertOnClick(links, editor, announce) {
  for (const link of links) {
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return; // a new tab is wanted
      event.preventDefault();
      editor.replace(new URL(link.href).searchParams.get('query'));
      announce('Put into the editor. Undo (Ctrl+Z) brings back what was there.');
    });
  }
}
