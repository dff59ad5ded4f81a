import type { HeadCard } from '../../core/api/models';
import { Matrix } from './matrix';

const card: HeadCard = {
  head: 'style',
  accuracy: null,
  top5: null,
  calibration_error: null,
  classes: ['a', 'b', 'c'].map((slug) => ({
    slug,
    name: slug.toUpperCase(),
    accuracy: null,
    confused_with: [],
  })),
  confusions: [
    { truth: 'a', answer: 'a', count: 6 },
    { truth: 'a', answer: 'c', count: 2 },
    { truth: 'b', answer: 'a', count: 5 },
    { truth: 'b', answer: 'elsewhere', count: 9 },
  ],
  pictures: false,
};

describe('Matrix', () => {
  const matrix = new Matrix(card);

  it('counts by row and column, and leaves out what is no class', () => {
    expect(matrix.totals).toEqual([8, 5, 0]);
    expect(matrix.count({ row: 0, column: 2 })).toBe(2);
    expect(matrix.count({ row: 2, column: 0 })).toBe(0);
  });

  it('tells shares of a row', () => {
    expect(matrix.share({ row: 0, column: 0 })).toBe(0.75);
    expect(matrix.share({ row: 2, column: 2 })).toBe(0);
  });

  it('lists mistakes, the commonest first', () => {
    expect(matrix.mistakes()).toEqual([
      { row: 1, column: 0, count: 5 },
      { row: 0, column: 2, count: 2 },
    ]);
  });

  it('knows when nothing was measured', () => {
    expect(matrix.empty).toBe(false);
    expect(new Matrix({ ...card, confusions: [] }).empty).toBe(true);
  });
});
