import { GALLERY, thumbnailOf } from '../../core/api/addresses';
import type { Attribution, Painting } from '../../core/api/models';
import type { Picture } from '../attribution/picture';

/** Where the manifest of morelli's own studies says that they are from. */
export const OURS = 'morelli';

/** A picture on the wall, the gallery's or the visitor's. */
export interface Hanging {
  readonly key: string;
  readonly title: string;
  /** Width by height; 1 until the browser has seen a picture of the visitor's. */
  readonly ratio: number;
  readonly small: string;
  readonly large: string;
  readonly painting: Painting | null;
  readonly picture: Picture | null;
}

export function paintingHanging(painting: Painting): Hanging {
  return {
    key: painting.id,
    title: painting.title,
    ratio: painting.width / painting.height,
    small: thumbnailOf(painting),
    large: `${GALLERY}/${encodeURIComponent(painting.id)}/thumbnail/large`,
    painting,
    picture: null,
  };
}

export function ownHanging(picture: Picture, address: string, ratio = 1): Hanging {
  return {
    key: `own-${String(picture.id)}`,
    title: picture.name,
    ratio,
    small: address,
    large: address,
    painting: null,
    picture,
  };
}

/** What the model said about a picture of the visitor's; null while it hasn't. */
export function answerOf({ picture }: Hanging): Attribution | null {
  return picture?.state.kind === 'answered' ? picture.state.attribution : null;
}
