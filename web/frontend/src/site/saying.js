// Tells users of screen readers what has happened.
let region = null;

/** Let screen readers read out `words`, after what they are reading. */
export function say(words) {
  if (!region) {
    region = document.createElement('div');
    region.className = 'vh';
    region.setAttribute('role', 'status');
    document.body.append(region);
  }
  // A region that has just been made is not listened to yet; the same words twice would not be read again.
  region.textContent = '';
  setTimeout(() => { region.textContent = words; }, 60);
}
