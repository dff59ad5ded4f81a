import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';

import { browserDraws, drawn } from '../../../testing/drawing';
import { attribution, picture } from '../../../testing/samples';
import type { Attribution } from '../../core/api/models';
import { Refusal } from '../../core/api/refusal';
import { ENGLISH } from '../../core/texts/en';
import { PictureState } from './picture';
import { PictureCard } from './picture-card';

describe('PictureCard', () => {
  let fixture: ComponentFixture<PictureCard>;
  let card: HTMLElement;

  beforeEach(() => {
    browserDraws({ width: 4, height: 3 });
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    fixture = TestBed.createComponent(PictureCard);
    card = fixture.nativeElement as HTMLElement;
  });

  async function show(state: PictureState): Promise<void> {
    const file = picture('monet.jpg');
    fixture.componentRef.setInput('picture', { id: 1, file, name: file.name, state });
    await fixture.whenStable();
  }

  async function settle(): Promise<void> {
    await drawn();
    await fixture.whenStable();
  }

  const showAnswer = (changes: Partial<Attribution> = {}) =>
    show({ kind: 'answered', attribution: attribution(changes) });

  const texts = (selector: string) =>
    Array.from(card.querySelectorAll(selector), (element) => element.textContent.trim());

  it('shows the picture under its name', async () => {
    await show({ kind: 'waiting', busy: false });
    await settle();
    const image = card.querySelector('img');
    expect(image?.src).toMatch(/^blob:/);
    expect(image?.alt).toBe('monet.jpg');
    expect(texts('h3')).toEqual(['monet.jpg']);
  });

  describe('where the browser cannot draw the picture', () => {
    beforeEach(async () => {
      browserDraws(null);
      await show({ kind: 'waiting', busy: false });
      expect(texts('.placeholder')).toEqual(['']);
      await settle();
    });

    async function answer(body: Blob | null, status: number): Promise<void> {
      const request = TestBed.inject(HttpTestingController).expectOne('api/v1/previews');
      request.flush(body, { status, statusText: 'so it is' });
      await settle();
    }

    it('shows how the server draws it', async () => {
      await answer(new Blob(['webp']), 200);
      expect(card.querySelector('img')?.src).toMatch(/^blob:/);
    });

    it('says that there is no preview where the server cannot either', async () => {
      await answer(null, 422);
      expect(card.querySelector('img')).toBeNull();
      expect(texts('.placeholder')).toEqual([ENGLISH.noPreview]);
    });
  });

  it.each<[PictureState, string]>([
    [{ kind: 'waiting', busy: false }, ENGLISH.waiting],
    [{ kind: 'waiting', busy: true }, ENGLISH.busy],
    [{ kind: 'sending', share: 0.5 }, 'Sending 50%'],
    [{ kind: 'sending', share: 1 }, ENGLISH.looking],
  ])('shows how far it is: %o', async (state, words) => {
    await show(state);
    expect(texts('.progress')).toEqual([words]);
    expect(card.querySelector('progress')).not.toBeNull();
  });

  it('shows the answer: sentence, painters, styles, familiarity', async () => {
    await showAnswer();
    expect(texts('.sentence')).toEqual(['Very likely Claude Monet; Impressionism.']);
    expect(texts('.name')).toEqual(['Claude Monet', 'Alfred Sisley', 'Impressionism']);
    expect(texts('.share')).toEqual(['93%', '4%', '97%']);
    const bars = Array.from(card.querySelectorAll<HTMLElement>('.bar'));
    expect(bars.map((bar) => bar.style.inlineSize)).toEqual(['93%', '4%', '97%']);
    expect(texts('.familiarity')).toEqual([ENGLISH.familiarity(0.63)]);
    expect(card.querySelector('progress')).toBeNull();
  });

  it.each<[Partial<Attribution>, string]>([
    [{}, ENGLISH.reasons.painter],
    [{ certainty: 'possible' }, ENGLISH.reasons.painter],
    [{ certainty: 'unsure' }, ENGLISH.closest],
    [{ certainty: 'unknown-painter', verdict: 'unknown painter' }, ENGLISH.closest],
  ])('heads the bars of %o by "%s", as the sentence says', async (changes, heading) => {
    await showAnswer(changes);
    expect(texts('h4')).toEqual([heading, ENGLISH.reasons.style]);
  });

  it.each(['not a painting', 'painting on a wall'] as const)(
    'names nobody and compares with nothing where it is "%s"',
    async (verdict) => {
      await showAnswer({ verdict });
      expect(texts('.sentence')).toHaveLength(1);
      expect(texts('h4')).toEqual([]);
      expect(card.querySelector('app-bars')).toBeNull();
      expect(texts('.familiarity')).toEqual([]);
    },
  );

  it('names the prediction sets of more than one', async () => {
    await showAnswer();
    expect(texts('.set')).toEqual([ENGLISH.oneOf(['Claude Monet', 'Alfred Sisley'])]);
  });

  it('promises sets of known painters alone, as they were measured', async () => {
    const style_set = [
      { slug: 'impressionism', name: 'Impressionism', probability: 0.6 },
      { slug: 'realism', name: 'Realism', probability: 0.3 },
    ];
    await showAnswer({ style_set });
    expect(texts('.set')).toHaveLength(2);
    for (const verdict of ['unknown painter', 'not a painting'] as const) {
      await showAnswer({ verdict, style_set });
      expect(texts('.set')).toEqual([]);
    }
  });

  it('leaves out what the model does not tell', async () => {
    await showAnswer({ styles: [], familiarity: null });
    expect(texts('h4')).toEqual([ENGLISH.reasons.painter]);
    expect(texts('.familiarity')).toEqual([]);
  });

  it('shows what went wrong, and tries again when asked', async () => {
    await show({ kind: 'failed', refusal: new Refusal('Not a picture', 'It is a text.') });
    expect(texts('.failure p')).toEqual(['Not a picture', 'It is a text.']);

    let retried = 0;
    fixture.componentInstance.retried.subscribe(() => (retried += 1));
    card.querySelector<HTMLButtonElement>('.failure button')?.click();
    expect(retried).toBe(1);
    expect(document.activeElement).toBe(card.querySelector('article'));
  });

  it('never shows an old answer once it is asked again', async () => {
    await showAnswer();
    await show({ kind: 'sending', share: 0 });
    expect(card.querySelector('app-answer')).toBeNull();
  });
});
