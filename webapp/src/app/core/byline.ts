import type { Painting } from './api/models';
import type { Texts } from './texts/en';

/**
 * Who a painting is by, in the language of the texts; nothing where its title says so already, as
 * "Study after Paul Klee" does.
 */
export const byline =
  (texts: Texts) =>
  ({ title, artist_name: name }: Pick<Painting, 'title' | 'artist_name'>): string => {
    if (!name) return texts.reasons.unknownPainter;
    return title.endsWith(name) ? '' : texts.painterOf(name);
  };
