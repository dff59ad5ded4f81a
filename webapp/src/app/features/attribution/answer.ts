import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';

import type { Attribution, Candidate } from '../../core/api/models';
import { isOfPainting, namedIn, sentenceOf } from '../../core/sentence';
import { TEXTS } from '../../core/texts';
import { Bars } from '../../shared/bars/bars';

/** What the model says about one picture: a sentence, and where it names anybody, how probable. */
@Component({
  selector: 'app-answer',
  imports: [Bars, RouterLink],
  templateUrl: './answer.html',
  styleUrl: './answer.css',
})
export class Answer {
  readonly attribution = input.required<Attribution>();

  protected readonly texts = inject(TEXTS);
  protected readonly isOfPainting = isOfPainting;
  protected readonly sentence = computed(() => sentenceOf(this.attribution(), this.texts));
  /** Whether the sentence says who painted it, and not only who comes closest. */
  protected readonly namesOne = computed(() => {
    const { certainty, verdict } = this.attribution();
    return verdict === 'known painter' && certainty !== 'unsure';
  });
  protected readonly styles = computed(() => this.attribution().styles.map(namedIn(this.texts)));
  /** The prediction sets in words, where they promise something and name more than one. */
  protected readonly painterSet = computed(() => this.set(this.attribution().artist_set));
  protected readonly styleSet = computed(() =>
    this.set(this.attribution().style_set.map(namedIn(this.texts))),
  );

  /** Sets keep their promise for paintings by painters that the model knows, and for no others. */
  private set(members: readonly Candidate[]): string {
    if (this.attribution().verdict !== 'known painter' || members.length < 2) return '';
    return this.texts.oneOf(members.map(({ name }) => name));
  }
}
