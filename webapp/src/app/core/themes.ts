import { effect, Injectable, signal } from '@angular/core';

import { keep, recall } from './kept';

/** As the system has it, or always light, or always dark. */
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEPT_AS = 'morelli.theme';

/** Light or dark; the style sheet reads it from the root element. */
@Injectable({ providedIn: 'root' })
export class Themes {
  private readonly chosen = signal<Theme>(
    THEMES.find((theme) => theme === recall(KEPT_AS)) ?? 'auto',
  );

  readonly current = this.chosen.asReadonly();

  constructor() {
    effect(() => {
      document.documentElement.dataset['theme'] = this.chosen();
    });
  }

  choose(theme: Theme): void {
    this.chosen.set(theme);
    keep(KEPT_AS, theme);
  }
}
