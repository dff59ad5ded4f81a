import type { Attribution } from '../../core/api/models';

/** One row for each painter and style: rank, slug, name, probability, whether the set has it. */
export function toCsv(name: string, attribution: Attribution): string {
  const rows: (string | number)[][] = [
    ['file', 'head', 'rank', 'slug', 'name', 'probability', 'in_set', 'verdict', 'model'],
  ];
  for (const head of ['artist', 'style'] as const) {
    const { verdict, bundle } = attribution;
    const members = new Set(attribution[`${head}_set`].map(({ slug }) => slug));
    attribution[`${head}s`].forEach(({ slug, name: called, probability }, place) => {
      const inSet = members.size > 0 ? String(members.has(slug)) : '';
      rows.push([name, head, place + 1, slug, called, probability, inSet, verdict, bundle]);
    });
  }
  return rows.map((row) => row.map(cell).join(',') + '\r\n').join('');
}

export function toJson(name: string, attribution: Attribution): string {
  return JSON.stringify({ file: name, ...attribution }, null, 2) + '\n';
}

/** Let the browser save a text as a file. */
export function save(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** By RFC 4180; what a spreadsheet would take for a formula becomes text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
