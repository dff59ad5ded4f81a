import {
  Component,
  CSP_NONCE,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  signal,
} from '@angular/core';
import { viewChild } from '@angular/core';
import type { Viewer } from 'openseadragon';

import { TEXTS } from '../../core/texts';

/** How far one goes in beyond the picture's own pixels, and by how much a button zooms. */
const [MOST, STEP] = [2, 1.6];

/** Seconds of a zoom. */
const GLIDE = 0.6;

/** A picture that one goes close to, by wheel, fingers, keys or buttons; heat may lie over it. */
@Component({
  selector: 'app-deep-zoom',
  templateUrl: './deep-zoom.html',
  styleUrl: './deep-zoom.css',
})
export class DeepZoom {
  /** The picture with all its pixels; empty while it isn't known. */
  readonly address = input.required<string>();
  /** A small one, seen until the other is there. */
  readonly preview = input('');
  readonly label = input.required<string>();
  /** A transparent picture of the same proportions. */
  readonly overlay = input('');
  /** How strongly the overlay lies over it, in percent. */
  readonly strength = input(60);

  protected readonly texts = inject(TEXTS);
  protected readonly opened = signal(false);
  private readonly nonce = inject(CSP_NONCE);
  private readonly stage = viewChild.required<ElementRef<HTMLElement>>('stage');
  private readonly heat = viewChild.required<ElementRef<HTMLImageElement>>('heat');
  private readonly viewer = signal<Viewer | null>(null);

  constructor() {
    let left = false;
    inject(DestroyRef).onDestroy(() => {
      left = true;
      this.viewer()?.destroy();
    });
    effect(() => {
      const stage = this.stage().nativeElement;
      void this.start(stage).then((viewer) => {
        if (left) viewer.destroy();
        else this.viewer.set(viewer);
      });
    });
    effect(() => {
      const [viewer, url] = [this.viewer(), this.address()];
      if (viewer === null || url === '') return;
      this.opened.set(false);
      viewer.open({ tileSource: { type: 'image', url } });
    });
    effect(() => {
      const canvas = this.viewer()?.canvas;
      canvas?.setAttribute('role', 'application');
      canvas?.setAttribute('aria-label', this.label());
    });
  }

  protected zoom(by: number): void {
    const viewport = this.viewer()?.viewport;
    viewport?.zoomBy(by);
    viewport?.applyConstraints();
  }

  protected closer(): void {
    this.zoom(STEP);
  }

  protected further(): void {
    this.zoom(1 / STEP);
  }

  protected whole(): void {
    this.viewer()?.viewport.goHome();
  }

  private async start(element: HTMLElement): Promise<Viewer> {
    const { default: openSeadragon } = await import('openseadragon');
    allowItsStyle(this.nonce);
    openSeadragon.setString('Errors.OpenFailed', this.texts.unreachable.detail);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const viewer = openSeadragon({
      element,
      showNavigationControl: false,
      drawer: 'canvas',
      animationTime: still ? 0 : GLIDE,
      maxZoomPixelRatio: MOST,
      visibilityRatio: 1,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    });
    viewer.addHandler('open', () => {
      this.opened.set(true);
      const { x, y } = viewer.world.getItemAt(0).getContentSize();
      const over = new openSeadragon.Rect(0, 0, 1, y / x);
      viewer.addOverlay(this.heat().nativeElement, over);
    });
    return viewer;
  }
}

/** OpenSeadragon puts a rule for telephones into the page unless it is there: ours has the nonce. */
function allowItsStyle(nonce: string | null): void {
  const mark = 'data-openseadragon-mobile-css';
  if (document.querySelector(`style[${mark}]`) !== null) return;
  const style = document.createElement('style');
  style.setAttribute(mark, '');
  style.nonce = nonce ?? '';
  document.head.append(style);
}
