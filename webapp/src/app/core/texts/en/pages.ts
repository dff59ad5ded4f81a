const COUNT = new Intl.NumberFormat('en');

function pictures(count: number): string {
  return count === 1 ? '1 picture' : `${COUNT.format(count)} pictures`;
}

/** What the answers' panels and the pages of the menu say, in English. */
export const ENGLISH_PAGES = {
  loading: 'One moment',
  tryAgain: 'Try again',
  close: 'Close',

  reasons: {
    showAll: (count: number) => `Show all ${COUNT.format(count)}`,
    showFew: 'Show fewer',
    where: 'Where it looked',
    whereFor: 'For',
    painter: 'Painter',
    style: 'Style',
    strength: 'Strength of the overlay',
    whereAlt: (name: string) => `Your picture; the warm places spoke most for ${name}`,
    whereHelp: (name: string) =>
      `The warmer a place, the more it spoke for ${name}. It shows what weighed, not what is right.`,
    noHeat: 'This model cannot say where it looked.',
    similar: 'Similar paintings',
    similarHelp: 'The paintings of the gallery that the model finds most alike, the closest first.',
    noSimilar: 'There is no painting in the gallery to compare with.',
    unknownPainter: 'Painter not known',
  },
  download: {
    heading: 'Download',
    json: 'Download JSON',
    csv: 'Download CSV',
  },
  share: {
    heading: 'Share',
    explain:
      'This stores the answer and a small copy of your picture on this server, for everyone who ' +
      'has the link. Nothing is stored until you press the button.',
    create: 'Make a link',
    done: 'This link shows the answer to people who can reach this server:',
    copy: 'Copy the link',
    copied: 'The link is on the clipboard.',
  },
  correction: {
    heading: 'That’s wrong',
    explain: 'Who painted it? Your word is stored for those who train the next model.',
    painter: 'Painter',
    choose: 'Choose a painter from the list.',
    withPicture: 'Store my picture with it; without this tick only the name is stored.',
    send: 'Send',
    thanks: (name: string) => `Thank you. Noted: ${name}.`,
  },
  answerPage: {
    missing: 'There is no such answer here, or it is no longer kept.',
    asked: (date: string) => `Answered on ${date}`,
    print: 'Print',
    pictureAlt: 'The picture that was asked about',
  },
  classes: {
    painters: 'Painters',
    styles: 'Styles',
    paintersIntro: (known: number, all: number) =>
      `The model can name ${COUNT.format(known)} of these ${COUNT.format(all)} painters.`,
    stylesIntro: (known: number, all: number) =>
      `The model can name ${COUNT.format(known)} of these ${COUNT.format(all)} styles.`,
    search: 'Search by name',
    found: (count: number) => (count === 1 ? '1 found' : `${COUNT.format(count)} found`),
    born: (year: number) => `born ${String(year)}`,
    died: (year: number) => `died ${String(year)}`,
    style: 'Style',
    notKnown: 'The model does not know this name and never answers with it.',
    accuracy: 'How often the model is right',
    accuracyIs: (share: string, low: string, high: string, n: number) =>
      `It named ${share} of ${pictures(n)} rightly that it had never seen (95% interval ${low} to ${high}).`,
    notMeasured: 'This was not measured.',
    confusedWith: 'Named instead',
    neverConfused: 'Nothing else was named for these pictures.',
    times: (count: number) => (count === 1 ? 'once' : `${COUNT.format(count)} times`),
    inGallery: 'In the gallery',
    noneInGallery: 'None hangs in the gallery now.',
    paintersOfStyle: 'Painters of this style',
    missing: 'There is no such page.',
  },
  aboutPage: {
    title: 'About',
    what: 'What it is',
    whatText:
      'morelli looks at a photograph of a painting and says who may have painted it and in what ' +
      'style. A network turns the picture into a list of numbers that describe colours, strokes, ' +
      'textures and shapes; two small layers read painter and style from them. It answers on this ' +
      'server, and asks nobody else.',
    data: 'What it learned from',
    learned: (data: string, n: number) =>
      `It was trained on ${pictures(n)} of the data set “${data}”.`,
    measured: 'How good it is',
    measuredText: 'Measured on paintings that it never saw while learning, with 95% intervals.',
    homeAlone:
      'Their pictures come from the sources it learned from; of pictures from elsewhere, such as ' +
      'your own, expect less.',
    bothText:
      'At home are pictures from the sources it learned from, elsewhere are pictures from other ' +
      'sources. Elsewhere is what to expect of your own pictures.',
    measure: 'Measure',
    home: 'At home',
    elsewhere: 'Elsewhere',
    interval: (low: string, high: string, n: number) => `${low}–${high}, ${pictures(n)}`,
    rows: {
      'artist.accuracy': 'Right painter',
      'artist.top5': 'Right painter among the first five',
      'artist.set_coverage': 'Right painter among those named as possible',
      'artist.very_likely_right': 'Right painter where it says “very likely”',
      'artist.macro_f1': 'Painters: F1, every painter counting the same',
      'artist.calibration_error': 'Painters: error of the percentages',
      'style.accuracy': 'Right style',
      'style.top5': 'Right style among the first five',
      'style.macro_f1': 'Styles: F1, every style counting the same',
      'style.calibration_error': 'Styles: error of the percentages',
      'refusal.painting_refused': 'Paintings taken for something else',
      'refusal.known_painter_accepted': 'Painters it knows, answered as known',
      'refusal.unknown_painter_noticed': 'Painters it does not know, noticed',
      'refusal.unknown_painter_very_likely':
        'Painters it does not know, called “very likely” somebody',
      'refusal.not_painting_noticed': 'Pictures that are no paintings, noticed',
    },
    limits: 'What it cannot do',
    limitsList: [
      'It is no expert opinion. It has never seen the back of a canvas, a signature under a lens, or a document.',
      'It knows only the painters on its list; of the others it notices only a part, and may name someone close instead.',
      'Copies, followers and workshops look like their masters, to it too.',
      'Photographs at an angle, in coloured light, or with the frame make it less sure, and sometimes wrong.',
      'Its percentages hold on average over pictures like those it was measured on, and not for every single one.',
    ],
    see: 'How a network sees a painting',
    seeText:
      'Choose a painting. The first layers answer to edges and colours, the middle ones to ' +
      'textures, the last ones to parts of things. Every tile is one map of that layer, light ' +
      'where it answers strongly.',
    pick: 'Paintings to choose from',
    layer: (network: number, level: number) =>
      `Network ${COUNT.format(network)}, layer ${COUNT.format(level)}`,
    layerSize: (channels: number, height: number, width: number) =>
      `${COUNT.format(channels)} maps of ${COUNT.format(width)} × ${COUNT.format(height)} places`,
    tileAlt: (place: number) => `Map ${COUNT.format(place)}`,
    noPaintings: 'The gallery is empty.',
  },
  historyPage: {
    title: 'Your history',
    explain:
      'The pictures you asked about, with their answers. They are kept in this browser only, until ' +
      'you forget them.',
    space: (megabytes: number) => `They take ${COUNT.format(megabytes)} MB.`,
    empty: 'Nothing yet. Pictures you ask about will appear here.',
    forgetAll: 'Forget all',
    forget: (name: string) => `Forget ${name}`,
    forgetThis: 'Forget',
    forgotten: 'All forgotten.',
    unavailable: 'This browser does not let the page keep anything.',
  },
  confusionPage: {
    title: 'Who is taken for whom',
    explain:
      'Every row is a true name, every column an answer of the model, on paintings it had never ' +
      'seen. What is right lies on the diagonal.',
    painters: 'Painters',
    styles: 'Styles',
    which: 'Which names',
    none: 'This model brings no such numbers.',
    mapLabel: (count: number) =>
      `Matrix of ${COUNT.format(count)} by ${COUNT.format(count)} names. Arrow keys move the chosen cell, plus and minus zoom; the table below has the same numbers.`,
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    cell: (truth: string, answer: string, count: number, all: number) =>
      truth === answer
        ? `${truth}: ${COUNT.format(count)} of ${pictures(all)} named rightly.`
        : `${truth}: ${COUNT.format(count)} of ${pictures(all)} taken for ${answer}.`,
    choose: 'Click on a cell to read its numbers.',
    table: 'The same as a table',
    truth: 'True name',
    answer: 'Answer',
    count: 'Pictures',
    mistakes: 'Mistakes, the commonest first',
  },
};

export type PageTexts = typeof ENGLISH_PAGES;
