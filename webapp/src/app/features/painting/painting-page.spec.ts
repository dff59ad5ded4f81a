import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component, input } from '@angular/core';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';

import { attribution, painting } from '../../../testing/samples';
import { ENGLISH } from '../../core/texts/en';
import { DeepZoom } from '../../shared/deep-zoom/deep-zoom';
import { PaintingPage } from './painting-page';

/** Stands in for what draws on a canvas, which jsdom hasn't. */
@Component({ selector: 'app-deep-zoom', template: '{{ address() }} {{ overlay() }}' })
class Zoom {
  readonly address = input('');
  readonly preview = input('');
  readonly label = input('');
  readonly overlay = input('');
  readonly strength = input(0);
}

describe('PaintingPage', () => {
  let fixture: ComponentFixture<PaintingPage>;
  let server: HttpTestingController;
  let page: HTMLElement;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
    });
    TestBed.overrideComponent(PaintingPage, {
      remove: { imports: [DeepZoom] },
      add: { imports: [Zoom] },
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(PaintingPage);
    page = fixture.nativeElement as HTMLElement;
    fixture.componentRef.setInput('id', 'poppies');
    fixture.detectChanges();
  });

  const path = 'api/v1/gallery/poppies';
  const asked = () => server.expectOne(`${path}/attribution?top=1000&explain=neighbours`);
  const zoomed = () => page.querySelector('app-deep-zoom')?.textContent.trim();

  async function answer(): Promise<void> {
    const shown = painting('poppies');
    server.expectOne(path).flush(shown);
    asked().flush({
      painting: shown,
      attribution: attribution(),
      neighbours: [painting('irises')],
    });
    await fixture.whenStable();
    fixture.detectChanges();
  }

  it('shows the painting with all its pixels, label, answer and similar ones', async () => {
    await answer();
    expect(zoomed()).toBe(`${path}/picture`);
    expect(page.querySelector('h2')?.textContent).toBe('poppies');
    expect(page.querySelector('.sentence')?.textContent).toBe(attribution().sentence);
    const links = Array.from(page.querySelectorAll('a'), (link) => link.getAttribute('href'));
    expect(links).toEqual(
      expect.arrayContaining([
        '/painters/claude-monet',
        '/styles/impressionism',
        '/paintings/irises',
      ]),
    );
  });

  it('lays heat over it for whom one chooses, and takes it away', async () => {
    await answer();
    const choice = page.querySelector('select');
    if (choice === null) throw new Error('no choice');
    for (const [value, overlay] of [
      ['2', `${path}/saliency?head=style&class=impressionism`],
      ['', ''],
    ] as const) {
      choice.value = value;
      choice.dispatchEvent(new Event('change'));
      await fixture.whenStable();
      expect(zoomed()).toBe(`${path}/picture ${overlay}`.trim());
    }
  });

  it('says what is missing', async () => {
    server.expectOne(path).flush(null, { status: 404, statusText: 'Not found' });
    asked().flush(null, { status: 404, statusText: 'Not found' });
    await fixture.whenStable();
    fixture.detectChanges();
    expect(page.textContent).toContain(ENGLISH.paintingPage.missing);
  });

  it('says that there is no answer, and shows the painting all the same', async () => {
    server.expectOne(path).flush(painting('poppies'));
    asked().flush(null, { status: 500, statusText: 'Broken' });
    await fixture.whenStable();
    fixture.detectChanges();
    expect(zoomed()).toContain(path);
    expect(page.textContent).toContain(ENGLISH.hallPage.failed);
  });
});
