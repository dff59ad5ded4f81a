import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';

import { browserDraws, drawn } from '../../testing/drawing';
import { picture } from '../../testing/samples';
import { Previews } from './previews';

describe('Previews', () => {
  let previews: Previews;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    previews = TestBed.inject(Previews);
  });

  it('draws a file once', async () => {
    browserDraws({ width: 4, height: 3 });
    const file = picture('a.jpg');
    expect(await previews.of(file)).toBe(file);
    expect(await previews.of(file)).toBe(file);
    expect(createImageBitmap).toHaveBeenCalledOnce();
  });

  it('draws one file at a time', async () => {
    let open: () => void = () => undefined;
    const draw = vi.fn(
      () =>
        new Promise(
          (resolve) =>
            (open = () => {
              resolve(bitmap);
            }),
        ),
    );
    const bitmap = { width: 1, height: 1, close: () => undefined };
    vi.stubGlobal('createImageBitmap', draw);
    const wanted = [previews.of(picture('a.jpg')), previews.of(picture('b.jpg'))];
    await drawn();
    expect(draw).toHaveBeenCalledTimes(1);
    open();
    await wanted[0];
    await drawn();
    expect(draw).toHaveBeenCalledTimes(2);
    open();
    await wanted[1];
  });

  it('asks the server where the browser cannot draw it', async () => {
    browserDraws(null);
    const wanted = previews.of(picture('a.heic'));
    await drawn();
    TestBed.inject(HttpTestingController)
      .expectOne('api/v1/previews')
      .flush(new Blob(['webp']));
    expect((await wanted)?.size).toBe(4);
  });

  it('gives the file itself at its sharpest, and what the server drew where it cannot', async () => {
    browserDraws({ width: 4, height: 3 });
    const file = picture('a.jpg');
    expect(await previews.sharpest(file)).toBe(file);
    browserDraws(null);
    const wanted = previews.sharpest(picture('a.tif'));
    await drawn();
    TestBed.inject(HttpTestingController)
      .expectOne('api/v1/previews')
      .flush(new Blob(['webp']));
    expect((await wanted)?.size).toBe(4);
  });
});
