import { HttpEventType, provideHttpClient } from '@angular/common/http';
import {
  HttpTestingController,
  provideHttpClientTesting,
  TestRequest,
} from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';

import { answerFor, picture, problem } from '../../../testing/samples';
import { Announcer } from '../../core/announcer';
import { PictureStore } from './picture-store';

describe('PictureStore', () => {
  let store: PictureStore;
  let server: HttpTestingController;

  beforeEach(() => {
    vi.useFakeTimers();
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    store = TestBed.inject(PictureStore);
    server = TestBed.inject(HttpTestingController);
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  /** The requests that have come in since the last look, by file name. */
  function requests(): Map<string, TestRequest> {
    const open = server.match((request) => request.method === 'POST');
    return new Map(open.map((request) => [fileOf(request).name, request]));
  }

  function fileOf({ request }: TestRequest): File {
    return (request.body as FormData).get('files') as File;
  }

  function answer(request: TestRequest | undefined, sentence: string): void {
    if (request === undefined) throw new Error('no such request');
    request.flush(answerFor(fileOf(request), { sentence }));
  }

  function refuse(request: TestRequest | undefined, status = 422, headers = {}): void {
    request?.flush(problem({ status }), { status, statusText: 'No', headers });
  }

  function kinds(): Record<string, string> {
    return Object.fromEntries(store.pictures().map(({ name, state }) => [name, state.kind]));
  }

  function sentences(): Record<string, string> {
    return Object.fromEntries(
      store
        .pictures()
        .map(({ name, state }) => [
          name,
          state.kind === 'answered' ? state.attribution.sentence : state.kind,
        ]),
    );
  }

  function idOf(name: string): number {
    const found = store.pictures().find((entry) => entry.name === name);
    if (found === undefined) throw new Error(`no picture ${name}`);
    return found.id;
  }

  const files = (...names: string[]) => names.map((name) => picture(name));

  it('asks about three pictures at a time, each answer going to its own', () => {
    store.add(files('a', 'b', 'c', 'd', 'e'));
    expect(kinds()).toEqual({
      a: 'sending',
      b: 'sending',
      c: 'sending',
      d: 'waiting',
      e: 'waiting',
    });
    const first = requests();
    expect([...first.keys()]).toEqual(['a', 'b', 'c']);

    answer(first.get('b'), 'About b.');
    const second = requests();
    expect([...second.keys()]).toEqual(['d']);
    answer(second.get('d'), 'About d.');
    answer(first.get('a'), 'About a.');

    expect(sentences()).toMatchObject({ a: 'About a.', b: 'About b.', d: 'About d.' });
    expect(store.settled()).toBe(3);
  });

  it('hangs new pictures first', () => {
    store.add(files('a', 'b'));
    store.add(files('c'));
    expect(store.pictures().map(({ name }) => name)).toEqual(['c', 'a', 'b']);
  });

  it('keeps two files of the same name apart', () => {
    store.add([picture('x.jpg', 'one')]);
    store.add([picture('x.jpg', 'another')]);
    expect(new Set(store.pictures().map(({ id }) => id)).size).toBe(2);
  });

  it('knows how much of a picture has been sent', () => {
    store.add(files('a'));
    requests().get('a')?.event({ type: HttpEventType.UploadProgress, loaded: 1, total: 4 });
    expect(store.pictures()[0]?.state).toEqual({ kind: 'sending', share: 0.25 });
  });

  it('shows a refusal on the picture it concerns, and goes on with the others', () => {
    store.add(files('a', 'b', 'c', 'd'));
    const first = requests();
    refuse(first.get('a'));
    answer(requests().get('d'), 'About d.');
    expect(sentences()).toEqual({ a: 'failed', b: 'sending', c: 'sending', d: 'About d.' });
  });

  it('asks again when told to', () => {
    store.add(files('a'));
    refuse(requests().get('a'));
    store.retry(idOf('a'));
    answer(requests().get('a'), 'About a.');
    expect(sentences()).toEqual({ a: 'About a.' });
  });

  it('asks again about all that failed, and only about them', () => {
    store.add(files('a', 'b', 'c'));
    const first = requests();
    refuse(first.get('a'));
    answer(first.get('b'), 'About b.');
    refuse(first.get('c'));
    store.retryFailed();
    expect([...requests().keys()].sort()).toEqual(['a', 'c']);
    expect(kinds()).toEqual({ a: 'sending', b: 'answered', c: 'sending' });
  });

  it('breaks off the request about a picture that is taken away, and starts the next', () => {
    store.add(files('a', 'b', 'c', 'd'));
    const first = requests();
    store.remove(idOf('a'));
    expect(first.get('a')?.cancelled).toBe(true);
    expect([...requests().keys()]).toEqual(['d']);
    expect(store.pictures().map(({ name }) => name)).toEqual(['b', 'c', 'd']);
  });

  it('breaks off every request when all are taken away', () => {
    store.add(files('a', 'b', 'c', 'd'));
    const first = requests();
    store.clear();
    expect([...first.values()].every((request) => request.cancelled)).toBe(true);
    expect(requests().size).toBe(0);
    expect(store.pictures()).toEqual([]);
  });

  it('waits as long as a busy server says, and then goes on by itself', () => {
    store.add(files('a', 'b', 'c', 'd'));
    const first = requests();
    refuse(first.get('a'), 429, { 'Retry-After': '5' });
    expect(store.pictures()[0]?.state).toEqual({ kind: 'waiting', busy: true });

    answer(first.get('b'), 'About b.');
    vi.advanceTimersByTime(4_900);
    expect(requests().size).toBe(0);
    vi.advanceTimersByTime(200);
    expect([...requests().keys()]).toEqual(['a', 'd']);
  });

  it('keeps to the longest wait when a busy server names several', () => {
    store.add(files('a', 'b'));
    const first = requests();
    refuse(first.get('a'), 429, { 'Retry-After': '1' });
    refuse(first.get('b'), 429, { 'Retry-After': '8' });
    vi.advanceTimersByTime(7_900);
    expect(requests().size).toBe(0);
    vi.advanceTimersByTime(200);
    expect([...requests().keys()]).toEqual(['a', 'b']);
  });

  it('tells the visitor when the server stays busy', () => {
    store.add(files('a'));
    for (let i = 0; i < 10; i++) {
      refuse(requests().get('a'), 429, { 'Retry-After': '1' });
      vi.advanceTimersByTime(1_000);
    }
    expect(kinds()).toEqual({ a: 'failed' });
    expect(requests().size).toBe(0);
  });

  it('announces answers and refusals', () => {
    store.add(files('a', 'b'));
    const first = requests();
    answer(first.get('a'), 'Very likely Claude Monet; Impressionism.');
    refuse(first.get('b'));
    const said = TestBed.inject(Announcer).announcements();
    expect(said.map(({ text }) => text)).toEqual([
      'a: Very likely Claude Monet; Impressionism.',
      'b: notes.jpg is not a picture.',
    ]);
  });

  it('names a refused picture once, where the server names it already', () => {
    store.add(files('notes.jpg'));
    const detail = 'notes.jpg: The file is empty.';
    const body = problem({ detail });
    requests().get('notes.jpg')?.flush(body, { status: 422, statusText: 'Refused' });
    const said = TestBed.inject(Announcer).announcements();
    expect(said.map(({ text }) => text)).toEqual([detail]);
  });
});
