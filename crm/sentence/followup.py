"""The follow-up part of a sentence: "f 2w", "follow up friday: send the draft", "they owe us the protocol by 3/6"."""

from dataclasses import dataclass
from datetime import date, time

from crm.dates import day_at, time_at
from crm.sentence import lexicon
from crm.sentence.tokens import Token, TokenKind, covered

_SEPARATORS = frozenset((":", "-", "–", "—", ","))
_TITLE_LINKS = lexicon.TOPIC_WORDS | {"to"}


@dataclass(frozen=True, slots=True)
class FollowUpFound:
    """A follow-up read in the text: its tokens end before `end`; its date, if any, begins at character `due_at`."""

    end: int
    owed_by: str
    due_at: int | None
    time: time | None
    title: str


@dataclass(slots=True)
class _Due:
    first: int  # the tokens of the date, its link word included
    end: int
    at: int
    time: time | None


def follow_up_at(
    text: str, tokens: list[Token], index: int, today: date, *, in_prose: bool, topic_may_follow: bool = False
) -> FollowUpFound | None:
    """Read the follow-up that begins at token `index`, or None.

    `in_prose` (a topic, or notes after the first sentence) asks for more than the words: "patients waiting for scans"
    is no follow-up there, with a date or after a stop it is. `topic_may_follow`: "f 2w re imaging" has two parts.
    """
    token = tokens[index]
    if not token.is_word or token.folded.split(" ", 1)[0] not in lexicon.FOLLOW_UP_STARTS:
        return None
    owed_by, short = "us", False
    match = lexicon.OWED_BY_THEM.match(text, token.start)
    if match:
        owed_by = "them"
    else:
        match = lexicon.OWED_BY_US.match(text, token.start)
        if match is None:
            match, short = lexicon.FOLLOW_UP_SHORT.match(text, token.start), True
    if match is None:
        return None
    first = covered(tokens, index, match.end())
    if first is None:
        return None
    end = _segment_end(text, tokens, first)
    due = _due(text, tokens, first, end, today)
    colon = first < end and tokens[first].text == ":"
    if not (due and due.first == first) and not colon:
        if short and (first < len(tokens) or token.folded == "f"):
            return None
        if index == 0 and owed_by == "us" and first < end and tokens[first].folded in lexicon.DOING:
            return None  # "Follow-up call with ...": the verb
        if in_prose and not due and not _stands_alone(tokens, index, first, owed_by):
            return None
    if due and due.first == first and due.end < end:
        following = tokens[due.end]
        if following.text == "," or (topic_may_follow and following.folded in lexicon.TOPIC_WORDS):
            end = due.end  # "f 2w, great meeting": what follows is no title
    return FollowUpFound(
        end, owed_by, due.at if due else None, due.time if due else None, _title(text, tokens, first, end, due)
    )


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


def _due(text: str, tokens: list[Token], first: int, end: int, today: date) -> _Due | None:
    """The date right after the opening words, else the last one that ends the segment or follows "by", "on", "in"."""
    start = first
    while start < end and tokens[start].text in _SEPARATORS:
        start += 1
    opening = _due_here(text, tokens, start, end, today, counts=True)
    if opening:
        opening.first = first
        return opening
    last: _Due | None = None
    index = start
    while index < end:
        found = _due_here(text, tokens, index, end, today, counts=False)
        if found and (found.end == end or found.at != tokens[index].start or text.startswith("in ", found.at)):
            last = found
        index = found.end if found else index + 1
    return last


def _due_here(text: str, tokens: list[Token], index: int, end: int, today: date, *, counts: bool) -> _Due | None:
    for link in (0, 1):
        if link and (index + 1 >= end or tokens[index].folded not in lexicon.DUE_LINKS):
            break
        at = index + link
        if at >= end or not tokens[at].is_word:
            break
        found = day_at(text, tokens[at].start, today, future=True)
        if found is None or found.day is None or (found.counted and not counts):
            continue
        stop = covered(tokens, at, found.end)
        if stop is None or stop > end:
            continue
        due = _Due(index, stop, tokens[at].start, None)
        said = time_at(text, tokens[stop].start) if stop < end else None
        said_end = covered(tokens, stop, said[1]) if said else None
        if said and said_end:
            due.time, due.end = said[0], said_end
        return due
    return None


def _title(text: str, tokens: list[Token], first: int, end: int, due: _Due | None) -> str:
    pieces = [(first, end)] if due is None else [(first, due.first), (due.end, end)]
    texts: list[str] = []
    for start, stop in pieces:
        while start < stop and (tokens[start].text in _SEPARATORS or tokens[start].folded in _TITLE_LINKS):
            start += 1
        if start < stop:
            texts.append(text[tokens[start].start : tokens[stop - 1].end])
    return " ".join(" ".join(texts).split()).strip(" ,;:-–—.")
