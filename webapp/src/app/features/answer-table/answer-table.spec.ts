import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';

import { attribution, picture } from '../../../testing/samples';
import { Refusal } from '../../core/api/refusal';
import { ENGLISH } from '../../core/texts/en';
import type { Picture, PictureState } from '../attribution/picture';
import { PictureStore } from '../attribution/picture-store';
import { AnswerTable } from './answer-table';

const WORDS = ENGLISH.answerTable;

const STATES: readonly PictureState[] = [
  { kind: 'answered', attribution: attribution() },
  { kind: 'failed', refusal: new Refusal('Not a picture', 'It is none.') },
  { kind: 'answered', attribution: attribution({ verdict: 'not a painting' }) },
  { kind: 'waiting', busy: false },
];

const PICTURES: readonly Picture[] = STATES.map((state, place) => {
  const name = `${String(place)}.jpg`;
  return { id: place, file: picture(name), name, state };
});

describe('AnswerTable', () => {
  let fixture: ComponentFixture<AnswerTable>;
  let table: HTMLElement;
  let said: unknown[];

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
    });
    fixture = TestBed.createComponent(AnswerTable);
    table = fixture.nativeElement as HTMLElement;
    document.body.append(table); // so that elements can have the focus
    said = [];
    const { sorted, filtered, removed } = fixture.componentInstance;
    for (const each of [sorted, filtered, removed]) {
      each.subscribe((value: unknown) => said.push(value));
    }
    fixture.componentRef.setInput('pictures', PICTURES);
    await fixture.whenStable();
  });

  afterEach(() => {
    table.remove();
  });

  const lines = () =>
    Array.from(table.querySelectorAll('tbody tr'), (row) =>
      Array.from(row.querySelectorAll('th, td:not(.ways)'), (cell) =>
        cell.textContent.trim().replace(/\s+/g, ' '),
      ),
    );

  function press(label: string): void {
    const found = Array.from(table.querySelectorAll('button')).find(
      (each) => (each.ariaLabel ?? each.textContent.trim()) === label,
    );
    if (found === undefined) throw new Error(`no button "${label}"`);
    found.click();
  }

  it('has a line for each picture', () => {
    expect(lines()).toEqual([
      ['0.jpg', WORDS.kinds['known painter'], 'Claude Monet', '93%', 'Impressionism'],
      ['1.jpg', `${WORDS.kinds.failed} Not a picture`, '', '', ''],
      ['2.jpg', WORDS.kinds['not a painting'], '', '', ''],
      ['3.jpg', WORDS.kinds.waiting, '', '', ''],
    ]);
  });

  it('is sorted by a column, the surest first, and then the other way round', async () => {
    press(WORDS.columns.certainty);
    fixture.componentRef.setInput('sort', '-certainty');
    await fixture.whenStable();
    const head = table.querySelector('th.certainty');
    expect(head?.getAttribute('aria-sort')).toBe('descending');
    press(WORDS.columns.certainty);
    press(WORDS.columns.painter);
    expect(said).toEqual(['-certainty', 'certainty', 'painter']);
  });

  it('shows those of one kind, and says how many there are of each', async () => {
    const options = Array.from(table.querySelectorAll('option'), (each) => each.textContent.trim());
    expect(options).toContain(WORDS.choice(WORDS.kinds.failed, 1));
    fixture.componentRef.setInput('kind', 'failed');
    await fixture.whenStable();
    expect(lines().map(([name]) => name)).toEqual(['1.jpg']);
    fixture.componentRef.setInput('kind', 'painting on a wall');
    await fixture.whenStable();
    expect(table.textContent).toContain(WORDS.none);
  });

  it('asks anew about all that failed, and keeps the focus', () => {
    const again = vi.spyOn(TestBed.inject(PictureStore), 'retryFailed');
    press(WORDS.retryFailed(1));
    expect(again).toHaveBeenCalledOnce();
    expect(document.activeElement).toBe(table.querySelector('select'));
  });

  it('takes a picture away, and the focus goes on to the next', () => {
    press(ENGLISH.remove('1.jpg'));
    expect(said).toEqual([1]);
    expect(document.activeElement?.ariaLabel).toBe(ENGLISH.remove('2.jpg'));
  });
});
