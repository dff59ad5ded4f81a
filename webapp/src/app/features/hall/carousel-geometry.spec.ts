import { wrapIndex, placeAt } from './carousel-geometry';

describe('the round hall', () => {
  it.each([
    [-2, 60, 1],
    [-1, 36, 0.8],
    [0, 0, 0.73],
    [1, -33, 0.8],
    [2, -50, 1],
  ])('turns and scales the painting at %d', (distance, turn, scale) => {
    expect(placeAt(distance)).toMatchObject({ turn, scale });
  });

  it('glides between places and stays at the ends beyond them', () => {
    expect(placeAt(0.5).turn).toBeCloseTo(-16.5);
    expect(placeAt(9)).toEqual(placeAt(3));
    expect(placeAt(-9)).toEqual(placeAt(-3));
  });

  it('goes round without an end in either direction', () => {
    expect([-4, -1, 0, 2, 3, 301].map((steps) => wrapIndex(steps, 3))).toEqual([2, 2, 0, 2, 0, 1]);
  });
});
