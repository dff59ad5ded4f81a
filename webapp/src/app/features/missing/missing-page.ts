import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';

import { TEXTS } from '../../core/texts';

/** For addresses that lead nowhere. */
@Component({
  selector: 'app-missing-page',
  imports: [RouterLink],
  template: `
    <h2>{{ texts.rooms.missing }}</h2>
    <p>
      <a routerLink="/">{{ texts.menu.home }}</a>
    </p>
  `,
})
export class MissingPage {
  protected readonly texts = inject(TEXTS);
}
