import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';

import { picture, problem } from '../../../testing/samples';
import { ENGLISH } from '../../core/texts/en';
import { SharePanel } from './share-panel';

describe('SharePanel', () => {
  let fixture: ComponentFixture<SharePanel>;
  let server: HttpTestingController;
  let panel: HTMLElement;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(SharePanel);
    fixture.componentRef.setInput('file', picture('monet.jpg'));
    panel = fixture.nativeElement as HTMLElement;
    await fixture.whenStable();
  });

  const isShare = ({ url }: { url: string }) => url.startsWith('api/v1/shared');
  const link = () => panel.querySelector('a')?.getAttribute('href');

  async function press(): Promise<void> {
    panel.querySelector('button')?.click();
    await fixture.whenStable();
  }

  it('says what is stored, and stores nothing before it is asked to', () => {
    expect(panel.textContent).toContain(ENGLISH.share.explain);
    server.expectNone(isShare);
  });

  it('gives the address of the answer; two clicks store it once', async () => {
    await press();
    await press();
    server.expectOne(isShare).flush({ id: 'a/b' });
    await fixture.whenStable();
    expect(link()).toBe(new URL('answers/a%2Fb', document.baseURI).href);
  });

  it('says where the picture was cut out of a larger one', async () => {
    const corners = [0.25, 0.75].flatMap((y) => [0.25, 0.75].map((x) => ({ x, y })));
    fixture.componentRef.setInput('cropped', { corners });
    await fixture.whenStable();
    await press();
    const { params } = server.expectOne(isShare).request;
    expect(params.get('cropped')?.split(',').map(Number)).toEqual(
      corners.flatMap(({ x, y }) => [x, y]),
    );
  });

  it('says why there is no link, and lets one try again', async () => {
    await press();
    const detail = 'The file is larger than this server takes.';
    server.expectOne(isShare).flush(problem({ detail }), { status: 413, statusText: 'Too large' });
    await fixture.whenStable();
    expect(panel.querySelector('[role=alert]')?.textContent).toBe(detail);
    await press();
    server.expectOne(isShare).flush({ id: 'x' });
    await fixture.whenStable();
    expect(link()).toContain('answers/x');
  });

  it('never shows the link of an earlier picture', async () => {
    await press();
    const earlier = server.expectOne(isShare);
    fixture.componentRef.setInput('file', picture('degas.jpg'));
    await fixture.whenStable();
    earlier.flush({ id: 'monet' });
    await fixture.whenStable();
    expect(link()).toBeUndefined();
  });
});
