import { isOfPainting, namedIn } from '../../core/sentence';
import type { Attribution } from '../../core/api/models';
import type { Texts } from '../../core/texts';
import type { Picture } from '../attribution/picture';

/** What became of a picture: the verdict of its answer, or that there is none, or none yet. */
export type Kind = Attribution['verdict'] | 'failed' | 'waiting';

export const COLUMNS = ['name', 'verdict', 'painter', 'certainty', 'style'] as const;
export type Column = (typeof COLUMNS)[number];

/** A picture as a row of the table. */
export interface TableRow {
  readonly picture: Picture;
  readonly kind: Kind;
  /** The likeliest painter and style; empty where the answer names none. */
  readonly painter: string;
  readonly style: string;
  /** How probable that painter is, 0 to 1; null where there is none. */
  readonly certainty: number | null;
}

export function tableRow(picture: Picture, texts: Texts): TableRow {
  const { state } = picture;
  if (state.kind !== 'answered') {
    const kind = state.kind === 'failed' ? 'failed' : 'waiting';
    return { picture, kind, painter: '', style: '', certainty: null };
  }
  const { attribution } = state;
  const named = isOfPainting(attribution);
  const [artist] = named ? attribution.artists : [];
  const [style] = named ? attribution.styles.map(namedIn(texts)) : [];
  return {
    picture,
    kind: attribution.verdict,
    painter: artist?.name ?? '',
    style: style?.name ?? '',
    certainty: artist?.probability ?? null,
  };
}

/** An order of rows in an address: a column's name, with a minus before it from the last on. */
export function sortRows(
  rows: readonly TableRow[],
  sort: string,
  texts: Texts,
): readonly TableRow[] {
  const column = COLUMNS.find((each) => each === sort.replace('-', ''));
  if (column === undefined) return rows;
  const turn = sort.startsWith('-') ? -1 : 1;
  const words = new Intl.Collator(document.documentElement.lang || 'en', { numeric: true });
  const said = (row: TableRow) =>
    ({
      name: row.picture.name,
      verdict: texts.answerTable.kinds[row.kind],
      painter: row.painter,
      style: row.style,
      certainty: '',
    })[column];
  return [...rows].sort((a, b) => {
    if (column === 'certainty') {
      // Those without come last, from whichever end one begins.
      if (a.certainty === null || b.certainty === null) {
        return Number(a.certainty === null) - Number(b.certainty === null);
      }
      return turn * (a.certainty - b.certainty);
    }
    const [one, other] = [said(a), said(b)];
    if (one === '' || other === '') return Number(one === '') - Number(other === '');
    return turn * words.compare(one, other);
  });
}
