import { HttpClient } from '@angular/common/http';
import {
  afterRenderEffect,
  Component,
  effect,
  ElementRef,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Subscription } from 'rxjs';

import { GALLERY, thumbnailOf } from '../../core/api/addresses';
import type { GalleryPage, Painting } from '../../core/api/models';
import { byline } from '../../core/byline';
import { TEXTS } from '../../core/texts';

/** Milliseconds without a key after which a search is sent. */
const TYPING = 250;

/** How many screens below this one the next pictures are asked for, to be there in time. */
const AHEAD = '0px 0px 250% 0px';

type Filters = Readonly<Record<'q' | 'style' | 'artist', string>>;

/** All paintings of the gallery, searched and filtered, more of them as one scrolls. */
@Component({
  selector: 'app-gallery-grid-page',
  imports: [RouterLink],
  templateUrl: './gallery-grid-page.html',
  styleUrls: ['../page.css', './gallery-grid-page.css'],
})
export class GalleryGridPage {
  /** From the address: what to search and filter by. */
  readonly q = input('', { transform: orNone });
  readonly style = input('', { transform: orNone });
  readonly artist = input('', { transform: orNone });

  protected readonly texts = inject(TEXTS);
  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly end = viewChild<ElementRef<HTMLElement>>('end');

  private readonly byline = byline(this.texts);

  protected readonly filters = signal<Filters>({ q: '', style: '', artist: '' });
  protected readonly paintings = signal<readonly Painting[]>([]);
  protected readonly last = signal<GalleryPage | null>(null);
  protected readonly loading = signal(false);
  protected readonly failed = signal(false);
  protected readonly thumbnailOf = thumbnailOf;

  private request = new Subscription();

  constructor() {
    // The address goes first, unless it only repeats what was chosen here.
    let written = '';
    effect(() => {
      const asked = { q: this.q(), style: this.style(), artist: this.artist() };
      if (JSON.stringify(asked) !== written) this.filters.set(asked);
    });
    // Another question ends the request about the one before.
    effect((onCleanup) => {
      const filters = this.filters();
      const timer = setTimeout(
        () => {
          written = JSON.stringify(filters);
          this.write(filters);
          this.load(filters, 1);
        },
        untracked(this.last) === null ? 0 : TYPING,
      );
      onCleanup(() => {
        clearTimeout(timer);
        this.request.unsubscribe();
      });
    });
    afterRenderEffect((onCleanup) => {
      this.last(); // looks again after each page: one may not have been enough
      const end = this.end()?.nativeElement;
      if (end === undefined || typeof IntersectionObserver === 'undefined') return;
      const observer = new IntersectionObserver(
        ([entry]) => {
          if (entry?.isIntersecting) this.more();
        },
        { rootMargin: AHEAD },
      );
      observer.observe(end);
      onCleanup(() => {
        observer.disconnect();
      });
    });
  }

  /** Who painted it, and when. */
  protected caption(painting: Painting): string {
    return [this.byline(painting), painting.year].filter(Boolean).join(', ');
  }

  protected more(): void {
    const last = this.last();
    if (last === null || this.loading() || last.page >= last.pages) return;
    this.load(this.filters(), last.page + 1);
  }

  protected choose(filter: keyof Filters, value: string): void {
    this.filters.update((filters) => ({ ...filters, [filter]: value.trim() }));
  }

  /** Put the filters into the address, so that it can be kept, shared and come back to. */
  private write(filters: Filters): void {
    if (this.router.currentNavigation() !== null) return; // the visitor is leaving
    const queryParams = Object.fromEntries(Object.entries(filters).filter(([, value]) => value));
    void this.router.navigate(['/gallery'], { queryParams, replaceUrl: true });
  }

  private load(filters: Filters, page: number): void {
    this.request.unsubscribe();
    this.loading.set(true);
    this.failed.set(false);
    this.request = this.http.get<GalleryPage>(GALLERY, { params: { ...filters, page } }).subscribe({
      next: (found) => {
        this.paintings.update((before) =>
          page === 1 ? found.paintings : [...before, ...found.paintings],
        );
        this.last.set(found);
        this.loading.set(false);
      },
      error: () => {
        this.failed.set(true);
        this.loading.set(false);
      },
    });
  }
}

function orNone(value: string | undefined): string {
  return value ?? '';
}
