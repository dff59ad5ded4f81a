import { HttpErrorResponse, HttpHeaders } from '@angular/common/http';

import { problem } from '../../../testing/samples';
import { ENGLISH } from '../texts/en';
import { Refusal, toRefusal } from './refusal';

const NOW = Date.UTC(2026, 0, 1, 12, 0, 0);

function busy(retryAfter?: string, status = 429): HttpErrorResponse {
  const headers = retryAfter === undefined ? {} : { 'Retry-After': retryAfter };
  return new HttpErrorResponse({
    status,
    headers: new HttpHeaders(headers),
    error: problem({ title: 'Busy', status }),
  });
}

describe('toRefusal', () => {
  it('says what the server says', () => {
    const refusal = toRefusal(new HttpErrorResponse({ status: 422, error: problem() }), ENGLISH);
    expect(refusal.title).toBe('Not a picture');
    expect(refusal.detail).toBe('notes.jpg is not a picture.');
    expect(refusal.retryAfter).toBeNull();
  });

  it('has words of its own where the server cannot be reached', () => {
    const refusal = toRefusal(new HttpErrorResponse({ status: 0 }), ENGLISH);
    expect(refusal.title).toBe(ENGLISH.unreachable.title);
  });

  it.each([
    new HttpErrorResponse({ status: 502, error: '<html>Bad gateway</html>' }),
    new HttpErrorResponse({ status: 500, error: { title: 7 } }),
    new Error('a defect'),
  ])('has words of its own for what it does not understand', (error) => {
    expect(toRefusal(error, ENGLISH).title).toBe(ENGLISH.unexpected.title);
  });

  it('leaves a refusal as it is', () => {
    const refusal = new Refusal('Truncated', 'It ends early.');
    expect(toRefusal(refusal, ENGLISH)).toBe(refusal);
  });

  it.each([
    ['7', 7],
    [' 3 ', 3],
    ['Thu, 01 Jan 2026 12:00:09 GMT', 9],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['86400', 60],
    ['soon', 2],
    [undefined, 2],
  ])('reads Retry-After: %s as %s seconds', (header, seconds) => {
    expect(toRefusal(busy(header), ENGLISH, NOW).retryAfter).toBe(seconds);
  });

  it('comes back to a server without room only where that says when', () => {
    expect(toRefusal(busy('3', 503), ENGLISH, NOW).retryAfter).toBe(3);
    expect(toRefusal(busy(undefined, 503), ENGLISH, NOW).retryAfter).toBeNull();
  });
});
