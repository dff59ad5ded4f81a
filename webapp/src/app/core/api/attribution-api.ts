import { HttpClient, HttpEvent, HttpEventType } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { catchError, concatMap, EMPTY, Observable, of, throwError } from 'rxjs';

import { TEXTS } from '../texts';
import { ALL } from './addresses';
import { inNumbers } from './crop-api';
import type { Attribution, Attributions, Quadrilateral } from './models';
import { refusalOf, toRefusal, unexpected } from './refusal';

/** What happens to a picture on its way: parts of it are sent, then it is answered. */
export type Step =
  | { readonly kind: 'sent'; readonly share: number }
  | { readonly kind: 'answered'; readonly attribution: Attribution };

/** What of a picture is asked about: the painting that is found in it, all of it, or what hangs there. */
export type Asked = 'auto' | 'none' | Quadrilateral;

/** With all candidates, so that they can be shown at once. */
const ATTRIBUTIONS = `api/v1/attributions?top=${ALL}`;

/** `POST /api/v1/attributions`, one picture a request. */
@Injectable({ providedIn: 'root' })
export class AttributionApi {
  private readonly http = inject(HttpClient);
  private readonly texts = inject(TEXTS);

  /** Ask about one picture. Errors are `Refusal`s; unsubscribing ends the request. */
  attribute(file: File, crop: Asked = 'auto'): Observable<Step> {
    const body = new FormData();
    body.append('files', file, file.name);
    const where = typeof crop === 'string' ? crop : inNumbers(crop);
    return this.http
      .post<Attributions>(`${ATTRIBUTIONS}&crop=${where}`, body, {
        observe: 'events',
        reportUploadProgress: true,
      })
      .pipe(
        concatMap((event) => this.step(event)),
        catchError((error: unknown) => throwError(() => toRefusal(error, this.texts))),
      );
  }

  private step(event: HttpEvent<Attributions>): Observable<Step> {
    if (event.type === HttpEventType.UploadProgress) {
      return of({ kind: 'sent', share: event.total ? event.loaded / event.total : 0 });
    }
    if (event.type !== HttpEventType.Response) return EMPTY;
    const result = event.body?.results[0];
    if (result?.attribution) {
      return of({ kind: 'answered', attribution: result.attribution });
    }
    const problem = result?.error;
    return throwError(() => (problem ? refusalOf(problem, this.texts) : unexpected(this.texts)));
  }
}
