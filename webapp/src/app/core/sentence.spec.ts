import { attribution } from '../../testing/samples';
import { sentenceOf } from './sentence';
import { ENGLISH } from './texts/en';
import { FRENCH } from './texts/fr';

const MONET = { slug: 'claude-monet', name: 'Claude Monet' };
const SISLEY = { slug: 'alfred-sisley', name: 'Alfred Sisley', probability: 0.02 };

describe('sentenceOf', () => {
  it.each([
    [0.9, 'Very likely Claude Monet; Impressionism.'],
    [0.6, 'Probably Claude Monet; Impressionism.'],
    [0.59, 'Not sure: Claude Monet or Alfred Sisley; Impressionism.'],
    [0.29, "I can't tell; the closest is Claude Monet or Alfred Sisley; Impressionism."],
  ])('says how sure a probability of %d is, as the server does', (probability, sentence) => {
    const answer = attribution({ artists: [{ ...MONET, probability }, SISLEY] });
    expect(sentenceOf(answer, ENGLISH)).toBe(sentence);
  });

  it('names no painter where there is none to name', () => {
    expect(sentenceOf(attribution({ verdict: 'unknown painter' }), ENGLISH)).toBe(
      "A painter I don't know; the style looks like Impressionism.",
    );
    expect(sentenceOf(attribution({ verdict: 'not a painting' }), ENGLISH)).toBe(
      "This doesn't look like a painting.",
    );
    expect(sentenceOf(attribution({ verdict: 'painting on a wall' }), ENGLISH)).toBe(
      'This looks like a photograph of paintings on a wall; cut one of them out and ask again.',
    );
    expect(sentenceOf(attribution({ artists: [] }), ENGLISH)).toBe('Very likely Impressionism.');
  });

  it('begins with the work where it is one that is known', () => {
    const work = {
      title: 'Olympia',
      artist: 'edouard-manet',
      artist_name: 'Édouard Manet',
      year: 1863,
      where: 'model' as const,
      id: '',
      link: null,
      similarity: 0.99,
    };
    const says = (changes: Partial<typeof work> | { title: null; year: null }, texts = ENGLISH) =>
      sentenceOf(attribution({ work: { ...work, ...changes } }), texts);
    expect(says({})).toBe('This is “Olympia” by Édouard Manet, 1863.');
    expect(says({ title: null, year: null })).toBe(
      'This is a painting by Édouard Manet that I know.',
    );
    expect(says({}, FRENCH)).toBe('C’est « Olympia » de Édouard Manet, 1863.');
  });

  it('speaks French, names of styles included', () => {
    expect(sentenceOf(attribution(), FRENCH)).toBe(
      'Très probablement Claude Monet; Impressionnisme.',
    );
  });
});
