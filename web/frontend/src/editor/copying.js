// The button that copies a link to this page with the query in it.
import { copy } from '../site/copying.js';

/** Let button copy the address of this page with the query as it stands in form. */
export function offerLink(button, form, announce) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const fields = [...new FormData(form)].filter(([, value]) => value);
    const address = `${form.action}?${new URLSearchParams(fields)}`;
    try {
      await copy(address);
      announce('Link copied: it opens this page with this query.');
    } catch {
      announce(`Copy this link: ${address}`);
    }
  });
}
