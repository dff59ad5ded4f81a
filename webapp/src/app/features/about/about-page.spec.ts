import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';

import { GALLERY } from '../../core/api/addresses';
import type { Comparison, GalleryPage, Model } from '../../core/api/models';
import { AboutPage } from './about-page';

const HOME = { value: 0.704, low: 0.684, high: 0.723, n: 2066 };
const ELSEWHERE = { value: 0.56, low: 0.5, high: 0.62, n: 266 };
const EMPTY: GalleryPage = {
  paintings: [],
  total: 0,
  page: 1,
  pages: 1,
  artists: [],
  styles: [],
};

function model(comparisons: Comparison[]): Model {
  return {
    name: 'default',
    artists: 233,
    styles: 20,
    metrics: {},
    comparisons,
    accepts: { formats: ['JPEG'], bytes: 20_000_000, pixels: 100_000_000, files: 20 },
    heads: [],
    provenance: {},
  };
}

describe('AboutPage', () => {
  let fixture: ComponentFixture<AboutPage>;

  async function show(comparisons: Comparison[]): Promise<HTMLElement> {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    fixture = TestBed.createComponent(AboutPage);
    fixture.detectChanges();
    const server = TestBed.inject(HttpTestingController);
    server.expectOne('api/v1/model').flush(model(comparisons));
    server.expectOne('api/v1/taxonomy').flush({ artists: [], styles: [] });
    // The rest comes when both are there.
    const gallery = await vi.waitFor(() => {
      fixture.detectChanges();
      return server.expectOne(({ url }) => url === GALLERY);
    });
    gallery.flush(EMPTY);
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  }

  function cells(page: HTMLElement, row: number): string[] {
    const found = page.querySelectorAll(`tr:nth-child(${row.toString()}) > *`);
    return [...found].map((cell) => cell.textContent.replace(/\s+/g, ' ').trim());
  }

  it('sets both columns side by side, and says which one to expect', async () => {
    const page = await show([
      { measure: 'artist.accuracy', home: HOME, elsewhere: ELSEWHERE },
      { measure: 'style.accuracy', home: HOME, elsewhere: null },
    ]);
    expect(page.textContent).toContain('Elsewhere is what to expect of your own pictures.');
    expect([...page.querySelectorAll('thead th')].map((head) => head.textContent)).toEqual([
      'Measure',
      'At home',
      'Elsewhere',
    ]);
    const body = page.querySelector('tbody');
    expect(body && cells(body, 1)).toEqual([
      'Right painter',
      '70% 68%–72%, 2,066 pictures',
      '56% 50%–62%, 266 pictures',
    ]);
    expect(body && cells(body, 2)[2]).toBe('');
  });

  it('shows a model that was measured at home alone, and warns of elsewhere', async () => {
    const page = await show([{ measure: 'artist.accuracy', home: HOME, elsewhere: null }]);
    expect(page.querySelectorAll('thead th').length).toBe(2);
    expect(page.textContent).toContain('of pictures from elsewhere, such as your own, expect less');
  });

  it('shows no table where nothing was measured', async () => {
    expect((await show([])).querySelector('table')).toBeNull();
  });
});
