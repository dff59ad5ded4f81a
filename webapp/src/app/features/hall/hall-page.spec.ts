import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';

import { galleryPage, painting, picture } from '../../../testing/samples';
import { Announcer } from '../../core/announcer';
import { ENGLISH } from '../../core/texts/en';
import { PictureStore } from '../attribution/picture-store';
import { HallPage } from './hall-page';

describe('HallPage', () => {
  let fixture: ComponentFixture<HallPage>;
  let hall: HTMLElement;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
    });
    fixture = TestBed.createComponent(HallPage);
    hall = fixture.nativeElement as HTMLElement;
    document.body.append(hall); // so that elements can have the focus
    fixture.detectChanges();
    TestBed.inject(HttpTestingController)
      .expectOne('api/v1/gallery?page=1&size=500')
      .flush(galleryPage(['a', 'b', 'c'].map((title) => painting(title))));
    await fixture.whenStable();
  });

  afterEach(() => {
    hall.remove();
  });

  const middle = () => hall.querySelector<HTMLElement>('[aria-current]');
  const title = () => hall.querySelector('.plate .title')?.textContent.trim();

  async function press(key: string, more: KeyboardEventInit = {}, on: EventTarget = document) {
    on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }));
    await fixture.whenStable();
  }

  it('hangs seven, of which five are seen and one can be reached by keyboard', () => {
    const buttons = Array.from(hall.querySelectorAll<HTMLElement>('button.frame'));
    expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual(
      ['a', 'b', 'c', 'a', 'b', 'c', 'a'].map((name) => `Take ${name} off the wall`),
    );
    expect(hall.querySelectorAll('.slot.away')).toHaveLength(2);
    expect(buttons.map((button) => button.tabIndex)).toEqual([-1, -1, -1, 0, -1, -1, -1]);
  });

  it('says what this is, and where to begin', () => {
    expect(hall.querySelector('.welcome')?.textContent).toContain(ENGLISH.welcome.what);
    expect(hall.querySelector('app-ask-button')?.textContent).toContain(ENGLISH.welcome.ask);
    expect(hall.textContent).not.toContain(ENGLISH.welcome.studies);
  });

  it('comes to what a visitor brings', async () => {
    await press('ArrowRight');
    TestBed.inject(PictureStore).add([picture('mine.jpg')]);
    await fixture.whenStable();
    expect(title()).toBe('mine.jpg');
  });

  it('goes on where its visitor left it', async () => {
    await press('ArrowRight');
    fixture.destroy();
    const again = TestBed.createComponent(HallPage);
    again.detectChanges();
    TestBed.inject(HttpTestingController)
      .expectOne('api/v1/gallery?page=1&size=500')
      .flush(galleryPage(['a', 'b', 'c'].map((each) => painting(each))));
    await again.whenStable();
    const back = again.nativeElement as HTMLElement;
    expect(back.querySelector('.plate .title')?.textContent.trim()).toBe('b');
  });

  it('goes by arrow keys, both ways and round, and says where it is', async () => {
    await press('ArrowLeft');
    expect(title()).toBe('c');
    await press('ArrowLeft');
    await press('ArrowRight');
    await press('ArrowRight');
    await press('ArrowRight');
    expect(title()).toBe('b');
    const said = TestBed.inject(Announcer).announcements();
    expect(said.at(-1)?.text).toBe('b, 2 of 3');
  });

  it('leaves keys alone that are meant for something else', async () => {
    const field = document.createElement('input');
    document.body.append(field);
    await press('ArrowRight', {}, field);
    await press('ArrowRight', { altKey: true });
    await press('ArrowDown');
    field.remove();
    expect(title()).toBe('a');
  });

  it('takes the focus along at once, but does not grab it', async () => {
    await press('ArrowRight');
    expect(document.activeElement).toBe(document.body);
    middle()?.focus();
    document.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    expect(document.activeElement?.getAttribute('aria-label')).toContain('c');
    await fixture.whenStable();
    expect(document.activeElement).toBe(middle());
  });
});
