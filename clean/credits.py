"""What a photo credit looks like: on a line of its own, or at the end of a caption."""

import re
from collections.abc import Sequence

from clean.patterns import deferred

# Matches what says that a credit follows: "Photo:", "Image credit: ", "Photograph by ", "Courtesy of "; not "Picture
# this:", nor "credit" as an ordinary word.
LABEL = deferred(
    r"""
    (?: (?:(?:lead|main|cover|header|hero|featured?|top|file|stock|screen|aerial|ap|afp|epa|reuters|getty)[ ])?
        (?: photos? | photograph(?:s|y|er|ie|ies)? | images? | pictures? | pics? | illustrations? | artwork
          | screen(?:shot|grab)s? | video\ still | photo\ illustration )
        (?: (?:[ ]/[ ]|[ ])? (?:credits?|source|sources|courtesy|copyright|by) )?
      | credits?(?:\.\.\.|…)? | (?:caption\ )?credit\ line
      | (?:symbol|archiv|titel|beitrags|handout)?(?:fotos?|bild(?:er|quelle|nachweis|rechte)?|foto-?grafi[ae])
      | (?:arkiv|presse)foto | foto/ilustrasi | fotó | gambar | beeld | ảnh | picha | isithombe | umfanekiso | imatge
      | fotografía | foto\ y\ texto | fotograf | bildtext | kuva | bilde | billede | kép | zdjęcie | fot\. | slika
      | imagen | imagem | immagine | crédits?(?:\ photos?)? | créditos? | crediti | görsel | fotoğraf
      | фото(?:графия)? | снимок | изображение | снимка | φωτογραφία | фотограф | 写真 | 撮影 | 図 | 사진 | 摄影 | 图片?
    )
    (?:\ ?(?:[:：＝]|(?<=[사진撮影写真])=)|(?<=\.\.\.)|(?<=…))\ ?(?:(?:by|via|courtesy(?:\ of)?|©|\(c\))\ )?
  | (?: (?:photos? | photograph(?:s|y|ed)? | images? | pictures? | pics? | illustrations? | photo\ illustrations?
        | graphics? | artwork | screen(?:shot|grab)s?)
        [ ](?:credits?\ (?:to\ )?|provided\ )?(?:by|via|courtesy(?:\ of)?|from)\ :?\ ?
      | courtesy(?:\ of|\ photo|:)?\ (?:photo\ )?
      | image\ source,\ | photo/ | ©\ ?(?:copyright\ )?(?:\d{4}\ )? | \(c\)\ | copyright\ ©\ ?(?!\d)
      | ＝ )
    """,
    re.VERBOSE | re.IGNORECASE,
)

LABEL_MARKS = (
    ":", "：", "=", "＝", "©", "...", "…", "by ", "via ", "from ", "of ", "courtesy", "(c)", "photo/", "source,",
    "copyright",
)  # fmt: skip
"""One of these stands in everything that `LABEL` matches, in lower case. Looking for them first costs a tenth."""

# Matches a label of pictures and of charts alike: "Source: ", "Quelle: "; a credit only with an agency behind it.
SOURCE_LABEL = deferred(r"(?:source|quelle|fuente|fonte|bron|zdroj|źródło)s?\s?:\s?", re.IGNORECASE)

LONE_CREDITS = frozenset(
    {
        "supplied", "handout", "submitted photo", "contributed photo", "courtesy photo", "file photo",
        "handout photo", "staff photo", "stock photo", "stock image", "science photo library", "getty images",
        "getty", "gettyimages", "getty images/istockphoto", "istockphoto", "istock photo", "imago images",
        "alamy stock photo", "alamy live news", "lightrocket", "nurphoto", "sopa images", "icon sportswire",
        "imagn images", "usa today sports", "ritzau scanpix", "ntb scanpix", "scanpix", "zuma press",
        "wireimage", "filmmagic", "epa-efe", "picture alliance", "picture-alliance", "pa wire", "pa images",
        "pa media", "hulton archive", "swns", "swns.com", "mirrorpix", "mediapunch", "europa press",
        "anadolu images", "shutterstock.com", "shutterstock", "istock", "agence france-presse via getty images",
        "keystone-sda", "apa-images", "us-pool", "universal history archive", "visual china group",
    }
)  # fmt: skip
"""What alone on its line is a credit: no section of an article is headed by these."""

PICTURE_AGENCIES = LONE_CREDITS | frozenset(
    {
        "unsplash", "pexels", "pixabay", "depositphotos", "dreamstime", "adobe stock", "adobestock",
        "stock.adobe.com", "freepik", "123rf", "imago", "zuma", "zuma press wire", "imagn", "sipa", "sipa usa",
        "abaca", "abacapress", "rex", "rex features", "alamy", "keystone", "belga", "belga photo", "anp",
        "lapresse", "ritzau", "cuartoscuro", "press association", "epa", "magnum photos", "redux", "polaris",
        "bettmann", "corbis", "popperfoto", "eyeem", "wikimedia", "wikimedia commons", "creative commons",
        "public domain", "flickr", "the canadian press", "kyodo", "kyodo news", "anadolu agency", "anadolu",
        "hans lucas", "united archives", "vcg", "photocall", "inpho", "sportsfile", "cultura rf",
        "imago-images-bilder", "sz photo", "screenshot", "stringer", "press association images",
        "everett collection", "newscom", "ddp", "epd", "kna", "nordphoto", "witters", "actionpress",
        "action images", "offside", "propaganda photo", "photosport", "backpagepix", "gallo images",
        "hindustan times", "barcroft", "camera press", "contrasto", "ansa foto", "photoshot",
    }
)  # fmt: skip
"""Picture agencies and archives that make a credit of what they are joined to."""

# Matches the picture service of a news agency: "AP Photo", "Reuters pictures"; not "AP".
SERVICE = deferred(
    r"(?:the )?(?:ap|afp|epa|efe|dpa|reuters|cp|pti|tt|pa|xinhua|upi|ani|aap)"
    r"[ -](?:photos?|images?|wire|foto|pictures?|file)"
    r"|cc[ -]by(?:-[a-z]{2})*(?: \d\.\d)?|epa/[a-z-]+",
    re.IGNORECASE,
)

NEWS_AGENCIES = frozenset(
    {
        "AP", "ＡＰ", "AFP", "ＡＦＰ", "AAP", "EPA", "EFE", "DPA", "dpa", "PA", "APA", "ANSA", "ANP", "NTB", "TT",
        "UPI", "PTI", "ANI", "CP", "CNA", "STF", "Reuters", "REUTERS", "ロイター", "共同", "時事", "연합뉴스",
        "뉴시스", "뉴스1",
        "新华社", "新華社", "Xinhua", "XINHUA", "TASS", "Tass", "ТАСС", "РИА Новости", "Sputnik", "SPUTNIK",
        "Bloomberg", "Yonhap", "Tasnim", "WANA", "AA", "BNS", "LETA", "ČTK", "PAP", "MTI", "Tanjug", "Agerpres",
        "Lusa", "LUSA", "Associated Press", "The Associated Press", "Agence France-Presse",
        "Press Trust of India", "NASA", "ESA", "NOAA",
    }
)  # fmt: skip
"""News agencies as credits write them, in their own case: "PA" is one, "pa" is not."""

FILLERS = frozenset(
    {
        "pool", "handout", "hand-out", "supplied", "contributed", "contributor", "provided", "courtesy", "file",
        "file photo", "file image", "file picture", "archive", "archives", "archiv", "archivo", "stringer",
        "staff", "staff photo", "staff photographer", "stf", "x", "twitter", "facebook", "instagram", "youtube",
        "tiktok", "telegram", "truth social", "stock", "screenshot", "screenshots", "screengrab",
        "illustration", "collage", "montage", "composite", "uncredited", "reproduction", "repro", "zvg",
        "photographer", "photo", "photos", "image", "images", "picture", "pictures", "wire", "reporter",
        "collection", "all rights reserved",
    }
)  # fmt: skip
"""Words that stand in a credit beside names."""

# Matches a user of a picture agency: "filmfoto", "anna_k7"; not "is a".
USER_NAME = deferred(r"[a-z][\w-]{3,20}")

# Matches the number in a name: "20th Century Fox"; not "30 euros".
ORDINAL = deferred(r"\d{1,3}(?:st|nd|rd|th)")

YEAR = deferred(r"(?:19|20)\d{2}")

# Matches what joins the parts of a credit: "/", " via ", " | ", ", "; not the space between two names.
JOINT = deferred(r"(?<!\s)\s*(?:[/|,;•·＝]|\s[-–—]\s|\b(?:via|for|von|durch|and|und|et|y)\b)\s*", re.IGNORECASE)

# Matches a joint that is hardly found in anything but credits; not a comma.
FIRM_JOINT = deferred(r"\S\s?[/|]\s?\S|\bvia\b", re.IGNORECASE)

# Matches an agency that names are joined to, at the end of a line: "/AFP", " via Getty Images"; not "(AFP)", nor "/ap".
AGENCY_AT_END = deferred(
    r"(?:/\s?|\bvia\s)(?:AP|AFP|AAP|EPA|EFE|dpa|DPA|PA|APA|ANSA|ANP|NTB|TT|PTI|Reuters|REUTERS|Getty(?: Images)?"
    r"|Bloomberg|Xinhua|ТАСС|Sputnik|Anadolu|Keystone|Europa Press|Shutterstock|IMAGO|imago|Alamy|NurPhoto)$"
)

# Matches one word of a name or an outlet: "O'Neill", "Blaulicht-News.de", "@handle", "BERTRAND", "R."; not "said".
NAME_TOKEN = deferred(r"@?[\w&+][\w.&'’´`+-]*|[(«„“\"'][\w.&'’-]+|[\w.&'’-]{1,40}[)»“”\"']|[&+–-]")

SMALL = frozenset(
    {
        "of", "the", "for", "and", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "le",
        "les", "el", "los", "las", "van", "von", "der", "den", "ter", "ten", "bin", "al", "y", "e", "et", "und",
        "og", "och", "i", "des", "zu", "af", "at", "by", "wa",
    }
)  # fmt: skip
"""Small words that stand inside names of people and outlets."""

# Matches the bullet of a list; the dash of "- Getty Images" behind a caption looks the same (see `is_credit`).
BULLET = deferred(r"[-*•·]\s")

# Matches an e-mail address or a domain in a credit; not "U.S.".
ADDRESS = deferred(r"[\w.+-]{1,64}@[\w-]+\.[\w.-]+|(?:https?://|www\.)\S+", re.IGNORECASE)

# Matches what makes a line a rights notice of a whole site; not a photographer's ©.
SITE_RIGHTS = deferred(r"\b(?:all\ rights\ reserved|inc\.?|llc|ltd\.?|company|corporation|gmbh)(?:\W|$)", re.IGNORECASE)

# Matches the end of a sentence with another behind it: "at noon. They"; not "J. Doe".
SENTENCE_INSIDE = deferred(r"\w{3}[.!?]\s")

OPENING = ("(", "[", "（")
CLOSING = (")", "]", "）")

BARS = " \t|•·–—-"
"""What parts a credit from its caption and belongs to neither."""

MAX_CREDIT = 150
"""Characters; a longer line says more than who took a picture."""
MAX_BARS = 10
MAX_LABEL = 30
MAX_PHRASE = 60
"""Characters behind the label of a credit in brackets that is not made of names."""
MAX_NAME_TOKENS = 7
MAX_LABELLED_PARTS = 6


def is_credit(text: str) -> bool:
    """Whether a text is a photo credit and nothing else.

    It is one where it has a label ("Photo:", "Courtesy of", "©") and names behind it, where it is the name of a picture
    agency, or where names and at least one agency are joined as only credits join them ("/", "|", "via").

    >>> [is_credit(t) for t in ("Photo: Jane Doe", "Jane Doe/Pool/AFP via Getty Images", "Getty Images", "© Jane Doe")]
    [True, True, True, True]
    >>> [is_credit(t) for t in ("Jane Doe", "Reuters", "Credit cards are accepted", "Jane Doe told Reuters.")]
    [False, False, False, False]
    """
    if len(text) > MAX_CREDIT + MAX_BARS:
        return False
    bullet = BULLET.match(text)
    text = text.strip(BARS)
    if not text or len(text) > MAX_CREDIT:
        return False
    inner = _without_brackets(text)
    lowered = inner.casefold()
    label = LABEL.match(inner) if any(mark in lowered for mark in LABEL_MARKS) else None
    if label and not bullet:
        value = inner[label.end() :]
        return _is_labelled(inner, value) or (inner[0] not in OPENING and text[0] in OPENING and _is_one_phrase(value))
    source = SOURCE_LABEL.match(inner)
    return _is_bare(inner[source.end() :] if source else inner)


def credit_lines(lines: Sequence[str]) -> int:
    """Count the lines at the beginning of `lines` that one credit fills: a label may stand above its names.

    >>> credit_lines(["Photo: Jane Doe", "It rained."]), credit_lines(["(Image:", "Harbour Live)", "It rained."])
    (1, 2)
    >>> credit_lines(["It rained.", "Photo: Jane Doe"]), credit_lines(["Image:", "It rained."])
    (0, 0)
    """
    if lines and is_credit(lines[0]):
        return 1
    if len(lines) < 2 or len(lines[0]) > MAX_LABEL or not LABEL.fullmatch(lines[0].lstrip("([（").strip()):
        return 0
    return 2 if len(lines[1]) <= MAX_CREDIT and is_names(_without_brackets(lines[1])) else 0


def is_names(text: str) -> bool:
    """Whether a text is made of names of people and outlets alone, as a credit without agency and label is.

    >>> is_names("Tara Lee for Harbour News"), is_names("Tara said so")
    (True, False)
    """
    return _all_told(_parts(text))


def _is_labelled(whole: str, value: str) -> bool:
    """Whether what follows a label is made of names; a rights notice of a site is no credit."""
    if whole.lstrip().startswith(("©", "(c)", "(C)", "Copyright")) and SITE_RIGHTS.search(whole):
        return False
    named = ADDRESS.sub("", value).strip()
    return _all_told(_parts(named)) if named else bool(value.strip())


def _is_one_phrase(value: str) -> bool:
    """Whether what a bracket holds behind its label says no sentence: "abc News", "made with a generator"."""
    return 0 < len(value.strip()) <= MAX_PHRASE and not SENTENCE_INSIDE.search(value)


def _is_bare(text: str) -> bool:
    """Whether a text without a label is a credit by its agencies and joints."""
    text = text.rstrip(".")
    folded = text.casefold()
    if folded in LONE_CREDITS or SERVICE.fullmatch(text):
        return True
    if ("/" not in text and "|" not in text and "via" not in folded) or not FIRM_JOINT.search(text):
        return False
    parts = _parts(text)
    return 2 <= len(parts) <= MAX_LABELLED_PARTS and any(map(_is_agency, parts)) and _all_told(parts)


def _parts(text: str) -> list[str]:
    return [part for piece in JOINT.split(text.strip(" .:")) if (part := piece.strip(" .,"))]


def _all_told(parts: list[str]) -> bool:
    """Whether every part is one of a credit's; one may be the user name that stands beside a picture agency."""
    strange = [part for part in parts if not _is_part(part)]
    user = len(strange) == 1 and USER_NAME.fullmatch(strange[0]) and any(p.casefold() in LONE_CREDITS for p in parts)
    if not 0 < len(parts) <= MAX_LABELLED_PARTS or all(map(YEAR.fullmatch, parts)):
        return False
    return not strange or bool(user)


def _is_part(part: str) -> bool:
    """Whether a part of a credit is an agency, a name, or a word such as "Handout"."""
    if _is_agency(part) or part.casefold() in FILLERS or YEAR.fullmatch(part):
        return True
    tokens = part.split()
    if not tokens or len(tokens) > MAX_NAME_TOKENS or not all(map(NAME_TOKEN.fullmatch, tokens)):
        return False
    capital = [_begins_large(token) for token in tokens]
    small = [token for token, large in zip(tokens, capital, strict=True) if not large]
    return any(capital) and all(
        token in SMALL or token in FILLERS or "." in token or ORDINAL.fullmatch(token) for token in small
    )


def _is_agency(part: str) -> bool:
    return part in NEWS_AGENCIES or part.casefold() in PICTURE_AGENCIES or SERVICE.fullmatch(part) is not None


def _begins_large(token: str) -> bool:
    """Whether a word begins with a capital, or is written in a script that has none."""
    # "iFixit" and "eBay" are names as well.
    letters = [character for character in token[:3] if character.isalpha()]
    return any(not letter.islower() for letter in letters) or token.startswith("@")


def credit_text(text: str) -> str:
    """Give a credit's names as printed, without its brackets, bars and label; "AP Photo/" belongs to the names.

    >>> credit_text("(Picture: Jane Doe/PA)"), credit_text("| © Jane Doe"), credit_text("(AP Photo/Jane Doe)")
    ('Jane Doe/PA', 'Jane Doe', 'AP Photo/Jane Doe')
    """
    bare = _without_brackets(text.strip(BARS)).strip(BARS)
    label = LABEL.match(bare)
    named = bare[label.end() :].strip() if label and not bare[: label.end()].endswith("/") else bare
    half = len(named) // 2
    # Some sites print every credit twice.
    twice = len(named) > 8 and named[:half] == named[half + 1 :] and named[half] == " "
    return (named[:half] if twice else named) or bare


def _without_brackets(text: str) -> str:
    """Take the brackets off; the half of a pair too, whose other half stands on another line."""
    bare = text.rstrip(".")
    opened, closed = bare[:1] in OPENING, bare[-1:] in CLOSING
    if opened and (closed or not any(mark in bare for mark in CLOSING)):
        return bare[1:-1].strip() if closed else bare[1:].strip()
    return bare[:-1].strip() if closed and not any(mark in bare for mark in OPENING) else text
