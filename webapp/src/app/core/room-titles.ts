import { DestroyRef, effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { RouterStateSnapshot, TitleStrategy } from '@angular/router';

import { Announcer } from './announcer';
import { TEXTS, Texts } from './texts';

/** A route's title: the room it leads to. */
export type Room = keyof Texts['rooms'];

/** What a page shows just then; nothing while that isn't known. */
type Name = () => string | undefined;

/**
 * The browser's tab is called like what the room shows, or like the room, in the language of the
 * moment; a new room is said.
 */
@Injectable({ providedIn: 'root' })
export class RoomTitles extends TitleStrategy {
  private readonly texts = inject(TEXTS);
  private readonly announcer = inject(Announcer);
  private readonly room = signal<Room | null>(null);
  private readonly named = signal<Name | null>(null);

  constructor() {
    super();
    const title = inject(Title);
    effect(() => {
      const room = this.room();
      if (room === null) return;
      title.setTitle(`${this.named()?.() ?? this.texts.rooms[room]} · ${this.texts.name}`);
    });
  }

  /** Call the tab by what a page shows, as long as the page is there: from its constructor. */
  name(shown: Name): void {
    this.named.set(shown);
    inject(DestroyRef).onDestroy(() => {
      this.named.update((named) => (named === shown ? null : named));
    });
  }

  override updateTitle(snapshot: RouterStateSnapshot): void {
    const [before, room] = [this.room(), this.buildTitle(snapshot) as Room];
    this.room.set(room);
    if (before !== null && before !== room) this.announcer.say(this.texts.rooms[room]);
  }
}
