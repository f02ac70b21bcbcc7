"""Takes out lines that belong to the site and not to the article."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from clean.furniture.site_blocks import DECORATION, is_list_label, listed_titles, site_blocks
from clean.lines import Line, lines_outside, removal
from clean.patterns import deferred
from clean.words.language import detect_language
from models import Destination, Document, Edit, SpanKind

LABELS = frozenset(
    {
        "advertisement", "advertisements", "advert", "ad", "sponsored", "sponsored content", "sponsored post",
        "sponsored links", "partner content", "promoted content", "paid content", "paid post",
        "related article", "related articles", "related story", "related stories", "related content",
        "related topics", "related coverage", "related posts", "related news", "related reading",
        "related links", "recommended stories", "recommended reading", "recommended for you",
        "recommended videos", "most read", "most popular", "most viewed", "most read stories",
        "most popular stories", "more on this", "more on this story", "more on this topic", "read more",
        "read next", "read full story", "read the full story", "read full article", "read the full article",
        "read also", "also read", "read in app", "continue reading", "continue reading below",
        "continue reading the main story", "show more", "load more", "view more", "you may also like",
        "you might also like", "view comments", "show comments", "hide comments", "read comments",
        "post a comment", "leave a comment", "add a comment", "join the conversation", "comments are closed",
        "comments section", "leave a reply", "log in to comment", "share this", "share this article",
        "share this story", "share this post", "share this page", "share this video", "share article",
        "tweet this", "copy link", "link copied", "back to top", "skip to content", "skip to main content",
        "skip to navigation", "skip to footer", "skip ad", "skip advert", "skip advertisement", "print this",
        "print this article", "print this page", "print this story", "email this", "email this article",
        "email this page", "email this story", "story continues below", "story continues below advertisement",
        "story continues below ad", "story continues below gallery", "story continues below video",
        "story continues after advertisement", "story continues after ad", "article continues below",
        "article continues below advertisement", "article continues below ad", "article continues after ad",
        "article continues after advertisement", "article continues after this advertisement",
        "article continues below this ad", "post continues below", "content continues below", "scroll for more",
        "scroll down for more", "scroll to continue", "subscribe now", "subscribe today", "subscribe here",
        "sign up now", "sign up today", "sign up here", "sign up for free", "register now", "register for free",
        "donate now", "donate today", "join now", "join today", "get our newsletter", "get the newsletter",
        "get our free newsletter", "newsletter sign-up", "newsletter signup", "already a subscriber",
        "already a subscriber? log in", "already a subscriber? sign in", "already a member? log in",
        "photo gallery", "image gallery", "follow us", "follow us on", "privacy policy", "terms of service",
        "terms of use", "terms and conditions", "cookie policy", "cookie settings", "cookie preferences",
        "accept cookies", "accept all cookies", "all rights reserved", "anzeige", "werbung", "publicité",
        "publicidad", "publicidade", "pubblicità", "advertentie", "annons", "annonse", "annonce", "reklama",
        "реклама", "広告", "광고", "広告の後にも続きます", "view image in fullscreen", "open image in gallery",
        "view image", "expand image", "enlarge image", "hide caption", "toggle caption", "enlarge this image",
        "allow content provided by a third party?", "this content could not be loaded", "loading", "loading more",
        "listen to this article", "listen to article", "view this post on instagram", "view on instagram",
        "view on twitter", "view on x", "sent from my iphone", "sent from my ipad", "enter your email address",
        "mehr zum thema", "newsletter abonnieren", "artikel teilen", "lire la suite", "sur le même sujet",
        "jump to recipe", "jump to the recipe", "print recipe", "pin recipe", "pin it for later", "pin for later",
        "jump to navigation", "jump to search", "cancel anytime", "cancel at any time", "start your trial",
        "start your free trial", "start free trial", "subscribe to continue", "subscribe to continue reading",
        "subscribe to read on", "want to read on?", "want to read more?", "already have an account? log in",
        "already have an account? sign in", "did you like this story?", "did you like this article?",
        "did you enjoy this article?", "did you enjoy this story?",
        "leer más", "seguir leyendo", "continua a leggere", "lees verder", "les også", "läs mer", "lue myös",
    }
)  # fmt: skip
"""Lines that sites put between an article's own, without their decoration, in lower case."""

HEADINGS = frozenset(
    {"most popular", "most read", "most viewed", "recommended reading", "related reading", "related topics"}
)
"""Labels that articles have as headings as well."""

TURKISH_WORDS = frozenset({"ad"})
"""Labels that are words of Turkish: a form's "Ad" asks for a name."""

# Matches labels that hold a number or a name: "12 comments", "Share on Facebook"; not "Shares on Wall Street".
VARIABLE_LABEL = deferred(
    r"""
    (?:(?:view|show|read|see)\ (?:all\ )?)?(?:\d{1,6}\ comments?|comments?\ \(\d{1,6}\)?)
  | (?: (?:share|tweet|post)\ (?:this\ )?(?:on|via|to) | partager\ (?:sur|par) | compartir\ (?:en|por)
      | condividi\ su | delen\ (?:op|via) | dela\ på | teilen\ auf | auf )
    \ (?:facebook|twitter|x|linkedin|whatsapp|e-?mail|pinterest|reddit|telegram|bluesky|threads)(?:\ teilen)?
  | (?:watch|see|listen\ to)\ (?:the\ )?(?:full\ )?(?:video|clip|interview|story|report)\ (?:below|above|here)
  | lees\ verder\ onder\ de\ (?:foto|video|advertentie|tweet)
  | (?:der\ artikel|das\ video)\ (?:wird|folgt)\ nach\ (?:der\ (?:anzeige|werbung)|dem\ video)\ fortgesetzt
  | \d{1,2}[ -]?(?:min|mins|minutes?)\ (?:read|listen|watch) | (?:a\ )?post\ shared\ by\ .{2,60}\(@\w{1,40}
  | (?:terms\ of\ (?:service|use)|privacy\ policy)\ ?(?:[|•·&]|and)\ ?(?:terms\ of\ (?:service|use)|privacy\ policy)
    """,
    re.VERBOSE,
)

# Matches a pointer to other articles, by its label: "Read more: ", "RELATED | "; not "Read more books", nor "See also
# chapter 4".
POINTER = deferred(
    r"""
    [(\[>»►▶•*-]{0,3}\s?
    (?: (?:read|see|watch|listen)\ (?:more|also|next|now|this)
      | (?:also|must)\ (?:read|see|watch)
      | related(?:\ (?:articles?|story|stories|news|content|coverage|topics|posts?|links?|reading|video))?
      | more\ (?:on\ this(?:\ story|\ topic)?|stories|news|like\ this|coverage)
      | recommended\ (?:stories|reading|for\ you) | (?:don['’]t|do\ not)\ miss
      | you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested\ in)
      | most\ (?:read|popular|viewed) | trending(?:\ now)? | up\ next | editor['’]?s['’]?\ picks?
      | lesen\ sie\ (?:auch|mehr) | mehr\ zum\ thema | (?:à\ )?lire\ aussi | lee\ también | leia\ (?:também|mais)
      | leggi\ anche | lees\ ook | les\ også | läs\ (?:också|mer|även) | baca\ juga | czytaj\ (?:też|także|więcej)
      | lea\ también | (?:te|le)\ puede\ interesar | ti\ potrebbe\ interessare | lue\ myös | voir\ aussi
      | читайте\ также
      | (?-i:WATCH|LISTEN|READ|VIDEO|PHOTOS|GALLERY)
    )
    \s?(?:[:|：»>]|[-–—]\s)
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches an invitation to a newsletter: "Sign up for our newsletter", "Get the news in your inbox"; not "Sign up for
# classes".
NEWSLETTER = deferred(
    r"""
    [>»►▶•*\s-]{0,4}
    (?: (?:please\ )?(?:sign\ up|subscribe|register)\ (?:here\ |now\ |today\ |below\ )?(?:for|to)
        \ (?:our|the|(?-i:[A-Z])[\w'’&]{0,30})\ (?:[\w'’&-]{1,30}\ ){0,6}?
        (?:(?:newsletters?|e-?mails?|alerts|channel|podcast)\b|(?-i:Letter|Briefing|Digest|Dispatch|Bulletin)s?\W{0,2}$)
      | (?:to\ )?(?:get|receive)\ (?:[\w'’&,-]{1,30}\ ){1,14}?(?:in|to|into|straight\ to)\ your\ (?:e-?mail\ )?inbox\b
      | (?:want|love)\ (?:[\w'’,-]{1,30}\ ){1,12}?[\w'’-]{1,30}\?\ (?:sign\ up|subscribe|join)\b
      | (?:you\ can\ )?unsubscribe\ at\ any\ time
      | (?:enjoy(?:ing|ed)|liked?|loved?)\ (?:this|our|the|what)\b.{0,60}\?\ (?:please\ |then\ )?
        (?:sign\ up|subscribe|share|join|consider|become)\b
      | thank(?:s|\ you)\ for\ reading\ .{2,80}?[.!]\ (?:subscribe|this\ post\ is\ public|support\ (?:my|our)\ work)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches an invitation in the middle of a line: "Five loaves. Enter your email and we will send it", "The Weir is a
# reader-supported publication."; not "The form says: enter your email and tap Next".
CALL_INSIDE = deferred(
    r"(?:\A|[.!?]\s)(?:just |simply )?enter your e-?mail(?: address)? (?:below )?"
    r"(?:and we\b|to (?:get|receive|subscribe|sign))"
    r"|\A[\w'’& ]{2,60} is a reader-(?:supported|funded) (?:publication|newsletter)\b",
    re.IGNORECASE,
)

CALL_MARKS = ("nter your e", " is a reader-")
"""One of these stands in everything that `CALL_INSIDE` matches. Looking for them first costs a tenth."""

# Matches an invitation to follow or support: "Follow us on Facebook", "Click here to subscribe"; not "They follow us
# on the trail".
INVITATION = deferred(
    r"""
    [>»►▶•*\s-]{0,4}
    (?: (?:click|tap)\ here\ (?:to|for)\ (?:subscribe|sign\ up|join\ our|read\ more|follow|more\ (?:news|stories))\b
      | (?:follow|like|find|join)\ us\ (?:on|at)\ (?:our\ )?
        (?:facebook|twitter|x\b|instagram|youtube|linkedin|tiktok|telegram|whatsapp|google|threads|bluesky|social)
      | follow\ (?:@\w{1,30}|[A-Z][\w'’&]{0,30}(?:\ [A-Z][\w'’&]{0,30}){0,4})\ on
        \ (?:facebook|twitter|x\b|instagram|youtube|linkedin|tiktok|telegram|whatsapp|google\ news|threads|bluesky)
      | join\ our\ (?:whatsapp|telegram|facebook|discord|mailing|newsletter|channel)
      | download\ (?:our|the\ [A-Z][\w'’& ]{1,30})\ (?:free\ )?app\b
      | (?:support|help)\ (?:us|our\ (?:work|journalism|reporting|newsroom)|independent\ journalism)\b
        .{0,80}\b(?:donat|subscri|member|contribut|today)
      | become\ a\ (?:member|subscriber|supporter)\ (?:today|now|and)
      | this\ (?:article|story|content)\ is\ (?:only\ available\ (?:to|for)|for)\ (?:subscribers|members)
      | stay\ (?:with|tuned\ to)\ .{2,40}\ for\ (?:(?:the\ )?latest\ |more\ )?updates\b
      | get\ (?:the\ )?(?:latest|breaking)\ news\ (?:alerts|updates)\b.{0,40}\b(?:apps?|phone)\b
      | to\ continue\ reading,?\ (?:please\ )?(?:subscribe|sign|log|register|create)\b
      | (?:have|got)\ (?:you\ got\ )?(?:a|any)\ (?:story|(?:news\ )?tip|question)s?\b.{0,60}\?\ (?:please\ )?
        (?:e-?mail|contact|call|send|tell|get\ in\ touch|write)\b
      | (?:síguenos|suivez-nous|folgen\ sie\ uns|seguici|volg\ ons|siga-nos|följ\ oss|følg\ oss)
        \ (?:en|sur|auf|su|op|no|na|på|via)\b
      | (?:abonnez-vous|inscrivez-vous)\ à\ (?:notre|la|nos)\ (?:\w+\ )?(?:newsletter|infolettre|lettre)
      | (?:suscríbe(?:te|se)|apúntate)\ a\ (?:nuestr[ao]s?\ )?(?:newsletter|bolet[ií]n)
      | iscriviti\ alla\ (?:nostra\ )?newsletter
      | (?:jetzt\ )?(?:unseren?|den)\ (?:kostenlosen\ )?newsletter\ (?:abonnieren|bestellen)
      | share\ your\ (?:thoughts|views|opinion)\ (?:in\ the\ comments|with\ us)
      | what\ do\ you\ think\?\ (?:let\ us\ know|share|tell\ us|leave)
      | (?:tell\ us|let\ us\ know)\ what\ you\ (?:think|thought)\b.{0,60}(?:\bcomments?\b|\bbelow\b|\bat\ \S+@)
      | (?:did|have|if)\ you\ (?:make|made|try|tried)\ (?:this|it|these)\b.{0,60}[?,]\ .{0,60}
        \b(?:comments?|ratings?|star|tag\ (?:me|us))\b
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches the site's terms: "We use cookies", "© 2024 Harbour News Ltd. All rights reserved."; not "Bakers use cookies".
TERMS = deferred(
    r"""
    (?: (?:we|this\ (?:web)?site|our\ (?:web)?site)\ uses?\ cookies\b
      | by\ (?:clicking|signing\ up|subscribing|submitting|continuing|registering)\b
        .{0,120}\byou\ (?:agree|accept|consent)\b
      | (?:copyright\ )?(?:©|\(c\)|copyright)\ ?\d{4}\b
        .{0,120}\b(?:all\ rights\ reserved|inc|llc|ltd|company|reserved)\W{0,3}$
      | copyright\ (?:©\ )?\d{4}\ (?-i:[A-Z])[\w.&'’-]{1,30}(?:\ (?-i:[A-Z])[\w.&'’-]{1,30}){0,3}\.?$
      | copyright\ (?:©\ )?\d{4}\ .{0,100}all\ rights\ reserved
      | all\ rights\ reserved\.\ (?:this\ material|no\ part|reproduction|unauthori[sz]ed)
      | this\ material\ may\ not\ be\ published,\ broadcast,\ rewritten
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Matches a line that says whose a work is and since when: "Copyright (C) 1998 Jane Roe", "© 2024 Harbour News"; not
# "Copyright law is old".
RIGHTS = deferred(r"(?:copyright\s(?:\(c\)|©)?|©|\(c\))\s?\d{4}\b", re.IGNORECASE)

# Matches what a licence says and no page does of itself: "Redistribution and use in source", "Permission is hereby
# granted"; not "He had permission to use the pier".
LICENCE = deferred(
    r"\bpermission\s(?:is\s(?:hereby\s)?granted|to\suse,\scopy)|\bredistribution\sand\suse\b", re.IGNORECASE
)

# Matches what stands below it in a licence; not a sentence that only begins so.
RESERVED = deferred(r"all rights reserved\.?", re.IGNORECASE)

# Matches under what a site keeps an article: "Tags: ferries, harbour", "Filed under: Local news"; not "Tags hung from
# the crates.", nor "Posted to Malta in 1942".
KEPT_UNDER = deferred(
    r"(?:tags?|filed under|schlagworte|mots-clés|etiquetas)\s?:\s[^.]{2,200}"
    r"|(?:posted|filed) (?:in|under) [A-Z][\w&' ]{2,40}(?: on \d.{4,30}| \|.{2,60})",
    re.IGNORECASE,
)

MOST_RIGHTS = 2
"""Lines of rights at the end of a page: the site's and an agency's; a text with more is a licence."""

MAX_LABEL = 60
MAX_POINTER = 160
"""Characters of a pointer and the headline it points at; a longer line may be that and a paragraph that was joined."""
MAX_LINE = 400
"""Characters; a longer paragraph says more than an invitation does."""
KEPT = frozenset({SpanKind.PREFORMATTED, SpanKind.TABLE, SpanKind.ASIDE, SpanKind.CAPTION, SpanKind.CREDIT})


def boilerplate(document: Document) -> Iterator[Edit]:
    """Take out whole lines that are the site's: pointers to other articles, invitations, advert marks, comment boxes.

    What the markup calls an aside goes as well. A reporter's own sentence about newsletters, subscribers or cookies
    stays, and so does a line that such words only end, and the list of those who hold the rights of a work.
    """
    yield from _asides(document)
    lines = lines_outside(document, KEPT)
    told = _told(document, lines)
    told.update(dict.fromkeys(_headings_of_nothing(document, lines, told), "a heading with lines of the site below it"))
    for line in lines:
        if line in told:
            yield removal("boilerplate", line, Destination.BOILERPLATE, told[line])


def _told(document: Document, lines: Sequence[Line]) -> dict[Line, str]:
    """Find the lines that are the site's, each with what tells it."""
    listed = sum(RIGHTS.match(line.text) is not None for line in lines) > MOST_RIGHTS
    licence = listed or LICENCE.search(document.text) is not None
    turkish = detect_language(document.text) == "tr"
    found = dict(site_blocks(document.text, lines))
    told: dict[Line, str] = {}
    for nth, line in enumerate(lines):
        if is_list_label(line.text) and (titles := listed_titles(document.text, lines, nth)):
            found.update(dict.fromkeys([line, *titles], "titles of other articles below their label"))
        if is_heading(document.text, lines, nth):
            continue
        if line in found:
            told[line] = found[line]
            continue
        if turkish and line.text.casefold().strip(DECORATION) in TURKISH_WORDS:
            continue
        if is_boilerplate(line.text) and not (licence and (RIGHTS.match(line.text) or RESERVED.fullmatch(line.text))):
            told[line] = "a line of the site, not of the article"
    return told


def _headings_of_nothing(document: Document, lines: Sequence[Line], told: Mapping[Line, str]) -> Iterator[Line]:
    """Find the headings at a page's end that have nothing but lines of the site below them."""
    headings = {span.start for span in document.spans if span.kind is SpanKind.HEADING}
    below = False
    for line in reversed(lines if headings and told else ()):
        if line not in told and not (below and line.start in headings):
            return
        if line not in told:
            yield line
        below = True


def is_boilerplate(line: str) -> bool:
    """Whether a whole line is the site's own.

    >>> is_boilerplate("Read more: Harbour closes"), is_boilerplate("Read more books, she said.")
    (True, False)
    """
    if len(line) > MAX_LINE:
        return False
    if len(line) <= MAX_LABEL:
        label = line.strip(DECORATION).casefold()
        if label in LABELS or VARIABLE_LABEL.fullmatch(label):
            return True
    if len(line) <= MAX_POINTER and POINTER.match(line):
        return True
    if any(mark in line for mark in CALL_MARKS) and CALL_INSIDE.search(line):
        return True
    return any(opening.match(line) for opening in (NEWSLETTER, INVITATION, TERMS)) or bool(KEPT_UNDER.fullmatch(line))


def is_heading(text: str, lines: Sequence[Line], nth: int) -> bool:
    """Whether a line that could be the site's label heads a list of the article's own, right below it."""
    if lines[nth].text.casefold().strip(DECORATION) not in HEADINGS or nth + 1 == len(lines):
        return False
    return text.count("\n", lines[nth].end, lines[nth + 1].start) == 1 and not is_boilerplate(lines[nth + 1].text)


def _asides(document: Document) -> Iterator[Edit]:
    """Take out what the markup sets aside, but for captions and credits in it, which have rules of their own."""
    others = sorted(
        (span.start, span.end) for span in document.spans if span.kind in {SpanKind.CAPTION, SpanKind.CREDIT}
    )
    starts = [start for start, _ in others]
    reached = 0
    for span in sorted(document.spans, key=lambda span: (span.start, -span.end)):
        whole = Line.trimmed(document.text, span.start, span.end)
        if span.kind is not SpanKind.ASIDE or not whole.text or whole.start < reached:
            continue
        last = bisect_right(starts, whole.end - 1) - 1
        if last < 0 or others[last][1] <= whole.start:
            yield removal("boilerplate", whole, Destination.BOILERPLATE, "the markup sets it aside")
            reached = whole.end
