import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';

import { picture } from '../../../testing/samples';
import { Carried, fileEntry, transfer } from '../../../testing/transfer';
import { ENGLISH } from '../../core/texts/en';
import { PictureDrop } from './picture-drop';
import { PictureStore } from './picture-store';
import { Reception } from './reception';

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
  const notice = () => page.querySelector('[role=status]')?.textContent.trim();
  const curtain = () => page.querySelector('.curtain');

  it('brings what is dropped in any room, which the browser then does not open', async () => {
    const event = await drop({ files: [picture('a.jpg'), picture('b.jpg')] });
    expect(event.defaultPrevented).toBe(true);
    expect(names()).toEqual(['a.jpg', 'b.jpg']);
  });

  it('brings what is pasted in any room', async () => {
    await paste({ files: [picture('image.png')] });
    expect(names()).toEqual([ENGLISH.pastedName]);
    expect(TestBed.inject(Reception).shown()?.name).toBe(ENGLISH.pastedName);
    expect(router.url).toBe('/painters');
  });

  it('says that an address is not fetched, until pictures come', async () => {
    await drop({ text: { 'text/uri-list': 'https://museum.example/monet.jpg' } });
    expect(notice()).toContain(ENGLISH.addressIsNotFetched);
    expect(router.url).toBe('/painters');

    await paste({ text: { 'text/plain': 'Claude Monet' } });
    expect(notice()).toContain(ENGLISH.noPictureThere);

    await drop({ files: [picture('a.jpg')] });
    expect(notice()).toBe('');
  });

  it('lays the notice away', async () => {
    await paste({ text: { 'text/plain': 'Claude Monet' } });
    page.querySelector('button')?.click();
    await fixture.whenStable();
    expect(notice()).toBe('');
  });

  it.each(['input', 'textarea'])('leaves text alone that is pasted into an %s', async (kind) => {
    const field = document.createElement(kind);
    document.body.append(field);
    await paste({ text: { 'text/plain': 'Claude Monet' } }, field);
    field.remove();
    expect(notice()).toBe('');
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
