import type { Attribution, Quadrilateral } from '../../core/api/models';
import type { Refusal } from '../../core/api/refusal';

export interface Answered {
  readonly kind: 'answered';
  readonly attribution: Attribution;
  /** By which the history finds the picture and this answer, where the browser keeps them. */
  readonly memory?: number;
}

/** How a picture was cropped, and what it was before; by the server itself, nothing yet. */
export interface Crop {
  readonly to: Quadrilateral;
  readonly file: File;
  readonly state?: PictureState;
}

/** Where a picture is on its way to an answer. */
export type PictureState =
  | { readonly kind: 'waiting'; readonly busy: boolean }
  | { readonly kind: 'sending'; readonly share: number }
  | Answered
  | { readonly kind: 'failed'; readonly refusal: Refusal };

/** A picture that a visitor brought. The state belongs to it and to no other. */
export interface Picture {
  readonly id: number;
  readonly file: File;
  readonly name: string;
  readonly state: PictureState;
  /** Where it is the painting in a larger picture. */
  readonly crop?: Crop;
  /** Where a painting was found in it, though the visitor asks about all of it. */
  readonly whole?: Quadrilateral;
}

export function isSettled(picture: Picture): boolean {
  return picture.state.kind === 'answered' || picture.state.kind === 'failed';
}
