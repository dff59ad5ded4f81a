import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { catchError, map, Observable, throwError } from 'rxjs';

import { TEXTS } from '../texts';
import type { Attributions, Head, Painting } from './models';
import { Refusal, toRefusal, unexpected } from './refusal';

/** Why the model answered so about a picture. Errors are `Refusal`s; unsubscribing ends a request. */
@Injectable({ providedIn: 'root' })
export class ReasonsApi {
  private readonly http = inject(HttpClient);
  private readonly texts = inject(TEXTS);

  /** Where the model looked for a painter or style: a transparent PNG of the picture's size. */
  heat(file: File, head: Head, slug: string): Observable<Blob> {
    const body = new FormData();
    body.append('file', file, file.name);
    return this.http
      .post('api/v1/saliency', body, { params: { head, class: slug }, responseType: 'blob' })
      .pipe(catchError((error: unknown) => throwError(() => toRefusal(error, this.texts))));
  }

  /** The gallery's most similar paintings, most similar first; null where that can't be told. */
  neighbours(file: File): Observable<readonly Painting[] | null> {
    const body = new FormData();
    body.append('files', file, file.name);
    return this.http
      .post<Attributions>('api/v1/attributions', body, { params: { explain: 'neighbours' } })
      .pipe(
        map(({ results: [result] }) => {
          if (result?.error) throw new Refusal(result.error.title, result.error.detail);
          if (!result) throw unexpected(this.texts);
          return result.neighbours ?? null;
        }),
        catchError((error: unknown) => throwError(() => toRefusal(error, this.texts))),
      );
  }
}
