// The map: zoom, names and numbers beside the pointer, choices without a button.

import { sendChoices } from './drawing/choices.js';
import { addTips } from './drawing/tip.js';
import { makeZoomable } from './drawing/zoom.js';

const region = document.querySelector('[data-drawing]');
if (region) {
  makeZoomable(region);
  addTips(region);
  region.scrollLeft = (region.scrollWidth - region.clientWidth) * 0.6; // on a narrow screen: Europe and its neighbours
}
sendChoices();
