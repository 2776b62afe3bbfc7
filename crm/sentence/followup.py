"""The follow-up part of a sentence: "f 2w", "follow up friday: send the draft", "they owe us the protocol by 3/6"."""

import re
from datetime import date, time

import msgspec

from crm.dates import day_at, time_at
from crm.sentence import lexicon
from crm.sentence.clauses import action_at, clause_ends, opens_clause
from crm.sentence.tokens import Token, TokenKind, covered

_SEPARATORS = frozenset((":", "-", "–", "—", ","))
_AFTER_NOUNS = lexicon.TOPIC_WORDS | {"with", "at", "in"}  # "Friday call re beds" is no task
_OPENINGS = (
    (lexicon.OWED_BY_THEM, "them"),
    (lexicon.PROMISED_BY_THEM, "them"),
    (lexicon.OWED_BY_US, "us"),
    (lexicon.PROMISED_BY_US, "us"),
    (lexicon.FOLLOW_UP_SHORT, "us"),
)
_PROMISES = (lexicon.PROMISED_BY_THEM, lexicon.PROMISED_BY_US)
_TITLE_LINKS = lexicon.TOPIC_WORDS | {"to"}


class FollowUpFound(msgspec.Struct, frozen=True):
    """A follow-up read in the text: its tokens end before `end`; its date, if any, begins at character `due_at`.

    A time without a date is one of today.
    """

    end: int
    owed_by: str
    due_at: int | None
    time: time | None
    title: str


class _Due(msgspec.Struct):
    first: int  # the tokens of the date, its link word included
    end: int
    at: int | None
    time: time | None


class FollowUpContext(msgspec.Struct, frozen=True):
    """Where a follow-up is looked for, as far as the walk knows.

    `in_prose` (a topic, or notes after the first sentence) asks for more than the words: "patients waiting for scans"
    is no follow-up there, with a date or after a stop it is. `topic_may_follow`: "f 2w re imaging" has two parts.
    `after_known`: a name, a day or the like stands right before it. `named` are the words of the names said so far.
    """

    in_prose: bool = False
    topic_may_follow: bool = False
    after_known: bool = False
    named: frozenset[str] = frozenset()


def follow_up_at(
    text: str, tokens: list[Token], index: int, today: date, place: FollowUpContext
) -> FollowUpFound | None:
    """Read the follow-up that begins at token `index`, or None."""
    token = tokens[index]
    if not token.is_word:
        return None
    if token.folded.split(" ", 1)[0] in lexicon.FOLLOW_UP_STARTS:
        found = _worded(text, tokens, index, today, place)
        if found is not None:
            return found
    return _action(text, tokens, index, today, place)


def _worded(text: str, tokens: list[Token], index: int, today: date, place: FollowUpContext) -> FollowUpFound | None:
    """ "f 2w", "follow up friday", "they owe us the protocol"."""
    token = tokens[index]
    opened = _opening(text, token.start)
    if opened is None:
        return None
    match, owed_by = opened
    short, promise = match.re is lexicon.FOLLOW_UP_SHORT, match.re in _PROMISES
    first = covered(tokens, index, match.end())
    if first is None:
        return None
    end = _segment_end(text, tokens, first)
    due = _due(text, tokens, first, end, today)
    if promise and not due:
        return None
    colon = first < end and tokens[first].text == ":"
    if not (due and due.first == first) and not colon:
        errand = index == 0 and first < end and tokens[first].text.lower() in lexicon.ACTIONS  # "f ring Jane friday"
        if short and not (due and (place.after_known or errand) and token.text[0].islower()):
            return None
        if index == 0 and not short and owed_by == "us" and first < end and tokens[first].folded in lexicon.DOING:
            return None  # "Follow-up call with ...": the verb
        if place.in_prose and not due and not _stands_alone(tokens, index, first, owed_by):
            return None
    if due and due.first == first and due.end < end:
        following = tokens[due.end]
        if following.text in (",", ";") or (place.topic_may_follow and following.folded in lexicon.TOPIC_WORDS):
            end = due.end  # "f 2w, great meeting": what follows is no title
    return FollowUpFound(
        end, owed_by, due.at if due else None, due.time if due else None, _title(text, tokens, first, end, due)
    )


def _opening(text: str, start: int) -> tuple[re.Match[str], str] | None:
    """The words at character `start` that open a follow-up, and who owes it."""
    for pattern, owed_by in _OPENINGS:
        if match := pattern.match(text, start):
            return match, owed_by
    return None


def _action(text: str, tokens: list[Token], index: int, today: date, place: FollowUpContext) -> FollowUpFound | None:
    """What is to be done by a day: "send slides Friday", "she will ring me on Thursday"; without a day it is text."""
    action = action_at(text, tokens, index, in_prose=place.in_prose, after_known=place.after_known, named=place.named)
    if action is None:
        return _deadline(text, tokens, index, today, place) or _day_first(text, tokens, index, today, place)
    first = action.verb + 1
    for end in clause_ends(tokens, action.verb, _segment_end(text, tokens, first)):
        due = _due(text, tokens, first, end, today, anywhere=True)
        if due is None:
            continue
        title = _title(text, tokens, action.title_from, end, due)
        return FollowUpFound(end, action.owed_by, due.at, due.time, title)
    return None


def _deadline(text: str, tokens: list[Token], index: int, today: date, place: FollowUpContext) -> FollowUpFound | None:
    """ "Deadline for the bid is 12 December", where a clause begins with it."""
    if index == 0 or not (place.after_known or opens_clause(tokens[index - 1])):
        return None
    first = index + (tokens[index].folded == "the")
    if first >= len(tokens) or tokens[first].folded != lexicon.DEADLINE:
        return None
    for end in clause_ends(tokens, first, _segment_end(text, tokens, first)):
        due = _due(text, tokens, first + 1, end, today, anywhere=True)
        if due is not None and due.at is not None:
            said = _title(text, tokens, first, due.first, None)
            return FollowUpFound(end, "us", due.at, due.time, lexicon.IS_LAST.sub("", said))
    return None


def _day_first(text: str, tokens: list[Token], index: int, today: date, place: FollowUpContext) -> FollowUpFound | None:
    """ "On Friday send slides", where a clause begins with its day."""
    if index == 0 or not opens_clause(tokens[index - 1]):
        return None
    hard_end = _segment_end(text, tokens, index)
    due = _due_here(text, tokens, index, hard_end, today, counts=False)
    if due is None or due.end + 1 >= hard_end or tokens[due.end + 1].folded in _AFTER_NOUNS:
        return None
    action = action_at(text, tokens, due.end, in_prose=place.in_prose, after_known=True, named=place.named)
    if action is None:
        return None
    end = clause_ends(tokens, action.verb, hard_end)[0]
    return FollowUpFound(end, action.owed_by, due.at, due.time, _title(text, tokens, action.title_from, end, None))


def _stands_alone(tokens: list[Token], index: int, first: int, owed_by: str) -> bool:
    if index and tokens[index - 1].kind in (TokenKind.MARK, TokenKind.LINE):
        return True
    return owed_by == "us" and first == len(tokens)


def _segment_end(text: str, tokens: list[Token], index: int) -> int:
    while index < len(tokens):
        token = tokens[index]
        if token.kind in (TokenKind.LINE, TokenKind.TAG) and not token.plain:
            break
        if token.stops or (token.text == "@" and not token.plain):
            break
        opens = token.is_word and token.folded.split(" ", 1)[0] in lexicon.FOLLOW_UP_STARTS
        if opens and (lexicon.OWED_BY_THEM.match(text, token.start) or lexicon.OWED_BY_US.match(text, token.start)):
            break
        index += 1
    return index


def _due(text: str, tokens: list[Token], first: int, end: int, today: date, *, anywhere: bool = False) -> _Due | None:
    """The date right after the opening words, else the last one that ends the segment or follows "by", "on", "in"; with
    `anywhere` the first that belongs to no other word.
    """
    start = first
    while start < end and tokens[start].text in _SEPARATORS:
        start += 1
    opening = _due_here(text, tokens, start, end, today, counts=True)
    if opening:
        opening.first = first
        return opening
    last: _Due | None = None
    loose: _Due | None = None
    index = start
    while index < end:
        found = _due_here(text, tokens, index, end, today, counts=False)
        if found:
            linked = found.at != tokens[index].start or text.startswith("in ", found.at)
            if found.end == end or (found.at is not None and linked):
                last = found
            elif loose is None and tokens[index - 1].folded not in lexicon.HOLDS_DATE:
                loose = found
        index = found.end if found else index + 1
    return last or (loose if anywhere else None)


def _due_here(text: str, tokens: list[Token], index: int, end: int, today: date, *, counts: bool) -> _Due | None:
    """The date at token `index`, with a word that links it and a time on either side; a time alone is of today."""
    for link in (0, 1):
        if link and (index + 1 >= end or tokens[index].folded not in lexicon.DUE_LINKS):
            break
        at = index + link
        if link and at < end and tokens[index].folded == "in" and tokens[at].folded in lexicon.DUE_LINKS:
            break  # "check in in a month", "check in on Friday"
        if at >= end or not (tokens[at].is_word or tokens[at].text == "@"):
            break
        said = _time_here(text, tokens, at, end)
        dated = _skip_links(tokens, said[1], end) if said else at
        found = day_at(text, tokens[dated].start, today, future=True) if dated < end else None
        stop = covered(tokens, dated, found.end) if found else None
        if found is None or found.day is None or (found.counted and not counts) or stop is None or stop > end:
            if said:
                return _Due(index, said[1], None, said[0])
            continue
        due = _Due(index, stop, tokens[dated].start, None)
        if said:
            again = _time_here(text, tokens, at, end, later=found.later)
            due.time = again[0] if again else said[0]
            return due
        said = _time_here(text, tokens, _skip_links(tokens, stop, end), end, later=found.later)
        if said:
            due.time, due.end = said
        return due
    return None


def _skip_links(tokens: list[Token], index: int, end: int) -> int:
    if index + 1 < end and (tokens[index].text == "," or tokens[index].folded in lexicon.DUE_LINKS - {"at"}):
        return index + 1
    return index


def _time_here(text: str, tokens: list[Token], index: int, end: int, *, later: bool = False) -> tuple[time, int] | None:
    said = time_at(text, tokens[index].start, later=later) if index < end else None
    stop = covered(tokens, index, said[1]) if said else None
    return (said[0], stop) if said and stop is not None and stop <= end else None


def _title(text: str, tokens: list[Token], first: int, end: int, due: _Due | None) -> str:
    pieces = [(first, end)] if due is None else [(first, due.first), (due.end, end)]
    texts: list[str] = []
    for start, stop in pieces:
        links = () if texts else _TITLE_LINKS  # "ring Monday re the budget" keeps its "re"
        while start < stop and (tokens[start].text in _SEPARATORS or tokens[start].folded in links):
            start += 1
        if start < stop:
            texts.append(text[tokens[start].start : tokens[stop - 1].end])
    return " ".join(" ".join(texts).split()).strip(" ,;:-–—.")
