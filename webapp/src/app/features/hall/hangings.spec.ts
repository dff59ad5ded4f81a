import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';

import { browserDraws, drawn } from '../../../testing/drawing';
import { galleryPage, painting, picture } from '../../../testing/samples';
import { PictureStore } from '../attribution/picture-store';
import { Hanging } from './hanging';
import { Hangings } from './hangings';

describe('Hangings', () => {
  let server: HttpTestingController;
  let hangings: Hangings;

  beforeEach(() => {
    browserDraws({ width: 4, height: 3 });
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

  it("hangs the visitor's own pictures before the gallery's, newest first", async () => {
    asked(1).flush(galleryPage([painting('a')]));
    const store = TestBed.inject(PictureStore);
    store.add([picture('old.jpg')]);
    store.add([picture('new.jpg')]);
    TestBed.tick();
    expect(titles()).toEqual(['new.jpg', 'old.jpg', 'a']);
    expect(hangings.all()[0]?.small).toBe('');
    await drawn();
    expect(hangings.all()[0]?.small).toMatch(/^blob:/);
  });

  it.each([
    [['morelli', 'morelli'], true],
    [['morelli', 'https://museum.example'], false],
    [[], false],
  ])('tells from the sources %o whether there are but studies: %s', (sources, only) => {
    asked(1).flush(galleryPage(sources.map((source) => painting(source, { source }))));
    TestBed.inject(PictureStore).add([picture('mine.jpg')]);
    expect(hangings.onlyStudies()).toBe(only);
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

  it.each([
    [new Blob(['webp']), 200, true],
    [null, 422, false],
  ])("asks the server for a copy where the browser can't draw one", async (copy, status, shown) => {
    browserDraws(null);
    asked(1).flush(galleryPage([painting('a')]));
    TestBed.inject(PictureStore).add([picture('IMG_0001.HEIC')]);
    TestBed.tick();
    await drawn();
    server.expectOne('api/v1/previews').flush(copy, { status, statusText: 'so it is' });
    await drawn();
    const [own] = hangings.all() as [Hanging];
    expect(hangings.canShow(own)).toBe(shown);
    expect(own.large).toBe(own.small);
    expect(own.small).toMatch(shown ? /^blob:/ : /^$/);
  });

  it('lets go of a copy with its picture', async () => {
    const revoke = vi.spyOn(URL, 'revokeObjectURL');
    asked(1).flush(galleryPage([]));
    const store = TestBed.inject(PictureStore);
    const [id = 0] = store.add([picture('mine.jpg')]);
    TestBed.tick();
    await drawn();
    const [own] = hangings.all() as [Hanging];
    store.remove(id);
    TestBed.tick();
    expect(revoke).toHaveBeenCalledWith(own.small);
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
