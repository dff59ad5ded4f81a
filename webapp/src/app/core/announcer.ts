import { Injectable, signal } from '@angular/core';

export interface Announcement {
  readonly id: number;
  readonly text: string;
}

/** How many announcements stay in the page; screen readers read each when it comes. */
const KEPT = 20;

/** What is said to people who hear the page instead of seeing it; `LiveRegion` renders it. */
@Injectable({ providedIn: 'root' })
export class Announcer {
  private readonly log = signal<readonly Announcement[]>([]);
  private lastId = 0;

  readonly announcements = this.log.asReadonly();

  say(text: string): void {
    this.lastId += 1;
    const announcement = { id: this.lastId, text };
    this.log.update((log) => [...log, announcement].slice(-KEPT));
  }
}
