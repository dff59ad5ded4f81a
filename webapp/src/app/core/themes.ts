import { effect, Injectable, signal } from '@angular/core';

import { readItem, writeItem } from './local-storage';

/** As the system has it, or always light, or always dark. */
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORAGE_KEY = 'morelli.theme';

/** Light or dark; the style sheet reads it from the root element. */
@Injectable({ providedIn: 'root' })
export class Themes {
  private readonly chosen = signal<Theme>(
    THEMES.find((theme) => theme === readItem(STORAGE_KEY)) ?? 'auto',
  );

  readonly current = this.chosen.asReadonly();

  constructor() {
    effect(() => {
      document.documentElement.dataset['theme'] = this.chosen();
    });
  }

  choose(theme: Theme): void {
    this.chosen.set(theme);
    writeItem(STORAGE_KEY, theme);
  }
}
