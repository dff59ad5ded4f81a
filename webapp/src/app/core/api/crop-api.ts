import { HttpClient } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';
import { map, Observable } from 'rxjs';

import type { Quadrilateral } from './models';

/** `POST /api/v1/crops`: the painting in a photograph of it, as seen from the front. */
@Injectable({ providedIn: 'root' })
export class CropApi {
  private readonly http = inject(HttpClient);

  /** The cropped picture, under the photograph's name; unsubscribing ends the request. */
  crop(file: File, to: Quadrilateral): Observable<File> {
    const body = new FormData();
    body.append('file', file, file.name);
    return this.http
      .post('api/v1/crops', body, { params: { crop: inNumbers(to) }, responseType: 'blob' })
      .pipe(map((blob) => new File([blob], file.name, { type: blob.type })));
  }
}

/** A quadrilateral as the parameter `crop` has it: x and y of each corner. */
export function inNumbers({ corners }: Quadrilateral): string {
  return corners.map(({ x, y }) => `${x.toFixed(5)},${y.toFixed(5)}`).join(',');
}
