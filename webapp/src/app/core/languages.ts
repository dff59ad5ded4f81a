import { effect, Injectable, signal } from '@angular/core';

import { keep, recall } from './kept';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

const KEPT_AS = 'morelli.language';

/** The language of the page: the one chosen before, or else the browser's, or else English. */
@Injectable({ providedIn: 'root' })
export class Languages {
  private readonly chosen = signal<Language>(
    known(recall(KEPT_AS)) ?? known(navigator.language) ?? 'en',
  );

  readonly current = this.chosen.asReadonly();

  constructor() {
    effect(() => {
      document.documentElement.lang = this.chosen();
    });
  }

  choose(language: Language): void {
    this.chosen.set(language);
    keep(KEPT_AS, language);
  }
}

function known(tag: string | null): Language | undefined {
  return LANGUAGES.find((language) => language === tag?.slice(0, 2).toLowerCase());
}
