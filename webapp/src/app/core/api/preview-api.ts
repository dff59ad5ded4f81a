import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { catchError, firstValueFrom, of, retry, throwError, timer } from 'rxjs';

import { TEXTS } from '../texts';
import { toRefusal } from './refusal';

/** How often a busy server is asked for one preview. */
const TRIES = 10;

/** `POST /api/v1/previews`: pictures that the browser can't draw itself, as HEIC. */
@Injectable({ providedIn: 'root' })
export class PreviewApi {
  private readonly http = inject(HttpClient);
  private readonly texts = inject(TEXTS);
  private readonly previews = new WeakMap<File, Promise<Blob | null>>();
  private last: Promise<unknown> = Promise.resolve();

  /** A small WebP of a file, asked for once; null where there is none. One request at a time. */
  of(file: File): Promise<Blob | null> {
    const known = this.previews.get(file);
    if (known !== undefined) return known;
    const preview = this.last.then(() => this.ask(file));
    this.previews.set(file, preview);
    this.last = preview;
    return preview;
  }

  private ask(file: File): Promise<Blob | null> {
    const body = new FormData();
    body.append('file', file, file.name);
    const delay = (error: unknown) => {
      const { retryAfter } = toRefusal(error, this.texts);
      return retryAfter === null ? throwError(() => error) : timer(retryAfter * 1000);
    };
    return firstValueFrom(
      this.http.post('api/v1/previews', body, { responseType: 'blob' }).pipe(
        retry({ count: TRIES, delay }),
        catchError(() => of(null)), // the card says itself what is wrong with a picture
      ),
    );
  }
}
