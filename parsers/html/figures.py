"""Captions and credits inside an article: what stands in a figure, or beside a picture."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import islice

from lxml.etree import _Element

from parsers.html.candidates import CREDIT_TOKENS, Candidate, ancestors, class_words, is_small
from parsers.html.headline import MARKUP, SENTENCE_END
from parsers.words import letters_of, words_of

FIGURE_TAGS = frozenset(("figcaption", "small"))

BEFORE_TEXT = 6
"""Runs of text above the first one of the body that may be the caption of a lead picture."""

PICTURE_WORDS = frozenset(
    words_of(
        "image img images photo photos picture pictures bild bilder foto fotos media figure imagebox imagewrapper "
        "absatzbild slideshow lightbox slide carousel gallery galerie"
    )
)
"""Words in the class name of an element around a picture."""

NEAR, FAR = 3, 8
"""How many elements around a text may share it with a picture; the far ones must be named for it."""

SHORTEST_CAPTION = 12
"""Bytes of letters; less beside a picture is a button or a number."""

LONGEST_TITLE, LONGEST_CREDIT = 120, 60
"""Letters of a run that only names what a picture shows, and of what may stand beside it."""


def figure_texts(
    found: Sequence[Candidate], chosen: Collection[int], sure: Collection[int] = ()
) -> dict[int, Candidate]:
    """Find captions and credits between the headline and the last text of the body, under the tags they get.

    Besides what a figure's markup names, these are runs that were left out and stand beside a picture, and runs that
    were chosen for the body whose container is named for a picture, or holds one, and has little else in it; but none
    of those that are `sure` to be text.
    """
    inside = sorted(at for at in chosen if found[at].tag not in FIGURE_TAGS)
    if not inside:
        return {}
    heads = [at for at in range(inside[0]) if found[at].tag == "h1"]
    start = heads[-1] if heads else max(0, inside[0] - BEFORE_TEXT)
    texts = {at: found[at] for at in range(start, inside[-1] + 1) if found[at].tag in FIGURE_TAGS}
    loose = (
        at for at in range(start, inside[-1] + 1) if at not in texts and at not in sure and _may_be_caption(found[at])
    )
    texts_of_body = {found[at].element for at in inside if _size(found[at]) > LONGEST_CREDIT}
    body = Counter(container for element in texts_of_body for container in ancestors(element))
    pictured = (at for at in loose if _is_pictured(found[at], body, is_chosen=at in chosen))
    return texts | {at: _as_figure_text(found[at]) for at in pictured}


def _may_be_caption(candidate: Candidate) -> bool:
    is_plain = candidate.tag in ("p", "li") and candidate.element.tag not in ("li", "td", "blockquote")
    return is_plain and _size(candidate) >= SHORTEST_CAPTION and candidate.linked * 2 < len(candidate.key)


def _size(candidate: Candidate) -> int:
    """Give the bytes of a run's letters: one of Chinese or Japanese says as much as two or three others."""
    return len(candidate.key.encode())


def _is_pictured(candidate: Candidate, body: Mapping[_Element, int], *, is_chosen: bool) -> bool:
    if stands_by_picture(candidate.element, body, needs_name=is_chosen):
        return True
    return is_chosen and len(candidate.key) <= LONGEST_TITLE and is_alone_with_picture(candidate)


def is_alone_with_picture(candidate: Candidate) -> bool:
    """Tell whether a run that ends no sentence has a small container with a picture and hardly a word besides."""
    if SENTENCE_END.search(MARKUP.sub("", candidate.html)[-9:]):
        return False
    around = islice(candidate.element.iterancestors(), NEAR)
    container = next((element for element in around if is_small(element) and _has_picture(element)), None)
    if container is None:
        return False
    return len(letters_of("".join(map(str, container.itertext())))) <= len(candidate.key) + LONGEST_CREDIT


def _has_picture(container: _Element) -> bool:
    return container.find(".//img") is not None or container.find(".//picture") is not None


def stands_by_picture(element: _Element, body: Mapping[_Element, int], *, needs_name: bool) -> bool:
    """Tell whether an element shares a small container with a picture, one named for it where that is needed.

    It is needed beyond the nearest elements, too, where slides of a gallery wrap picture and text apart. What holds
    elements of the body is the article and no container of a picture, too; `body` says how many each element holds.
    """
    if _has_picture(element) and _is_named_for_picture(element):
        return True
    for distance, container in enumerate(islice(element.iterancestors(), NEAR if needs_name else FAR)):
        if container.tag in ("body", "article", "main") or not is_small(container):
            return False
        if not needs_name and body.get(container, 0) > body.get(element, 0):
            return False
        if _has_picture(container) and (_is_named_for_picture(container) or (distance < NEAR and not needs_name)):
            return True
    return False


def _is_named_for_picture(container: _Element) -> bool:
    """Tell whether a class says "image"; "has-image" says that a text has one beside it."""
    words = class_words(container)
    return bool(words & PICTURE_WORDS) and "has" not in words


def _as_figure_text(candidate: Candidate) -> Candidate:
    is_credit = bool(class_words(candidate.element) & CREDIT_TOKENS)
    return candidate._replace(tag="small" if is_credit else "figcaption")
