import {
  Component,
  computed,
  ElementRef,
  inject,
  linkedSignal,
  resource,
  viewChildren,
} from '@angular/core';

import { RouterLink } from '@angular/router';

import { Announcer } from '../../core/announcer';
import { Languages } from '../../core/languages';
import { sentenceOf } from '../../core/sentence';
import { TEXTS } from '../../core/texts';
import { TakesFocus } from '../../shared/takes-focus';
import type { Memory } from './history-database';
import { HistoryStore } from './history-store';

/** The pictures this browser asked about, with one click to forget them. */
@Component({
  selector: 'app-history-page',
  imports: [RouterLink, TakesFocus],
  templateUrl: './history-page.html',
  styleUrls: ['../page.css', './history-page.css'],
})
export class HistoryPage {
  protected readonly texts = inject(TEXTS);
  private readonly store = inject(HistoryStore);
  private readonly announcer = inject(Announcer);
  private readonly languages = inject(Languages);
  protected readonly sentenceOf = sentenceOf;
  protected readonly memories = resource({
    params: () => this.store.changes(),
    loader: () => this.store.all(),
  });
  /** What was read last stays while the memories are read again. */
  protected readonly shown = linkedSignal<readonly Memory[] | null, readonly Memory[] | null>({
    source: () => (this.memories.hasValue() ? this.memories.value() : null),
    computation: (read, before) => read ?? before?.value ?? this.store.latest,
  });
  /** Megabytes that the files and the small copies take, to the tenth. */
  protected readonly space = computed(() => {
    const sizes = (this.shown() ?? []).map(({ bytes = 0, thumbnail }) => bytes + thumbnail.length);
    const tenths = sizes.reduce((sum, size) => sum + size, 0) / 1e5;
    return Math.max(1, Math.round(tenths)) / 10;
  });
  private readonly buttons = viewChildren<ElementRef<HTMLElement>>('forgetButton');
  private readonly dates = computed(
    () =>
      new Intl.DateTimeFormat(this.languages.current(), {
        dateStyle: 'medium',
        timeStyle: 'short',
      }),
  );

  protected date(when: number): string {
    return this.dates().format(when);
  }

  /** The focus moves on to the next memory, or back from the last, so that it isn't lost. */
  protected async forget(id: number, place: number): Promise<void> {
    const buttons = this.buttons();
    (buttons[place + 1] ?? buttons[place - 1])?.nativeElement.focus();
    await this.store.forget(id);
  }

  protected async forgetAll(): Promise<void> {
    await this.store.forgetAll();
    this.announcer.say(this.texts.historyPage.forgotten);
  }
}
