import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';

import { browserDraws, drawn } from '../../../testing/drawing';
import { attribution, picture } from '../../../testing/samples';
import { ENGLISH } from '../../core/texts/en';
import { HeatPanel } from './heat-panel';

describe('HeatPanel', () => {
  let fixture: ComponentFixture<HeatPanel>;
  let server: HttpTestingController;
  let panel: HTMLElement;

  beforeEach(() => {
    browserDraws({ width: 4, height: 3 });
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(HeatPanel);
    fixture.componentRef.setInput('file', picture('monet.jpg'));
    fixture.componentRef.setInput('attribution', attribution());
    panel = fixture.nativeElement as HTMLElement;
    fixture.detectChanges();
  });

  const asked = (head: string, slug: string) =>
    server.expectOne(`api/v1/saliency?head=${head}&class=${slug}`);
  const overlay = () => panel.querySelector<HTMLImageElement>('.overlay');

  function choose(place: number): void {
    const choice = panel.querySelector('select');
    if (choice === null) throw new Error('no choice');
    choice.value = String(place);
    choice.dispatchEvent(new Event('change'));
    fixture.detectChanges();
  }

  it('starts with the first painter, and lays the heat over the picture', async () => {
    asked('artist', 'claude-monet').flush(new Blob(['png']));
    await fixture.whenStable();
    expect(overlay()?.src).toMatch(/^blob:/);
    expect(overlay()?.style.opacity).toBe('0.6');

    const slider = panel.querySelector<HTMLInputElement>('input[type=range]');
    if (slider === null) throw new Error('no slider');
    slider.value = '20';
    slider.dispatchEvent(new Event('input'));
    await fixture.whenStable();
    expect(overlay()?.style.opacity).toBe('0.2');
  });

  it('breaks off what was asked before, so that no heat shows for another name', async () => {
    const first = asked('artist', 'claude-monet');
    choose(2);
    expect(first.cancelled).toBe(true);
    expect(overlay()).toBeNull();
    asked('style', 'impressionism').flush(new Blob(['png']));
    await fixture.whenStable();
    expect(overlay()).not.toBeNull();
    expect(panel.textContent).toContain(ENGLISH.reasons.whereHelp('Impressionism'));
  });

  it('shows the heat alone where nobody can draw the picture', async () => {
    browserDraws(null);
    fixture.componentRef.setInput('file', picture('IMG_0001.HEIC'));
    await drawn();
    fixture.detectChanges();
    server
      .match(({ url }) => url === 'api/v1/saliency')
      .at(-1)
      ?.flush(new Blob(['png']));
    await drawn();
    server.expectOne('api/v1/previews').flush(null, { status: 500, statusText: 'Broken' });
    await drawn();
    await fixture.whenStable();
    expect(panel.querySelectorAll('img')).toHaveLength(1);
    expect(overlay()).not.toBeNull();
    expect(panel.textContent).toContain(ENGLISH.noPreview);
  });

  it('says why there is none', async () => {
    asked('artist', 'claude-monet').flush(new Blob(['?']), { status: 500, statusText: 'Broken' });
    await fixture.whenStable();
    expect(overlay()).toBeNull();
    expect(panel.querySelector('[role=status]')?.textContent).toContain(ENGLISH.unexpected.detail);
  });
});
