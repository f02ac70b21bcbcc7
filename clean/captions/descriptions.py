"""The words that tell a description of a picture from a sentence of the reporter's."""

import re

from clean.patterns import deferred

# Matches a place in the picture given behind a name: "Doe, left, ", "Roe (right)"; not "turned left,", nor the party in
# "Roe (R)".
POSITION = deferred(
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

POSITIONS = ("left", "right", "cent", "ground", "in front", "links", "rechts", "mitte", "(l", "(r", "(M)")
"""One of these stands in everything that `POSITION` matches."""

# Matches what a reporter's own sentence has and a caption hardly ever: somebody is quoted.
SAYING = deferred(r"\b(?:said|says|told|tells|added|according to|explained|asked|wrote|argued|noted|sagte|dit|dijo)\b")

# Matches the words by which a text speaks of itself or to its reader: "we", "your"; not "the US".
PERSONAL = deferred(r"\b(?:[Ww]e|[Yy]ou|I|[Yy]our|[Mm]y|[Oo]urs?|us|me)\b")

# Matches a participle that says a thing is seen: "is seen", "are pictured", "seen here"; not "has seen".
IS_SEEN = deferred(
    r"\b(?:is|are)\s(?:seen|pictured|shown|escorted|led|carried|surrounded|greeted|displayed|parked|photographed)\b"
    r"|\b(?:pictured|seen|shown)\s(?:here|above|below|in|at|on|during|with|outside|left|right|from)\b"
)

# Matches a word of letters, in lower case only: captions' verbs never begin large.
LOWER_WORD = deferred(r"\b[a-z]{3,}\b")

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


SCENES: dict[str, str] = {
    "applaud": "", "attend": "a an the", "billow": "", "carry": "", "celebrate": "with during after his her their",
    "chant": "", "cheer": "", "clash": "with", "climb": "a the over on into", "cross": "a the", "dance": "",
    "demonstrate": "", "drift": "", "embrace": "", "gather": "", "gesture": "", "graze": "", "greet": "",
    "hold": "up hands placard placards sign signs flag flags banner banners candles portrait portraits photos",
    "hug": "", "inspect": "", "kiss": "", "kneel": "", "lay": "flowers wreath wreaths", "line": "the up",
    "look": "as", "march": "", "mourn": "", "patrol": "", "perch": "",
    "pose": "", "pray": "", "queue": "", "react": "", "rest": "on in at", "salute": "",
    "search": "for through the", "shake": "hands", "sit": "on in outside near next behind with beside inside",
    "smile": "", "speak": "during at outside next",
    "stand": "on in at outside near next behind guard over with beside around along under inside",
    "take": "part photos pictures their cover", "tour": "a the",
    "wait": "in for at to near outside on", "walk": "", "watch": "", "wave": "",
}  # fmt: skip
"""What people are seen doing in pictures, and the words of which one is among the next two where a verb has other
senses as well."""

SCENE_VERBS = {form: verb for verb in SCENES for form in (verb, _third_person(verb))}

# Matches a place or an occasion in a scene: "at the port", "during a match"; not "the port of Porto".
SETTING = deferred(
    r"\b(?:in|at|on|during|near|outside|inside|through|along|across|past|as|after|before|with|next|beside|behind|under"
    r"|over|to|for|from|up|around|into|by|while|against|between|towards?|amid|alongside|above|below)\b"
)

# Matches what no sentence about a scene holds: speech, a colon, a second sentence; not the "Jan. 3" of a date.
NO_SCENE = deferred(r"[\"“”«»„?!:;|]|[a-z”)]{2}[.]\s+[A-Z“]")

OTHER_VERBS = frozenset(
    {
        "am", "are", "be", "been", "can", "could", "did", "do", "does", "had", "has", "have", "is", "may", "might",
        "must", "not", "should", "was", "were", "will", "would", "it", "he", "she", "they", "we", "you", "this", "that",
        "these", "those", "there", "if", "when", "while", "but", "because", "who", "which", "what", "how", "why",
        "also", "than", "so", "some", "most", "many", "every", "each", "any", "now", "then",
    }
)  # fmt: skip
"""Words that show that a sentence is told or argued rather than seen, where they stand before its verb."""

NO_SUBJECT_END = frozenset(
    {
        "a", "an", "and", "at", "by", "for", "from", "her", "his", "in", "its", "let's", "let’s", "more", "my", "new",
        "no", "of", "old", "on", "or", "our", "the", "their", "to", "with", "your",
    }
)  # fmt: skip
"""Words behind which "walk" or "line" is a noun or an infinitive: "a walk", "to march"."""

NO_OPENING = OTHER_VERBS | {
    "in", "on", "at", "as", "after", "for", "with", "from", "by", "to", "and", "or", "both", "all", "no", "one",
    "below", "explore", "listen", "look", "see", "take", "test", "try", "use", "visit",
}  # fmt: skip
"""Words with which sentences about scenes do not begin."""

SCENE_WORDS = range(5, 46)


def shows_scene(line: str) -> bool:
    """Whether a line is one sentence that says in the present tense who is seen doing what, and where.

    >>> shows_scene("Dockers wait outside the gate in Porto."), shows_scene("They wait outside the gate.")
    (True, False)
    >>> shows_scene("The port holds two million tonnes."), shows_scene("Dockers waited outside the gate.")
    (False, False)
    """
    words = line.split()
    if len(words) not in SCENE_WORDS or SCENE_VERBS.keys().isdisjoint(words) or NO_SCENE.search(line):
        return False
    plain = [word.strip(",.()").lower() for word in words]
    if not line[0].isupper() or plain[0] in SCENE_VERBS or is_quoting(line) or speaks_to_reader(line):
        return False
    at = next((nth for nth, word in enumerate(words) if word in SCENE_VERBS or _tells(plain[nth])), len(words))
    if not 0 < at < len(words) - 1 or words[at] not in SCENE_VERBS or plain[0] in NO_OPENING:
        return False
    followers = SCENES[SCENE_VERBS[words[at]]].split()
    following = plain[at + 1 : at + 3]
    # "To" tells of a purpose, as headlines do.
    other_sense = following[0] == "to" or _tells(following[0])
    follows = not set(followers).isdisjoint(following) if followers else not other_sense
    return follows and _agrees(words[at], plain[:at]) and SETTING.search(line, line.index(f" {words[at]} ")) is not None


def _tells(word: str) -> bool:
    """Whether a word in lower case shows that its sentence is told, not seen."""
    return word in OTHER_VERBS or (word.endswith("ed") and len(word) > 4)


def _agrees(verb: str, subject: list[str]) -> bool:
    """Whether a subject, in lower case, goes with the verb: one with "walks", several with "walk"."""
    last = subject[-1]
    if last in NO_SUBJECT_END:
        return False
    several = last.endswith("s") or last in {"people", "police", "men", "women", "children"} or "and" in subject
    return several or verb not in SCENES


def places_somebody(line: str) -> bool:
    """Whether a line says where in a picture somebody stands.

    >>> places_somebody("Ana Silva, left, greets Li Na."), places_somebody("He turned left, then right.")
    (True, False)
    """
    return any(word in line for word in POSITIONS) and POSITION.search(line) is not None


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
