'use strict';
/* The page's data, and the pictures behind a number. */
const payload = JSON.parse(document.getElementById('payload').textContent);

/** Opens the pictures of one true class, or only those that were given one answer. */
const showPictures = (() => {
  const dialog = document.getElementById('pictures');
  const [title, note, list] = ['h2', '#pictures-note', '.thumbs'].map((s) => dialog.querySelector(s));
  dialog.querySelector('.close').addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());

  const item = (matrix, [picture, , answer, confidence], named) => {
    const { src, name } = payload.pictures[picture];
    const entry = document.createElement('li');
    if (src) {
      const image = new Image();
      image.src = src;
      image.alt = name;
      entry.append(image);
    } else {
      const missing = document.createElement('span');
      missing.className = 'none';
      missing.textContent = 'not kept here';
      entry.append(missing);
    }
    const sure = `${Math.round(100 * confidence)} % sure`;
    const said = document.createElement('b');
    said.textContent = named ? `${matrix.names[answer]}, ${sure}` : sure;
    const file = document.createElement('span');
    file.className = 'soft';
    file.textContent = name;
    entry.append(said, file);
    return entry;
  };

  return (id, truth, answer) => {
    const matrix = payload.matrices[id];
    const found = matrix.records
      .filter((record) => record[1] === truth && (answer === null || record[2] === answer))
      .sort((a, b) => b[3] - a[3]);
    const name = matrix.names[truth];
    const all = matrix.sizes[truth];
    title.textContent =
      answer === null ? name : answer === truth ? `${name}, recognised` : `${name}, taken for ${matrix.names[answer]}`;
    note.textContent = answer === null ? `${all} pictures, and what each was taken for.` : `${found.length} of ${all} pictures.`;
    list.replaceChildren(...found.map((record) => item(matrix, record, answer === null)));
    dialog.showModal();
    title.focus();
    dialog.scrollTop = 0;
  };
})();

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-cell]');
  if (!button) return;
  const [id, truth, answer] = button.dataset.cell.split(' ');
  showPictures(id, Number(truth), answer === undefined ? null : Number(answer));
});
