import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';

import { picture } from '../../../testing/samples';
import { PreviewApi } from './preview-api';

describe('PreviewApi', () => {
  let previews: PreviewApi;
  let server: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    previews = TestBed.inject(PreviewApi);
    server = TestBed.inject(HttpTestingController);
  });

  afterEach(() => {
    server.verify();
    vi.useRealTimers();
  });

  it('asks for a file once, and for one file at a time', async () => {
    const [one, other] = [picture('a.heic'), picture('b.heic')];
    const wanted = [previews.of(one), previews.of(other), previews.of(one)];
    await Promise.resolve();
    server.expectOne('api/v1/previews').flush(new Blob(['a']));
    await wanted[0];
    await Promise.resolve();
    server.expectOne('api/v1/previews').flush(null, { status: 422, statusText: 'No picture' });
    const [first, second, again] = await Promise.all(wanted);
    expect(first).toBeInstanceOf(Blob);
    expect(second).toBeNull();
    expect(again).toBe(first);
  });

  it('asks a busy server again, when it is said to', async () => {
    vi.useFakeTimers();
    const wanted = previews.of(picture('a.heic'));
    await vi.advanceTimersByTimeAsync(0);
    const busy = { status: 429, statusText: 'Busy', headers: { 'Retry-After': '3' } };
    server.expectOne('api/v1/previews').flush(null, busy);
    await vi.advanceTimersByTimeAsync(2900);
    server.expectNone('api/v1/previews');
    await vi.advanceTimersByTimeAsync(200);
    server.expectOne('api/v1/previews').flush(new Blob(['a']));
    expect(await wanted).toBeInstanceOf(Blob);
  });
});
