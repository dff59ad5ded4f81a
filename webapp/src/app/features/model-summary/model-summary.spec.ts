import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';

import { problem } from '../../../testing/samples';
import type { Model } from '../../core/api/models';
import { measure } from './measured';
import { ModelSummary } from './model-summary';

const MODEL: Model = {
  name: 'morelli-base',
  artists: 233,
  styles: 20,
  metrics: {
    artist: {
      accuracy: { value: 0.614, low: 0.593, high: 0.635, n: 2066 },
      top5: { value: 0.848, low: 0.832, high: 0.863, n: 2066 },
    },
    style: { accuracy: { value: 0.805, low: 0.787, high: 0.822, n: 1900 } },
  },
  comparisons: [],
  accepts: { formats: ['JPEG'], bytes: 20_000_000, pixels: 100_000_000, files: 20 },
  heads: [],
  provenance: {},
};

describe('ModelSummary', () => {
  let fixture: ComponentFixture<ModelSummary>;
  let server: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    fixture = TestBed.createComponent(ModelSummary);
    server = TestBed.inject(HttpTestingController);
    fixture.detectChanges();
  });

  async function text(): Promise<string> {
    await fixture.whenStable();
    return (fixture.nativeElement as HTMLElement).textContent.trim();
  }

  it('says what the model knows and how good it is', async () => {
    server.expectOne('api/v1/model').flush(MODEL);
    expect(await text()).toBe(
      'It knows 233 painters and 20 styles. Of 2,066 paintings it had never seen, it named the ' +
        'right painter for 61% (95% interval 59% to 64%), had them among its first five for 85%, ' +
        'and named the right style for 81% of the 1,900 whose style is known.',
    );
  });

  it('says what to expect of pictures from elsewhere where that was measured', async () => {
    const elsewhere = { value: 0.56, low: 0.5, high: 0.62, n: 266 };
    const comparisons = [{ measure: 'artist.accuracy', home: null, elsewhere }];
    server.expectOne('api/v1/model').flush({ ...MODEL, comparisons });
    expect(await text()).toContain(
      'Of 266 from other sources than it learned from, as yours will be, it named the right ' +
        'painter for 56% (50% to 62%).',
    );
  });

  it('claims nothing that was not measured', async () => {
    server.expectOne('api/v1/model').flush({ ...MODEL, metrics: { artist: { accuracy: 0.9 } } });
    expect(await text()).toBe('It knows 233 painters and 20 styles.');
  });

  it('stays silent when the server does not answer', async () => {
    server
      .expectOne('api/v1/model')
      .flush(problem({ status: 500 }), { status: 500, statusText: 'Internal Server Error' });
    expect(await text()).toBe('');
  });
});

describe('measure', () => {
  it('finds a measure by its path, or nothing', () => {
    expect(measure(MODEL.metrics, 'style', 'accuracy')?.value).toBe(0.805);
    expect(measure(MODEL.metrics, 'style', 'top5')).toBeNull();
    expect(measure(MODEL.metrics, 'style', 'accuracy', 'value')).toBeNull();
    expect(measure({}, 'artist', 'accuracy')).toBeNull();
  });
});
