import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';

import { ENGLISH } from '../../core/texts/en';
import { CellPictures } from './cell-pictures';

describe('CellPictures', () => {
  let fixture: ComponentFixture<CellPictures>;
  let server: HttpTestingController;
  let shown: HTMLElement;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(CellPictures);
    shown = fixture.nativeElement as HTMLElement;
    fixture.componentRef.setInput('head', 'style');
    look('cubism', 'baroque');
  });

  function look(truth: string, answer: string): void {
    fixture.componentRef.setInput('truth', truth);
    fixture.componentRef.setInput('answer', answer);
    fixture.detectChanges();
  }

  const asked = (truth: string, answer: string) =>
    server.expectOne(`api/v1/model/confusions/style/${truth}/${answer}`);
  const pictures = (count: number) => ({
    pictures: Array.from({ length: count }, (_, number) => ({
      number,
      name: `${String(number)}.jpg`,
    })),
  });
  const images = () => Array.from(shown.querySelectorAll('img'));

  it('shows the pictures of the cell, twelve until all are asked for', async () => {
    asked('cubism', 'baroque').flush(pictures(15));
    await fixture.whenStable();
    expect(images()).toHaveLength(12);
    expect(images()[1]?.alt).toBe('1.jpg');
    expect(images()[1]?.getAttribute('src')).toBe('api/v1/model/pictures/style/1');
    expect(shown.querySelector('button')?.textContent.trim()).toBe(ENGLISH.reasons.showAll(15));
    shown.querySelector('button')?.click();
    await fixture.whenStable();
    expect(images()).toHaveLength(15);
  });

  it('never shows the pictures of an earlier cell', async () => {
    const earlier = asked('cubism', 'baroque');
    look('cubism', 'cubism');
    expect(earlier.cancelled).toBe(true);
    asked('cubism', 'cubism').flush(pictures(1));
    await fixture.whenStable();
    expect(images()).toHaveLength(1);
    expect(shown.querySelector('button')).toBeNull();
  });
});
