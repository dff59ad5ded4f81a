"""Words beside painters' names in catalogues, in the languages that museums write.

Patterns are matched against `folded` text: lower case, without accents.
"""

import re
import unicodedata

from morelli.taxonomy.spelling import words_of


def folded(text: str) -> str:
    """Lower-case letters without accents, as many as there were."""
    return "".join(map(_letter, text))


def _letter(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)[0].lower()
    return plain if len(plain) == 1 else letter


def _any(*patterns: str) -> str:
    return "|".join(folded(" ".join(patterns)).split())


NO_NAMES = frozenset(("", "?", "-", "–", "—", "n/a"))
ANONYMOUS = frozenset(
    word
    for text in (
        "unknown anonymous anonymously unidentified anon anonyme anonym anonymer anonymus inconnu",
        "inconnue unbekannt unbekannter unbekannte onbekend onbekende anoniem anonimo anonima",
        "ignoto ignota sconosciuto desconocido desconocida desconhecido anônimo okänd ukendt",
        "ukjent nieznany neznámý ismeretlen неизвестный неизвестен аноним 佚名 作者不詳 無名氏",
    )
    for word in words_of(text)
)
_ROLES = (
    "painter painters artist artists maker master masters engraver draughtsman printmaker peintre",
    "artiste maître auteur maler malerin künstler kunstler meister schilder kunstenaar meester",
    "pittore artista autore maestro pintor autor художник various diverse multiple the a",
)
_ORIGINS = (
    "american austrian belgian bohemian british bolognese brazilian canadian chinese",
    "czech danish dutch english european ferrarese finnish flemish florentine french genoese",
    "german greek hungarian indian irish italian japanese korean mexican milanese",
    "neapolitan netherlandish north northern norwegian persian polish portuguese roman russian",
    "scottish sienese south southern spanish swedish swiss tuscan umbrian venetian",
    "française français italienne italien allemand hollandaise flamande espagnole anglaise",
    "deutsch deutscher niederländisch niederländischer italienisch italienischer französisch",
    "französischer flämisch spanischer nederlands nederlandse vlaams vlaamse hollands frans",
    "italiana italiano fiorentino fiorentina veneziano veneziana francesa española flamenca",
    "century century's early late mid",
)
SCHOOLS = frozenset(words_of("school schools schule école scuola escuela escola"))
NOBODY = ANONYMOUS | SCHOOLS | {w for text in (*_ROLES, *_ORIGINS) for w in words_of(text)}
ROLES_BEFORE = frozenset(("artist", "painter", "maler", "peintre", "pittore", "pintor", "schilder"))

# Somebody near the painter: "workshop of", "Werkstatt des", "cerchia di" …
_NOUNS = _any(
    "allievo ambito assistants? associate atelier bottega cerchia cercle circle circolo círculo",
    "cop(?:y|ies|yist|yists|ia|ie|ista) cópia discípulo école elève entourage escola escuela",
    "followers? forger imitateur imitators? imitatore imitador imitation kopie kopia kreis kring",
    "leerling maniera manière manera manier manner nachahmer nachfolger? navolger oficina omgeving",
    "pupils? replica schule school schüler scuola seguace seguidor studio students? stijl stil",
    "style suiveur suite taller umfeld umkreis verkstad værksted warsztat werkplaats werkstatt",
    "workshop мастерская школа круг последователь копия",
)
# Those of them that nobody is called, behind a name: "Rembrandt Workshop", "Rubens et atelier".
_BEHIND = _any(
    "assistants? atelier bottega circle copy copyist école entourage followers? imitators? kopie",
    "nachahmer nachfolger? navolger omgeving pupils? school schule scuola seguace studio taller",
    "umkreis werkplaats werkstatt werkstattkopie workshop",
)
_LINKS = _any(
    "of de du des van von vom der um del della dello di da do dos nach naar after an to с"
)
# In the painter's way, or after a work: these need no noun.
_AFTER = _any("after naar nach según efter etter według podle", r"d'après", r"dopo")
_MAYBE = _any(
    "possibly probably perhaps maybe presumably likely formerly traditionally peut-être",
    "probablement vermutlich wohl wahrscheinlich möglicherweise vielleicht mogelijk",
    "waarschijnlijk wellicht forse probabilmente posiblemente probablemente quizás",
    "possivelmente provavelmente vielleicht возможно",
)
_ASCRIBED = _any(
    r"attributed ascribed attrib\.? attr\.? attribué[e]? attribuito attribuita atribuido atribuida",
    r"atribuído zugeschrieben zugewiesen toegeschreven tilskrevet tillskriven приписывается",
)
_LEAD = folded(
    r"(?:(?:in|im|dans|from|by|aus|uit|near|close to|a|à|ein|een|une?)\s+)?"
    r"(?:(?:the|der|dem|la|le|les|il|lo|de|het|an?|einem|ein|un|uno)\s+|l')?"
)
_QUALIFIERS = (
    rf"(?:{_MAYBE})(?:\s+(?:by|von|par|door|di|de))?",
    rf"(?:{_ASCRIBED})(?:\s+(?:to|a|an|aan|al|til|till))?:?",
    rf"(?:[a-z]+\s+)?(?:by\s+or\s+)?(?:{_AFTER})",
    rf"{_LEAD}(?:{_NOUNS})\s+(?:(?:{_LINKS})(?:\s+(?:the|der|des|dem))?|d'|l'|de\s+l')",
    r"(?:in\s+the|in\s+der|nella|alla|a\s+la|dans\s+le)\s+(?:art|gout|maniere|manner|style|stile)"
    r"\s+(?:of|von|de|des|di|d')",
    r"based on|inspired by|in imitation of|a copy of",
)
BEFORE = re.compile(
    rf"(?:{'|'.join(f'(?:{q})' for q in _QUALIFIERS)})(?:\s+|(?<=')|(?<=:))(?P<name>\S.*)"
)
BY = re.compile(r"(?:(?:painted\s+)?by\s+|(?:artist|painter|maler|peintre|schilder)\s*:\s*)(?=\S)")
BETWEEN = re.compile(rf".+?\s(?:{_AFTER})\s+(?P<name>\S.*)")
BEHIND = re.compile(
    rf"(?P<name>.+?)(?:'s)?\s+(?:(?:and|&|et|und|en|e|y|with|or|ou|oder|mit)\s+)?"
    rf"(?:(?:a|his|seine|son|zijn)\s+)?(?:{_BEHIND}|{_ASCRIBED})$"
)
# The Met separates several makers of one work with bars.
EITHER = re.compile(r"(?P<name>.+?)(?:\s+(?:or|ou|oder|and/or)\s+|\s*\|\s*)\S.*")
ALONE = re.compile(
    rf"(?:{'|'.join(f'(?:{q})' for q in _QUALIFIERS)}|(?:(?:and|&|et|und|or)\s+)?(?:his\s+)?"
    rf"(?:{_NOUNS})|(?:{_ASCRIBED})|\?)(?:\s.*|$)"
)
BRACKETS = re.compile(r"[(\[]([^()\[\]]*)(?:[)\]]|$)")
LIFE = re.compile(
    r"\s+(?:(?:b\.|born|c\.|ca\.?|d\.|active|fl\.|\*|†)\s*\d{3,4}"
    r"|\d{3,4}\s*\??\s*[-–—/]\s*(?:ca?\.\s*)?\d{2,4}).*$",
    re.IGNORECASE,
)
