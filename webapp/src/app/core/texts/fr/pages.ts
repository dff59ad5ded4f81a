import type { PageTexts } from '../en/pages';

const COUNT = new Intl.NumberFormat('fr');

function pictures(count: number): string {
  return count < 2 ? `${COUNT.format(count)} image` : `${COUNT.format(count)} images`;
}

/** What the answers' panels and the pages of the menu say, in French. */
export const FRENCH_PAGES: PageTexts = {
  loading: 'Un instant',
  tryAgain: 'Réessayer',
  close: 'Fermer',

  reasons: {
    showAll: (count) => `Montrer les ${COUNT.format(count)}`,
    showFew: 'En montrer moins',
    where: 'Où il a regardé',
    whereFor: 'Pour',
    painter: 'Peintre',
    style: 'Style',
    strength: 'Intensité du calque',
    whereAlt: (name) => `Votre image ; les endroits chauds ont le plus parlé pour ${name}`,
    whereHelp: (name) =>
      `Plus un endroit est chaud, plus il a parlé pour ${name}. On voit ce qui a compté, pas ce qui est juste.`,
    noHeat: 'Ce modèle ne sait pas dire où il a regardé.',
    similar: 'Tableaux semblables',
    similarHelp:
      'Les tableaux de la galerie que le modèle trouve les plus proches, le plus proche d’abord.',
    noSimilar: 'La galerie n’a aucun tableau à comparer.',
    unknownPainter: 'Peintre inconnu',
  },
  download: {
    heading: 'Télécharger',
    json: 'Télécharger en JSON',
    csv: 'Télécharger en CSV',
  },
  share: {
    heading: 'Partager',
    explain:
      'La réponse et une petite copie de votre image seront conservées sur ce serveur, pour tous ' +
      'ceux qui ont le lien. Rien n’est conservé avant que vous n’appuyiez sur le bouton.',
    create: 'Créer un lien',
    done: 'Ce lien montre la réponse à ceux qui peuvent joindre ce serveur :',
    copy: 'Copier le lien',
    copied: 'Le lien est dans le presse-papiers.',
  },
  correction: {
    heading: 'C’est faux',
    explain: 'Qui l’a peint ? Votre réponse est conservée pour l’entraînement du prochain modèle.',
    painter: 'Peintre',
    choose: 'Choisissez un peintre dans la liste.',
    withPicture: 'Conserver aussi mon image ; sans cette coche, seul le nom est conservé.',
    send: 'Envoyer',
    thanks: (name) => `Merci. C’est noté : ${name}.`,
  },
  answerPage: {
    missing: 'Cette réponse n’existe pas ici, ou n’est plus conservée.',
    asked: (date) => `Réponse du ${date}`,
    print: 'Imprimer',
    pictureAlt: 'L’image dont il s’agit',
  },
  classes: {
    painters: 'Peintres',
    styles: 'Styles',
    paintersIntro: (known, all) =>
      `Le modèle sait nommer ${COUNT.format(known)} de ces ${COUNT.format(all)} peintres.`,
    stylesIntro: (known, all) =>
      `Le modèle sait nommer ${COUNT.format(known)} de ces ${COUNT.format(all)} styles.`,
    search: 'Chercher un nom',
    found: (count) => `${COUNT.format(count)} ${count < 2 ? 'trouvé' : 'trouvés'}`,
    born: (year) => `naissance : ${String(year)}`,
    died: (year) => `mort : ${String(year)}`,
    style: 'Style',
    notKnown: 'Le modèle ne connaît pas ce nom et ne le donne jamais.',
    accuracy: 'Combien de fois le modèle a raison',
    accuracyIs: (share, low, high, n) =>
      `Il a bien nommé ${share} de ${pictures(n)} qu’il n’avait jamais vues (intervalle à 95 % : ${low} à ${high}).`,
    notMeasured: 'Cela n’a pas été mesuré.',
    confusedWith: 'Nommés à la place',
    neverConfused: 'Aucun autre nom n’a été donné à ces images.',
    times: (count) => `${COUNT.format(count)} fois`,
    inGallery: 'Dans la galerie',
    noneInGallery: 'Rien dans la galerie pour l’instant.',
    paintersOfStyle: 'Peintres de ce style',
    missing: 'Cette page n’existe pas.',
  },
  aboutPage: {
    title: 'À propos',
    what: 'Ce que c’est',
    whatText:
      'morelli regarde la photographie d’un tableau et dit qui a pu le peindre, et dans quel ' +
      'style. Un réseau change l’image en une liste de nombres qui décrivent couleurs, touches, ' +
      'textures et formes ; deux petites couches y lisent le peintre et le style. Il répond sur ce ' +
      'serveur et n’interroge personne d’autre.',
    data: 'Sur quoi il a appris',
    learned: (data, n) => `Il a été entraîné sur ${pictures(n)} du jeu de données « ${data} ».`,
    measured: 'Ce qu’il vaut',
    measuredText:
      'Mesuré sur des tableaux jamais vus pendant l’apprentissage, avec des intervalles à 95 %.',
    homeAlone:
      'Leurs images viennent des sources sur lesquelles il a appris ; d’images venues d’ailleurs, ' +
      'comme les vôtres, attendez moins.',
    bothText:
      'Chez lui : des images des sources sur lesquelles il a appris. Ailleurs : des images d’autres ' +
      'sources. La colonne « Ailleurs » dit ce qu’il faut attendre de vos propres images.',
    measure: 'Mesure',
    home: 'Chez lui',
    elsewhere: 'Ailleurs',
    interval: (low, high, n) => `${low} à ${high}, ${pictures(n)}`,
    rows: {
      'artist.accuracy': 'Bon peintre',
      'artist.top5': 'Bon peintre parmi les cinq premiers',
      'artist.set_coverage': 'Bon peintre parmi ceux donnés comme possibles',
      'artist.very_likely_right': 'Bon peintre quand il dit « très probablement »',
      'artist.macro_f1': 'Peintres : F1, chaque peintre comptant autant',
      'artist.calibration_error': 'Peintres : erreur des pourcentages',
      'style.accuracy': 'Bon style',
      'style.top5': 'Bon style parmi les cinq premiers',
      'style.macro_f1': 'Styles : F1, chaque style comptant autant',
      'style.calibration_error': 'Styles : erreur des pourcentages',
      'refusal.painting_refused': 'Tableaux pris pour autre chose',
      'refusal.known_painter_accepted': 'Peintres connus, reconnus comme tels',
      'refusal.unknown_painter_noticed': 'Peintres inconnus, remarqués',
      'refusal.unknown_painter_very_likely':
        'Peintres inconnus, pris « très probablement » pour un autre',
      'refusal.not_painting_noticed': 'Images qui ne sont pas des tableaux, remarquées',
    },
    limits: 'Ce qu’il ne sait pas faire',
    limitsList: [
      'Ce n’est pas une expertise. Il n’a jamais vu le dos d’une toile, une signature à la loupe, ni un document.',
      'Il ne connaît que les peintres de sa liste ; il ne remarque qu’une partie des autres, et peut nommer quelqu’un de proche.',
      'Les copies, les suiveurs et les ateliers ressemblent à leurs maîtres, pour lui aussi.',
      'Une photographie de biais, sous une lumière colorée ou avec le cadre le rend moins sûr, et parfois faux.',
      'Ses pourcentages sont justes en moyenne sur des images comme celles des mesures, pas pour chacune.',
    ],
    see: 'Comment un réseau voit un tableau',
    seeText:
      'Choisissez un tableau. Les premières couches répondent aux bords et aux couleurs, celles du ' +
      'milieu aux textures, les dernières à des parties de choses. Chaque vignette est une carte de ' +
      'cette couche, claire là où elle répond fort.',
    pick: 'Tableaux à choisir',
    layer: (network, level) => `Réseau ${COUNT.format(network)}, couche ${COUNT.format(level)}`,
    layerSize: (channels, height, width) =>
      `${COUNT.format(channels)} cartes de ${COUNT.format(width)} × ${COUNT.format(height)} points`,
    tileAlt: (place) => `Carte ${COUNT.format(place)}`,
    noPaintings: 'La galerie est vide.',
  },
  historyPage: {
    title: 'Votre historique',
    explain:
      'Les images que vous avez montrées, avec leurs réponses. Elles ne sont gardées que dans ce ' +
      'navigateur, tant que vous ne les oubliez pas.',
    space: (megabytes) => `Elles prennent ${COUNT.format(megabytes)} Mo.`,
    empty: 'Encore rien. Les images que vous montrerez apparaîtront ici.',
    forgetAll: 'Tout oublier',
    forget: (name) => `Oublier ${name}`,
    forgetThis: 'Oublier',
    forgotten: 'Tout est oublié.',
    unavailable: 'Ce navigateur ne laisse rien garder à la page.',
  },
  confusionPage: {
    title: 'Qui est pris pour qui',
    explain:
      'Chaque ligne est un vrai nom, chaque colonne une réponse du modèle, sur des tableaux qu’il ' +
      'n’avait jamais vus. Ce qui est juste est sur la diagonale.',
    painters: 'Peintres',
    styles: 'Styles',
    which: 'Quels noms',
    none: 'Ce modèle n’apporte pas ces nombres.',
    mapLabel: (count) =>
      `Matrice de ${COUNT.format(count)} noms sur ${COUNT.format(count)}. Les flèches déplacent la case choisie, plus et moins agrandissent ou réduisent ; le tableau plus bas a les mêmes nombres.`,
    zoomIn: 'Agrandir',
    zoomOut: 'Réduire',
    cell: (truth, answer, count, all) =>
      truth === answer
        ? `${truth} : ${COUNT.format(count)} sur ${pictures(all)}, bien nommés.`
        : `${truth} : ${COUNT.format(count)} sur ${pictures(all)}, pris pour ${answer}.`,
    choose: 'Cliquez sur une case pour lire ses nombres.',
    table: 'La même chose en tableau',
    truth: 'Vrai nom',
    answer: 'Réponse',
    count: 'Images',
    mistakes: 'Erreurs, les plus fréquentes d’abord',
  },
};
