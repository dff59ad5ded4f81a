import type { Corner, Quadrilateral } from '../../core/api/models';

/** The least share of a picture that a painting in it may take up, as the server has it. */
const SMALLEST = 0.01;

/** Where to begin where no painting was found: a tenth inside the picture's edges. */
export const INSET: Quadrilateral = {
  corners: [
    { x: 0.1, y: 0.1 },
    { x: 0.9, y: 0.1 },
    { x: 0.9, y: 0.9 },
    { x: 0.1, y: 0.9 },
  ],
};

/** The same with one corner elsewhere, kept within the picture. */
export function moved({ corners }: Quadrilateral, place: number, { x, y }: Corner): Quadrilateral {
  const kept = { x: Math.min(1, Math.max(0, x)), y: Math.min(1, Math.max(0, y)) };
  return { corners: corners.map((corner, each) => (each === place ? kept : corner)) };
}

/** Whether a painting may lie there: the corners in their order, no dent, and large enough. */
export function isUsable({ corners }: Quadrilateral): boolean {
  let area = 0;
  const turns = corners.map((corner, place) => {
    const next = corners[(place + 1) % corners.length] ?? corner;
    const after = corners[(place + 2) % corners.length] ?? corner;
    area += (corner.x * next.y - next.x * corner.y) / 2;
    return (next.x - corner.x) * (after.y - next.y) - (next.y - corner.y) * (after.x - next.x);
  });
  return area > SMALLEST && turns.every((turn) => turn > 0);
}
