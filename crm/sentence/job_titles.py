"""What somebody is, and where: ", CEO of Newco" or "(Head of Research at Newco)" behind a name."""

import msgspec

from crm.formats.names import names_post
from crm.sentence import lexicon
from crm.sentence.mentions import Mention, NameFinder, Slot
from crm.sentence.tokens import Token

_MOST_WORDS = 9
_SHORT_POSTS = frozenset(
    [
        "ceo",
        "cto",
        "cfo",
        "coo",
        "cio",
        "cmo",
        "cso",
        "md",
        "gp",
        "vp",
        "professor",
        "prof",
        "dean",
        "partner",
        "fellow",
        "owner",
        "reader",
    ]
)
_PLACES = frozenset(("of", "at", "from", "for", "in", "with"))
_GO_ON = _PLACES - {"with"} | {"and", "&", "the", "to"}
_OF = frozenset(("of", "for"))
# Of these posts "of" is followed by where they are held; a head or a director may be one "of research".
_OF_A_PLACE = _SHORT_POSTS - {"professor", "prof", "fellow", "reader"} | frozenset(
    [
        "executive",
        "officer",
        "chair",
        "chairman",
        "chairwoman",
        "chairperson",
        "president",
        "founder",
        "cofounder",
        "owner",
        "trustee",
        "treasurer",
    ]
)


class PostFound(msgspec.Struct, frozen=True):
    """A post read behind a name: its characters, the organisation, and the token behind it all."""

    start: int
    end: int
    organisation: Mention
    upto: int


def post_at(tokens: list[Token], index: int, finder: NameFinder) -> PostFound | None:
    """Read the post and organisation behind the comma or bracket at token `index`, or None; a post alone is text."""
    bracket = tokens[index].text == "("
    first = at = index + 1
    if first < len(tokens) and tokens[first].folded in ("the", "a", "an", "our", "their"):
        first = at = first + 1
    last: PostFound | None = None
    while at < len(tokens) and at - first < _MOST_WORDS and _goes_on(tokens, first, at, finder):
        if at > first and (tokens[at].folded in _PLACES or tokens[at].text == ","):
            last = _organisation(tokens, first, at, finder, bracket=bracket) or last
            if last is not None and last.organisation.hits:
                break
        at += 1
    if last is None or not bracket:
        return last
    if last.upto >= len(tokens) or tokens[last.upto].text != ")":
        return None
    return PostFound(last.start, last.end, last.organisation, last.upto + 1)


def _goes_on(tokens: list[Token], first: int, at: int, finder: NameFinder) -> bool:
    token = tokens[at]
    if token.plain:
        return False
    if at > first and (token.text == "," or token.folded in _GO_ON | _PLACES or token.text == "&"):
        return True
    return token.is_word and token.folded not in lexicon.STOPS and not finder.opens_something_else(at)


def _organisation(tokens: list[Token], first: int, link: int, finder: NameFinder, *, bracket: bool) -> PostFound | None:
    """The organisation behind a linking word, where the words before it are a post."""
    said = tokens[link].folded
    post = tokens[first:link]
    if any(token.text == "," for token in post) or not _is_post(post, whole=said not in _OF):
        return None
    found = finder.find(link + 1, Slot.ORGANISATION, new=said in ("at", "from") or post[-1].folded in _SHORT_POSTS)
    if found is None:
        return None
    mention, upto = found
    if not mention.hits and said not in ("at", "from"):
        whose = said == "of" and post[-1].folded in _OF_A_PLACE
        sure = mention.typed[0].isupper() or post[-1].folded in _SHORT_POSTS
        if not (sure and (whose or (said == "" and bracket))):
            return None
    return PostFound(post[0].start, post[-1].end, mention, upto)


def _is_post(post: list[Token], *, whole: bool) -> bool:
    """Whether words name a post: it ends them or stands before "of"; with `whole` the post may say of what."""
    heads = [place for place, token in enumerate(post) if token.folded in _SHORT_POSTS or names_post(token.folded)]
    if not heads:
        return False
    ends = heads[-1] == len(post) - 1
    return ends or (whole and post[heads[-1] + 1].folded in (*_OF, "in"))
