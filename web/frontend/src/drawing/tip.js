// A box of words beside the pointer, or beside what has the focus.

/** Show the accessible name of each link in the drawing of the element region as a box, at once. */
export function addTips(region) {
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  tip.setAttribute('aria-hidden', 'true'); // the link itself has these words
  region.parentElement.append(tip);
  for (const title of region.querySelectorAll('a > title')) title.remove(); // else there are two boxes

  const show = (link, x, y) => {
    const [name, ...rest] = link.getAttribute('aria-label').split(/: (?=[^:]*$)/);
    tip.replaceChildren(Object.assign(document.createElement('b'), { textContent: name }), ` ${rest.join(': ')}`);
    tip.hidden = false;
    const frame = region.parentElement.getBoundingClientRect();
    const left = Math.min(Math.max(x - frame.left - tip.offsetWidth / 2, 0), frame.width - tip.offsetWidth);
    const above = y - frame.top - tip.offsetHeight - 14;
    tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(above < 0 ? y - frame.top + 18 : above)}px)`;
  };
  const hide = () => (tip.hidden = true);
  region.addEventListener('pointerover', (event) => {
    const link = event.target.closest('a');
    if (link && event.pointerType !== 'touch') show(link, event.clientX, event.clientY);
    else hide();
  });
  region.addEventListener('focusin', (event) => {
    const link = event.target.closest('a');
    if (!link?.matches(':focus-visible')) return;
    const box = link.getBoundingClientRect();
    show(link, box.left + box.width / 2, box.top);
  });
  for (const type of ['pointerleave', 'pointerdown', 'focusout']) region.addEventListener(type, hide);
}
