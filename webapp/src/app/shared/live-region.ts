import { Component, inject } from '@angular/core';

import { Announcer } from '../core/announcer';

/** A log that screen readers follow; invisible. */
@Component({
  selector: 'app-live-region',
  template: `
    @for (announcement of announcements(); track announcement.id) {
      <p>{{ announcement.text }}</p>
    }
  `,
  host: { class: 'visually-hidden', role: 'log', 'aria-live': 'polite' },
})
export class LiveRegion {
  protected readonly announcements = inject(Announcer).announcements;
}
