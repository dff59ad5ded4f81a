import type { RoomTexts } from '../en/rooms';

const NUMBER = new Intl.NumberFormat('fr');

const STYLES: Readonly<Record<string, string>> = {
  'abstract-expressionism': 'Expressionnisme abstrait',
  baroque: 'Baroque',
  constructivism: 'Constructivisme',
  cubism: 'Cubisme',
  impressionism: 'Impressionnisme',
  neoclassicism: 'Néoclassicisme',
  'pop-art': 'Pop art',
  'post-impressionism': 'Postimpressionnisme',
  realism: 'Réalisme',
  renaissance: 'Renaissance',
  romanticism: 'Romantisme',
  surrealism: 'Surréalisme',
  symbolism: 'Symbolisme',
  academicism: 'Académisme',
  expressionism: 'Expressionnisme',
  fauvism: 'Fauvisme',
  minimalism: 'Minimalisme',
  'naive-art': 'Art naïf',
};

/** How `morelli gallery studies` calls what it draws. */
const STUDY = /^Study after ((?:\S+ ){0,2}\S+)$/;

/** What the menu, the hall and the grid say, in French. */
export const FRENCH_ROOMS: RoomTexts = {
  styleName: (slug, name) => STYLES[slug] ?? name,
  titleOf: (title) => title.replace(STUDY, 'Étude d’après $1') || 'Sans titre',
  painterOf: (name) => name.replace(/^after /, 'd’après '),

  rooms: {
    hall: 'La salle',
    gallery: 'Tous les tableaux',
    attribute: 'Vos images',
    painters: 'Peintres',
    styles: 'Styles',
    confusion: 'Confusions',
    history: 'Historique',
    about: 'À propos',
    answer: 'Une réponse partagée',
    painting: 'Un tableau',
    picture: 'Une de vos images',
    missing: 'Cette page n’existe pas.',
  },

  menu: {
    label: 'Principal',
    open: 'Menu',
    skip: 'Aller au contenu',
    language: 'Langue',
    theme: 'Thème',
    themes: { auto: 'Système', light: 'Clair', dark: 'Sombre' },
    home: 'Vers la salle',
    teach: 'Enseigner un peintre',
  },

  welcome: {
    what: 'Montrez-moi un tableau : je dis qui a pu le peindre, dans quel style, et si j’en suis sûr.',
    ask: 'De qui est ce tableau ?',
    camera: 'Prendre une photo',
    studies: 'Ce qui est accroché ici, ce sont des études que morelli a dessinées lui-même.',
    hangReal: 'Pour accrocher de vrais tableaux, tapez là où tourne morelli :',
  },

  hallPage: {
    title: 'La salle',
    role: 'salle ronde de tableaux',
    previous: 'Tableau précédent',
    next: 'Tableau suivant',
    close: 'Fermer',
    take: (title) => `Décrocher ${title}`,
    place: (place, all) => `${NUMBER.format(place)} sur ${NUMBER.format(all)}`,
    yours: 'Votre image',
    right: 'Et c’est bien cela.',
    ours: 'Dessinée par morelli',
    asking: 'Il le regarde',
    failed: 'Pas de réponse sur ce tableau pour l’instant.',
    noLabel: 'Personne n’a noté qui l’a peint.',
    help: 'Flèches, molette ou glissement du doigt pour avancer ; Entrée décroche un tableau.',
    helpTouch: 'Glissez pour avancer ; touchez pour décrocher.',
    empty: 'Rien n’est encore accroché ici.',
    bring: 'Apporter une image',
    unreachable: 'La galerie est injoignable.',
  },

  paintingPage: {
    look: 'Regarder de près',
    says: 'Ce que dit le modèle',
    zoomIn: 'Agrandir',
    zoomOut: 'Réduire',
    whole: 'Toute l’image',
    missing: 'Ce tableau n’est plus accroché ici.',
  },

  picturePage: {
    kept: 'Cette page n’est gardée que dans ce navigateur, tant que vous ne l’oubliez pas.',
    onlySmall: 'De cette image, seule une petite copie est gardée.',
    missing: 'Cette image n’est pas gardée dans ce navigateur.',
  },

  answerTable: {
    view: 'Présentation',
    cards: 'Fiches',
    table: 'Liste',
    show: 'Montrer',
    every: 'Toutes',
    choice: (name, count) => `${name} (${NUMBER.format(count)})`,
    kinds: {
      'known painter': 'Un peintre connu',
      'unknown painter': 'Un peintre inconnu',
      'not a painting': 'Pas un tableau',
      'painting on a wall': 'Des tableaux au mur',
      failed: 'Sans réponse',
      waiting: 'Pas encore regardée',
    },
    columns: {
      name: 'Image',
      verdict: 'Verdict',
      painter: 'Peintre le plus probable',
      certainty: 'Certitude',
      style: 'Style le plus probable',
    },
    what: 'Que faire',
    retry: (name) => `Réessayer : ${name}`,
    retryFailed: (count) => `Réessayer celles sans réponse (${NUMBER.format(count)})`,
    json: 'Télécharger toutes les réponses en JSON',
    csv: 'Télécharger toutes les réponses en CSV',
    none: 'Aucune image ne correspond.',
  },

  gridPage: {
    title: 'Tous les tableaux',
    search: 'Chercher',
    searchHint: 'Titre, peintre ou style',
    style: 'Style',
    painter: 'Peintre',
    everyStyle: 'Tous les styles',
    everyPainter: 'Tous les peintres',
    choice: (name, count) => `${name} (${NUMBER.format(count)})`,
    found: (count) =>
      count < 2 ? `${NUMBER.format(count)} tableau` : `${NUMBER.format(count)} tableaux`,
    none: 'Aucun tableau ne correspond.',
    more: 'En montrer plus',
  },
};
