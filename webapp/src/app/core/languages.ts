import { effect, Injectable, signal } from '@angular/core';

import { readItem, writeItem } from './local-storage';
import * as TEXTS_IN from './texts/languages';

export type Language = keyof typeof TEXTS_IN;

/** The languages of the page, each as it calls itself. */
export const LANGUAGES = (Object.keys(TEXTS_IN) as Language[]).map((tag) => ({
  tag,
  name: TEXTS_IN[tag].language,
}));

const STORAGE_KEY = 'morelli.language';

/** The language of the page: the one chosen before, or else the browser's, or else English. */
@Injectable({ providedIn: 'root' })
export class Languages {
  private readonly chosen = signal<Language>(
    known(readItem(STORAGE_KEY)) ?? known(navigator.language) ?? 'en',
  );

  readonly current = this.chosen.asReadonly();

  constructor() {
    effect(() => {
      document.documentElement.lang = this.chosen();
    });
  }

  choose(language: Language): void {
    this.chosen.set(language);
    writeItem(STORAGE_KEY, language);
  }
}

function known(tag: string | null): Language | undefined {
  return LANGUAGES.find((language) => language.tag === tag?.slice(0, 2).toLowerCase())?.tag;
}
