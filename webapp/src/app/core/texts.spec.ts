import { ENGLISH } from './texts/en';
import { FRENCH } from './texts/fr';

describe('texts', () => {
  it.each([
    [0, '0%'],
    [0.0004, '<1%'],
    [0.0101, '1%'],
    [0.617, '62%'],
    [0.99, '99%'],
    [0.9999, '>99%'],
    [1, '100%'],
  ])('writes the share %d as %s', (share, written) => {
    expect(ENGLISH.percent(share)).toBe(written);
  });

  it.each([
    [1, 'It looks familiar: more so than >99%'],
    [0.9, 'It looks familiar: more so than 90%'],
    [0.3, 'It looks fairly familiar: more so than 30%'],
    [0.1, 'It looks rather unfamiliar: less familiar than 90%'],
    [0.01, 'It looks unfamiliar: less familiar than 99%'],
    [0, 'It looks unfamiliar: less familiar than >99%'],
  ])('puts the familiarity %d into words', (share, words) => {
    expect(ENGLISH.familiarity(share)).toBe(`${words} of the pictures by painters I know.`);
  });

  it.each([
    ['Study after Paul Klee', 'Étude d’après Paul Klee'],
    ['Study after a Dream of Summer', 'Study after a Dream of Summer'],
    ['', 'Sans titre'],
  ])('calls "%s" in French "%s"', (title, called) => {
    expect(FRENCH.titleOf(title)).toContain(called);
    expect(ENGLISH.titleOf(title)).toBe(title || 'Untitled');
  });

  it('says in French whom a study is painted after', () => {
    expect(FRENCH.painterOf('after Paul Klee')).toBe('d’après Paul Klee');
    expect(FRENCH.painterOf('Paul Klee')).toBe('Paul Klee');
  });

  it.each([ENGLISH, FRENCH])('writes thousands apart wherever it counts', (texts) => {
    const written = texts.count(2066);
    expect(written).not.toBe('2066');
    expect(texts.aboutPage.learned('paintings', 2066)).toContain(written);
  });

  it('counts what is done, and only the pictures once all are', () => {
    expect(ENGLISH.progressOfAll(1, 1200)).toBe('1 of 1,200 pictures looked at');
    expect(ENGLISH.progressOfAll(1, 1)).toBe('1 picture');
  });
});
