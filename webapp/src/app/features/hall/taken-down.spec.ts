import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';

import { attribution, painting, picture } from '../../../testing/samples';
import type { Attribution, Painting } from '../../core/api/models';
import { ENGLISH } from '../../core/texts/en';
import { Hanging, ownHanging, paintingHanging } from './hanging';
import { TakenDown } from './taken-down';

describe('TakenDown', () => {
  let fixture: ComponentFixture<TakenDown>;
  let server: HttpTestingController;
  let card: HTMLElement;

  beforeEach(() => {
    // jsdom has no modal dialogs.
    HTMLDialogElement.prototype.showModal = function () {
      this.open = true;
    };
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(TakenDown);
    card = fixture.nativeElement as HTMLElement;
  });

  function show(hanging: Hanging): void {
    fixture.componentRef.setInput('hanging', hanging);
    fixture.detectChanges();
  }

  async function answer(shown: Painting, changes: Partial<Attribution> = {}): Promise<void> {
    server
      .expectOne(`api/v1/gallery/${shown.id}/attribution`)
      .flush({ painting: shown, attribution: attribution(changes) });
    await fixture.whenStable();
  }

  const said = () => Array.from(card.querySelectorAll('.sentence'), (each) => each.textContent);
  const bars = () => card.querySelectorAll('app-bars').length;
  const text = (selector: string) => card.querySelector(selector)?.textContent.trim();

  it('says one sentence, and the true painter beside it', async () => {
    const shown = painting('poppies');
    show(paintingHanging(shown));
    expect(card.textContent).toContain(ENGLISH.hallPage.asking);
    await answer(shown);
    expect(said()).toEqual([attribution().sentence]);
    expect(bars()).toBe(2);
    expect(text('.truth')).toBe('Claude Monet');
    expect(text('.right')).toContain(ENGLISH.hallPage.right);
    expect(card.textContent).toContain('1872, Impressionism');
  });

  it.each<[Attribution['verdict'], number]>([
    ['unknown painter', 2],
    ['not a painting', 0],
    ['painting on a wall', 0],
  ])('praises nobody where the verdict is "%s"', async (verdict, shownBars) => {
    const shown = painting('poppies');
    show(paintingHanging(shown));
    await answer(shown, { verdict });
    expect(bars()).toBe(shownBars);
    expect(card.querySelector('.right')).toBeNull();
  });

  it.each([
    [{ source: 'morelli', artist_name: 'after Paul Klee' }, ENGLISH.hallPage.ours],
    [{ artist_name: null }, ENGLISH.hallPage.noLabel],
  ])('says on the label of %o: %s', (changes, label) => {
    show(paintingHanging(painting('fish', changes)));
    expect(text('.truth')).toBe(label);
  });

  it('does not praise a wrong answer', async () => {
    const shown = painting('poppies', { artist: 'alfred-sisley', artist_name: 'Alfred Sisley' });
    show(paintingHanging(shown));
    await answer(shown);
    expect(text('.truth')).toBe('Alfred Sisley');
    expect(card.querySelector('.right')).toBeNull();
  });

  it('never shows an answer for another painting', async () => {
    const [first, second] = [painting('first'), painting('second')];
    show(paintingHanging(first));
    await answer(first);
    show(paintingHanging(second));
    expect(said()).toEqual([]);
    show(paintingHanging(first));
    expect(said()).toEqual([]);
    expect(server.match('api/v1/gallery/second/attribution').every((each) => each.cancelled)).toBe(
      true,
    );
  });

  it("shows a visitor's picture with the answer that it has", async () => {
    const file = picture('mine.jpg');
    const own = { id: 1, file, name: file.name };
    show(ownHanging({ ...own, state: { kind: 'sending', share: 0.5 } }, 'blob:mine'));
    expect(card.textContent).toContain(ENGLISH.hallPage.asking);
    show(
      ownHanging({ ...own, state: { kind: 'answered', attribution: attribution() } }, 'blob:mine'),
    );
    await fixture.whenStable();
    expect(said()).toEqual([attribution().sentence]);
    expect(card.textContent).toContain(ENGLISH.hallPage.yours);
    server.expectNone(() => true);
  });
});
