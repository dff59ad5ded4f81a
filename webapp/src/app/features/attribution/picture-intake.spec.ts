import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';

import { picture } from '../../../testing/samples';
import { PictureIntake } from './picture-intake';
import { PictureStore } from './picture-store';

describe('PictureIntake', () => {
  it('brings what is chosen, the same file a second time too', async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    const fixture = TestBed.createComponent(PictureIntake);
    await fixture.whenStable();
    const input = (fixture.nativeElement as HTMLElement).querySelector('input');
    if (input === null) throw new Error('no file chooser');
    const file = picture('monet.jpg');
    for (let i = 0; i < 2; i++) {
      Object.defineProperty(input, 'files', { value: [file], configurable: true });
      input.dispatchEvent(new Event('change'));
      await fixture.whenStable();
    }
    expect(TestBed.inject(PictureStore).pictures()).toMatchObject([{ file }, { file }]);
    expect(input.multiple).toBe(true);
  });
});
