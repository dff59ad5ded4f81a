'use strict';
/* Tables that sort by the column whose head is pressed, and long ones that can be searched. */
const numeric = (cell) => (cell.dataset.value === undefined ? null : Number(cell.dataset.value));

const sortBy = (table, column, direction) => {
  const body = table.tBodies[0];
  const sign = direction === 'ascending' ? 1 : -1;
  const rows = [...body.rows].sort((a, b) => {
    const [x, y] = [a.cells[column], b.cells[column]];
    const [m, n] = [numeric(x), numeric(y)];
    if (m !== null && n !== null) return sign * (m - n);
    return sign * x.textContent.localeCompare(y.textContent, 'en', { numeric: true });
  });
  body.append(...rows);
  for (const head of table.tHead.rows[0].cells) head.removeAttribute('aria-sort');
  table.tHead.rows[0].cells[column].setAttribute('aria-sort', direction);
};

for (const table of document.querySelectorAll('table.sortable')) {
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const sorted = head.getAttribute('aria-sort');
      const first = head.classList.contains('number') ? 'descending' : 'ascending';
      const other = first === 'ascending' ? 'descending' : 'ascending';
      sortBy(table, column, sorted === first ? other : first);
    });
  });
  if (table.dataset.filter && table.tBodies[0].rows.length > 25) {
    const label = document.createElement('label');
    label.className = 'controls';
    const input = document.createElement('input');
    input.type = 'search';
    label.append('Find ', input);
    input.addEventListener('input', () => {
      const wanted = input.value.trim().toLocaleLowerCase();
      for (const row of table.tBodies[0].rows)
        row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
    });
    table.parentElement.before(label);
  }
}
