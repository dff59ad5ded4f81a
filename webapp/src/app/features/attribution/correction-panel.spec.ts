import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';

import { attribution, picture, problem } from '../../../testing/samples';
import { ENGLISH } from '../../core/texts/en';
import { CorrectionPanel } from './correction-panel';

describe('CorrectionPanel', () => {
  let fixture: ComponentFixture<CorrectionPanel>;
  let server: HttpTestingController;
  let panel: HTMLElement;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(CorrectionPanel);
    fixture.componentRef.setInput('file', picture('monet.jpg', 'abc'));
    fixture.componentRef.setInput('attribution', attribution());
    panel = fixture.nativeElement as HTMLElement;
    fixture.detectChanges();
    const artists = [{ slug: 'edgar-degas', name: 'Edgar Degas' }];
    server.expectOne('api/v1/taxonomy').flush({ artists, styles: [] });
    server.expectOne('api/v1/model').flush(null, { status: 503, statusText: 'Not ready' });
    await fixture.whenStable();
  });

  const alert = () => panel.querySelector('[role=alert]')?.textContent;

  async function say(name: string): Promise<void> {
    const field = panel.querySelector<HTMLInputElement>('input[type=text]');
    const form = panel.querySelector('form');
    if (field === null || form === null) throw new Error('no form');
    field.value = name;
    form.requestSubmit();
    await fixture.whenStable();
  }

  function sent() {
    return server.expectOne('api/v1/corrections');
  }

  it('sends nothing for a name that is not on the list', async () => {
    await say('Nobody at all');
    expect(alert()).toBe(ENGLISH.correction.choose);
    server.expectNone('api/v1/corrections');
  });

  it('sends who it is, and the picture not without the tick', async () => {
    await say(' edgar DEGAS ');
    const request = sent();
    const body = request.request.body as FormData;
    expect(Object.fromEntries(body)).toEqual({
      said: 'edgar-degas',
      answered: 'claude-monet',
      agreed: 'false',
    });
    request.flush({ id: 1 });
    await fixture.whenStable();
    expect(panel.textContent).toContain(ENGLISH.correction.thanks('Edgar Degas'));
  });

  it('sends the picture with the tick', async () => {
    panel.querySelector<HTMLInputElement>('input[type=checkbox]')?.click();
    await say('Edgar Degas');
    const body = sent().request.body as FormData;
    expect(body.get('agreed')).toBe('true');
    expect((body.get('file') as File).name).toBe('monet.jpg');
  });

  it('says what went wrong, and keeps the form', async () => {
    await say('Edgar Degas');
    const detail = 'The server is busy.';
    sent().flush(problem({ detail }), { status: 500, statusText: 'Broken' });
    await fixture.whenStable();
    expect(alert()).toBe(detail);
    expect(panel.querySelector('form')).not.toBeNull();
  });
});
