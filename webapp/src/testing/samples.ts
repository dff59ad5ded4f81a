/** Answers of the server, by its schema, for tests. */
import type {
  Attribution,
  Attributions,
  GalleryPage,
  Painting,
  Problem,
} from '../app/core/api/models';

export function attribution(changes: Partial<Attribution> = {}): Attribution {
  return {
    artists: [
      { slug: 'claude-monet', name: 'Claude Monet', probability: 0.93 },
      { slug: 'alfred-sisley', name: 'Alfred Sisley', probability: 0.04 },
    ],
    styles: [{ slug: 'impressionism', name: 'Impressionism', probability: 0.97 }],
    artist_set: [
      { slug: 'claude-monet', name: 'Claude Monet', probability: 0.93 },
      { slug: 'alfred-sisley', name: 'Alfred Sisley', probability: 0.04 },
    ],
    style_set: [{ slug: 'impressionism', name: 'Impressionism', probability: 0.97 }],
    familiarity: 0.63,
    painting: 0.99,
    verdict: 'known painter',
    certainty: 'very-likely',
    parts: {
      names: [{ slug: 'claude-monet', name: 'Claude Monet' }],
      style: { slug: 'impressionism', name: 'Impressionism' },
    },
    sentence: 'Very likely Claude Monet; Impressionism.',
    bundle: 'morelli-base',
    ...changes,
  };
}

export function answerFor(file: File, changes: Partial<Attribution> = {}): Attributions {
  const answer = attribution(changes);
  return {
    model: answer.bundle,
    results: [{ filename: file.name, attribution: answer, error: null }],
  };
}

export function problem(changes: Partial<Problem> = {}): Problem {
  return {
    type: '/api/docs#not-a-picture',
    title: 'Not a picture',
    status: 422,
    detail: 'notes.jpg is not a picture.',
    instance: '/api/v1/attributions',
    code: 'not-a-picture',
    ...changes,
  };
}

export function picture(name: string, content = name): File {
  return new File([content], name, { type: 'image/jpeg' });
}

export function painting(title: string, changes: Partial<Painting> = {}): Painting {
  return {
    id: title,
    title,
    artist: 'claude-monet',
    artist_name: 'Claude Monet',
    after: null,
    year: 1872,
    style: 'impressionism',
    style_name: 'Impressionism',
    licence: 'public domain',
    source: null,
    width: 400,
    height: 300,
    ...changes,
  };
}

export function galleryPage(
  paintings: readonly Painting[],
  changes: Partial<GalleryPage> = {},
): GalleryPage {
  return {
    paintings: [...paintings],
    total: paintings.length,
    page: 1,
    pages: 1,
    artists: [],
    styles: [],
    ...changes,
  };
}
