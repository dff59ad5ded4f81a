import { inject, InjectionToken } from '@angular/core';

import { Languages } from './languages';
import { ENGLISH, type Texts } from './texts/en';
import * as TEXTS_IN from './texts/languages';

export type { Texts } from './texts/en';

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
