import type { Attribution, Candidate } from './api/models';

/** How many painters and styles a row has room for, as `morelli classify --csv` names them. */
const ROOM = 5;

/** The answer about a file, or what is wrong with it. */
export interface AnswerRow {
  readonly file: string;
  readonly answer: Attribution | null;
  readonly error: string;
}

type Cell = string | number;

/** Answers as a table, with the columns of `morelli.inference.answer_csv`. */
export function toCsv(rows: readonly AnswerRow[]): string {
  const room = (named: (answer: Attribution) => readonly Candidate[]) =>
    Math.min(ROOM, Math.max(1, ...rows.map(({ answer }) => (answer ? named(answer).length : 0))));
  const artists = room((answer) => answer.artists);
  const styles = room((answer) => answer.styles);
  const table = rows.map(({ file, answer, error }) => [
    file,
    ...cells(answer, artists, styles),
    answer?.bundle ?? '',
    error,
  ]);
  return [columns(artists, styles), ...table]
    .map((row) => row.map(cell).join(',') + '\r\n')
    .join('');
}

function columns(artists: number, styles: number): string[] {
  return [
    'file',
    'verdict',
    'certainty',
    'sentence',
    ...candidateColumns('artist', artists),
    ...candidateColumns('style', styles),
    'familiarity',
    'painting',
    'work',
    'work_year',
    'work_where',
    'cropped',
    'model',
    'error',
  ];
}

/** What stands between the name of the file and that of the model. */
function cells(answer: Attribution | null, artists: number, styles: number): Cell[] {
  const { work, cropped } = answer ?? {};
  return [
    answer?.verdict ?? '',
    answer?.certainty ?? '',
    answer?.sentence ?? '',
    ...candidates(artists, answer?.artists, answer?.artist_set),
    ...candidates(styles, answer?.styles, answer?.style_set),
    share(answer?.familiarity),
    share(answer?.painting),
    work?.title ?? '',
    work?.year ?? '',
    work?.where ?? '',
    (cropped?.corners ?? []).flatMap(({ x, y }) => [share(x), share(y)]).join(','),
  ];
}

function candidateColumns(kind: string, room: number): string[] {
  const places = Array.from({ length: room }, (_, place) => `${kind}_${String(place + 1)}`);
  return [...places.flatMap((name) => [name, `${name}_probability`]), `${kind}_set`];
}

function candidates(
  room: number,
  all: readonly Candidate[] = [],
  members: readonly Candidate[] = [],
): Cell[] {
  const named = Array.from({ length: room }, (_, place) => all[place]);
  return [
    ...named.flatMap((candidate) => [candidate?.name ?? '', share(candidate?.probability)]),
    members.map(({ name }) => name).join('; '),
  ];
}

/** A share, 0 to 1, to the fourth place. */
function share(value: number | null | undefined): string {
  return value == null ? '' : value.toFixed(4);
}

/** By RFC 4180; what a spreadsheet would take for a formula becomes text. */
function cell(value: Cell): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
