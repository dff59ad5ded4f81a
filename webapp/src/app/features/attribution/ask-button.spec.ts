import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';

import { picture } from '../../../testing/samples';
import { ENGLISH } from '../../core/texts/en';
import { AskButton } from './ask-button';
import { PictureStore } from './picture-store';

describe('AskButton', () => {
  const opened: HTMLInputElement[] = [];

  beforeEach(() => {
    opened.length = 0;
    vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(function (
      this: HTMLInputElement,
    ) {
      opened.push(this);
    });
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
    });
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  async function press(name: string): Promise<HTMLInputElement> {
    const fixture = TestBed.createComponent(AskButton);
    await fixture.whenStable();
    const buttons = (fixture.nativeElement as HTMLElement).querySelectorAll('button');
    const button = [...buttons].find(
      (each) => (each.ariaLabel ?? each.textContent.trim()) === name,
    );
    button?.click();
    const [chooser] = opened;
    if (chooser === undefined) throw new Error('no chooser was opened');
    return chooser;
  }

  it('asks about the pictures that are chosen', async () => {
    const chooser = await press(ENGLISH.welcome.ask);
    expect([chooser.multiple, chooser.hasAttribute('capture')]).toEqual([true, false]);
    Object.defineProperty(chooser, 'files', { value: [picture('a.jpg')] });
    chooser.dispatchEvent(new Event('change'));
    await Promise.resolve();
    await Promise.resolve();
    expect(TestBed.inject(PictureStore).pictures()).toMatchObject([{ name: 'a.jpg' }]);
  });

  it('opens the camera that looks away from the visitor', async () => {
    const chooser = await press(ENGLISH.welcome.camera);
    expect([chooser.multiple, chooser.getAttribute('capture')]).toEqual([false, 'environment']);
  });

  it('asks nothing where nothing is chosen', async () => {
    (await press(ENGLISH.welcome.ask)).dispatchEvent(new Event('cancel'));
    await Promise.resolve();
    expect(TestBed.inject(PictureStore).pictures()).toEqual([]);
  });
});
