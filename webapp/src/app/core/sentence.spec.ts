import SENTENCES from '../../testing/sentences.json';
import { attribution } from '../../testing/samples';
import { type Said, sentenceOf } from './sentence';
import { FRENCH } from './texts/fr';
import * as TEXTS_IN from './texts/languages';

describe('sentenceOf', () => {
  it('says everything in every language as the server does', () => {
    expect(new Set(SENTENCES.map(({ language }) => language))).toEqual(
      new Set(Object.keys(TEXTS_IN)),
    );
    for (const { language, sentence, ...said } of SENTENCES) {
      const texts = TEXTS_IN[language as keyof typeof TEXTS_IN];
      expect(sentenceOf({ ...said, sentence: '' } as Said, texts)).toBe(sentence);
    }
  });

  it('speaks French, names of styles included', () => {
    expect(sentenceOf(attribution(), FRENCH)).toBe(
      'Très probablement Claude Monet ; Impressionnisme.',
    );
  });

  it('keeps the words of an answer that has no parts', () => {
    const old = attribution({ certainty: null, parts: null });
    expect(sentenceOf(old, FRENCH)).toBe('Very likely Claude Monet; Impressionism.');
  });
});
