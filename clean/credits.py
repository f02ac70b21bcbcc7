"""What a photo credit looks like: on a line of its own, or at the end of a caption."""

import re

from clean.lines import Line
from clean.names import is_name

# Matches what says that a credit follows: "Photo:", "Image credit: ", "Photograph by ", "Courtesy of "; not "Picture
# this:", nor "credit" as an ordinary word.
LABEL = re.compile(
    r"""
    (?: (?:(?:lead|main|cover|header|hero|featured?|top|file|stock|screen|aerial|ap|afp|epa|reuters|getty)[ ])?
        (?: photos? | photograph(?:s|y|er|ie|ies)? | images? | pictures? | pics? | illustrations? | artwork
          | screen(?:shot|grab)s? | video\ still | photo\ illustration )
        (?: (?:[ ]/[ ]|[ ])? (?:credits?|source|sources|courtesy|copyright|by) )?
      | credits?(?:\.\.\.|…)? | (?:caption\ )?credit\ line | copyright
      | (?:symbol|archiv|titel|beitrags|handout)?(?:fotos?|bild(?:er|quelle|nachweis|rechte)?|foto-?grafi[ae])
      | fotografía | foto\ y\ texto | fotograf | bildtext | kuva | bilde | billede | kép | zdjęcie | fot\. | slika
      | imagen | imagem | immagine | crédits?(?:\ photos?)? | créditos? | crediti | görsel | fotoğraf | foto/ilustrasi
      | фото(?:графия)? | снимок | изображение | снимка | φωτογραφία | фотограф | 写真 | 撮影 | 図 | 사진 | 摄影 | 图片?
    )
    (?:\ ?(?:[:：＝]|(?<=[사진撮影写真])=)|(?<=\.\.\.)|(?<=…))\ ?(?:(?:by|via|courtesy(?:\ of)?|©|\(c\))\ )?
  | (?: (?:photos? | photograph(?:s|y|ed)? | images? | pictures? | pics? | illustrations? | photo\ illustrations?
        | graphics? | artwork | screen(?:shot|grab)s?)
        [ ](?:credits?\ (?:to\ )?|provided\ )?(?:by|via|courtesy(?:\ of)?|from)\ :?\ ?
      | courtesy(?:\ of|\ photo|:)?\ (?:photo\ )?
      | image\ source,\ | photo/ | ©\ ?(?:copyright\ )?(?:\d{4}\ )? | \(c\)\ (?:\d{4}\ )?
      | copyright\ (?:(?:©|\(c\))\ ?(?:\d{4}\ )?|\d{4}\ )
      | ＝ )
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches a label of pictures and of charts alike: "Source: ", "Quelle: "; a credit only with an agency behind it.
SOURCE_LABEL = re.compile(r"(?:source|quelle|fuente|fonte|bron|zdroj|źródło)s?\s?:\s?", re.IGNORECASE)

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
SERVICE = re.compile(
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
USER_NAME = re.compile(r"[a-z][\w-]{3,20}")

# Matches the number in a name: "20th Century Fox"; not "30 euros".
ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th)")

YEAR = re.compile(r"(?:19|20)\d{2}")

# Matches what joins the parts of a credit: "/", " via ", " | ", ", "; not the space between two names.
JOINT = re.compile(r"(?<!\s)\s*(?:[/|,;•·＝]|\s[-–—]\s|\b(?:via|for|von|durch|and|und|et|y)\b)\s*", re.IGNORECASE)

# Matches a joint that is hardly found in anything but credits; not a comma.
FIRM_JOINT = re.compile(r"\S\s?[/|]\s?\S|\bvia\b", re.IGNORECASE)

# Matches one word of a name or an outlet: "O'Neill", "Blaulicht-News.de", "@handle", "BERTRAND", "R."; not "said".
NAME_TOKEN = re.compile(r"@?[\w&+][\w.&'’´`+-]*|[(«„“\"'][\w.&'’-]+|[\w.&'’-]{1,40}[)»“”\"']|[&+–-]")

SMALL = frozenset(
    {
        "of", "the", "for", "and", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "le",
        "les", "el", "los", "las", "van", "von", "der", "den", "ter", "ten", "bin", "al", "y", "e", "et", "und",
        "og", "och", "i", "des", "zu", "af", "at", "by", "wa",
    }
)  # fmt: skip
"""Small words that stand inside names of people and outlets."""

# Matches the bullet of a list; the dash of "- Getty Images" behind a caption looks the same (see `is_credit`).
BULLET = re.compile(r"[-*•·]\s")

# Matches an e-mail address or a domain in a credit; not "U.S.".
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+\.[\w.-]+|(?:https?://|www\.)\S+", re.IGNORECASE)

# Matches what makes a line a rights notice of a whole site; not a photographer's ©.
SITE_RIGHTS = re.compile(
    r"\b(?:all\ rights\ reserved|inc\.?|llc|ltd\.?|company|corporation|gmbh)(?:\W|$)", re.IGNORECASE
)

# Matches the last bracket of a line with its content: "(AP Photo/Jane Doe)"; not "(left)." in the middle.
LAST_BRACKET = re.compile(r"(?:[(\[][^()\[\]]{2,140}[)\]]|（[^（）]{2,60}）)\.?$")

# Matches a label that ends in a colon: "Photo: ", "Image credit: "; not "Photo by".
COLON_LABEL = re.compile(r"[^\W\d_][\w ]{2,24}\s?[:：＝]|©")

# Matches a photographer and an outlet, as they stand behind a caption: "Tara Lee for Harbour News", "Tara Lee/Porto
# Live"; not "Tara Lee for years".
NAME_AND_OUTLET = re.compile(
    r"(?P<name>[^/.,:;()]{4,40}?)(?:\s?/\s?|\sfor\s)(?:the\s)?[A-Z][\w.&'’-]{0,30}(?:\s(?:of|the|[A-Z][\w.&'’-]{0,30})){0,4}"
)

# Matches where a credit may begin behind a caption: after a stop, a bar or wide space, and where the space was lost
# ("rabbitCredit: Jane Doe", "in 2024.Jane Doe / Getty Images"); not between the words of a name.
BEHIND = re.compile(
    r"""
    (?<=[.!?…»”"')\]])\s+ | \s+[|•·]\s+ | \s+[-–—]\s+ | \s{2,}
  | (?<=\w[.!?”"')])(?=[A-Z(]) | (?<=[a-zß-ÿ])(?=(?:Credit|Photo|Image|Picture|Foto|Bild)[\w ]{0,20}[:.]) | \s*(?=＝)
    """,
    re.VERBOSE,
)

# Matches the space before a word that begins large, where a label may stand: "plague Credit: "; not "the plague".
BEFORE_LABEL = re.compile(r"(?<=[\w%])\s+(?=[A-Z©])")

# Matches what such a label holds: "Photo:", "©", "Submitted photo"; lines without it need not be looked at.
LABEL_MARK = re.compile(r"[:：©]|[Pp]hoto\.?$")

SENTENCE_MARKS = ".!?…»”\"'"

BARS = " \t|•·–—-"
"""What parts a credit from its caption and belongs to neither."""

MAX_CREDIT = 150
"""Characters; a longer line says more than who took a picture."""
MIN_CAPTION = 15
"""Characters that stand at least before names without an agency: "a. Sea Pictures for Children" is a list's entry."""
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
    bullet = BULLET.match(text)
    text = text.strip(BARS)
    if not text or len(text) > MAX_CREDIT:
        return False
    inner = _without_brackets(text)
    label = LABEL.match(inner)
    if label and not bullet:
        return _is_labelled(inner, inner[label.end() :])
    source = SOURCE_LABEL.match(inner)
    return _is_bare(inner[source.end() :] if source else inner)


def is_names(text: str) -> bool:
    """Whether a text is made of names of people and outlets alone, as a credit without agency and label is.

    >>> is_names("Tara Lee for Harbour News"), is_names("Tara said so")
    (True, False)
    """
    return _all_told(_parts(text))


def credit_behind(line: Line) -> Line | None:
    """Find the credit at the end of a line that holds something before it; None when there is none.

    >>> credit_behind(Line(10, 52, "Boats leave the port. (AP Photo/Jane Doe)"))
    Line(start=32, end=51, text='(AP Photo/Jane Doe)')
    """
    tail = line.text[-MAX_CREDIT:]
    offset = len(line.text) - len(tail)
    bracket = LAST_BRACKET.search(tail)
    if bracket and bracket.start() + offset:
        return _cut(line, offset + bracket.start()) if _is_bracketed_credit(bracket.group().rstrip(".")) else None
    for gap in _gaps(tail):
        rest = tail[gap.end() :]
        if offset + gap.start() and _may_stand_behind(gap.group(), tail[: gap.start()], rest):
            return _cut(line, offset + gap.end())
    return None


def _gaps(tail: str) -> list[re.Match[str]]:
    """List the places where a credit may begin, the leftmost first: it is the longest credit that is looked for."""
    gaps = list(BEHIND.finditer(tail))
    if LABEL_MARK.search(tail):
        gaps = sorted([*gaps, *BEFORE_LABEL.finditer(tail)], key=lambda gap: gap.start())
    return gaps


def _cut(line: Line, at: int) -> Line:
    return Line(line.start + at, line.start + len(line.text), line.text[at:])


def _is_labelled(whole: str, value: str) -> bool:
    """Whether what follows a label is made of names; a rights notice of a site is no credit."""
    if whole.lstrip().startswith(("©", "(c)", "(C)", "Copyright")) and SITE_RIGHTS.search(whole):
        return False
    named = ADDRESS.sub("", value).strip()
    return _all_told(_parts(named)) if named else bool(value.strip())


def _is_bare(text: str) -> bool:
    """Whether a text without a label is a credit by its agencies and joints."""
    text = text.rstrip(".")
    if text.casefold() in LONE_CREDITS or SERVICE.fullmatch(text):
        return True
    if not FIRM_JOINT.search(text):
        return False
    parts = _parts(text)
    return 2 <= len(parts) <= MAX_LABELLED_PARTS and any(map(_is_agency, parts)) and _all_told(parts)


def _parts(text: str) -> list[str]:
    return [part for piece in JOINT.split(text.strip(" .:")) if (part := piece.strip(" .,"))]


def _all_told(parts: list[str]) -> bool:
    """Whether every part is one of a credit's; one may be the user name that stands beside a picture agency."""
    strange = [part for part in parts if not _is_part(part)]
    user = len(strange) == 1 and USER_NAME.fullmatch(strange[0]) and any(p.casefold() in LONE_CREDITS for p in parts)
    return 0 < len(parts) <= MAX_LABELLED_PARTS and (not strange or bool(user))


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
    if text[:1] in "([（" and text.rstrip(".")[-1:] in ")]）":
        return text.rstrip(".")[1:-1].strip()
    return text


def _is_bracketed_credit(bracket: str) -> bool:
    """Whether a bracket at the end of a line holds a credit: "(Getty Images)", not the "(AP)" of a source."""
    return is_credit(bracket)


def _may_stand_behind(gap: str, before: str, rest: str) -> bool:
    """Whether `rest` is a credit that may follow a caption after `gap`."""
    after_sentence = before.rstrip()[-1:] in SENTENCE_MARKS
    # Without a label that ends in a colon, only a bar, a dash or the end of a sentence may part the credit from the
    # caption: in "flew to Getty Images" and "drawings by Jim Roe" the words belong together.
    labelled = COLON_LABEL.match(rest) or rest.startswith("＝") or rest.casefold().rstrip(".").endswith(" photo")
    if not (labelled or after_sentence or gap.strip()):
        return False
    if is_credit(rest):
        return True
    outlet = NAME_AND_OUTLET.fullmatch(rest.rstrip(".")) if after_sentence and len(before) >= MIN_CAPTION else None
    return bool(outlet and is_name(outlet.group("name").strip()))
