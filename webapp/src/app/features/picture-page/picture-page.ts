import { Component, computed, inject, input, linkedSignal, resource, signal } from '@angular/core';
import { rxResource } from '@angular/core/rxjs-interop';
import { Router, RouterLink } from '@angular/router';

import { ReasonsApi } from '../../core/api/reasons-api';
import { Refusal } from '../../core/api/refusal';
import { Languages } from '../../core/languages';
import { RoomTitles } from '../../core/room-titles';
import { TEXTS } from '../../core/texts';
import { DeepZoom } from '../../shared/deep-zoom/deep-zoom';
import { objectUrl } from '../../shared/object-url';
import { Previews } from '../../shared/previews';
import { Answer } from '../attribution/answer';
import { AnswerTools } from '../attribution/answer-tools';
import type { HeatChoice } from '../attribution/heat-choices';
import { HeatControl } from '../attribution/heat-control';
import { HistoryStore } from '../history/history-store';

/** A picture of the visitor's own, as this browser keeps it: seen closely, with its answer. */
@Component({
  selector: 'app-picture-page',
  imports: [Answer, AnswerTools, DeepZoom, HeatControl, RouterLink],
  templateUrl: './picture-page.html',
  styleUrls: ['../page.css', '../closely.css'],
})
export class PicturePage {
  /** From the route: that of a memory. */
  readonly id = input.required<string>();

  protected readonly texts = inject(TEXTS);
  private readonly history = inject(HistoryStore);
  private readonly previews = inject(Previews);
  private readonly reasons = inject(ReasonsApi);
  private readonly router = inject(Router);
  private readonly languages = inject(Languages);

  /** What is kept of it; null where it is forgotten. */
  protected readonly kept = resource({
    params: () => Number(this.id()),
    loader: async ({ params: id }) => {
      const memory = await this.history.get(id);
      return memory === undefined ? null : { memory, file: (await this.history.file(id)) ?? null };
    },
  });
  protected readonly shown = computed(() => (this.kept.hasValue() ? this.kept.value() : null));
  private readonly file = computed(() => this.shown()?.file ?? null);

  /** By the server where the browser can't draw the file. */
  private readonly copies = resource({
    params: () => this.file() ?? undefined,
    loader: async ({ params: file }) => ({
      small: await this.previews.of(file),
      large: await this.previews.sharpest(file),
    }),
  });
  private readonly drawn = computed(() => (this.copies.hasValue() ? this.copies.value() : null));
  private readonly small = objectUrl(() => this.drawn()?.small ?? null);
  private readonly large = objectUrl(() => this.drawn()?.large ?? null);
  protected readonly preview = computed(
    () => this.small() || (this.shown()?.memory.thumbnail ?? ''),
  );
  protected readonly picture = computed(() =>
    this.file() === null ? this.preview() : this.large(),
  );

  /** For whom the heat lies over it; nobody at first, so that the picture itself is seen. */
  protected readonly chosen = linkedSignal<string, HeatChoice | null>({
    source: this.id,
    computation: () => null,
  });
  protected readonly strength = signal(60);
  protected readonly heat = rxResource({
    params: () => {
      const [file, chosen] = [this.file(), this.chosen()];
      return file && chosen ? { file, head: chosen.head, slug: chosen.candidate.slug } : undefined;
    },
    stream: ({ params: { file, head, slug } }) => this.reasons.heat(file, head, slug),
  });
  protected readonly refusal = computed(() => {
    const error = this.heat.error();
    return error instanceof Refusal ? error.detail : error && this.texts.reasons.noHeat;
  });
  protected readonly overlay = objectUrl(() => (this.heat.hasValue() ? this.heat.value() : null));

  protected readonly asked = computed(() => {
    const when = this.shown()?.memory.when;
    const style = new Intl.DateTimeFormat(this.languages.current(), { dateStyle: 'long' });
    return when === undefined ? '' : this.texts.answerPage.asked(style.format(when));
  });

  constructor() {
    inject(RoomTitles).name(() => this.shown()?.memory.name);
  }

  protected async forget(): Promise<void> {
    await this.history.forget(Number(this.id()));
    await this.router.navigateByUrl('/history', { replaceUrl: true });
  }

  protected print(): void {
    window.print();
  }
}
