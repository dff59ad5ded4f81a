import { signal } from '@angular/core';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';

import { attribution } from '../../../testing/samples';
import { Languages } from '../../core/languages';
import { ENGLISH } from '../../core/texts/en';
import { FRENCH } from '../../core/texts/fr';
import type { Memory } from './history-database';
import { HistoryPage } from './history-page';
import { HistoryStore } from './history-store';

/** A store whose memories a test holds in its hand; jsdom has no IndexedDB. */
class HeldStore {
  readonly changes = signal(0);
  memories: Memory[] = [];
  latest: Memory[] | null = null;
  reading: Promise<void> = Promise.resolve();

  async all(): Promise<Memory[]> {
    const found = [...this.memories];
    await this.reading;
    return found;
  }

  forget(id: number): Promise<void> {
    return this.now(this.memories.filter((memory) => memory.id !== id));
  }

  forgetAll(): Promise<void> {
    return this.now([]);
  }

  now(memories: Memory[]): Promise<void> {
    this.memories = memories;
    this.changes.update((count) => count + 1);
    return Promise.resolve();
  }
}

function memory(id: number, name: string): Memory {
  const when = Date.UTC(2026, 1, 3, 12);
  return { id, name, when, thumbnail: 'data:image/webp;base64,', attribution: attribution() };
}

describe('HistoryPage', () => {
  let fixture: ComponentFixture<HistoryPage>;
  let store: HeldStore;
  let page: HTMLElement;

  async function open(...memories: Memory[]): Promise<void> {
    store = new HeldStore();
    store.memories = memories;
    TestBed.configureTestingModule({
      providers: [provideRouter([]), { provide: HistoryStore, useValue: store }],
    });
    fixture = TestBed.createComponent(HistoryPage);
    page = fixture.nativeElement as HTMLElement;
    await fixture.whenStable();
  }

  const names = () => Array.from(page.querySelectorAll('img'), (image) => image.alt);

  async function press(button: string): Promise<void> {
    const found = Array.from(page.querySelectorAll('button')).find(
      (each) => (each.ariaLabel ?? each.textContent.trim()) === button,
    );
    if (found === undefined) throw new Error(`no button "${button}"`);
    found.click();
    await fixture.whenStable();
  }

  it('says that there is nothing yet', async () => {
    await open();
    expect(page.textContent).toContain(ENGLISH.historyPage.empty);
  });

  it('shows what is answered while it is open, and nothing flickers meanwhile', async () => {
    await open(memory(1, 'a.jpg'));
    let read: () => void = () => undefined;
    store.reading = new Promise((resolve) => (read = resolve));
    await store.now([memory(2, 'b.jpg'), memory(1, 'a.jpg')]);
    fixture.detectChanges();
    expect(names()).toEqual(['a.jpg']);
    read();
    await fixture.whenStable();
    expect(names()).toEqual(['b.jpg', 'a.jpg']);
  });

  it('leads to the page of each, and says the space they take', async () => {
    await open({ ...memory(2, 'b.jpg'), bytes: 3_400_000 }, memory(1, 'a.jpg'));
    const links = Array.from(page.querySelectorAll('a'), (link) => link.getAttribute('href'));
    expect(links).toEqual(['/pictures/2', '/pictures/1']);
    expect(page.textContent).toContain('They take 3.4 MB.');
  });

  it('forgets one, or all', async () => {
    await open(memory(3, 'c.jpg'), memory(2, 'b.jpg'), memory(1, 'a.jpg'));
    await press(ENGLISH.historyPage.forget('b.jpg'));
    expect(names()).toEqual(['c.jpg', 'a.jpg']);
    expect(document.activeElement?.ariaLabel).toBe(ENGLISH.historyPage.forget('a.jpg'));
    await press(ENGLISH.historyPage.forgetAll);
    expect(page.textContent).toContain(ENGLISH.historyPage.empty);
  });

  it('speaks the language that is chosen while it is open', async () => {
    await open(memory(1, 'a.jpg'));
    expect(page.textContent).toContain('Feb 3, 2026');
    TestBed.inject(Languages).choose('fr');
    await fixture.whenStable();
    expect(page.textContent).toContain('3 févr. 2026');
    expect(page.textContent).toContain(FRENCH.historyPage.forgetAll);
    TestBed.inject(Languages).choose('en');
  });
});
