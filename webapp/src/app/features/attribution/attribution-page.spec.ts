import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';

import { browserDraws } from '../../../testing/drawing';
import { answerFor, picture } from '../../../testing/samples';
import { AttributionPage } from './attribution-page';
import { PictureStore } from './picture-store';

describe('AttributionPage', () => {
  let fixture: ComponentFixture<AttributionPage>;
  let page: HTMLElement;
  let store: PictureStore;

  beforeEach(async () => {
    browserDraws({ width: 4, height: 3 });
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    fixture = TestBed.createComponent(AttributionPage);
    page = fixture.nativeElement as HTMLElement;
    document.body.append(page); // so that elements can have the focus
    store = TestBed.inject(PictureStore);
    fixture.detectChanges();
    TestBed.inject(HttpTestingController)
      .expectOne('api/v1/model')
      .flush(null, { status: 503, statusText: 'Not ready' });
    await fixture.whenStable();
  });

  afterEach(() => {
    page.remove();
  });

  const names = () => Array.from(page.querySelectorAll('h3'), (name) => name.textContent);
  const label = (element: Element | null) => element?.getAttribute('aria-label');

  async function hang(...files: string[]): Promise<void> {
    store.add(files.map((name) => picture(name)));
    await fixture.whenStable();
  }

  async function press(button: string): Promise<void> {
    const found = Array.from(page.querySelectorAll('button')).find(
      (candidate) => (label(candidate) ?? candidate.textContent.trim()) === button,
    );
    if (found === undefined) throw new Error(`no button "${button}"`);
    found.click();
    await fixture.whenStable();
  }

  it('starts with nothing but an empty frame', () => {
    expect(page.querySelector('app-picture-intake')?.classList).not.toContain('compact');
    expect(page.querySelector('h2')).toBeNull();
  });

  it('hangs a card for each picture at once, and counts the answers', async () => {
    await hang('a.jpg', 'b.jpg');
    expect(names()).toEqual(['a.jpg', 'b.jpg']);
    expect(page.querySelector('app-picture-intake')?.classList).toContain('compact');
    expect(page.textContent).toContain('0 of 2 pictures looked at');

    const [first] = TestBed.inject(HttpTestingController).match(
      'api/v1/attributions?top=1000&crop=auto',
    );
    first?.flush(answerFor(picture('a.jpg')));
    await fixture.whenStable();
    expect(page.textContent).toContain('1 of 2 pictures looked at');
  });

  it('moves the focus to the neighbour of a card that is taken away', async () => {
    await hang('a.jpg', 'b.jpg', 'c.jpg');
    await press('Remove b.jpg');
    expect(names()).toEqual(['a.jpg', 'c.jpg']);
    expect(label(document.activeElement)).toBe('c.jpg');
    await press('Remove c.jpg');
    expect(label(document.activeElement)).toBe('a.jpg');
    await press('Remove a.jpg');
    expect(document.activeElement).toBe(page.querySelector('input'));
  });

  it('shows a table instead, which the address asks for', async () => {
    await hang('a.jpg', 'b.jpg');
    const navigate = vi.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
    await press('Table');
    expect(navigate.mock.calls[0]?.[1]).toMatchObject({ queryParams: { view: 'table' } });
    fixture.componentRef.setInput('view', 'table');
    await fixture.whenStable();
    expect(page.querySelectorAll('app-answer-table tbody tr')).toHaveLength(2);
    expect(page.querySelector('app-picture-card')).toBeNull();
    await press('Remove a.jpg');
    await press('Remove b.jpg');
    expect(document.activeElement).toBe(page.querySelector('input'));
  });

  it('takes all away', async () => {
    await hang('a.jpg', 'b.jpg');
    await press('Remove all');
    expect(names()).toEqual([]);
    expect(document.activeElement).toBe(page.querySelector('input'));
  });
});
