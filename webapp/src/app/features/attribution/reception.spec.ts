import { Location } from '@angular/common';
import { provideHttpClient } from '@angular/common/http';
import { provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';

import { picture } from '../../../testing/samples';
import { PictureStore } from './picture-store';
import { Reception } from './reception';

describe('Reception', () => {
  let reception: Reception;
  let router: Router;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([{ path: '**', children: [] }]),
      ],
    });
    reception = TestBed.inject(Reception);
    router = TestBed.inject(Router);
    await router.navigateByUrl('/painters');
  });

  it('shows one picture over the room in which it was brought, until the room is left', async () => {
    reception.receive([picture('a.jpg')]);
    expect(reception.shown()?.name).toBe('a.jpg');
    expect(router.url).toBe('/painters');
    await router.navigateByUrl('/styles');
    expect(reception.shown()).toBeUndefined();
    expect(TestBed.inject(PictureStore).pictures()).toHaveLength(1);
  });

  it('takes many to where answers stand', async () => {
    reception.receive([picture('a.jpg'), picture('b.jpg')]);
    await vi.waitFor(() => {
      expect(router.url).toBe('/attribute');
    });
    expect(reception.shown()).toBeUndefined();
  });

  it('lays nothing over answers, also before their room has come', () => {
    TestBed.inject(Location).go('/attribute');
    reception.receive([picture('a.jpg')]);
    expect(reception.shown()).toBeUndefined();
  });

  it('shows nothing where nothing was brought', () => {
    reception.receive([]);
    expect(reception.shown()).toBeUndefined();
    expect(router.url).toBe('/painters');
  });
});
