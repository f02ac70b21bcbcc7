"""Finds the photo credit that stands before a paragraph of the body, on the same line."""

import re

from clean.lines import Line
from clean.patterns import deferred

# Matches a label, names, and the place where a sentence begins behind them: "Foto: Jane Doe. Der Rat", "Photo: Jane
# Doe/AFP The council"; not "Foto: Der Hafen. Am Montag", nor "Foto: Jane Doe eröffnet die Messe".
LEADING_CREDIT = deferred(
    r"""
    (?:
      (?i: (?:photos?|images?|pictures?|fotos?|bild(?:er)?|crédit[ ]photo) (?:[ ](?:by|de|von))? )[ ]?:[ ]
      (?!(?:D(?:er|ie|as)|Eine?|I[nm]|Am|The|An?|On|At|L[ae]s?|Une?|El|Los|Il|De|Het)[ ])
      [^\W\d_a-zß-ÿ][\w’'-]{0,30}(?:(?:[ ]|[ ]?/[ ]?)[^\W\d_a-zß-ÿ][\w’'-]{0,30}){1,5}?
    )
    (?: \.?[ ]{2,} | \.?[ ](?=(?:D(?:er|ie|as)|Eine?|I[nm]|Am|The|An?|On|At|L[ae]s?|Une?|El|Los|Il|De|Het)[ ]\w)
      | \.[ ](?=[^\W\d_a-zß-ÿ]\w*[ ]) )
    """,
    re.VERBOSE,
)

LEAST_BEHIND = 40
"""Characters of a paragraph; what is shorter belongs to the caption."""


def credit_before(line: Line) -> Line | None:
    """Find the credit at the beginning of a line that goes on with a paragraph of the body; None when there is none.

    >>> credit_before(Line(5, 76, "Foto: Jane Doe Der Rat der Stadt beschloss am Montag, den Hafen zu sperren."))
    Line(start=5, end=19, text='Foto: Jane Doe')
    >>> credit_before(Line(0, 36, "Foto: Jane Doe eröffnet die Messe.")) is None
    True
    """
    match = LEADING_CREDIT.match(line.text)
    if not match or len(line.text) - match.end() < LEAST_BEHIND:
        return None
    credit = match.group().rstrip()
    return Line(line.start, line.start + len(credit), credit)
