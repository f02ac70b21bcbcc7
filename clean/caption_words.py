"""The words that tell a description of a picture from a sentence of the reporter's."""

import re

# Matches a place in the picture given behind a name: "Doe, left, ", "Roe (right)"; not "turned left,", nor the party in
# "Roe (R)".
POSITION = re.compile(
    r"""
    (?<!\w)[A-ZÀ-ÞŁŚŽČŠĐ][\w'’.-]{0,30}
    (?: ,\ (?:(?:at|far|top|bottom|upper|lower)\ )?
        (?: left | right | cent(?:er|re) | (?:second|third|fourth)\ (?:from\ )?(?:the\ )?(?:left|right)
          | foreground | background | in\ front )
        (?=,|\.|\ and\b|\ speaks\b|$)
      | \ \((?:(?:far|top|bottom|pictured)\ )?
        (?: left | right | cent(?:er|re) | (?:second|third)\ (?:from\ )?(?:left|right)
          | links | rechts | mitte | l\.? | r\. | M )\) )
    """,
    re.VERBOSE,
)

# Matches what a reporter's own sentence has and a caption hardly ever: somebody is quoted.
SAYING = re.compile(
    r"\b(?:said|says|told|tells|added|according to|explained|asked|wrote|argued|noted|sagte|dit|dijo)\b"
)

# Matches the words by which a text speaks of itself or to its reader: "we", "your"; not "the US".
PERSONAL = re.compile(r"\b(?:[Ww]e|[Yy]ou|I|[Yy]our|[Mm]y|[Oo]urs?|us|me)\b")

# Matches a participle that says a thing is seen: "is seen", "are pictured", "seen here"; not "has seen".
IS_SEEN = re.compile(
    r"\b(?:is|are)\s(?:seen|pictured|shown|escorted|led|carried|surrounded|greeted|displayed|parked|photographed)\b"
    r"|\b(?:pictured|seen|shown)\s(?:here|above|below|in|at|on|during|with|outside|left|right|from)\b"
)

# Matches a word of letters, in lower case only: captions' verbs never begin large.
LOWER_WORD = re.compile(r"\b[a-z]{3,}\b")

BASES = frozenset(
    {
        "address", "answer", "appear", "arrive", "attend", "battle", "billow", "blaze", "block", "bloom",
        "blow", "board", "bob", "burn", "carry", "catch", "celebrate", "chant", "cheer", "clap", "clean",
        "clear", "climb", "collect", "comfort", "cook", "crash", "cross", "cry", "curl", "cycle", "dance",
        "decorate", "deliver", "demonstrate", "display", "dive", "dock", "drift", "drip", "embrace", "enter",
        "erupt", "examine", "exit", "feed", "fight", "fill", "float", "flow", "fly", "gather", "gaze",
        "gesture", "gleam", "glow", "graze", "greet", "guard", "hang", "hold", "hover", "hug", "inspect",
        "jump", "kick", "kiss", "kneel", "land", "laugh", "lay", "leak", "lean", "leave", "lie", "lift",
        "listen", "look", "loom", "march", "meet", "moor", "mourn", "navigate", "nest", "operate", "paint",
        "park", "participate", "patrol", "perch", "perform", "play", "point", "pose", "pour", "pray", "prepare",
        "push", "queue", "race", "raise", "react", "read", "receive", "rest", "ride", "rise", "roll", "run",
        "sail", "salute", "search", "serve", "shake", "shine", "shoot", "shop", "sing", "sit", "sleep", "smile",
        "sort", "speak", "spill", "spread", "stack", "stage", "stand", "stir", "stretch", "surround", "sway",
        "sweep", "swim", "tackle", "take", "talk", "throw", "touch", "tour", "tower", "travel", "trickle",
        "try", "visit", "wait", "walk", "watch", "wave", "wear", "work",
    }
)  # fmt: skip


def _third_person(verb: str) -> str:
    """Give the form for "he": "carry" is "carries", "catch" is "catches"."""
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "o")) else f"{verb}s"


SEEN_VERBS = BASES | frozenset(map(_third_person, BASES))
"""What people and things do in pictures, in the present tense."""


def places_somebody(line: str) -> bool:
    """Whether a line says where in a picture somebody stands.

    >>> places_somebody("Ana Silva, left, greets Li Na."), places_somebody("He turned left, then right.")
    (True, False)
    """
    return POSITION.search(line) is not None


def describes(line: str) -> bool:
    """Whether a line says in the present tense what is seen.

    >>> describes("Dancers wait behind the stage."), describes("The council met on Monday.")
    (True, False)
    """
    return IS_SEEN.search(line) is not None or any(word in SEEN_VERBS for word in LOWER_WORD.findall(line))


def is_quoting(line: str) -> bool:
    """Whether somebody is quoted in a line, as in a reporter's sentences."""
    return SAYING.search(line) is not None


def speaks_to_reader(line: str) -> bool:
    """Whether a line says "we" or "you", as advice and reviews do and captions do not."""
    return PERSONAL.search(line) is not None
