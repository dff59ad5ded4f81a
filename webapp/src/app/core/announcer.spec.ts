import { TestBed } from '@angular/core/testing';

import { LiveRegion } from '../shared/live-region';
import { Announcer } from './announcer';

describe('Announcer', () => {
  it('adds to a live log what is said, the same words twice included', async () => {
    const fixture = TestBed.createComponent(LiveRegion);
    const announcer = TestBed.inject(Announcer);
    announcer.say('a.jpg: Claude Monet');
    announcer.say('a.jpg: Claude Monet');
    await fixture.whenStable();

    const region = fixture.nativeElement as HTMLElement;
    expect(region.getAttribute('aria-live')).toBe('polite');
    expect(Array.from(region.querySelectorAll('p'), (line) => line.textContent)).toEqual([
      'a.jpg: Claude Monet',
      'a.jpg: Claude Monet',
    ]);
  });

  it('forgets what was said long ago', () => {
    const announcer = TestBed.inject(Announcer);
    for (let i = 1; i <= 50; i++) announcer.say(String(i));
    expect(announcer.announcements()).toHaveLength(20);
    expect(announcer.announcements().at(-1)?.text).toBe('50');
  });
});
