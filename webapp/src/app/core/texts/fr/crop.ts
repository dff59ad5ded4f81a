import type { ENGLISH_CROP } from '../en/crop';

const CORNERS = ['supérieur gauche', 'supérieur droit', 'inférieur droit', 'inférieur gauche'];

function hundredths(share: number): string {
  return String(Math.round(100 * share));
}

/** The same in French. */
export const FRENCH_CROP: typeof ENGLISH_CROP = {
  crop: {
    found: 'Il semble y avoir un mur ou un cadre autour du tableau.',
    offer: 'Recadrer sur le tableau ?',
    byHand: 'Recadrer l’image',
    corner: (place, x, y) =>
      `Coin ${CORNERS[place] ?? ''}, à ${hundredths(x)} % de la gauche, à ${hundredths(y)} % du haut`,
    help: 'Tirez les coins jusqu’à ceux du tableau, ou déplacez-les avec les flèches du clavier ; avec Maj, ils vont plus loin.',
    unusable: 'Les coins doivent faire le tour du tableau sans se croiser.',
    apply: 'Recadrer et redemander',
    cancel: 'Laisser comme c’est',
    isCropped: {
      visitor: 'C’est la réponse pour l’image recadrée.',
      server: 'C’est la réponse pour le tableau trouvé dans votre photo.',
    },
    undo: { visitor: 'Annuler le recadrage', server: 'Demander pour toute la photo' },
  },
};
