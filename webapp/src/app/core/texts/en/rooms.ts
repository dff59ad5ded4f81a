const NUMBER = new Intl.NumberFormat('en');

/** What the menu, the hall and the grid say, in English. */
export const ENGLISH_ROOMS = {
  /** A style's name in this language, where it has one of its own. */
  styleName: (_slug: string, name: string): string => name,
  /** A painting's title; those of morelli's own studies are in this language. */
  titleOf: (title: string): string => title || 'Untitled',
  /** What the label says about who painted it: a name, or "after" a name. */
  painterOf: (name: string): string => name,

  rooms: {
    hall: 'The hall',
    gallery: 'All paintings',
    attribute: 'Your pictures',
    painters: 'Painters',
    styles: 'Styles',
    confusion: 'Confusions',
    history: 'History',
    about: 'About',
    answer: 'A shared answer',
    painting: 'A painting',
    picture: 'A picture of yours',
    missing: 'There is no such page.',
  },

  menu: {
    label: 'Main',
    open: 'Menu',
    skip: 'Go to the content',
    language: 'Language',
    theme: 'Theme',
    themes: { auto: 'System', light: 'Light', dark: 'Dark' },
    home: 'To the hall',
    teach: 'Teach a painter',
  },

  welcome: {
    /** What all this is, in one sentence. */
    what: 'Show me a painting: I say who may have painted it, in what style, and how sure I am.',
    ask: 'Whose painting is this?',
    camera: 'Take a photograph',
    studies: 'What hangs here are studies that morelli drew itself.',
    hangReal: 'To hang real paintings, type where morelli runs:',
  },

  hallPage: {
    title: 'The hall',
    role: 'round hall of paintings',
    previous: 'Previous painting',
    next: 'Next painting',
    close: 'Close',
    take: (title: string) => `Take ${title} off the wall`,
    place: (place: number, all: number) => `${NUMBER.format(place)} of ${NUMBER.format(all)}`,
    yours: 'Your picture',
    right: 'And so it is.',
    ours: 'Drawn by morelli itself',
    asking: 'Looking at it',
    failed: 'There is no answer about this painting just now.',
    noLabel: 'Nobody has written down who painted it.',
    help: 'Arrow keys, wheel or a swipe walk along; Enter takes a painting off the wall.',
    helpTouch: 'Swipe to walk along; tap to take one down.',
    empty: 'Nothing hangs here yet.',
    bring: 'Bring a picture of your own',
    unreachable: 'The gallery can’t be reached.',
  },

  paintingPage: {
    look: 'Look closer',
    says: 'What the model says',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    whole: 'The whole picture',
    missing: 'This painting does not hang here any more.',
  },

  picturePage: {
    kept: 'This page is kept in this browser only, until you forget it.',
    onlySmall: 'Of this picture only a small copy is kept.',
    missing: 'This picture is not kept in this browser.',
  },

  answerTable: {
    view: 'How they are shown',
    cards: 'Cards',
    table: 'Table',
    show: 'Show',
    every: 'All',
    choice: (name: string, count: number) => `${name} (${NUMBER.format(count)})`,
    kinds: {
      'known painter': 'A painter it knows',
      'unknown painter': 'An unknown painter',
      'not a painting': 'Not a painting',
      'painting on a wall': 'Paintings on a wall',
      failed: 'No answer',
      waiting: 'Not yet looked at',
    },
    columns: {
      name: 'Picture',
      verdict: 'Verdict',
      painter: 'Likeliest painter',
      certainty: 'How sure',
      style: 'Likeliest style',
    },
    what: 'What to do',
    retry: (name: string) => `Try again: ${name}`,
    retryFailed: (count: number) => `Try again those without an answer (${NUMBER.format(count)})`,
    json: 'Download all answers as JSON',
    csv: 'Download all answers as CSV',
    none: 'No picture is like that.',
  },

  gridPage: {
    title: 'All paintings',
    search: 'Search',
    searchHint: 'Title, painter or style',
    style: 'Style',
    painter: 'Painter',
    everyStyle: 'Every style',
    everyPainter: 'Every painter',
    choice: (name: string, count: number) => `${name} (${NUMBER.format(count)})`,
    found: (count: number): string =>
      count === 1 ? '1 painting' : `${NUMBER.format(count)} paintings`,
    none: 'No painting is like that.',
    more: 'Show more',
  },
};

export type RoomTexts = typeof ENGLISH_ROOMS;
