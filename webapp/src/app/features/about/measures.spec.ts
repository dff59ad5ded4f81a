import { ENGLISH } from '../../core/texts/en';
import { learnedFrom, rows } from './measures';

const accuracy = { value: 0.6, low: 0.5, high: 0.7, n: 100 };

describe('rows', () => {
  it('lists what was measured, and leaves out what was not', () => {
    const metrics = {
      artist: { accuracy, chance: 0.1 },
      refusal: { not_painting_noticed: accuracy },
    };
    expect(rows(metrics, ENGLISH)).toEqual([
      { label: 'Right painter', measure: accuracy },
      { label: 'Pictures that are no paintings, noticed', measure: accuracy },
    ]);
    expect(rows({}, ENGLISH)).toEqual([]);
  });
});

describe('learnedFrom', () => {
  it('reads data set and count', () => {
    expect(learnedFrom({ data: { name: 'paintings', training_pictures: 7 } })).toEqual({
      name: 'paintings',
      pictures: 7,
    });
  });

  it.each([{}, { data: null }, { data: { name: 'paintings' } }])(
    '%j says nothing',
    (provenance) => {
      expect(learnedFrom(provenance)).toBeNull();
    },
  );
});
