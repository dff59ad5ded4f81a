import { plain } from './names';

describe('plain', () => {
  it.each([
    ['Albrecht Dürer', 'albrecht durer'],
    ['Adam Bălțatu', 'adam baltatu'],
    ['EDGAR', 'edgar'],
  ])('%s → %s', (name, expected) => {
    expect(plain(name)).toBe(expected);
  });
});
