import { attribution, picture } from '../../../testing/samples';
import { Refusal } from '../../core/api/refusal';
import { ENGLISH } from '../../core/texts/en';
import { FRENCH } from '../../core/texts/fr';
import type { Picture, PictureState } from '../attribution/picture';
import { sortRows, tableRow } from './table-row';

function brought(name: string, state: PictureState): Picture {
  return { id: 1, file: picture(name), name, state };
}

function answered(name: string, painter: string, probability: number): Picture {
  const artists = [{ slug: painter, name: painter, probability }];
  return brought(name, { kind: 'answered', attribution: attribution({ artists }) });
}

const ROWS = [
  answered('10.jpg', 'Paul Klee', 0.2),
  brought('b.jpg', { kind: 'failed', refusal: new Refusal('No', 'No.') }),
  answered('9.jpg', 'Édouard Manet', 0.9),
  brought('c.jpg', {
    kind: 'answered',
    attribution: attribution({ verdict: 'not a painting' }),
  }),
  answered('a.jpg', 'Claude Monet', 0.5),
].map((each) => tableRow(each, ENGLISH));

describe('tableRow', () => {
  it('names nobody where the picture is no painting', () => {
    expect(ROWS[3]).toMatchObject({ kind: 'not a painting', painter: '', certainty: null });
  });

  it('names styles in the language of the texts', () => {
    const styles = [{ slug: 'baroque', name: 'Baroque', probability: 1 }];
    const state = { kind: 'answered', attribution: attribution({ styles }) } as const;
    expect(tableRow(brought('a.jpg', state), FRENCH).style).toBe(
      FRENCH.styleName('baroque', 'Baroque'),
    );
  });
});

describe('sortRows', () => {
  it.each([
    ['', ['10.jpg', 'b.jpg', '9.jpg', 'c.jpg', 'a.jpg']],
    ['nonsense', ['10.jpg', 'b.jpg', '9.jpg', 'c.jpg', 'a.jpg']],
    ['name', ['9.jpg', '10.jpg', 'a.jpg', 'b.jpg', 'c.jpg']],
    ['-name', ['c.jpg', 'b.jpg', 'a.jpg', '10.jpg', '9.jpg']],
    ['painter', ['a.jpg', '9.jpg', '10.jpg', 'b.jpg', 'c.jpg']],
    ['-painter', ['10.jpg', '9.jpg', 'a.jpg', 'b.jpg', 'c.jpg']],
    ['certainty', ['10.jpg', 'a.jpg', '9.jpg', 'b.jpg', 'c.jpg']],
    ['-certainty', ['9.jpg', 'a.jpg', '10.jpg', 'b.jpg', 'c.jpg']],
  ])('by %o, and what has none comes last', (sort, names) => {
    expect(sortRows(ROWS, sort, ENGLISH).map((row) => row.picture.name)).toEqual(names);
  });
});
