import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import { Knowledge } from '../../core/knowledge';
import { RoomTitles } from '../../core/room-titles';
import { TEXTS } from '../../core/texts';
import { ClassMeasures } from '../../shared/class-measures/class-measures';
import { GalleryStrip } from '../../shared/gallery-strip/gallery-strip';

/** One painter: years, style, how well the model knows them, and their paintings here. */
@Component({
  selector: 'app-painter-page',
  imports: [ClassMeasures, GalleryStrip, RouterLink],
  templateUrl: './painter-page.html',
  styleUrl: '../page.css',
})
export class PainterPage {
  /** From the route. */
  readonly slug = input.required<string>();

  protected readonly texts = inject(TEXTS);
  protected readonly knowledge = inject(Knowledge);
  protected readonly painter = computed(() =>
    this.knowledge.artists().find(({ slug }) => slug === this.slug()),
  );
  protected readonly years = computed(() => {
    const { born = null, died = null } = this.painter() ?? {};
    if (born !== null && died !== null) return `${String(born)}–${String(died)}`;
    if (born !== null) return this.texts.classes.born(born);
    return died === null ? '' : this.texts.classes.died(died);
  });

  constructor() {
    inject(RoomTitles).name(() => this.painter()?.name);
  }
}
