import { HttpClient } from '@angular/common/http';
import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { EMPTY, expand, reduce, Subscription } from 'rxjs';

import { GALLERY } from '../../core/api/addresses';
import type { GalleryPage, Painting } from '../../core/api/models';
import { PictureStore } from '../attribution/picture-store';
import { Previews } from '../../shared/previews';
import { Hanging, OURS, ownHanging, paintingHanging } from './hanging';

/** The most that one request may ask for. */
const AT_A_TIME = 500;

/** Everything on the walls: the visitor's own pictures, newest first, then the gallery's. */
@Injectable()
export class Hangings {
  private readonly http = inject(HttpClient);
  private readonly own = inject(PictureStore);
  private readonly previews = inject(Previews);
  private readonly paintings = signal<readonly Painting[]>([]);
  /** Addresses of small copies of the visitor's files; empty where nobody can draw one. */
  private readonly copies = signal<ReadonlyMap<File, string>>(new Map());
  private readonly ratios = signal<ReadonlyMap<number, number>>(new Map());
  /** Addresses of paintings that the browser could not draw. */
  private readonly unseen = signal<ReadonlySet<string>>(new Set());
  private request = new Subscription();
  private left = false;

  readonly loading = signal(true);
  readonly failed = signal(false);

  readonly all = computed<readonly Hanging[]>(() => [
    ...this.own
      .pictures()
      .map((picture) =>
        ownHanging(picture, this.copies().get(picture.file) ?? '', this.ratios().get(picture.id)),
      ),
    ...this.paintings().map(paintingHanging),
  ]);

  /** Whether nothing but morelli's own studies hangs in the gallery. */
  readonly onlyStudies = computed(
    () => this.paintings().length > 0 && this.paintings().every(({ source }) => source === OURS),
  );

  constructor() {
    effect(() => {
      const files = this.own.files().map(({ file }) => file);
      untracked(() => {
        this.keep(files);
      });
    });
    this.load();
    inject(DestroyRef).onDestroy(() => {
      this.request.unsubscribe();
      this.left = true;
      this.keep([]);
    });
  }

  /** Ask for the gallery, once more where it couldn't be reached. */
  load(): void {
    this.loading.set(true);
    this.failed.set(false);
    this.request = this.page(1)
      .pipe(
        expand((page) => (page.page < page.pages ? this.page(page.page + 1) : EMPTY)),
        reduce<GalleryPage, Painting[]>((all, { paintings }) => [...all, ...paintings], []),
      )
      .subscribe({
        next: (paintings) => {
          this.paintings.set(paintings);
          this.loading.set(false);
        },
        error: () => {
          this.failed.set(true);
          this.loading.set(false);
        },
      });
  }

  /** The browser has seen a picture: only then are the proportions of a visitor's known. */
  seen({ picture }: Hanging, width: number, height: number): void {
    if (picture === null || this.ratios().has(picture.id)) return;
    this.ratios.update((ratios) => new Map(ratios).set(picture.id, width / height));
  }

  /** The browser can't draw a painting. */
  cannotShow({ small }: Hanging): void {
    this.unseen.update((unseen) => new Set(unseen).add(small));
  }

  canShow({ small, picture }: Hanging): boolean {
    return picture === null ? !this.unseen().has(small) : this.copies().get(picture.file) !== '';
  }

  /** Draw copies of these files, and let go of those of others. */
  private keep(files: readonly File[]): void {
    const before = this.copies();
    for (const [file, address] of before) if (!files.includes(file)) URL.revokeObjectURL(address);
    this.copies.set(new Map([...before].filter(([file]) => files.includes(file))));
    for (const file of files) if (!before.has(file)) void this.draw(file);
  }

  private async draw(file: File): Promise<void> {
    const copy = await this.previews.of(file);
    const wanted = this.own.pictures().some((picture) => picture.file === file);
    if (this.left || !wanted || this.copies().has(file)) return;
    const address = copy === null ? '' : URL.createObjectURL(copy);
    this.copies.update((copies) => new Map(copies).set(file, address));
  }

  private page(page: number) {
    return this.http.get<GalleryPage>(GALLERY, { params: { page, size: AT_A_TIME } });
  }
}
