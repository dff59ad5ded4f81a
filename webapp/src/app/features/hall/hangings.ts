import { HttpClient } from '@angular/common/http';
import { computed, DestroyRef, effect, inject, Injectable, signal } from '@angular/core';
import { EMPTY, expand, reduce, Subscription } from 'rxjs';

import { GALLERY } from '../../core/api/addresses';
import type { GalleryPage, Painting } from '../../core/api/models';
import { PreviewApi } from '../../core/api/preview-api';
import type { Picture } from '../attribution/picture';
import { PictureStore } from '../attribution/picture-store';
import { Hanging, ownHanging, paintingHanging } from './hanging';

/** The most that one request may ask for. */
const AT_A_TIME = 500;

/** Everything on the walls: the visitor's own pictures, newest first, then the gallery's. */
@Injectable()
export class Hangings {
  private readonly http = inject(HttpClient);
  private readonly own = inject(PictureStore);
  private readonly previews = inject(PreviewApi);
  private readonly paintings = signal<readonly Painting[]>([]);
  private readonly addresses = signal<ReadonlyMap<number, string>>(new Map());
  /** Addresses of the server's copies, of files that the browser can't draw. */
  private readonly drawn = signal<ReadonlyMap<number, string>>(new Map());
  private readonly ratios = signal<ReadonlyMap<number, number>>(new Map());
  /** Addresses of what the browser could not draw. */
  private readonly unseen = signal<ReadonlySet<string>>(new Set());
  private request = new Subscription();
  private left = false;

  readonly loading = signal(true);
  readonly failed = signal(false);

  readonly all = computed<readonly Hanging[]>(() => [
    ...this.own
      .pictures()
      .map((picture) =>
        ownHanging(picture, this.addressOf(picture), this.ratios().get(picture.id)),
      ),
    ...this.paintings().map(paintingHanging),
  ]);

  constructor() {
    // One address for each file as long as the hall is open, however often its state changes.
    effect((onCleanup) => {
      const addresses = new Map(
        this.own.files().map(({ id, file }) => [id, URL.createObjectURL(file)]),
      );
      this.addresses.set(addresses);
      onCleanup(() => {
        for (const address of addresses.values()) URL.revokeObjectURL(address);
      });
    });
    this.load();
    inject(DestroyRef).onDestroy(() => {
      this.request.unsubscribe();
      this.left = true;
      for (const address of this.drawn().values()) URL.revokeObjectURL(address);
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

  /** The browser can't show a picture, as a photograph in HEIC: the server draws a visitor's. */
  cannotShow({ small, picture }: Hanging): void {
    this.unseen.update((unseen) => new Set(unseen).add(small));
    if (picture === null || this.drawn().has(picture.id)) return;
    void this.previews.of(picture.file).then((preview) => {
      if (preview === null || this.left) return;
      const address = URL.createObjectURL(preview);
      this.drawn.update((drawn) => new Map(drawn).set(picture.id, address));
    });
  }

  canShow({ small }: Hanging): boolean {
    return !this.unseen().has(small);
  }

  private addressOf({ id }: Picture): string {
    return this.drawn().get(id) ?? this.addresses().get(id) ?? '';
  }

  private page(page: number) {
    return this.http.get<GalleryPage>(GALLERY, { params: { page, size: AT_A_TIME } });
  }
}
