"""The clauses after the meeting: which say what is to be done, and which have a day of their own."""

import enum
from collections.abc import Collection, Sequence

import msgspec

from crm.sentence import lexicon
from crm.sentence.tokens import Token, TokenKind, covered

_DATE_LINKS = frozenset(("on", "by", "for", "at"))


class Action(msgspec.Struct, frozen=True):
    """What is to be done: the token of its first word of the title, of its verb, and who owes it."""

    title_from: int
    verb: int
    owed_by: str


class Elsewhere(enum.Enum):
    """How sure it is that a day or time belongs to another clause than the meeting's."""

    NO = enum.auto()
    EVENT = enum.auto()  # something with a day of its own stands before it: "before the huddle on 9 Dec"
    PERHAPS = enum.auto()  # words after a comma: "great chat yesterday", "deadline for bid Friday"
    SURELY = enum.auto()


def action_at(
    text: str,
    tokens: list[Token],
    index: int,
    *,
    in_prose: bool = False,
    after_known: bool = False,
    named: Collection[str] = (),
) -> Action | None:
    """Read the words that open a clause of what is to be done at token `index`, or None.

    `after_known`: the token before means something to the grammar, a name or a day; `named` are the words of the names
    said so far ("Ada will send ..."); `in_prose` (a topic, notes) asks for who it is that will.
    """
    if index == 0:
        return None
    token = tokens[index]
    opens = opens_clause(tokens[index - 1])
    if (opens or after_known) and _is_action(tokens, index, bare=True):
        return Action(index, index, "us")
    if not (opens or after_known):
        return None
    if _first(token) not in lexicon.LEADS and token.folded not in named:
        return None
    return _ours(text, tokens, index, in_prose, opens) or _theirs(text, tokens, index, named)


def _ours(text: str, tokens: list[Token], index: int, in_prose: bool, opens: bool) -> Action | None:
    start = tokens[index].start
    match = lexicon.WE_LEAD.match(text, start) or lexicon.BARE_LEAD.match(text, start)
    verb = covered(tokens, index, match.end()) if match else None
    if match is None or verb is None or not _is_action(tokens, verb):
        return None
    bare = match.re is lexicon.BARE_LEAD
    if bare and in_prose and not (opens and match["to"]):
        return None
    if bare and match["to"] and not opens and tokens[verb].folded not in lexicon.ERRANDS:
        return None
    return Action(verb, verb, "us")


def _theirs(text: str, tokens: list[Token], index: int, named: Collection[str]) -> Action | None:
    match = lexicon.THEIR_LEAD.match(text, tokens[index].start)
    verb = covered(tokens, index, match.end()) if match else None
    if match is None or verb is None:
        return None
    who = match["who"].lower()
    if who not in lexicon.THEY and tokens[index].folded not in named:
        return None
    if who in lexicon.THEY and match["to"]:
        return None
    if match["touch"]:
        return Action(index, verb - 1, "them")
    return Action(index, verb, "them") if _is_action(tokens, verb) else None


def _is_action(tokens: list[Token], index: int, *, bare: bool = False) -> bool:
    if index >= len(tokens) or not tokens[index].is_word:
        return False
    word = tokens[index].text.lower()
    if word not in lexicon.ACTIONS and (bare or not lexicon.is_doing(word)):
        return False
    following = tokens[index + 1].folded if index + 1 < len(tokens) else ""
    return not (bare and lexicon.is_noun_before(following))


def _first(token: Token) -> str:
    """The word before an apostrophe: "she" of "she'll"."""
    return token.text.lower().replace("’", "'").partition("'")[0]


def is_subject(token: Token, *, opening: bool = True) -> bool:
    """Whether a word is somebody who acts; "IT" and "WHO" are others, "it" acts only where a clause is `opening`."""
    word = _first(token)
    if not token.is_word or word not in lexicon.SUBJECTS or (len(word) > 1 and token.text.isupper()):
        return False
    return opening or word not in ("it", "there")


def opens_clause(before: Token) -> bool:
    """Whether a clause may begin behind this token: a mark, a line end, "and", "then"."""
    if before.kind is TokenKind.LINE or before.stops:
        return True
    return before.text in lexicon.CLAUSE_MARKS or before.text.lower() in (*lexicon.LISTING, "then", "but", "so", "also")


def clause_ends(tokens: list[Token], first: int, hard_end: int) -> list[int]:
    """Where the clause that begins at token `first` may end, nearest first: before a comma, a dash or "and", or at
    `hard_end`; never beyond words that somebody else acts in.
    """
    ends: list[int] = []
    for index in range(first + 1, hard_end):
        token = tokens[index]
        if token.text in (";", "(", ")") or is_subject(token, opening=False):
            return [*ends, index]
        if not token.plain and (token.text in lexicon.CLAUSE_MARKS or token.text.lower() in (*lexicon.LISTING, "then")):
            ends.append(index)
            if index + 1 < hard_end and (is_subject(tokens[index + 1]) or tokens[index + 1].folded in lexicon.EVENTS):
                return ends
    return [*ends, hard_end]


def elsewhere(tokens: list[Token], known: Sequence[bool], index: int) -> Elsewhere:
    """Return whether the day or time at token `index` belongs to another clause than the meeting's.

    `known` says of each token before it whether it means something to the grammar.
    """
    start = index
    while start > 0 and (known[start - 1] or not _parts_clauses(tokens[start - 1])):
        start -= 1
    clause = [place for place in range(start, index) if not known[place] and tokens[place].kind is TokenKind.WORD]
    if clause and tokens[clause[-1]].folded in _DATE_LINKS:
        clause.pop()
    if not clause:
        return Elsewhere.NO
    words = [_first(tokens[place]) for place in clause]
    first = words[1] if len(words) > 1 and words[0] in lexicon.LISTING else words[0]
    acts = any(is_subject(tokens[place], opening=place == clause[0]) for place in clause)
    if acts or first in lexicon.ACTIONS:
        return Elsewhere.SURELY
    if words[-1] in lexicon.TERMS:
        return Elsewhere.SURELY
    event = any(word in lexicon.EVENTS for word in words)
    if start == 0:
        return Elsewhere.EVENT if event else Elsewhere.NO
    if event or any(word in lexicon.ACTIONS for word in words):
        return Elsewhere.SURELY
    return Elsewhere.NO if known[index - 1] else Elsewhere.PERHAPS


def _parts_clauses(token: Token) -> bool:
    return token.text in lexicon.CLAUSE_MARKS or token.text.lower() in ("then", "but", "so")
