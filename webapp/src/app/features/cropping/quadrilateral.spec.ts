import type { Quadrilateral } from '../../core/api/models';
import { inNumbers } from '../../core/api/crop-api';
import { INSET, isUsable, moved } from './quadrilateral';

function of(...numbers: readonly number[]): Quadrilateral {
  const corners = [0, 2, 4, 6].map((at) => ({ x: numbers[at] ?? 0, y: numbers[at + 1] ?? 0 }));
  return { corners };
}

describe('quadrilaterals', () => {
  it('move one corner and keep it in the picture', () => {
    const { corners } = moved(INSET, 1, { x: 1.4, y: -0.2 });
    expect(corners[1]).toEqual({ x: 1, y: 0 });
    expect([corners[0], ...corners.slice(2)]).toEqual([
      INSET.corners[0],
      ...INSET.corners.slice(2),
    ]);
  });

  it.each([
    ['as they begin', INSET, true],
    ['the whole picture', of(0, 0, 1, 0, 1, 1, 0, 1), true],
    ['anticlockwise', of(0, 1, 1, 1, 1, 0, 0, 0), false],
    ['crossed', of(0, 0, 1, 1, 1, 0, 0, 1), false],
    ['with a dent', of(0, 0, 1, 0, 0.2, 0.2, 0, 1), false],
    ['too small', of(0, 0, 0.05, 0, 0.05, 0.05, 0, 0.05), false],
  ])('are usable or not: %s', (_, quadrilateral, usable) => {
    expect(isUsable(quadrilateral)).toBe(usable);
  });

  it('are sent as eight numbers', () => {
    expect(inNumbers(of(0, 0.1, 1, 0, 1, 1, 0.33333333, 1))).toBe(
      '0.00000,0.10000,1.00000,0.00000,1.00000,1.00000,0.33333,1.00000',
    );
  });
});
