// A form whose address holds only what differs from the defaults.

/** Leave out of what form sends the fields that have their default. */
export function leaveOutDefaults(form) {
  form.addEventListener('formdata', ({ formData }) => {
    for (const field of form.querySelectorAll('[data-default]')) {
      if (field.value === field.dataset.default || !field.value.trim()) formData.delete(field.name);
    }
  });
}
