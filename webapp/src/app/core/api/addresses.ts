import type { Head, Painting } from './models';

export const GALLERY = 'api/v1/gallery';

/** As `top`, asks for every painter and style. */
export const ALL = '1000';

/** A small picture of a painting in the gallery. */
export function thumbnailOf({ id }: Pick<Painting, 'id'>): string {
  return `${GALLERY}/${encodeURIComponent(id)}/thumbnail/small`;
}

export const SHARED = 'api/v1/shared';

/** The test pictures of one class that were given to one, by their slugs. */
export function confusionOf(head: Head, truth: string, answer: string): string {
  return `api/v1/model/confusions/${head}/${encodeURIComponent(truth)}/${encodeURIComponent(answer)}`;
}

/** A small copy of a picture that the model was measured on. */
export function testPictureOf(head: Head, number: number): string {
  return `api/v1/model/pictures/${head}/${String(number)}`;
}
