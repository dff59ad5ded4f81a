import { inject, InjectionToken } from '@angular/core';

import { Language, Languages } from './languages';
import { ENGLISH, Texts } from './texts/en';
import { FRENCH } from './texts/fr';

export type { Texts } from './texts/en';

const TEXTS_IN: Readonly<Record<Language, Texts>> = { en: ENGLISH, fr: FRENCH };

/**
 * Every text, in the language that is chosen just then: reading one in a template or a computed
 * signal reads the language too, so the page follows it at once.
 */
export const TEXTS = new InjectionToken<Texts>('texts', {
  factory: () => {
    const { current } = inject(Languages);
    return new Proxy(ENGLISH, {
      get: (_, name) => TEXTS_IN[current()][name as keyof Texts],
    });
  },
});
