'use strict';
/* Confusion matrices of any size: an SVG with the cells that hold something, labels that stay in
   sight, orders, zoom, a cursor for the keyboard, and the pictures behind each cell. */
const SVG = 'http://www.w3.org/2000/svg';
const CELL = 24; // units of the drawing; zoom only scales it
const READABLE = 8; // pixels of a cell from which on labels are shown
const NUMBERED = 16; // and numbers

const element = (name, attributes, text) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
};

class Matrix {
  constructor(place, id) {
    this.id = id;
    this.data = payload.matrices[id];
    this.order = Object.keys(this.data.orders)[0];
    this.cursor = [0, 0];
    this.size = CELL;
    this.build(place);
    this.draw();
    this.fit();

  }

  build(place) {
    place.innerHTML = `
      <div class="controls">
        <label>Order <select></select></label>
        <span role="group" aria-label="Zoom"><button type="button" aria-label="Smaller">−</button>
        <button type="button" aria-label="Larger">+</button> <button type="button">Fit</button></span>
      </div>
      <div class="frame"><div class="corner"><span>down: the truth</span><span>across: the answer</span></div>
        <div class="across"></div><div class="down"></div>
        <div class="cells" tabindex="0" role="application" aria-label="Confusion matrix. Arrow keys move from cell to cell, Home and End along a row, Enter shows the pictures, plus and minus zoom."></div></div>
      <p class="readout soft" aria-live="polite"></p>`;
    const find = (selector) => place.querySelector(selector);
    [this.frame, this.across, this.down, this.cells, this.readout] =
      ['.frame', '.across', '.down', '.cells', '.readout'].map(find);
    const select = find('select');
    for (const [name, { title }] of Object.entries(this.data.orders)) select.add(new Option(title, name));
    select.addEventListener('change', () => {
      this.order = select.value;
      this.draw();
      this.scale(this.size);
    });
    const [smaller, larger, fit] = place.querySelectorAll('button');
    smaller.addEventListener('click', () => this.scale(this.size / 1.5));
    larger.addEventListener('click', () => this.scale(this.size * 1.5));
    fit.addEventListener('click', () => this.fit());
    this.cells.addEventListener('keydown', (event) => this.key(event));
    this.cells.addEventListener('pointermove', (event) => this.move(...this.at(event)));
    this.cells.addEventListener('click', (event) => {
      this.move(...this.at(event));
      this.open();
    });
    this.frame.addEventListener('wheel', (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      this.scale(this.size * (event.deltaY < 0 ? 1.15 : 1 / 1.15));
    }, { passive: false });
    this.readout.textContent = 'Point at a cell, or move with the arrow keys; press it to see its pictures. Names come with a larger scale.';
  }

  draw() {
    const { order, groups } = this.data.orders[this.order];
    const count = order.length;
    const place = new Map(order.map((number, i) => [number, i]));
    this.side = count * CELL;
    const cells = element('svg', { viewBox: `0 0 ${this.side} ${this.side}`, 'aria-hidden': 'true' });
    const numbers = element('g', { class: 'numbers', 'text-anchor': 'middle', 'font-size': 11 });
    this.counts = new Map();
    for (const [truth, answer, times] of this.data.counts) {
      const [y, x] = [place.get(truth), place.get(answer)];
      const share = times / Math.max(this.data.sizes[truth], 1);
      this.counts.set(y * count + x, times);
      cells.append(element('rect', {
        x: x * CELL, y: y * CELL, width: CELL, height: CELL, class: truth === answer ? 'right' : 'wrong',
        'fill-opacity': (0.1 + 0.9 * share ** 0.7).toFixed(3),
      }));
      numbers.append(element('text', { x: (x + 0.5) * CELL, y: (y + 0.66) * CELL, class: share > 0.45 ? 'strong' : '' }, times));
    }
    let edge = 0;
    const lines = count > 40 ? groups.map(([, length]) => (edge += length)) : [...Array(count + 1).keys()];
    for (const i of [0, ...lines, count]) {
      const at = i * CELL;
      cells.append(element('path', { class: 'grid', d: `M0 ${at}H${this.side}M${at} 0V${this.side}` }));
    }
    this.mark = element('rect', { class: 'cursor', width: CELL, height: CELL, visibility: 'hidden' });
    cells.append(numbers, this.mark);
    this.cells.replaceChildren(cells);
    this.label(order, groups);
  }

  label(order, groups) {
    const longest = Math.max(...order.map((number) => this.data.names[number].length));
    this.margin = Math.min(longest, 26) * 7.2 + 12 + (groups.length ? 22 : 0);
    const down = element('svg', { viewBox: `0 0 ${this.margin} ${this.side}`, 'aria-hidden': 'true', 'font-size': 13 });
    const across = element('svg', { viewBox: `0 0 ${this.side} ${this.margin}`, 'aria-hidden': 'true', 'font-size': 13 });
    order.forEach((number, i) => {
      const full = this.data.names[number];
      const name = full.length > 26 ? `${full.slice(0, 25)}…` : full;
      const middle = (i + 0.68) * CELL;
      down.append(element('text', { x: this.margin - 6, y: middle, 'text-anchor': 'end' }, name));
      across.append(element('text', { transform: `translate(${middle} ${this.margin - 6}) rotate(-90)` }, name));
    });
    let start = 0;
    for (const [name, length] of groups) {
      const [from, to] = [start * CELL, (start + length) * CELL];
      down.append(element('path', { class: 'grid', d: `M0 ${to}H${this.margin}` }));
      across.append(element('path', { class: 'grid', d: `M${to} 0V${this.margin}` }));
      if (length * CELL > name.length * 8) {
        const middle = (from + to) / 2;
        down.append(element('text', { class: 'group', 'text-anchor': 'middle', transform: `translate(14 ${middle}) rotate(-90)` }, name));
        across.append(element('text', { class: 'group', 'text-anchor': 'middle', x: middle, y: 14 }, name));
      }
      start += length;
    }
    this.down.replaceChildren(down);
    this.across.replaceChildren(across);
  }

  fit() {
    const count = this.data.orders[this.order].order.length;
    const limit = parseFloat(getComputedStyle(this.frame).maxHeight);
    const room = Math.min(this.frame.parentElement.clientWidth, limit) - 4;
    // With labels where they can be read, without them where only the pattern can.
    const labelled = room / (count + this.margin / CELL);
    this.scale(Math.min(labelled >= READABLE ? labelled : room / count, 28));
  }

  scale(size) {
    const count = this.data.orders[this.order].order.length;
    // What is in the middle stays there.
    const { clientWidth, clientHeight } = this.frame;
    const middle = [(this.frame.scrollLeft + clientWidth / 2) / this.size, (this.frame.scrollTop + clientHeight / 2) / this.size];
    this.size = Math.min(60, Math.max(2, size));
    const labelled = this.size >= READABLE;
    const side = `${this.size * count}px`;
    const margin = `${(this.size / CELL) * this.margin}px`;
    const [cells] = this.cells.children;
    const [down] = this.down.children;
    const [across] = this.across.children;
    const resize = (svg, width, height) => Object.assign(svg.style, { inlineSize: width, blockSize: height });
    resize(cells, side, side);
    resize(down, margin, side);
    resize(across, side, margin);
    for (const edge of [this.frame.firstElementChild, this.down, this.across]) edge.classList.toggle('folded', !labelled);
    cells.querySelector('.numbers').style.display = this.size >= NUMBERED ? '' : 'none';
    this.frame.scrollTo(middle[0] * this.size - clientWidth / 2, middle[1] * this.size - clientHeight / 2);
    const whole = this.side + this.margin;
    this.frame.style.setProperty('--print-zoom', Math.min(1, 680 / ((whole * this.size) / CELL)));
  }

  at(event) {
    const box = this.cells.getBoundingClientRect();
    return [Math.floor((event.clientY - box.top) / this.size), Math.floor((event.clientX - box.left) / this.size)];
  }

  move(row, column) {
    const { order } = this.data.orders[this.order];
    const within = (i) => Math.min(order.length - 1, Math.max(0, i));
    this.cursor = [within(row), within(column)];
    const [y, x] = this.cursor;
    const [truth, answer] = [order[y], order[x]];
    const times = this.counts.get(y * order.length + x) ?? 0;
    Object.entries({ x: x * CELL, y: y * CELL, visibility: 'visible' }).forEach(([k, v]) => this.mark.setAttribute(k, v));
    const { names, sizes } = this.data;
    this.readout.textContent = truth === answer
      ? `${names[truth]}: ${times} of ${sizes[truth]} recognised.`
      : `${names[truth]}: ${times} of ${sizes[truth]} taken for ${names[answer]}.`;
    return { truth, answer, times };
  }

  open() {
    const { truth, answer, times } = this.move(...this.cursor);
    if (times) showPictures(this.id, truth, answer);
  }

  key(event) {
    const [row, column] = this.cursor;
    const last = this.data.orders[this.order].order.length - 1;
    const moves = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1], Home: [row, 0], End: [row, last],
    };
    if (moves[event.key]) {
      this.move(...moves[event.key]);
      this.mark.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else if (event.key === 'Enter' || event.key === ' ') this.open();
    else if (event.key === '+' || event.key === '=') this.scale(this.size * 1.5);
    else if (event.key === '-') this.scale(this.size / 1.5);
    else return;
    event.preventDefault();
  }
}

for (const place of document.querySelectorAll('[data-matrix]')) new Matrix(place, place.dataset.matrix);
