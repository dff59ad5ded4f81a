import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';

import { picture } from '../../../testing/samples';
import type { Quadrilateral } from '../../core/api/models';
import { ENGLISH } from '../../core/texts/en';
import { CropOffer } from './crop-offer';
import { INSET, moved } from './quadrilateral';

const FOUND = moved(INSET, 0, { x: 0.2, y: 0.3 });

describe('CropOffer', () => {
  let fixture: ComponentFixture<CropOffer>;
  let page: HTMLElement;
  let applied: Quadrilateral[];

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    fixture = TestBed.createComponent(CropOffer);
    page = fixture.nativeElement as HTMLElement;
    document.body.append(page);
    applied = [];
    fixture.componentInstance.applied.subscribe((to) => applied.push(to));
  });

  afterEach(() => {
    page.remove();
  });

  async function show(
    inputs: { found?: Quadrilateral; urged?: boolean; cropped?: 'visitor' | 'server' } = {},
  ): Promise<void> {
    fixture.componentRef.setInput('file', picture('wall.jpg'));
    fixture.componentRef.setInput('found', inputs.found ?? null);
    fixture.componentRef.setInput('cropped', inputs.cropped);
    fixture.componentRef.setInput('urged', inputs.urged ?? false);
    await fixture.whenStable();
  }

  async function press(text: string): Promise<void> {
    const buttons = [...page.querySelectorAll('button')];
    const button = buttons.find((each) => each.textContent.trim() === text);
    if (button === undefined) throw new Error(`no button ${text}`);
    button.click();
    await fixture.whenStable();
  }

  function corners(): HTMLButtonElement[] {
    return [...page.querySelectorAll<HTMLButtonElement>('.corner')];
  }

  async function key(place: number, init: KeyboardEventInit): Promise<KeyboardEvent> {
    const event = new KeyboardEvent('keydown', { cancelable: true, ...init });
    corners()[place]?.dispatchEvent(event);
    await fixture.whenStable();
    return event;
  }

  it('starts with what was found, and says where each corner is', async () => {
    await show({ found: FOUND });
    expect(page.textContent).toContain(ENGLISH.crop.found);
    await press(ENGLISH.crop.offer);
    expect(corners().map((corner) => corner.getAttribute('aria-label'))).toEqual([
      'Top left corner, 20% from the left, 30% from the top',
      'Top right corner, 90% from the left, 10% from the top',
      'Bottom right corner, 90% from the left, 90% from the top',
      'Bottom left corner, 10% from the left, 90% from the top',
    ]);
    await press(ENGLISH.crop.apply);
    expect(applied).toEqual([FOUND]);
  });

  it('is there by hand where nothing was found, and moves by the arrow keys', async () => {
    await show();
    expect(page.textContent).not.toContain(ENGLISH.crop.found);
    await press(ENGLISH.crop.byHand);
    expect((await key(0, { key: 'ArrowRight' })).defaultPrevented).toBe(true);
    await key(0, { key: 'ArrowDown', shiftKey: true });
    expect((await key(0, { key: 'Tab' })).defaultPrevented).toBe(false);
    await press(ENGLISH.crop.apply);
    const [corner] = applied[0]?.corners ?? [];
    expect(corner?.x).toBeCloseTo(0.11);
    expect(corner?.y).toBeCloseTo(0.15);
  });

  it('applies no corners that cross each other', async () => {
    await show({ found: { corners: [...INSET.corners].reverse() } });
    await press(ENGLISH.crop.offer);
    expect(page.querySelector('[role="alert"]')?.textContent).toContain(ENGLISH.crop.unusable);
    await press(ENGLISH.crop.apply);
    expect(applied).toEqual([]);
  });

  it('gives the focus back to the offer when it is left', async () => {
    await show();
    await press(ENGLISH.crop.byHand);
    await press(ENGLISH.crop.cancel);
    expect(document.activeElement?.textContent.trim()).toBe(ENGLISH.crop.byHand);
  });

  it('says that the answer is for a cropped picture, and undoes that', async () => {
    let undone = 0;
    fixture.componentInstance.undone.subscribe(() => (undone += 1));
    for (const by of ['visitor', 'server'] as const) {
      await show({ cropped: by, found: FOUND });
      expect(page.textContent).toContain(ENGLISH.crop.isCropped[by]);
      await press(ENGLISH.crop.undo[by]);
    }
    expect(undone).toBe(2);
  });

  it('is urged upon whoever brings a wall of paintings', async () => {
    await show({ urged: true });
    expect(page.querySelector('.by-hand')).toBeNull();
    await press(ENGLISH.crop.offer);
    expect(corners()).toHaveLength(4);
  });
});
