import type { Attribution, Work } from './api/models';
import type { Texts } from './texts/en';

/** What a sentence is made of. */
export type Said = Pick<Attribution, 'sentence' | 'certainty' | 'parts'> & {
  readonly work?: Pick<Work, 'title' | 'artist_name' | 'year'> | null;
};

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

/**
 * An answer in words for people, in the language of the texts, by the rule of
 * `morelli.inference.sentence`; an answer of before there were parts keeps its English words.
 */
export function sentenceOf(answer: Said, { sentences, styleName }: Texts): string {
  const { certainty, parts, work } = answer;
  if (!certainty || !parts) return answer.sentence;
  const inLanguage = (said: { slug: string; name: string }) => styleName(said.slug, said.name);
  const optional = {
    title: work?.title,
    artist: work?.artist_name,
    year: work?.year,
    style: parts.style && inLanguage(parts.style),
  };
  const places = Object.entries(optional).filter(([, value]) => value != null && value !== '');
  const [one = '', other] = parts.names.map(inLanguage);
  const names = other === undefined ? one : fill(sentences.or, { one, other });
  const key = [certainty, ...places.map(([place]) => place)].join('+');
  return fill(sentences[key as keyof typeof sentences], { ...Object.fromEntries(places), names });
}

function fill(text: string, places: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (_, place: string) => String(places[place]));
}
