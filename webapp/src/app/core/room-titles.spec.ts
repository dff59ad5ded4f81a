import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, TitleStrategy } from '@angular/router';

import { Announcer } from './announcer';
import { Languages } from './languages';
import { RoomTitles } from './room-titles';
import { ENGLISH } from './texts/en';
import { FRENCH } from './texts/fr';

@Component({ template: '' })
class AnyRoom {}

describe('RoomTitles', () => {
  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        { provide: TitleStrategy, useExisting: RoomTitles },
        provideRouter([
          { path: 'painters', title: 'painters', component: AnyRoom },
          { path: 'painters/:slug', title: 'painters', component: AnyRoom },
          { path: 'about', title: 'about', component: AnyRoom },
        ]),
      ],
    });
    await enter('/painters');
  });

  async function enter(address: string): Promise<void> {
    await TestBed.inject(Router).navigateByUrl(address);
    TestBed.tick();
  }

  const said = () =>
    TestBed.inject(Announcer)
      .announcements()
      .map(({ text }) => text);

  it('says another room, and neither the first nor the same again', async () => {
    await enter('/painters/claude-monet');
    expect(said()).toEqual([]);
    await enter('/about');
    expect(said()).toEqual([ENGLISH.rooms.about]);
  });

  it('calls the page like the room, in the language that is chosen meanwhile', () => {
    expect(document.title).toBe(`${ENGLISH.rooms.painters} · morelli`);
    TestBed.inject(Languages).choose('fr');
    TestBed.tick();
    expect(document.title).toBe(`${FRENCH.rooms.painters} · morelli`);
    TestBed.inject(Languages).choose('en');
  });
});
