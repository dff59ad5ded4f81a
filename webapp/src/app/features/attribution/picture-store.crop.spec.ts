import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';

import { answerFor, picture } from '../../../testing/samples';
import type { Quadrilateral } from '../../core/api/models';
import { INSET } from '../cropping/quadrilateral';
import { PictureStore } from './picture-store';

const WALL = picture('wall.jpg');

describe('PictureStore, cropping', () => {
  let store: PictureStore;
  let server: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    store = TestBed.inject(PictureStore);
    server = TestBed.inject(HttpTestingController);
    store.add([WALL]);
    answer('crop=auto', 'A wall.');
  });

  afterEach(() => {
    server.verify();
  });

  function answer(having: string, sentence: string, cropped?: Quadrilateral): void {
    const request = server.expectOne(({ url }) => url.includes(having));
    expect(((request.request.body as FormData).get('files') as File).size).toBe(WALL.size);
    request.flush(answerFor(WALL, { sentence, cropped: cropped ?? null }));
  }

  function now() {
    const [only] = store.pictures();
    if (only === undefined) throw new Error('no picture');
    return only;
  }

  function sentence(): string | undefined {
    const { state } = now();
    return state.kind === 'answered' ? state.attribution.sentence : undefined;
  }

  it('shows the cropped picture with its answer, and the whole one again', async () => {
    const { id } = now();
    store.crop(id, INSET);
    const request = server.expectOne(({ url }) => url === 'api/v1/crops');
    expect(request.request.params.get('crop')).toContain('0.10000,0.10000,0.90000');
    expect(((request.request.body as FormData).get('file') as File).size).toBe(WALL.size);
    request.flush(new Blob(['cropped']));
    expect(await now().file.text()).toBe('cropped');
    expect(now().file.name).toBe('wall.jpg');
    answer('crop=0.1', 'A painting.');
    expect(sentence()).toBe('A painting.');
    expect(now().crop?.to).toEqual(INSET);

    store.uncrop(id);
    expect(now().file).toBe(WALL);
    expect(sentence()).toBe('A wall.');
    expect(now().crop).toBeUndefined();
  });

  it('shows the painting that the server found, and asks about all of the picture if told', async () => {
    const { id } = now();
    store.remove(id);
    store.add([WALL]);
    answer('crop=auto', 'A painting.', INSET);
    expect(sentence()).toBeUndefined();
    server.expectOne(({ url }) => url === 'api/v1/crops').flush(new Blob(['found']));
    expect(await now().file.text()).toBe('found');
    expect(sentence()).toBe('A painting.');
    expect(now().crop).toEqual({ to: INSET, file: WALL });

    store.uncrop(now().id);
    answer('crop=none', 'A wall.');
    expect(now().file).toBe(WALL);
    expect(sentence()).toBe('A wall.');
    expect(now().whole).toEqual(INSET);
    expect(now().crop).toBeUndefined();
  });

  it('can be undone while it is asked about, and after it failed', () => {
    const { id } = now();
    store.crop(id, INSET);
    const request = server.expectOne(({ url }) => url === 'api/v1/crops');
    store.uncrop(id);
    expect(request.cancelled).toBe(true);
    expect(sentence()).toBe('A wall.');

    store.crop(id, INSET);
    server
      .expectOne(({ url }) => url === 'api/v1/crops')
      .flush(new Blob(), { status: 500, statusText: 'No' });
    expect(now().state.kind).toBe('failed');
    store.uncrop(id);
    expect(sentence()).toBe('A wall.');
  });
});
