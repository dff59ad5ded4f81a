import SENTENCES from '@morelli/inference/sentences.json';

import type { Problem } from '../../api/models';
import { ENGLISH_CROP } from './crop';
import { ENGLISH_PAGES } from './pages';
import { ENGLISH_ROOMS } from './rooms';

const NUMBER = new Intl.NumberFormat('en');

/** A share, 0 to 1, as people write it; never "0%" or "100%" for what is only nearly so. */
function percent(share: number): string {
  if (share > 0 && share < 0.01) return '<1%';
  if (share > 0.99 && share < 1) return '>99%';
  return `${NUMBER.format(Math.round(share * 100))}%`;
}

/** A share that was measured on `n` pictures, with its 95% interval. */
interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

function interval({ low, high }: Share): string {
  return `${percent(low)} to ${percent(high)}`;
}

function pictures(count: number): string {
  return count === 1 ? '1 picture' : `${NUMBER.format(count)} pictures`;
}

/** Every word that the app says, but for what comes from the server. */
export const ENGLISH = {
  ...ENGLISH_CROP,
  ...ENGLISH_PAGES,
  ...ENGLISH_ROOMS,
  /** What the language calls itself. */
  language: 'English',

  /** An answer's sentence, by its key; the server's own table. */
  sentences: SENTENCES,
  /** What is wrong, in the server's own words, which are English. */
  problem: ({ title, detail }: Pick<Problem, 'title' | 'detail' | 'code'>) => ({ title, detail }),

  percent,
  count: (count: number) => NUMBER.format(count),

  name: 'morelli',
  tagline: 'Who painted it?',
  about:
    'Giovanni Morelli told painters apart by how they painted an ear or a hand. ' +
    'The model named after him looks at the strokes of your picture and says who may have ' +
    'painted it, in what style, and how sure it is.',
  knows: (painters: number, styles: number) =>
    `It knows ${NUMBER.format(painters)} painters and ${NUMBER.format(styles)} styles.`,
  measured: (painter: Share, fiveBest: Share, style: Share) =>
    `Of ${NUMBER.format(painter.n)} paintings it had never seen, it named the right painter for ` +
    `${percent(painter.value)} (95% interval ${interval(painter)}), had them among its first ` +
    `five for ${percent(fiveBest.value)}, and named the right style for ${percent(style.value)} ` +
    `of the ${NUMBER.format(style.n)} whose style is known.`,
  measuredElsewhere: (painter: Share) =>
    `Of ${NUMBER.format(painter.n)} from other sources than it learned from, as yours will be, it ` +
    `named the right painter for ${percent(painter.value)} (${interval(painter)}).`,
  footer:
    'This server looks at your pictures and keeps one only where you ask for it; your browser ' +
    'keeps them until you forget them.',
  apiDocs: 'The API, for programs',

  addPictures: 'Show me a painting',
  drop: 'Drop pictures of paintings here',
  orPaste: 'or paste them with Ctrl + V or ⌘ V',
  choose: 'Choose pictures',
  photograph: 'Take or choose pictures',
  formats: 'JPEG, PNG, WebP, TIFF, AVIF, HEIC and more; as many at once as you like.',
  dropNow: 'Let go to hang them here',
  pastedName: 'Pasted picture',
  addressIsNotFetched:
    'That is an address, and addresses are not fetched. Save the picture and drop its file, ' +
    'or copy the picture itself and paste it.',
  noPictureThere: 'There was no picture in that.',

  yourPictures: 'Your pictures',
  progressOfAll: (answered: number, all: number) =>
    answered === all ? pictures(all) : `${NUMBER.format(answered)} of ${pictures(all)} looked at`,
  removeAll: 'Remove all',
  remove: (name: string) => `Remove ${name}`,
  noPreview: 'No preview',

  waiting: 'Waiting its turn',
  busy: 'The server is busy; going on in a moment',
  sending: 'Sending',
  looking: 'Looking',

  closest: 'The closest painters I know',
  oneOf: (names: readonly string[]) =>
    `Nine times in ten, it is one of these ${String(names.length)}: ${names.join(', ')}.`,
  familiarity: (share: number) => {
    const [word, more, than] =
      share >= 0.5
        ? ['It looks familiar', 'more so', share]
        : share >= 0.2
          ? ['It looks fairly familiar', 'more so', share]
          : share >= 0.05
            ? ['It looks rather unfamiliar', 'less familiar', 1 - share]
            : ['It looks unfamiliar', 'less familiar', 1 - share];
    return `${word}: ${more} than ${percent(Math.min(than, 0.999))} of the pictures by painters I know.`;
  },
  hangsHere: 'This hangs here',
  moreAboutIt: 'More about it',
  answered: (name: string, sentence: string) => `${name}: ${sentence}`,

  retry: 'Try again',
  refused: (name: string, detail: string) => `${name}: ${detail}`,
  unreachable: {
    title: 'Not sent',
    detail: 'The server cannot be reached, or the file can no longer be read.',
  },
  unexpected: {
    title: 'No answer',
    detail: 'The server answered in a way this page does not understand.',
  },
};

export type Texts = typeof ENGLISH;
