import { ComponentFixture, TestBed } from '@angular/core/testing';

import type { Candidate } from '../../core/api/models';
import { Bars } from './bars';

function candidates(count: number): Candidate[] {
  return Array.from({ length: count }, (_, place) => ({
    slug: `painter-${String(place)}`,
    name: `Painter ${String(place)}`,
    probability: 1 / (place + 2),
  }));
}

describe('Bars', () => {
  let fixture: ComponentFixture<Bars>;
  let bars: HTMLElement;

  beforeEach(() => {
    fixture = TestBed.createComponent(Bars);
    bars = fixture.nativeElement as HTMLElement;
  });

  async function show(count: number): Promise<void> {
    fixture.componentRef.setInput('candidates', candidates(count));
    await fixture.whenStable();
  }

  const rows = () => bars.querySelectorAll('li').length;
  const button = () => bars.querySelector('button');

  it('shows five, and all when asked', async () => {
    await show(12);
    expect(rows()).toBe(5);
    expect(button()?.getAttribute('aria-expanded')).toBe('false');

    button()?.click();
    await fixture.whenStable();
    expect(rows()).toBe(12);
    expect(button()?.getAttribute('aria-expanded')).toBe('true');
  });

  it('starts with five again for other candidates', async () => {
    await show(12);
    button()?.click();
    await show(9);
    expect(rows()).toBe(5);
  });

  it('offers nothing more where there is nothing more', async () => {
    await show(5);
    expect(rows()).toBe(5);
    expect(button()).toBeNull();
  });
});
