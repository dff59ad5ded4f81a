import { Component, inject } from '@angular/core';

import { TEXTS } from '../../core/texts';

/** Says that nothing but studies hangs here, and how to hang real paintings. */
@Component({
  selector: 'app-only-studies',
  template: `
    <p class="studies">
      {{ texts.welcome.studies }} {{ texts.welcome.hangReal }}
      <code lang="en">morelli gallery fetch --from met --artist "Claude Monet" --to hall</code>
      <code lang="en">morelli serve --gallery hall</code>
    </p>
  `,
  styleUrl: './only-studies.css',
})
export class OnlyStudies {
  protected readonly texts = inject(TEXTS);
}
