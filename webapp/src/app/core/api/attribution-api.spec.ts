import { HttpEventType, provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';

import { answerFor, picture, problem } from '../../../testing/samples';
import { INSET } from '../../features/cropping/quadrilateral';
import { AttributionApi, Step } from './attribution-api';
import { Refusal } from './refusal';

const URL = 'api/v1/attributions?top=1000&crop=auto';

describe('AttributionApi', () => {
  let api: AttributionApi;
  let server: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    api = TestBed.inject(AttributionApi);
    server = TestBed.inject(HttpTestingController);
  });

  afterEach(() => {
    server.verify();
  });

  /** Ask about a picture, and keep what comes of it. */
  function ask(file = picture('monet.jpg')) {
    const seen = { steps: [] as Step[], error: null as unknown };
    const subscription = api.attribute(file).subscribe({
      next: (step) => seen.steps.push(step),
      error: (error: unknown) => {
        seen.error = error;
      },
    });
    return { seen, subscription, request: server.expectOne({ method: 'POST', url: URL }) };
  }

  it('sends one file and hands on the answer', () => {
    const file = picture('monet.jpg');
    const { seen, request } = ask(file);
    const form = request.request.body as FormData;
    expect(form.getAll('files').map((part) => (part as File).name)).toEqual(['monet.jpg']);

    const answer = answerFor(file);
    request.flush(answer);
    const attribution = answer.results[0]?.attribution;
    expect(seen.steps).toEqual([{ kind: 'answered', attribution }]);
  });

  it('asks about the painting in a picture alone, or about all of it', () => {
    api.attribute(picture('wall.jpg'), INSET).subscribe();
    const { url } = server.expectOne(() => true).request;
    expect(url).toContain('&crop=0.10000,0.10000,0.90000,');
    api.attribute(picture('wall.jpg'), 'none').subscribe();
    server.expectOne('api/v1/attributions?top=1000&crop=none');
  });

  it('says how much has been sent', () => {
    const { seen, request } = ask();
    request.event({ type: HttpEventType.UploadProgress, loaded: 30, total: 120 });
    request.event({ type: HttpEventType.UploadProgress, loaded: 30 });
    expect(seen.steps).toEqual([
      { kind: 'sent', share: 0.25 },
      { kind: 'sent', share: 0 },
    ]);
  });

  it('turns a problem response into a refusal', () => {
    const { seen, request } = ask();
    request.flush(problem(), { status: 422, statusText: 'Unprocessable Content' });
    expect(seen.error).toEqual(new Refusal('Not a picture', 'notes.jpg is not a picture.'));
  });

  it('turns a problem within an answer into a refusal', () => {
    const { seen, request } = ask();
    request.flush({
      model: 'morelli-base',
      results: [{ filename: 'monet.jpg', attribution: null, error: problem() }],
    });
    expect(seen.error).toEqual(new Refusal('Not a picture', 'notes.jpg is not a picture.'));
  });

  it('refuses an answer about nothing', () => {
    const { seen, request } = ask();
    request.flush({ model: 'morelli-base', results: [] });
    expect(seen.error).toBeInstanceOf(Refusal);
  });

  it('breaks the request off when nobody waits for it any more', () => {
    const { subscription, request } = ask();
    subscription.unsubscribe();
    expect(request.cancelled).toBe(true);
  });
});
