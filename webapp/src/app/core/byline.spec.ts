import { byline } from './byline';
import { ENGLISH } from './texts/en';
import { FRENCH } from './texts/fr';

describe('byline', () => {
  it.each([
    ['Poppies', 'Claude Monet', 'Claude Monet'],
    ['Poppies', null, ENGLISH.reasons.unknownPainter],
    ['Study after Paul Klee', 'after Paul Klee', ''],
    ['Head of a Man', 'after Paul Klee', 'after Paul Klee'],
  ])('of "%s" by %s says "%s"', (title, artist_name, says) => {
    expect(byline(ENGLISH)({ title, artist_name })).toBe(says);
  });

  it('speaks the language of the texts', () => {
    const study = { title: 'Fish', artist_name: 'after Paul Klee' };
    expect(byline(FRENCH)(study)).toBe('d’après Paul Klee');
  });
});
