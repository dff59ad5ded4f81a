import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { thumbnailOf } from '../../core/api/addresses';
import type { Painting } from '../../core/api/models';
import { byline } from '../../core/byline';
import { TEXTS } from '../../core/texts';

/** A painting of the gallery in its frame, with title, painter and year. */
@Component({
  selector: 'app-painting-tile',
  imports: [RouterLink],
  templateUrl: './painting-tile.html',
  styleUrl: './painting-tile.css',
})
export class PaintingTile {
  readonly painting = input.required<Painting>();

  protected readonly texts = inject(TEXTS);
  protected readonly byline = byline(this.texts);
  protected readonly thumbnailOf = thumbnailOf;
}
