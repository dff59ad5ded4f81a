import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Knowledge } from '../../core/knowledge';
import { RoomTitles } from '../../core/room-titles';
import { TEXTS } from '../../core/texts';
import { ClassMeasures } from '../../shared/class-measures/class-measures';
import { GalleryStrip } from '../../shared/gallery-strip/gallery-strip';

/** One style: how well the model knows it, its painters, and its paintings here. */
@Component({
  selector: 'app-style-page',
  imports: [ClassMeasures, GalleryStrip, RouterLink],
  templateUrl: './style-page.html',
  styleUrls: ['../page.css', '../names-list.css'],
})
export class StylePage {
  /** From the route. */
  readonly slug = input.required<string>();

  protected readonly texts = inject(TEXTS);
  protected readonly knowledge = inject(Knowledge);
  protected readonly style = computed(() =>
    this.knowledge.styles().find(({ slug }) => slug === this.slug()),
  );
  protected readonly painters = computed(() =>
    this.knowledge.artists().filter(({ style }) => style === this.slug()),
  );

  constructor() {
    inject(RoomTitles).name(() => this.style()?.name);
  }
}
