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

import { RouterLink } from '@angular/router';

import { GALLERY } from '../../core/api/addresses';
import type { GalleryAnswer } from '../../core/api/models';
import { byline } from '../../core/byline';
import { TEXTS } from '../../core/texts';
import { Answer } from '../attribution/answer';
import { PictureStore } from '../attribution/picture-store';
import { answerOf, Hanging, OURS } from './hanging';
import { flipFrom } from './flip-animation';

/** A painting off the wall: large, with the model's answer and what the label says. */
@Component({
  selector: 'app-taken-down',
  imports: [Answer, RouterLink],
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
  private readonly own = inject(PictureStore);
  /** The id of the page of a picture of the visitor's. */
  protected readonly page = computed(() => {
    const { picture } = this.hanging();
    return picture && this.own.pageOf(picture);
  });
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
  protected readonly right = computed(() => {
    const [answer, painting] = [this.answer(), this.hanging().painting];
    return (
      answer?.verdict === 'known painter' &&
      painting?.artist != null &&
      answer.artists[0]?.slug === painting.artist
    );
  });

  /** Who painted it, as the label says; nothing where its title does. */
  protected readonly byline = computed(() => {
    const { painting } = this.hanging();
    if (painting === null) return '';
    if (painting.source === OURS) return this.texts.hallPage.ours;
    return painting.artist_name ? byline(this.texts)(painting) : this.texts.hallPage.noLabel;
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
