// Buttons that copy: a link that holds the query, and pieces of code.

/** Let button copy the address of this page with the query as it stands in form. */
export function offerLink(button, form, announce) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const fields = [...new FormData(form)].filter(([, value]) => value);
    const address = `${form.action}?${new URLSearchParams(fields)}`;
    announce((await copy(address)) ? 'Link copied: it opens this page with this query.' : `Copy this link: ${address}`);
  });
}

/** Let each of buttons copy the text of the element that it names. */
export function offerCopies(buttons, announce) {
  for (const button of buttons) {
    button.hidden = false;
    const words = button.innerHTML;
    button.addEventListener('click', async () => {
      const done = await copy(document.getElementById(button.dataset.copy).textContent);
      announce(done ? 'Copied.' : 'This browser does not let a page copy: select the code and copy it.');
      if (!done) return;
      button.textContent = 'Copied';
      setTimeout(() => { button.innerHTML = words; }, 2000);
    });
  }
}

/** Put text on the clipboard; false where the browser refuses, as it does on pages without https. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.body.appendChild(document.createElement('textarea'));
    area.value = text;
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
