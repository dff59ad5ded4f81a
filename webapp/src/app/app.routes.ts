import { Routes } from '@angular/router';

import type { Room } from './core/room-titles';

/** Every room of the house; each is loaded when it is first entered. */
export const routes: Routes = [
  {
    path: '',
    title: 'hall' satisfies Room,
    pathMatch: 'full',
    loadComponent: async () => (await import('./features/hall/hall-page')).HallPage,
  },
  {
    path: 'gallery',
    title: 'gallery' satisfies Room,
    loadComponent: async () =>
      (await import('./features/gallery-grid/gallery-grid-page')).GalleryGridPage,
  },
  {
    path: 'paintings/:id',
    title: 'painting' satisfies Room,
    loadComponent: async () => (await import('./features/painting/painting-page')).PaintingPage,
  },
  {
    path: 'pictures/:id',
    title: 'picture' satisfies Room,
    loadComponent: async () => (await import('./features/picture-page/picture-page')).PicturePage,
  },
  {
    path: 'attribute',
    title: 'attribute' satisfies Room,
    loadComponent: async () =>
      (await import('./features/attribution/attribution-page')).AttributionPage,
  },
  {
    path: 'about',
    title: 'about' satisfies Room,
    loadComponent: async () => (await import('./features/about/about-page')).AboutPage,
  },
  {
    path: 'styles',
    title: 'styles' satisfies Room,
    loadComponent: async () => (await import('./features/styles/styles-page')).StylesPage,
  },
  {
    path: 'styles/:slug',
    title: 'styles' satisfies Room,
    loadComponent: async () => (await import('./features/styles/style-page')).StylePage,
  },
  {
    path: 'painters',
    title: 'painters' satisfies Room,
    loadComponent: async () => (await import('./features/painters/painters-page')).PaintersPage,
  },
  {
    path: 'painters/:slug',
    title: 'painters' satisfies Room,
    loadComponent: async () => (await import('./features/painters/painter-page')).PainterPage,
  },
  {
    path: 'answers/:id',
    title: 'answer' satisfies Room,
    loadComponent: async () => (await import('./features/answer-page/answer-page')).AnswerPage,
  },
  {
    path: 'history',
    title: 'history' satisfies Room,
    loadComponent: async () => (await import('./features/history/history-page')).HistoryPage,
  },
  {
    path: 'confusion',
    title: 'confusion' satisfies Room,
    loadComponent: async () => (await import('./features/confusion/confusion-page')).ConfusionPage,
  },
  {
    path: '**',
    title: 'missing' satisfies Room,
    loadComponent: async () => (await import('./features/missing/missing-page')).MissingPage,
  },
];
