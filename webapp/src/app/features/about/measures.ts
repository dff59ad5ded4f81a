import type { Comparison } from '../../core/api/models';
import type { Texts } from '../../core/texts';

export interface Row {
  readonly label: string;
  readonly home: Comparison['home'];
  readonly elsewhere: Comparison['elsewhere'];
}

/** What was measured, at home and elsewhere, as far as there are words for it. */
export function rows(comparisons: readonly Comparison[], texts: Texts): Row[] {
  const labels: Readonly<Record<string, string>> = texts.aboutPage.rows;
  return comparisons.flatMap(({ measure, home, elsewhere }) => {
    const label = labels[measure];
    return label === undefined ? [] : [{ label, home, elsewhere }];
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
