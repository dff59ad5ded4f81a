import ANSWERS from '../../testing/answers.json';
import { toCsv } from './answer-csv';
import type { Attribution } from './api/models';

describe('toCsv', () => {
  it.each(ANSWERS)('writes the answer about $file as the server does', ({ file, answer, csv }) => {
    expect(toCsv([{ file, answer: answer as unknown as Attribution, error: '' }])).toBe(csv);
  });

  it('writes a line for each, with what is wrong where there is no answer', () => {
    const [first] = ANSWERS;
    const answer = first?.answer as unknown as Attribution;
    const rows = toCsv([
      { file: 'a.txt', answer: null, error: 'No picture, this' },
      { file: 'b.jpg', answer, error: '' },
    ]).split('\r\n');
    const [head = '', failed = '', answered, end] = rows;
    expect(failed).toBe(`a.txt${','.repeat(head.split(',').length - 1)}"No picture, this"`);
    expect([head, answered]).toEqual(
      toCsv([{ file: 'b.jpg', answer, error: '' }])
        .split('\r\n')
        .slice(0, 2),
    );
    expect(end).toBe('');
  });
});
