import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { catchError, Observable, throwError } from 'rxjs';

import { TEXTS } from '../texts';
import { ALL, SHARED } from './addresses';
import { inNumbers } from './crop-api';
import type { CorrectionReceipt, Link, Quadrilateral } from './models';
import { toRefusal } from './refusal';

/** What a visitor leaves on the server, always on purpose. Errors are `Refusal`s. */
@Injectable({ providedIn: 'root' })
export class VisitorsApi {
  private readonly http = inject(HttpClient);
  private readonly texts = inject(TEXTS);

  /**
   * Store the answer about a picture, with a small copy, for those who have its address; and where
   * it was cut out of a larger picture, if it was.
   */
  share(file: File, cropped?: Quadrilateral): Observable<Link> {
    const body = new FormData();
    body.append('file', file, file.name);
    const params = { top: ALL, ...(cropped && { cropped: inNumbers(cropped) }) };
    return this.http.post<Link>(SHARED, body, { params }).pipe(this.refusals());
  }

  /** Say who painted it; the picture is sent only where the visitor agreed to that. */
  correct(
    file: File,
    said: string,
    answered: string,
    agreed: boolean,
  ): Observable<CorrectionReceipt> {
    const body = new FormData();
    body.append('said', said);
    body.append('answered', answered);
    body.append('agreed', String(agreed));
    if (agreed) body.append('file', file, file.name);
    return this.http.post<CorrectionReceipt>('api/v1/corrections', body).pipe(this.refusals());
  }

  private refusals<T>() {
    return catchError<T, Observable<never>>((error: unknown) =>
      throwError(() => toRefusal(error, this.texts)),
    );
  }
}
