import type { Attribution, Candidate } from './api/models';
import type { Texts } from './texts/en';

/** Probabilities from which on the best candidate is called so, as in `morelli.inference.decision`. */
const CERTAIN = 0.9;
const LIKELY = 0.6;
const POSSIBLE = 0.3;

/** Whether an answer names a painter or a style at all: not of what isn't a painting by itself. */
export const isOfPainting = ({ verdict }: Pick<Attribution, 'verdict'>): boolean =>
  verdict === 'known painter' || verdict === 'unknown painter';

/** Styles under their names in the language of the texts. */
export const namedIn =
  (texts: Texts) =>
  <Style extends { slug: string; name: string }>(style: Style): Style => ({
    ...style,
    name: texts.styleName(style.slug, style.name),
  });

/** An answer in words for people, in the language of the texts. */
export function sentenceOf(
  {
    verdict,
    artists,
    styles,
    work,
  }: Pick<Attribution, 'verdict' | 'artists' | 'styles'> & Partial<Pick<Attribution, 'work'>>,
  texts: Texts,
): string {
  const { sentences } = texts;
  if (work) return `${sentences.work(work.title, work.artist_name, work.year)}.`;
  if (verdict === 'not a painting') return sentences.notPainting;
  if (verdict === 'painting on a wall') return sentences.onWall;
  const named = styles.map(namedIn(texts));
  const style = named[0]?.name ?? null;
  if (verdict === 'unknown painter') return sentences.unknown(style);
  if (artists.length === 0) return `${certainty(named, texts)}.`;
  return style === null
    ? `${certainty(artists, texts)}.`
    : `${certainty(artists, texts)}; ${style}.`;
}

function certainty(candidates: readonly Candidate[], { sentences }: Texts): string {
  const [first, second] = candidates;
  if (first === undefined) return '';
  if (first.probability >= CERTAIN) return sentences.certain(first.name);
  if (first.probability >= LIKELY) return sentences.likely(first.name);
  const either = second === undefined ? first.name : sentences.or(first.name, second.name);
  return first.probability >= POSSIBLE ? sentences.possible(either) : sentences.unsure(either);
}
