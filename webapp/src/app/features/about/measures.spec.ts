import { ENGLISH } from '../../core/texts/en';
import { learnedFrom, rows } from './measures';

const accuracy = { value: 0.6, low: 0.5, high: 0.7, n: 100 };

describe('rows', () => {
  it('lists what was measured in either place, and leaves out what there are no words for', () => {
    const comparisons = [
      { measure: 'artist.accuracy', home: accuracy, elsewhere: null },
      { measure: 'artist.cross_entropy', home: accuracy, elsewhere: accuracy },
      { measure: 'refusal.not_painting_noticed', home: null, elsewhere: accuracy },
    ];
    expect(rows(comparisons, ENGLISH)).toEqual([
      { label: 'Right painter', home: accuracy, elsewhere: null },
      { label: 'Pictures that are no paintings, noticed', home: null, elsewhere: accuracy },
    ]);
    expect(rows([], ENGLISH)).toEqual([]);
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
