import { attribution } from '../../../testing/samples';
import { toCsv, toJson } from './download';

describe('toCsv', () => {
  it('has a row for each painter and style', () => {
    expect(toCsv('monet.jpg', attribution()).split('\r\n')).toEqual([
      'file,head,rank,slug,name,probability,in_set,verdict,model',
      'monet.jpg,artist,1,claude-monet,Claude Monet,0.93,true,known painter,morelli-base',
      'monet.jpg,artist,2,alfred-sisley,Alfred Sisley,0.04,true,known painter,morelli-base',
      'monet.jpg,style,1,impressionism,Impressionism,0.97,true,known painter,morelli-base',
      '',
    ]);
  });

  it('says what the prediction sets leave out, and nothing where the model gives none', () => {
    const [monet] = attribution().artist_set;
    const some = attribution({ artist_set: monet ? [monet] : [], style_set: [] });
    const rows = toCsv('monet.jpg', some)
      .split('\r\n')
      .map((row) => row.split(',')[6]);
    expect(rows.slice(0, 4)).toEqual(['in_set', 'true', 'false', '']);
  });

  it.each([
    ['a, "b".jpg', '"a, ""b"".jpg"'],
    ['=SUM(A1).jpg', "'=SUM(A1).jpg"],
    ['-1.jpg', "'-1.jpg"],
  ])('keeps %s one harmless cell', (name, cell) => {
    expect(toCsv(name, attribution()).split('\r\n')[1]?.startsWith(`${cell},artist`)).toBe(true);
  });
});

describe('toJson', () => {
  it('is the answer with the name of its file', () => {
    expect(JSON.parse(toJson('monet.jpg', attribution()))).toEqual({
      file: 'monet.jpg',
      ...attribution(),
    });
  });
});
