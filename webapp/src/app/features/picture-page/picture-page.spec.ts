import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component, input } from '@angular/core';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';

import { browserDraws } from '../../../testing/drawing';
import { attribution, picture } from '../../../testing/samples';
import { ENGLISH } from '../../core/texts/en';
import { DeepZoom } from '../../shared/deep-zoom/deep-zoom';
import type { Memory } from '../history/history-database';
import { HistoryStore } from '../history/history-store';
import { PicturePage } from './picture-page';

/** Stands in for what draws on a canvas, which jsdom hasn't. */
@Component({ selector: 'app-deep-zoom', template: '{{ address() }} {{ overlay() }}' })
class Zoom {
  readonly address = input('');
  readonly preview = input('');
  readonly label = input('');
  readonly overlay = input('');
  readonly strength = input(0);
}

@Component({ template: '' })
class Elsewhere {}

const MEMORY: Memory = {
  id: 7,
  name: 'mine.jpg',
  when: Date.UTC(2026, 1, 3, 12),
  thumbnail: 'data:image/webp;base64,',
  attribution: attribution(),
};

/** What is kept of the one picture there is; jsdom has no IndexedDB. */
class HeldStore {
  memory: Memory | undefined = MEMORY;
  kept: File | undefined = picture('mine.jpg');

  get(id: number): Promise<Memory | undefined> {
    return Promise.resolve(id === this.memory?.id ? this.memory : undefined);
  }

  file(): Promise<File | undefined> {
    return Promise.resolve(this.kept);
  }

  forget(): Promise<void> {
    this.memory = undefined;
    return Promise.resolve();
  }
}

describe('PicturePage', () => {
  let fixture: ComponentFixture<PicturePage>;
  let store: HeldStore;
  let page: HTMLElement;

  beforeEach(() => {
    browserDraws({ width: 4, height: 3 });
    store = new HeldStore();
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([{ path: 'history', component: Elsewhere }]),
        { provide: HistoryStore, useValue: store },
      ],
    });
    TestBed.overrideComponent(PicturePage, {
      remove: { imports: [DeepZoom] },
      add: { imports: [Zoom] },
    });
  });

  async function open(id = '7'): Promise<void> {
    fixture = TestBed.createComponent(PicturePage);
    page = fixture.nativeElement as HTMLElement;
    fixture.componentRef.setInput('id', id);
    await fixture.whenStable();
  }

  const zoomed = () => page.querySelector('app-deep-zoom')?.textContent.trim();
  const buttons = () => Array.from(page.querySelectorAll('button'));

  it('shows the file with all its pixels, and its answer', async () => {
    await open();
    expect(zoomed()).toMatch(/^blob:/);
    expect(page.querySelector('h2')?.textContent).toBe('mine.jpg');
    expect(page.querySelector('.sentence')?.textContent).toBe(attribution().sentence);
    expect(page.querySelector('app-answer-tools')?.textContent).not.toContain(
      ENGLISH.reasons.where,
    );
  });

  it('lays heat over the picture itself', async () => {
    await open();
    const choice = page.querySelector('select');
    if (choice === null) throw new Error('no choice');
    choice.value = '0';
    choice.dispatchEvent(new Event('change'));
    fixture.detectChanges();
    const asked = TestBed.inject(HttpTestingController).expectOne(
      'api/v1/saliency?head=artist&class=claude-monet',
    );
    expect(((asked.request.body as FormData).get('file') as File).name).toBe('mine.jpg');
    asked.flush(new Blob(['heat']));
    await fixture.whenStable();
    expect(zoomed()).toMatch(/^blob:\S+ blob:\S+$/);
  });

  it('shows the small copy where the file was not kept', async () => {
    store.kept = undefined;
    await open();
    expect(zoomed()).toBe(MEMORY.thumbnail);
    expect(page.textContent).toContain(ENGLISH.picturePage.onlySmall);
    expect(page.querySelector('app-answer-tools')).toBeNull();
  });

  it('forgets it, and leaves', async () => {
    await open();
    buttons()
      .find(({ textContent }) => textContent.trim() === ENGLISH.historyPage.forgetThis)
      ?.click();
    await fixture.whenStable();
    expect(store.memory).toBeUndefined();
    expect(TestBed.inject(Router).url).toBe('/history');
  });

  it.each(['8', 'nonsense'])('says that %s is missing', async (id) => {
    await open(id);
    expect(page.querySelector('h2')?.textContent).toBe(ENGLISH.picturePage.missing);
  });
});
