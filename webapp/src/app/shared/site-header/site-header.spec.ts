import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';

import { ENGLISH } from '../../core/texts/en';
import { SiteHeader } from './site-header';

describe('SiteHeader', () => {
  async function seenBy(staff: boolean): Promise<string | null | undefined> {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideRouter([])],
    });
    const fixture = TestBed.createComponent(SiteHeader);
    fixture.detectChanges();
    TestBed.inject(HttpTestingController).expectOne('api/v1/teaching').flush({ staff });
    await fixture.whenStable();
    const header = fixture.nativeElement as HTMLElement;
    return header.querySelector('a[href="admin/teach/"]')?.textContent;
  }

  it('shows staff the way to teach the model', async () => {
    expect(await seenBy(true)).toBe(ENGLISH.menu.teach);
  });

  it('shows nobody else', async () => {
    expect(await seenBy(false)).toBeUndefined();
  });
});
