import { httpResource } from '@angular/common/http';
import {
  afterNextRender,
  Component,
  computed,
  ElementRef,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core';

import { GALLERY } from '../../core/api/addresses';
import type { GalleryAnswer } from '../../core/api/models';
import { isOfPainting, namedIn, sentenceOf } from '../../core/sentence';
import { TEXTS } from '../../core/texts';
import { Bars } from '../../shared/bars/bars';
import { answerOf, Hanging } from './hanging';
import { flipFrom } from './flip-animation';

/** Stands where the model names nobody, or no style. */
const NONE = '–';

/** A painting off the wall: large, with the model's answer and what the label says. */
@Component({
  selector: 'app-taken-down',
  imports: [Bars],
  templateUrl: './taken-down.html',
  styleUrl: './taken-down.css',
})
export class TakenDown {
  readonly hanging = input.required<Hanging>();
  readonly canShow = input(true);
  /** Where on the screen it hung when it was taken down. */
  readonly hung = input<DOMRect>();
  readonly step = output<number>();
  readonly closed = output();

  protected readonly texts = inject(TEXTS);
  protected readonly isOfPainting = isOfPainting;
  private readonly dialog = viewChild.required<ElementRef<HTMLDialogElement>>('dialog');
  private readonly frame = viewChild.required<ElementRef<HTMLElement>>('frame');

  /** Belongs to one painting: another one takes it away before its own is there. */
  private readonly asked = httpResource<GalleryAnswer>(() => {
    const { painting } = this.hanging();
    return painting ? `${GALLERY}/${encodeURIComponent(painting.id)}/attribution` : undefined;
  });
  protected readonly answer = computed(() =>
    this.hanging().picture
      ? answerOf(this.hanging())
      : this.asked.hasValue()
        ? this.asked.value().attribution
        : null,
  );
  protected readonly failed = computed(
    () => this.asked.error() !== undefined || this.hanging().picture?.state.kind === 'failed',
  );
  protected readonly sentence = computed(() => {
    const answer = this.answer();
    return answer && sentenceOf(answer, this.texts);
  });
  protected readonly styles = computed(() =>
    (this.answer()?.styles ?? []).map(namedIn(this.texts)),
  );
  protected readonly style = computed(() => {
    const answer = this.answer();
    return answer && !isOfPainting(answer) ? NONE : (this.styles()[0]?.name ?? NONE);
  });
  protected readonly artist = computed(() => {
    const answer = this.answer();
    if (answer?.verdict === 'unknown painter') return this.texts.hallPage.unknownArtist;
    const best = answer?.verdict === 'known painter' ? answer.artists[0] : undefined;
    return best?.name ?? NONE;
  });
  protected readonly right = computed(() => {
    const [answer, painting] = [this.answer(), this.hanging().painting];
    return (
      answer?.verdict === 'known painter' &&
      painting?.artist != null &&
      answer.artists[0]?.slug === painting.artist
    );
  });

  /** Year and style of the label, where it says them. */
  protected readonly facts = computed(() => {
    const { year, style, style_name: name } = this.hanging().painting ?? {};
    const styleName = style && name ? this.texts.styleName(style, name) : name;
    return [year, styleName].filter(Boolean).join(', ');
  });

  constructor() {
    afterNextRender(() => {
      this.dialog().nativeElement.showModal();
      const hung = this.hung();
      if (hung !== undefined) flipFrom(this.frame().nativeElement, hung);
    });
  }

  protected close(): void {
    this.dialog().nativeElement.close();
  }

  /** A click beside the card closes it: there the dialog itself is hit. */
  protected clicked(event: Event): void {
    if (event.target === this.dialog().nativeElement) this.close();
  }
}
