import { Location } from '@angular/common';
import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';

import { picture } from '../../../testing/samples';
import { Carried, fileEntry, transfer } from '../../../testing/transfer';
import { ENGLISH } from '../../core/texts/en';
import { PictureDrop } from './picture-drop';
import { PictureStore } from './picture-store';

describe('PictureDrop', () => {
  let fixture: ComponentFixture<PictureDrop>;
  let page: HTMLElement;
  let store: PictureStore;
  let router: Router;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([{ path: '**', children: [] }]),
      ],
    });
    fixture = TestBed.createComponent(PictureDrop);
    page = fixture.nativeElement as HTMLElement;
    store = TestBed.inject(PictureStore);
    router = TestBed.inject(Router);
    await router.navigateByUrl('/painters');
  });

  async function happen(type: string, properties: object, target: EventTarget = window) {
    const event = Object.assign(new Event(type, { cancelable: true, bubbles: true }), properties);
    target.dispatchEvent(event);
    await fixture.whenStable();
    return event;
  }

  function drop(carried: Carried): Promise<Event> {
    const entries = (carried.files ?? []).map(fileEntry);
    return happen('drop', { dataTransfer: transfer({ entries, ...carried }) });
  }

  const paste = (carried: Carried, target?: EventTarget) =>
    happen('paste', { clipboardData: transfer(carried) }, target);
  const names = () => store.pictures().map(({ name }) => name);
  const curtain = () => page.querySelector('.curtain');

  it('brings what is dropped in any room, which the browser then does not open', async () => {
    const event = await drop({ files: [picture('a.jpg'), picture('b.jpg')] });
    expect(event.defaultPrevented).toBe(true);
    expect(names()).toEqual(['a.jpg', 'b.jpg']);
    expect(router.url).toBe('/attribute');
  });

  it('brings what is pasted in any room', async () => {
    await paste({ files: [picture('image.png')] });
    expect(names()).toEqual([ENGLISH.pastedName]);
    expect(router.url).toBe('/attribute');
  });

  it('says that an address is not fetched, until pictures come', async () => {
    await drop({ text: { 'text/uri-list': 'https://museum.example/monet.jpg' } });
    expect(store.notice()).toBe(ENGLISH.addressIsNotFetched);
    expect(router.url).toBe('/attribute');

    await paste({ text: { 'text/plain': 'Claude Monet' } });
    expect(store.notice()).toBe(ENGLISH.noPictureThere);

    await drop({ files: [picture('a.jpg')] });
    expect(store.notice()).toBe('');
  });

  it('says it too before the room has come, to whom opened its address', async () => {
    TestBed.inject(Location).go('/attribute');
    await paste({ text: { 'text/plain': 'https://museum.example/monet.jpg' } });
    expect(store.notice()).toBe(ENGLISH.addressIsNotFetched);
  });

  it('leaves text alone that is pasted into a field, or in another room', async () => {
    const text = { text: { 'text/plain': 'Claude Monet' } };
    await paste(text);
    expect(router.url).toBe('/painters');

    await router.navigateByUrl('/attribute');
    const field = document.createElement('input');
    document.body.append(field);
    await paste(text, field);
    field.remove();
    expect(store.notice()).toBe('');
  });

  it('shows that it is ready while something is dragged over the page', async () => {
    await happen('dragover', {});
    expect(curtain()).not.toBeNull();
    await happen('dragleave', { relatedTarget: page });
    expect(curtain()).not.toBeNull();
    await happen('dragleave', { relatedTarget: null });
    expect(curtain()).toBeNull();
  });

  it('lets the page drag its own pictures about', async () => {
    await happen('dragstart', {});
    expect((await happen('dragover', {})).defaultPrevented).toBe(false);
    expect(curtain()).toBeNull();
    await happen('dragend', {});
    await happen('dragover', {});
    expect(curtain()).not.toBeNull();
  });
});
