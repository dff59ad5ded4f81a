import ANSWERS from '../../testing/answers.json';
import { toCsv } from './answer-csv';
import type { Attribution } from './api/models';

describe('toCsv', () => {
  it.each(ANSWERS)('writes the answer about $file as the server does', ({ file, answer, csv }) => {
    expect(toCsv(file, answer as unknown as Attribution)).toBe(csv);
  });
});
