import { browserDraws } from '../../testing/drawing';
import { picture } from '../../testing/samples';
import { smallCopy } from './small-copy';

class Canvas {
  static readonly sizes: [number, number][] = [];

  constructor(width: number, height: number) {
    Canvas.sizes.push([width, height]);
  }

  getContext() {
    return { drawImage: () => undefined };
  }

  convertToBlob() {
    return Promise.resolve(new Blob(['small']));
  }
}

describe('smallCopy', () => {
  const file = picture('a.jpg');

  beforeEach(() => {
    Canvas.sizes.length = 0;
    vi.stubGlobal('OffscreenCanvas', Canvas);
  });

  it('is the picture itself where it is small', async () => {
    browserDraws({ width: 600, height: 300 });
    expect(await smallCopy(file, 600)).toBe(file);
  });

  it.each([
    [{ width: 9000, height: 6000 }, [600, 400]],
    [{ width: 9000, height: 2 }, [600, 1]],
  ])('is small where the picture is %o', async (size, drawn) => {
    browserDraws(size);
    expect(await smallCopy(file, 600)).not.toBe(file);
    expect(Canvas.sizes).toEqual([drawn]);
  });

  it('is none where the browser cannot draw it', async () => {
    browserDraws(null);
    expect(await smallCopy(file, 600)).toBeNull();
  });
});
