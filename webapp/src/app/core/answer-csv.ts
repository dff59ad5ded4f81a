import type { Attribution, Candidate } from './api/models';

/** How many painters and styles a row has room for, as `morelli classify --csv` names them. */
const ROOM = 5;

/** An answer as a table of one row, with the columns of `morelli.inference.answer_csv`. */
export function toCsv(file: string, answer: Attribution): string {
  const { work, cropped } = answer;
  const cells: [column: string, value: string | number][] = [
    ['file', file],
    ['verdict', answer.verdict],
    ['certainty', answer.certainty ?? ''],
    ['sentence', answer.sentence],
    ...candidates('artist', answer.artists, answer.artist_set),
    ...candidates('style', answer.styles, answer.style_set),
    ['familiarity', share(answer.familiarity)],
    ['painting', share(answer.painting)],
    ['work', work?.title ?? ''],
    ['work_year', work?.year ?? ''],
    ['work_where', work?.where ?? ''],
    ['cropped', (cropped?.corners ?? []).flatMap(({ x, y }) => [share(x), share(y)]).join(',')],
    ['model', answer.bundle],
    ['error', ''],
  ];
  const row = (values: readonly (string | number)[]) => values.map(cell).join(',') + '\r\n';
  return row(cells.map(([column]) => column)) + row(cells.map(([, value]) => value));
}

function candidates(
  kind: string,
  all: readonly Candidate[],
  members: readonly Candidate[],
): [string, string][] {
  const named = all.slice(0, ROOM).map(({ name, probability }) => [name, share(probability)]);
  const cells = (named.length > 0 ? named : [['', '']]).flatMap(
    ([name = '', probability = ''], place): [string, string][] => [
      [`${kind}_${String(place + 1)}`, name],
      [`${kind}_${String(place + 1)}_probability`, probability],
    ],
  );
  return [...cells, [`${kind}_set`, members.map(({ name }) => name).join('; ')]];
}

/** A share, 0 to 1, to the fourth place. */
function share(value: number | null): string {
  return value === null ? '' : value.toFixed(4);
}

/** By RFC 4180; what a spreadsheet would take for a formula becomes text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
