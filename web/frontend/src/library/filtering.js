// A list that shows what has the words of a field, as they are typed.

/** Hide in list what does not hold the words in field, and the sections that are left empty; status tells how many stay. */
export function filterList(field, list, status) {
  const items = [...list.querySelectorAll('li')].map((item) => ({ item, said: `${item.textContent} ${item.dataset.said}`.toLowerCase() }));
  const filter = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const { item, said } of items) {
      item.hidden = !words.every((word) => said.includes(word));
      if (!item.hidden) left += 1;
    }
    for (const section of list.querySelectorAll('section')) section.hidden = !section.querySelector('li:not([hidden])');
    status.textContent = field.value ? `${left} of ${items.length} queries` : '';
  };
  field.addEventListener('input', filter);
  if (field.value !== field.defaultValue) filter(); // the browser has kept what was typed
}
