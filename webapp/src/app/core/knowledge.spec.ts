import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';

import { Knowledge } from './knowledge';
import { Languages } from './languages';

describe('Knowledge', () => {
  it('calls styles by their names in the language that is chosen, in its order', async () => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    const knowledge = TestBed.inject(Knowledge);
    TestBed.tick();
    const style = (slug: string, name: string) => ({ slug, name, painting91: true, known: true });
    TestBed.inject(HttpTestingController)
      .expectOne('api/v1/taxonomy')
      .flush({
        artists: [],
        styles: [style('expressionism', 'Expressionism'), style('romanticism', 'Romanticism')],
      });
    await new Promise((settled) => setTimeout(settled));
    expect(knowledge.nameOf('romanticism')).toBe('Romanticism');
    TestBed.inject(Languages).choose('fr');
    expect(knowledge.nameOf('romanticism')).toBe('Romantisme');
    expect(knowledge.styles().map(({ name }) => name)).toEqual(['Expressionnisme', 'Romantisme']);
    TestBed.inject(Languages).choose('en');
  });
});
