import { Drag } from './drag';

describe('Drag', () => {
  it('is a click as long as the pointer hardly moves', () => {
    const drag = new Drag(1, 500, 4, 200);
    expect([504, 493].map((x) => drag.place(x))).toEqual([4, 4]);
    expect(drag.far).toBe(false);
  });

  it('follows the pointer, and stays a drag when it comes back', () => {
    const drag = new Drag(1, 500, 4, 200);
    expect([400, 700, 500].map((x) => drag.place(x))).toEqual([4.5, 3, 4]);
    expect(drag.far).toBe(true);
  });

  it.each([
    [4.13, 5],
    [4.11, 4],
    [5.1, 5],
    [6.2, 7],
    [3.87, 3],
    [3.89, 4],
    [1.8, 1],
    [4, 4],
  ])('comes to rest from %d at %d, never back against the finger', (place, rest) => {
    expect(new Drag(1, 0, 4, 200).rest(place)).toBe(rest);
  });

  it('goes on to either side of the start', () => {
    expect(new Drag(1, 0, 0, 200).rest(-0.2)).toBe(-1);
  });
});
