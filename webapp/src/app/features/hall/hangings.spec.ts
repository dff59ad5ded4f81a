import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';

import { galleryPage, painting, picture } from '../../../testing/samples';
import { PictureStore } from '../attribution/picture-store';
import { Hanging } from './hanging';
import { Hangings } from './hangings';

describe('Hangings', () => {
  let server: HttpTestingController;
  let hangings: Hangings;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), Hangings],
    });
    server = TestBed.inject(HttpTestingController);
    hangings = TestBed.inject(Hangings);
    TestBed.tick();
  });

  const asked = (page: number) => server.expectOne(`api/v1/gallery?page=${String(page)}&size=500`);
  const titles = () => hangings.all().map(({ title }) => title);

  it('asks for page after page, and hangs all in their order', () => {
    expect(hangings.loading()).toBe(true);
    asked(1).flush(galleryPage([painting('a'), painting('b')], { pages: 2 }));
    asked(2).flush(galleryPage([painting('c')], { page: 2, pages: 2 }));
    expect(titles()).toEqual(['a', 'b', 'c']);
    expect(hangings.loading()).toBe(false);
  });

  it("hangs the visitor's own pictures before the gallery's, newest first", () => {
    asked(1).flush(galleryPage([painting('a')]));
    const store = TestBed.inject(PictureStore);
    store.add([picture('old.jpg')]);
    store.add([picture('new.jpg')]);
    TestBed.tick();
    expect(titles()).toEqual(['new.jpg', 'old.jpg', 'a']);
    const [own] = hangings.all();
    expect(own?.small).toMatch(/^blob:/);
  });

  it('learns the proportions of a picture from the browser, and of a painting from the server', () => {
    asked(1).flush(galleryPage([painting('a', { width: 300, height: 200 })]));
    TestBed.inject(PictureStore).add([picture('mine.jpg')]);
    TestBed.tick();
    const [own, hung] = hangings.all() as [Hanging, Hanging];
    expect([own.ratio, hung.ratio]).toEqual([1, 1.5]);
    hangings.seen(own, 800, 200);
    hangings.seen(hung, 10, 10);
    expect(hangings.all().map(({ ratio }) => ratio)).toEqual([4, 1.5]);
  });

  it('remembers what the browser could not show', () => {
    asked(1).flush(galleryPage([painting('a'), painting('b')]));
    const [a, b] = hangings.all() as [Hanging, Hanging];
    hangings.cannotShow(a);
    expect([hangings.canShow(a), hangings.canShow(b)]).toEqual([false, true]);
  });

  it("shows how the server draws a visitor's picture where the browser can't", async () => {
    asked(1).flush(galleryPage([painting('a')]));
    TestBed.inject(PictureStore).add([picture('IMG_0001.HEIC')]);
    TestBed.tick();
    const own = () => {
      const [first] = hangings.all() as [Hanging];
      return first;
    };
    const before = own().small;
    hangings.cannotShow(own());
    expect(hangings.canShow(own())).toBe(false);
    await Promise.resolve();
    server.expectOne('api/v1/previews').flush(new Blob(['webp']));
    await new Promise((settled) => setTimeout(settled));
    expect(hangings.canShow(own())).toBe(true);
    expect(own().small).toMatch(/^blob:/);
    expect(own().small).not.toBe(before);
    expect(own().large).toBe(own().small);
  });

  it('says that the gallery is out of reach, and asks again when told to', () => {
    asked(1).flush(null, { status: 503, statusText: 'Busy' });
    expect([hangings.failed(), hangings.loading()]).toEqual([true, false]);
    hangings.load();
    expect([hangings.failed(), hangings.loading()]).toEqual([false, true]);
    asked(1).flush(galleryPage([painting('a')]));
    expect(titles()).toEqual(['a']);
  });
});
