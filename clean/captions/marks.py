"""What captions of many languages say and reporters hardly ever: where in the picture, of what kind, taken when."""

import re

from clean.captions.descriptions import is_quoting, speaks_to_reader
from clean.captions.features import SENTENCE_END, WORD, past_words
from clean.patterns import deferred

# Matches how a line begins that says what is in the picture: "Im Bild: ", "Sur la photo, "; not "Im Bildungsamt".
IN_PICTURE = deferred(
    r"""
    (?: im\ bild | auf\ dem\ (?:foto|bild) | (?:unser|das)\ (?:foto|bild)\ zeigt | sur\ (?:la|cette)\ photo
      | en\ (?:la|esta)\ (?:imagen|foto|fotografía) | na\ (?:foto|imagem) | nella\ foto | op\ de\ foto | på\ bilde[nt]
      | na\ zdjęciu | na\ snímku | na\ fotografiji | на\ (?:фото|снимке) | a\ képen | kuvassa | fotoğrafta
    ) [:,]?\ (?=\S)
  | (?:archiv|symbol|themen|arkiv)(?:bild|foto)\s?:\ (?=\S)
  | (?:imagen|foto|fotografía)\ de\ archivo\ del?\b | imagem\ de\ arquivo\ d[aeo]\b
  | photo\ d['’](?:archives?|illustration) | archieffoto\ van\b
  | vista\ (?:aérea|general|panorámica)\ del?\b | vue\ (?:aérienne|générale)\ d[eu]s?\b
  | 写真は | 사진은 | [上下右左]?图为 | [上下右左]?圖為
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches the opening of a picture's description in English: "Photo taken on", "A general view of"; not "Photos of".
PICTURE_OF = deferred(
    r"""
    (?:an?\ |this\ |the\ )?
    (?: (?:KINDS\ ){0,3} (?:photo|picture|image|photograph|video)s?\ (?:taken|released|issued)\ (?:on|by|in)\b
      | (?:KINDS\ ){1,3} (?:photo|picture|image|photograph|view|shot|footage)s?\ (?:of|shows?|from|issued|released)\b )
  | an?\ (?:screenshot|screengrab|still|view)\ (?:of|from)\b | illustrative\s?:\ | image\ (?:used\ )?for\ representation
    """.replace(
        "KINDS",
        "(?:undated|aerial|drone|satellite|handout|general|overhead|exterior|cctv|stock|archive|police"
        "|representational|illustrative)",
    ),
    re.VERBOSE | re.IGNORECASE,
)

# Matches a place in the picture in brackets behind a name: "Doe (2nd L)", "Roe (à gauche)"; not the party of "Roe (R)".
BRACKETED_PLACE = deferred(
    r"""
    (?<!\w)[^\W\d_a-zß-ÿ][\w'’.-]{0,30}\ ?[(（]
    (?i: (?:(?:pictured|foto|im\ bild),?\ )?
    (?: (?:(?:far|top|bottom|front)\ )?(?:left|right|centre|center)
      | (?:\d(?:st|nd|rd|th)|second|third)\ (?:from\ )?(?:the\ )?(?:[LR]|left|right)
      | (?:\d\.\ ?v\.\ ?)?[lr]\. | (?:ganz\ )?(?:links|rechts) | mitte | M\. | v\.\ ?[lr]\.
      | à\ (?:gauche|droite) | au\ centre | (?:a\ la\ )?(?:izquierda|derecha) | izda\.? | dcha\.? | en\ el\ centro
      | a\ (?:sinistra|destra) | al\ centro | à\ (?:esquerda|direita) | ao\ centro | midden
      | (?:till?\ )?(?:venstre|høyre|højre|vänster|höger) | t\.\ ?[vh]\. | vas\. | oik\.
      | (?:po\ |z\ |od\ )?(?:lewej|prawej) | vlevo | vpravo | uprostřed | balra | jobbra | balról | jobbról
      | слева | справа | в\ центре | solda | sağda | ortada | [左右中]から?.{0,4} | 왼쪽 | 오른쪽 | 가운데 ) )
    [)）]
    """,
    re.VERBOSE,
)

# Matches such a place between commas: ", second from left, "; not "turned left, ".
PLACE_BETWEEN_COMMAS = deferred(
    r"""
    ,\ (?: (?:second|third|fourth|far)\ (?:from\ )?(?:the\ )?(?:left|right) | à\ (?:gauche|droite)
         | a\ la\ (?:izquierda|derecha) | a\ (?:sinistra|destra) | à\ (?:esquerda|direita)
         | (?:links|rechts)\ im\ bild | till\ (?:vänster|höger) | til\ (?:venstre|høyre) )
    (?=,|\.|$)
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches how lines end that tell of the picture: "en una imagen de archivo.", "(Archiv)", "＝３日、ポルト"; not
# "(Archive)".
PICTURE_AT_END = deferred(
    r"""
    (?: ,\ en\ una\ (?:imagen|foto|fotografía)\ de\ archivo | ,\ em\ (?:imagem|foto)\ de\ arquivo
      | \ \((?:archiv|arkiv|archivo|arquivo|archivio|archief|archieffoto|arkivfoto|arkivbild|illustr\w{2,4}sfoto)\)
      | \ 자료사진 | [=＝](?:[\d０-９]{4}年)?(?:[\d０-９]{1,2}月)?[\d０-９]{1,2}日[^。]{0,40} )\.?$
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches what alone on a line is said of a picture: "Representational image", "Arkivbild"; not "Image".
KIND_ALONE = deferred(
    r"""
    [(\[]?
    (?: (?:representational|representative|illustrative|stock|file|archive)\ (?:image|photo|picture)
      | (?:arkiv|archief|arhiv)(?:bild|foto|fotografija) | ilustrační\ (?:snímek|foto) | image\ d['’]illustration
      | 資料圖片 )
    [)\]]?
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches the day of a picture as French captions end: "à Porto, le 3 janvier 2024."; not "le 3 janvier".
DATED = deferred(
    r"(?:,|\bà [A-Z][\w-]{2,20},?) le (?:\w{4,6}di )?\d{1,2}(?:er)? [a-zéû]{3,9} (?:19|20)\d\d"
    r"(?: à [A-Z][\w' -]{2,30})?\.?$"
)

# Matches the verbs that nearly every sentence told in English or French has and captions leave out; English has more
# (see `past_words`).
TOLD = deferred(
    r"\b(?:is|are|has|have|was|were|had|will|would|can|could|may|might|must|shall|should|be|been|do|does|did|not"
    r"|a|ont|est|sont|était|étaient|avait|avaient|été|sera|seront|fait|se|que|qui)\b"
)

LONGEST = 40
"""Words of such a caption."""
LONGEST_END = 80
"""Characters at the end of a line among which its day or kind is looked for."""


def is_marked(line: str) -> bool:
    """Whether a line says of itself that it describes a picture.

    >>> [is_marked(line) for line in ("Sur la photo, Ana Silva à Porto.", "Ana Silva (links) in Porto", "Arkivbild.")]
    [True, True, True]
    >>> [is_marked(line) for line in ("Photos of the port are for sale.", "Ana Silva (R) won.", "She sat (right).")]
    [False, False, False]
    """
    if IN_PICTURE.match(line) or PICTURE_AT_END.search(line[-LONGEST_END:]) or KIND_ALONE.fullmatch(line.rstrip(".")):
        return True
    if not (_is_described(line) or _is_dated(line)) or len(line.split()) > LONGEST:
        return False
    return not (SENTENCE_END.search(line) or is_quoting(line) or speaks_to_reader(line))


def _is_described(line: str) -> bool:
    if ("(" in line or "（" in line) and BRACKETED_PLACE.search(line):
        return True
    if PLACE_BETWEEN_COMMAS.search(line):
        return True
    opening = PICTURE_OF.match(line)
    return opening is not None and not _is_told(line[opening.end() :])


def _is_dated(line: str) -> bool:
    """Whether a line ends with a day and tells nothing."""
    return " le " in line and DATED.search(line[-LONGEST_END:]) is not None and not _is_told(line)


def _is_told(line: str) -> bool:
    """Whether a line has a verb that tells, in the languages of `TOLD`."""
    words = WORD.findall(line)
    return TOLD.search(line) is not None or past_words([word for word in words if word.islower()]) > 0
