// A period is chosen by dragging over a timeline. A click on a bar is a link; months can be typed where there is a form.
const NEAR = 6; // pixels that a hand may shake
const SVG = 'http://www.w3.org/2000/svg';

/** Let a period be dragged in each timeline below `root`; `go` is called with the address of the list of that period. */
export function enableTimelines(root = document, go = (address) => location.assign(address)) {
  for (const chart of root.querySelectorAll('svg[data-timeline]:not([data-dragging])')) {
    new Dragging(chart, go);
    showNewest(chart);
  }
}

/** Scroll a chart that is wider than its place to the period that is looked at, else to its newest end. */
function showNewest(chart) {
  const place = chart.closest('.canvas');
  if (!place || place.scrollWidth <= place.clientWidth) return;
  const brush = chart.querySelector('.brush')?.getBoundingClientRect();
  const start = place.getBoundingClientRect().left;
  place.scrollLeft = brush ? brush.left - start - place.clientWidth / 2 : place.scrollWidth;
}

class Dragging {
  constructor(chart, go) {
    this.chart = chart;
    this.go = go;
    this.begin = null;
    this.moved = false;
    chart.dataset.dragging = 'no';
    this.bars = [...chart.querySelectorAll('[data-until]')].map((bar) => {
      const place = bar.matches('rect') ? bar : bar.querySelector('.hit');
      const x = Number(place.getAttribute('x'));
      return { x, end: x + Number(place.getAttribute('width')), since: bar.dataset.since, until: bar.dataset.until, place };
    });
    chart.addEventListener('pointerdown', (event) => this.press(event));
    chart.addEventListener('pointermove', (event) => this.move(event));
    chart.addEventListener('pointerup', (event) => this.release(event));
    chart.addEventListener('pointercancel', () => this.stop());
    chart.addEventListener('click', (event) => this.click(event), true);
    chart.addEventListener('dragstart', (event) => event.preventDefault()); // bars are links, which browsers drag
    document.addEventListener('keydown', (event) => { if (event.key === 'Escape') this.stop(); });
  }

  press(event) {
    if (event.button !== 0 || !this.bars.length) return;
    this.begin = { x: this.toChart(event), at: event.clientX };
    this.moved = false;
  }

  move(event) {
    if (!this.begin) return;
    if (!this.moved) {
      if (Math.abs(event.clientX - this.begin.at) < NEAR) return;
      this.moved = true;
      this.chart.dataset.dragging = 'yes';
      this.chart.setPointerCapture(event.pointerId);
      this.before = this.chart.querySelector('.brush:not(.dragged)');
      this.brush = document.createElementNS(SVG, 'rect');
      this.brush.setAttribute('class', 'brush dragged');
      this.brush.setAttribute('rx', '3');
      for (const name of ['y', 'height']) this.brush.setAttribute(name, this.bars[0].place.getAttribute(name));
      this.chart.append(this.brush);
    }
    const chosen = this.choose(this.toChart(event));
    this.brush.setAttribute('x', chosen[0].x - 2);
    this.brush.setAttribute('width', chosen.at(-1).end - chosen[0].x + 4);
  }

  release(event) {
    if (!this.moved) {
      this.begin = null;
      return;
    }
    const chosen = this.choose(this.toChart(event));
    this.stop();
    this.swallow = true;
    setTimeout(() => { this.swallow = false; }, 0);
    const address = this.chart.dataset.address
      .replace('SINCE', chosen[0].since).replace('UNTIL', chosen.at(-1).until);
    this.go(address);
  }

  /** Keep the end of a drag from following the link of the bar where it ends. */
  click(event) {
    if (!this.swallow) return;
    event.preventDefault();
    event.stopPropagation();
  }

  stop() {
    this.begin = null;
    this.moved = false;
    this.brush?.remove();
    this.chart.dataset.dragging = 'no';
  }

  /** Return the bars between where the drag began and `x`, at least the nearest. */
  choose(x) {
    const [from, to] = [this.begin.x, x].sort((one, other) => one - other);
    const inside = this.bars.filter((bar) => bar.end >= from && bar.x <= to);
    if (inside.length) return inside;
    const distance = (bar) => Math.min(Math.abs(bar.x - x), Math.abs(bar.end - x));
    return [this.bars.reduce((best, bar) => (distance(bar) < distance(best) ? bar : best))];
  }

  toChart(event) {
    return new DOMPoint(event.clientX, event.clientY).matrixTransform(this.chart.getScreenCTM().inverse()).x;
  }
}
