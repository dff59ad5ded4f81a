import { Component, inject, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, TitleStrategy } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';

import { Announcer } from './announcer';
import { Languages } from './languages';
import { RoomTitles } from './room-titles';
import { ENGLISH } from './texts/en';
import { FRENCH } from './texts/fr';

@Component({ template: '' })
class AnyRoom {}

const shown = signal<string | undefined>(undefined);

@Component({ selector: 'app-named-room', template: '' })
class NamedRoom {
  constructor() {
    inject(RoomTitles).name(shown);
  }
}

describe('RoomTitles', () => {
  let house: RouterTestingHarness;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        { provide: TitleStrategy, useExisting: RoomTitles },
        provideRouter([
          { path: 'painters', title: 'painters', component: AnyRoom },
          { path: 'painters/:slug', title: 'painters', component: NamedRoom },
          { path: 'about', title: 'about', component: AnyRoom },
        ]),
      ],
    });
    house = await RouterTestingHarness.create('/painters');
    TestBed.tick();
  });

  async function enter(address: string): Promise<void> {
    await house.navigateByUrl(address);
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

  it('calls the page by what it shows, once that is known and as long as it is there', async () => {
    await enter('/painters/claude-monet');
    expect(document.title).toBe(`${ENGLISH.rooms.painters} · morelli`);
    shown.set('Claude Monet');
    TestBed.tick();
    expect(document.title).toBe('Claude Monet · morelli');
    await enter('/about');
    expect(document.title).toBe(`${ENGLISH.rooms.about} · morelli`);
  });

  it('calls the page like the room, in the language that is chosen meanwhile', () => {
    expect(document.title).toBe(`${ENGLISH.rooms.painters} · morelli`);
    TestBed.inject(Languages).choose('fr');
    TestBed.tick();
    expect(document.title).toBe(`${FRENCH.rooms.painters} · morelli`);
    TestBed.inject(Languages).choose('en');
  });
});
