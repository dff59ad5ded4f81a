import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';

import { galleryPage, painting } from '../../../testing/samples';
import { GalleryGridPage } from './gallery-grid-page';

const CHOICES = {
  styles: [{ slug: 'cubism', name: 'Cubism', count: 1 }],
  artists: [{ slug: 'claude-monet', name: 'Claude Monet', count: 2 }],
};

describe('GalleryGridPage', () => {
  let harness: RouterTestingHarness;
  let server: HttpTestingController;
  let grid: HTMLElement;

  beforeEach(async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter(
          [{ path: 'gallery', component: GalleryGridPage }],
          withComponentInputBinding(),
        ),
      ],
    });
    server = TestBed.inject(HttpTestingController);
    harness = await RouterTestingHarness.create('/gallery?style=cubism');
    grid = harness.fixture.nativeElement as HTMLElement;
    await vi.advanceTimersByTimeAsync(0);
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  const asked = (q: string, style: string, page = 1) =>
    server.expectOne(`api/v1/gallery?q=${q}&style=${style}&artist=&page=${String(page)}`);
  const titles = () => Array.from(grid.querySelectorAll('.title'), (title) => title.textContent);

  async function type(words: string): Promise<void> {
    const search = grid.querySelector('input');
    if (search === null) throw new Error('nowhere to type');
    search.value = words;
    search.dispatchEvent(new Event('input'));
    harness.detectChanges();
    await vi.advanceTimersByTimeAsync(100);
  }

  it('asks for what its address says, and offers the choices there are', () => {
    asked('', 'cubism').flush(galleryPage([painting('a')], CHOICES));
    harness.detectChanges();
    expect(titles()).toEqual(['a']);
    expect(grid.querySelector('select')?.value).toBe('cubism');
    expect(grid.querySelector('[role=status]')?.textContent.trim()).toBe('1 painting');
  });

  it('waits until nobody types, asks once, and writes the address', async () => {
    asked('', 'cubism').flush(galleryPage([painting('a')], CHOICES));
    harness.detectChanges();
    for (const words of ['w', 'wa', 'wat']) await type(words);
    server.expectNone(({ params }) => params.get('q') !== '');
    await vi.advanceTimersByTimeAsync(300);
    asked('wat', 'cubism').flush(galleryPage([painting('water')], CHOICES));
    harness.detectChanges();
    expect(titles()).toEqual(['water']);
    expect(TestBed.inject(Router).url).toBe('/gallery?q=wat&style=cubism');
  });

  it('breaks off a question when another is asked', async () => {
    const first = asked('', 'cubism');
    await type('x');
    await vi.advanceTimersByTimeAsync(300);
    expect(first.cancelled).toBe(true);
    asked('x', 'cubism').flush(galleryPage([]));
    harness.detectChanges();
    expect(titles()).toEqual([]);
  });

  it('adds the next page to what is there', () => {
    asked('', 'cubism').flush(galleryPage([painting('a')], { ...CHOICES, total: 2, pages: 2 }));
    harness.detectChanges();
    grid.querySelector<HTMLElement>('.end button')?.click();
    asked('', 'cubism', 2).flush(galleryPage([painting('b')], { total: 2, page: 2, pages: 2 }));
    harness.detectChanges();
    expect(titles()).toEqual(['a', 'b']);
    expect(grid.querySelector('.end')).toBeNull();
  });
});
