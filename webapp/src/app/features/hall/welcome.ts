import { Component, inject } from '@angular/core';

import { TEXTS } from '../../core/texts';
import { AskButton } from '../attribution/ask-button';

/** What all this is, in one sentence, and where to begin. */
@Component({
  selector: 'app-welcome',
  imports: [AskButton],
  template: `
    <section class="welcome" [attr.aria-label]="texts.welcome.ask">
      <p>{{ texts.welcome.what }}</p>
      <app-ask-button class="ask" />
    </section>
  `,
  styleUrl: './welcome.css',
})
export class Welcome {
  protected readonly texts = inject(TEXTS);
}
