import type { Texts } from '../en';
import { FRENCH_CROP } from './crop';
import { FRENCH_PAGES } from './pages';
import PROBLEMS from './problems.json';
import { FRENCH_ROOMS } from './rooms';
import SENTENCES from './sentences.json';

const NUMBER = new Intl.NumberFormat('fr');

function percent(share: number): string {
  if (share > 0 && share < 0.01) return '< 1 %';
  if (share > 0.99 && share < 1) return '> 99 %';
  return `${NUMBER.format(Math.round(share * 100))} %`;
}

function pictures(count: number): string {
  return count < 2 ? `${NUMBER.format(count)} image` : `${NUMBER.format(count)} images`;
}

/** Every word that the app says, in French. */
export const FRENCH: Texts = {
  ...FRENCH_CROP,
  ...FRENCH_PAGES,
  ...FRENCH_ROOMS,
  language: 'Français',

  sentences: SENTENCES,
  /** By its code; the server's own words where it is a new one. */
  problem: ({ code, title, detail }) =>
    (PROBLEMS as Record<string, { title: string; detail: string }>)[code] ?? { title, detail },

  percent,
  count: (count) => NUMBER.format(count),

  name: 'morelli',
  tagline: 'Qui l’a peint ?',
  about:
    'Giovanni Morelli distinguait les peintres à leur façon de peindre une oreille ou une main. ' +
    'Le modèle qui porte son nom regarde les touches de votre image et dit qui a pu la peindre, ' +
    'dans quel style, et à quel point il en est sûr.',
  knows: (painters, styles) =>
    `Il connaît ${NUMBER.format(painters)} peintres et ${NUMBER.format(styles)} styles.`,
  measured: (painter, fiveBest, style) =>
    `Sur ${NUMBER.format(painter.n)} tableaux qu’il n’avait jamais vus, il a donné le bon peintre ` +
    `pour ${percent(painter.value)} (intervalle à 95 % : ${percent(painter.low)} à ` +
    `${percent(painter.high)}), l’avait parmi ses cinq premiers pour ${percent(fiveBest.value)}, ` +
    `et a donné le bon style pour ${percent(style.value)} des ${NUMBER.format(style.n)} dont le ` +
    'style est connu.',
  measuredElsewhere: (painter) =>
    `Sur ${NUMBER.format(painter.n)} venus d’autres sources que celles de son apprentissage, comme ` +
    `le seront les vôtres, il a donné le bon peintre pour ${percent(painter.value)} ` +
    `(${percent(painter.low)} à ${percent(painter.high)}).`,
  footer:
    'Ce serveur regarde vos images et n’en conserve une que si vous le demandez ; votre ' +
    'navigateur les garde jusqu’à ce que vous les oubliiez.',
  apiDocs: 'L’API, pour les programmes',

  addPictures: 'Montrez-moi un tableau',
  drop: 'Déposez ici des images de tableaux',
  orPaste: 'ou collez-les avec Ctrl + V ou ⌘ V',
  choose: 'Choisir des images',
  photograph: 'Prendre ou choisir des images',
  formats: 'JPEG, PNG, WebP, TIFF, AVIF, HEIC et d’autres ; autant que vous voulez à la fois.',
  dropNow: 'Lâchez pour les accrocher ici',
  pastedName: 'Image collée',
  addressIsNotFetched:
    'C’est une adresse, et le serveur ne va pas chercher les adresses. Enregistrez l’image et ' +
    'déposez le fichier, ou copiez l’image elle-même et collez-la.',
  noPictureThere: 'Il n’y avait pas d’image là-dedans.',

  yourPictures: 'Vos images',
  progressOfAll: (answered, all) =>
    answered === all
      ? pictures(all)
      : `${NUMBER.format(answered)} sur ${pictures(all)} déjà regardées`,
  removeAll: 'Tout retirer',
  remove: (name) => `Retirer ${name}`,
  noPreview: 'Pas d’aperçu',

  waiting: 'Attend son tour',
  busy: 'Le serveur est occupé ; cela continue dans un instant',
  sending: 'Envoi',
  looking: 'Il regarde',

  closest: 'Les plus proches que je connaisse',
  oneOf: (names) =>
    `Neuf fois sur dix, la réponse est parmi ces ${String(names.length)} : ${names.join(', ')}.`,
  familiarity: (share) => {
    const [words, than] =
      share >= 0.5
        ? ['L’image semble familière : plus que', share]
        : share >= 0.2
          ? ['L’image semble assez familière : plus que', share]
          : share >= 0.05
            ? ['L’image semble peu familière : moins que', 1 - share]
            : ['L’image semble étrangère : moins que', 1 - share];
    return `${words} ${percent(Math.min(than, 0.999))} des images des peintres que je connais.`;
  },
  hangsHere: 'Il est accroché ici',
  moreAboutIt: 'En savoir plus',
  answered: (name, sentence) => `${name} : ${sentence}`,

  retry: 'Réessayer',
  refused: (name, detail) => `${name} : ${detail}`,
  unreachable: {
    title: 'Pas envoyé',
    detail: 'Le serveur est injoignable, ou le fichier ne peut plus être lu.',
  },
  unexpected: {
    title: 'Pas de réponse',
    detail: 'Le serveur a répondu d’une façon que cette page ne comprend pas.',
  },
};
