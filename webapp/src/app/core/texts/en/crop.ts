const CORNERS = ['Top left', 'Top right', 'Bottom right', 'Bottom left'];

/** A share as a whole number of hundredths. */
function hundredths(share: number): string {
  return String(Math.round(100 * share));
}

/** What is said of photographs that show more than the painting. */
export const ENGLISH_CROP = {
  crop: {
    found: 'There seems to be a wall or a frame around the painting.',
    offer: 'Crop to the painting?',
    byHand: 'Crop the picture',
    corner: (place: number, x: number, y: number) =>
      `${CORNERS[place] ?? ''} corner, ${hundredths(x)}% from the left, ${hundredths(y)}% from the top`,
    help: 'Drag the corners to those of the painting, or move them with the arrow keys; with Shift they go further.',
    unusable: 'The corners must go around the painting without crossing each other.',
    apply: 'Crop and ask again',
    cancel: 'Leave it as it is',
    isCropped: {
      visitor: 'This is the answer for the cropped picture.',
      server: 'This is the answer for the painting found in your photograph.',
    },
    undo: { visitor: 'Undo the crop', server: 'Ask about the whole photograph' },
  },
};
