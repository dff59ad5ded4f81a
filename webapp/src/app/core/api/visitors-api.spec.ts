import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';

import { picture, problem } from '../../../testing/samples';
import { Refusal } from './refusal';
import { VisitorsApi } from './visitors-api';

describe('VisitorsApi', () => {
  let api: VisitorsApi;
  let server: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    api = TestBed.inject(VisitorsApi);
    server = TestBed.inject(HttpTestingController);
  });

  function correction(agreed: boolean): FormData {
    api.correct(picture('a.jpg'), 'claude-monet', 'edgar-degas', agreed).subscribe();
    return server.expectOne('api/v1/corrections').request.body as FormData;
  }

  it('keeps the picture here unless the visitor agrees', () => {
    const form = correction(false);
    expect(form.get('said')).toBe('claude-monet');
    expect(form.get('answered')).toBe('edgar-degas');
    expect(form.get('agreed')).toBe('false');
    expect(form.has('file')).toBe(false);
  });

  it('sends it where the visitor agrees', () => {
    const form = correction(true);
    expect(form.get('agreed')).toBe('true');
    expect((form.get('file') as File).name).toBe('a.jpg');
  });

  it('says in words why an answer could not be shared', () => {
    let refused: unknown;
    api.share(picture('a.jpg')).subscribe({ error: (error: unknown) => (refused = error) });
    server.expectOne('api/v1/shared?top=1000').flush(problem(), { status: 422, statusText: 'No' });
    expect(refused).toBeInstanceOf(Refusal);
  });
});
