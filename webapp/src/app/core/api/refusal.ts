import { HttpErrorResponse } from '@angular/common/http';

import type { Texts } from '../texts';
import type { Problem } from './models';

type Said = Pick<Problem, 'code' | 'title' | 'detail'>;

/** Why there is no answer, in words for people; thrown by the API client. */
export class Refusal extends Error {
  constructor(
    readonly title: string,
    readonly detail: string,
    /** When the server is busy: after how many seconds to ask again. */
    readonly retryAfter: number | null = null,
  ) {
    super(`${title}: ${detail}`);
  }
}

const TOO_MANY_REQUESTS = 429;
const UNAVAILABLE = 503;
const DEFAULT_WAIT = 2;
const LONGEST_WAIT = 60;

/** Say what went wrong: the server's own problem details (RFC 9457) where it sent any. */
export function toRefusal(error: unknown, texts: Texts, now = Date.now()): Refusal {
  if (error instanceof Refusal) return error;
  if (!(error instanceof HttpErrorResponse)) return unexpected(texts);
  const after = error.headers.get('Retry-After');
  const busy =
    error.status === TOO_MANY_REQUESTS || (error.status === UNAVAILABLE && after !== null);
  const wait = busy ? secondsToWait(after, now) : null;
  const body: unknown = error.error;
  if (isProblem(body)) return refusalOf(body, texts, wait);
  const text = error.status === 0 ? texts.unreachable : texts.unexpected;
  return new Refusal(text.title, text.detail, wait);
}

/** A problem in the language of the texts. */
export function refusalOf(problem: Said, texts: Texts, wait: number | null = null): Refusal {
  const { title, detail } = texts.problem(problem);
  return new Refusal(title, detail, wait);
}

export function unexpected(texts: Texts): Refusal {
  return new Refusal(texts.unexpected.title, texts.unexpected.detail);
}

function isProblem(body: unknown): body is Said {
  return (
    typeof body === 'object' &&
    body !== null &&
    'title' in body &&
    typeof body.title === 'string' &&
    'detail' in body &&
    typeof body.detail === 'string' &&
    'code' in body &&
    typeof body.code === 'string'
  );
}

/** Seconds by a Retry-After header (RFC 9110: seconds, or a date), between 0 and a minute. */
function secondsToWait(header: string | null, now: number): number {
  if (header === null) return DEFAULT_WAIT;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  if (Number.isNaN(seconds)) return DEFAULT_WAIT;
  return Math.min(Math.max(seconds, 0), LONGEST_WAIT);
}
