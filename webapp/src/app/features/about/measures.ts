import type { Texts } from '../../core/texts';
import { Measure, measure } from '../model-summary/measured';

export interface Row {
  readonly label: string;
  readonly measure: Measure;
}

/** What a model measured of itself, as far as there are words for it, in the order of the words. */
export function rows(metrics: Readonly<Record<string, unknown>>, texts: Texts): Row[] {
  return Object.entries(texts.aboutPage.rows).flatMap(([path, label]) => {
    const found = measure(metrics, ...path.split('.'));
    return found === null ? [] : [{ label, measure: found }];
  });
}

/** How many pictures the model learned from, and of which data set; null where it doesn't say. */
export function learnedFrom(
  provenance: Readonly<Record<string, unknown>>,
): { readonly name: string; readonly pictures: number } | null {
  const data = provenance['data'];
  if (typeof data !== 'object' || data === null) return null;
  const { name, training_pictures: pictures } = data as Record<string, unknown>;
  return typeof name === 'string' && typeof pictures === 'number' ? { name, pictures } : null;
}
