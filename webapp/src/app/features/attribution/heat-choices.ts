import type { Attribution, Candidate, Head } from '../../core/api/models';
import { namedIn } from '../../core/sentence';
import type { Texts } from '../../core/texts';

const CHOICES = 5;

/** For whom one may ask where the model looked. */
export interface HeatChoice {
  readonly head: Head;
  readonly candidate: Candidate;
}

/** The likeliest painters, then the likeliest styles, under their names in the texts' language. */
export function heatChoices({ artists, styles }: Attribution, texts: Texts): HeatChoice[] {
  const choose = (head: Head) => (candidate: Candidate) => ({ head, candidate });
  return [
    ...artists.slice(0, CHOICES).map(choose('artist')),
    ...styles.slice(0, CHOICES).map(namedIn(texts)).map(choose('style')),
  ];
}
