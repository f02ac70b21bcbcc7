"""The rules in their order. One damage, one file; each rule only looks and yields edits."""

from clean.engine import Rule
from clean.rules.article_notes import article_notes
from clean.rules.blank_lines import blank_lines
from clean.rules.boilerplate import boilerplate
from clean.rules.byline import byline
from clean.rules.characters import characters
from clean.rules.headline import headline
from clean.rules.hyphenated_line_ends import hyphenated_line_ends
from clean.rules.joined_words import joined_words
from clean.rules.links import links
from clean.rules.lost_line_ends import lost_line_ends
from clean.rules.ocr_confusions import ocr_confusions
from clean.rules.page_furniture import page_furniture
from clean.rules.photo_captions import photo_captions
from clean.rules.photo_credits import photo_credits
from clean.rules.punctuation_spacing import punctuation_spacing
from clean.rules.spacing_characters import spacing_characters
from clean.rules.split_words import split_words
from clean.rules.wrapped_lines import wrapped_lines

REPAIRS: tuple[Rule, ...] = (
    characters,  # first: every other rule reads characters, and mojibake hides them
    spacing_characters,  # before words are looked at: an invisible character divides one
    ocr_confusions,  # before words are split: a misread acronym would be no name of the document's
    lost_line_ends,  # before split words: the pieces of a word are told by their hyphen
    split_words,  # before joined words: "re" beside "affirmed" would be taken for a word of its own
    joined_words,
    punctuation_spacing,  # after words: whether a stop ends a sentence shows in the words beside it
)
"""Rules that make damaged text right where it stands; the only ones that run on single lines."""

RULES: tuple[Rule, ...] = (
    *REPAIRS,  # before anything is taken out, so that captions and notes are repaired too
    page_furniture,  # before lines are joined: it stands between two halves of a sentence
    links,  # for the same reason
    hyphenated_line_ends,  # before lines are joined by spaces
    wrapped_lines,  # before the rules below, which look at whole paragraphs
    headline,  # first of those at the top: it may name the authors below it
    byline,
    photo_captions,  # before credits: a credit is what gives many a caption away
    photo_credits,
    article_notes,
    boilerplate,  # after notes, which a reader wants; what is left of the site's own lines is for nobody
    blank_lines,  # last: removals leave blank lines behind
)
"""Every rule, in the order they run."""
