import { Component, inject, input } from '@angular/core';

import { TEXTS } from '../../core/texts';
import { fileImage } from '../object-url';

/** A picture in its frame, small; a sign where it can't be shown. */
@Component({
  selector: 'app-thumbnail',
  templateUrl: './thumbnail.html',
  styleUrl: './thumbnail.css',
})
export class Thumbnail {
  readonly file = input.required<File>();

  protected readonly texts = inject(TEXTS);
  protected readonly picture = fileImage(this.file);
}
