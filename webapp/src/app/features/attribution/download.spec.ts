import { attribution } from '../../../testing/samples';
import { toJson } from './download';

describe('toJson', () => {
  it('is the answer with the name of its file', () => {
    expect(JSON.parse(toJson('monet.jpg', attribution()))).toEqual({
      file: 'monet.jpg',
      ...attribution(),
    });
  });
});
