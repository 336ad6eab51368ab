// A form of choices shows what is chosen as soon as it is, without its button.

/** Send each such form of the page when a choice in it changes. */
export function sendChoices() {
  for (const form of document.querySelectorAll('form[data-choices]')) {
    form.addEventListener('change', () => {
      if (form.checkValidity()) form.requestSubmit();
    });
    form.addEventListener('submit', () => {
      // What is not chosen has no place in the address.
      for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
    });
  }
  window.addEventListener('pageshow', () => {
    for (const field of document.querySelectorAll('form[data-choices] :disabled')) field.disabled = false;
  });
}
