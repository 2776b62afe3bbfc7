"""The grammar: one walk over the tokens of a sentence, each rule taking what it knows; the rest is text."""

import re
from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from crm import text as plain_text
from crm.dates import day_at, time_at
from crm.sentence import lexicon
from crm.sentence.clauses import Elsewhere, elsewhere
from crm.sentence.followup import FollowUpContext, follow_up_at
from crm.sentence.job_titles import post_at
from crm.sentence.lexicon import Tense
from crm.sentence.mentions import Slot
from crm.sentence.model import Kind, Span, SpanKind
from crm.sentence.parser_state import ParserState, Said, TextPart
from crm.sentence.tokens import Token, TokenKind, covered, tag_name

_NAMES_FOLLOW = re.compile(r"\b(?:with|to|from)$|w/$", re.IGNORECASE)
_BARE_HOUR = re.compile(r"(?:at\s+|@\s*)[0-9]{1,2}", re.IGNORECASE)
_ANSWERED = frozenset((Kind.CALL, Kind.EMAIL, Kind.MESSAGE))


class Reader(ParserState):
    """Walks over the tokens once; `finder.open` then has the names a completion may go on from."""

    def read(self) -> Said:
        """Read the whole sentence."""
        rules: tuple[Callable[[Token], bool], ...] = (
            self._stop, self._tag, self._follow_up, self._handle, self._verb, self._when, self._topic, self._post,
            self._link, self._leading, self._whole_name,
        )  # fmt: skip
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.plain or not any(rule(token) for rule in rules):
                self._parts[self._at] = self._part
                self._at += 1
        self._gather_texts()
        self._said.spans.sort()
        return self._said

    # Rules: each looks at the token it is given and takes it, and perhaps more, or leaves it

    def _stop(self, token: Token) -> bool:
        """A line end or the end of a sentence: what follows are notes, with tags, names after @ and the follow-up."""
        if self._part is TextPart.TAIL or not (token.stops or token.kind is TokenKind.LINE):
            return False
        self._at += 1
        self._part = TextPart.TAIL
        return True

    def _tag(self, token: Token) -> bool:
        if token.kind is not TokenKind.TAG:
            return False
        name = tag_name(token)
        if plain_text.fold(name) not in map(plain_text.fold, self._said.tags):
            self._said.tags.append(name)
        self._said.spans.append(Span(token.start, token.end, SpanKind.TAG))
        return self._take(self._at + 1)

    def _follow_up(self, token: Token) -> bool:
        if self._said.follow_up or self._at == self._topic_from:
            return False
        found = follow_up_at(
            self._text,
            self._tokens,
            self._at,
            self._today,
            FollowUpContext(
                in_prose=self._part is not TextPart.LOOSE,
                topic_may_follow=self._part is TextPart.LOOSE and self._topic_from is None,
                after_known=self._at > 0 and self._parts[self._at - 1] is None and self._topic_from != self._at,
                named=frozenset(word for mention in self._said.mentions for word in mention.words.split()),
            ),
        )
        if found is None:
            return False
        self._said.follow_up = found
        self._said.follow_up_span = Span(token.start, self._tokens[found.end - 1].end, SpanKind.FOLLOW_UP)
        self._said.spans.append(self._said.follow_up_span)
        return self._take(found.end)

    def _handle(self, token: Token) -> bool:
        after = self._at + 1
        if token.text != "@" or after >= len(self._tokens) or self._tokens[after].start != token.end:
            return False
        found = self.finder.find(after, Slot.HANDLE)
        if found is None:
            return False
        mention, upto = found
        return self._name(replace(mention, span=replace(mention.span, start=token.start)), upto)

    def _when(self, token: Token) -> bool:
        if self._part is TextPart.TAIL or self._at == self._topic_from or not (token.is_word or token.text == "@"):
            return False
        before = self._tokens[self._at - 1].folded if self._at else ""
        if before in lexicon.HOLDS_DATE and self._parts[self._at - 1] is not None:
            return False
        linked = token.folded == "on" or (token.folded in ("for", "by") and self._part is TextPart.LOOSE)
        places = (self._at, self._at + 1) if linked and self._at + 1 < len(self._tokens) else (self._at,)
        return any(self._day(place) or self._time(place) for place in places)

    def _day(self, index: int) -> bool:
        start = self._tokens[index].start
        tense = self._said.verb.tense if self._said.verb else Tense.PAST
        by = self._tokens[self._at].folded == "by"
        ahead = tense is Tense.AHEAD or (by and tense is Tense.OPEN)
        found = day_at(self._text, start, self._today, future=ahead or by)
        upto = covered(self._tokens, index, found.end) if found and not found.counted else None
        if found is None or upto is None or (self._said.day and found.day in (None, self._said.day)):
            return False
        if self._said.day or (by and not ahead):  # a second day, or one by which something is to be
            return self._leave(upto)
        if found.day is None:
            self._said.impossible = True
            return False
        if self._is_elsewhere(found.day, self._text[start : found.end]):
            return self._leave(upto)
        self._said.day = found.day
        if found.later and self._clock_at is not None:  # "at 8 tomorrow evening"
            self._said.clock = (time_at(self._text, self._clock_at, later=True) or (self._said.clock,))[0]
        self._later = found.later
        self._said.spans.append(Span(start, found.end, SpanKind.WHEN))
        return self._take(upto)

    def _time(self, index: int) -> bool:
        start = self._tokens[index].start
        found = None if self._said.clock else time_at(self._text, start, later=self._later)
        upto = covered(self._tokens, index, found[1]) if found else None
        if found is None or upto is None:
            return False
        bare = _BARE_HOUR.fullmatch(self._text, start, found[1])  # "at 9", but not "at 9 trusts"
        if (bare or self._part is TextPart.TOPIC) and not self._ends_here(upto):
            return False
        if self._at == self._left or elsewhere(self._tokens, self._known(), self._at) is Elsewhere.SURELY:
            return self._leave(upto)
        self._said.clock, self._clock_at = found[0], start
        self._said.spans.append(Span(start, found[1], SpanKind.WHEN))
        return self._take(upto)

    def _is_elsewhere(self, day: date, words: str) -> bool:
        """Whether a day belongs to another clause: what comes next never moves the meeting."""
        past = self._said.verb is not None and self._said.verb.tense is Tense.PAST
        match elsewhere(self._tokens, self._known(), self._at):
            case Elsewhere.SURELY:
                return True
            case Elsewhere.PERHAPS:
                return not (day <= self._today and lexicon.LOOKS_BACK.search(words))
            case Elsewhere.EVENT:
                return past and day > self._today
            case _:
                return past and day > self._today and self._part is TextPart.TOPIC

    def _verb(self, token: Token) -> bool:
        if self._part is not TextPart.LOOSE or not token.is_word or (self._said.verb and not self._starts_over(token)):
            return False
        found = lexicon.verb_at(self._text, token.start)
        upto = covered(self._tokens, self._at, found.end) if found else None
        if found is None or upto is None:
            return False
        first = not self._said.mentions and not any(self._parts[: self._at])
        words = self._text[token.start : found.end]
        if not first and token.folded not in lexicon.PAST_VERBS and not _NAMES_FOLLOW.search(words):
            return False
        self._said.verb, self._said.planned = found.verb, found.planned
        if self._said.mentions and found.verb.kind in _ANSWERED and found.verb.direction == "out":
            self._said.verb = replace(found.verb, direction="in")  # "Jane Roe rang"
        if found.how:
            self._said.texts[TextPart.LOOSE].append(_NAMES_FOLLOW.sub("", self._text[slice(*found.how)]).strip())
        self._take(upto)
        skips = (":", "-", "us", "me") if self._said.mentions else (":", "-")
        if self._at < len(self._tokens) and self._tokens[self._at].text.lower() in skips:
            self._at += 1
        self._party(self._at, Slot.LOOSE if found.verb.kind is Kind.NOTE else Slot.VERB)
        return True

    def _starts_over(self, token: Token) -> bool:
        """Whether a second verb, right behind the first or its names, begins the sentence anew: "met Ada met Bob"."""
        said = self._said
        found = lexicon.verb_at(self._text, token.start)
        upto = covered(self._tokens, self._at, found.end) if found else None
        if found is None or upto is None or any(part is not None for part in self._parts[: self._at]):
            return False
        if said.day or said.clock or said.tags or said.follow_up or self._topic_from is not None:
            return False
        if said.mentions:
            named = self.finder.find(upto, Slot.VERB, lower=False)
            if found.verb.tense is not Tense.PAST or self._list_at != self._at or named is None:
                return False
            said.left_out = True
            said.spans = [Span(self._tokens[0].start, self._tokens[self._at - 1].end, SpanKind.LEFT_OUT)]
        said.mentions, said.verb = [], None
        return True

    def _topic(self, token: Token) -> bool:
        if self._part is not TextPart.LOOSE or self._topic_from is not None or token.folded not in lexicon.TOPIC_STARTS:
            return False
        match = lexicon.TOPIC.match(self._text, token.start)
        upto = covered(self._tokens, self._at, match.end()) if match else None
        if upto is None:
            return False
        self._at = self._topic_from = upto
        self._part = TextPart.TOPIC
        return True

    def _link(self, token: Token) -> bool:
        """A word or mark that joins a name on: "with", "and", a comma, "at", "(" ..."""
        if self._part is TextPart.TAIL or (self._part is TextPart.TOPIC and (self._said.mentions or not token.is_word)):
            return False
        in_list = self._list_at == self._at
        after = self._at + 1
        if token.text == "w" and self._text.startswith("w/", token.start):
            return self._party(after + 1, Slot.VERB)
        if token.text.lower() in lexicon.LISTING:
            return in_list and self._list_goes_on(token)
        if token.folded == "with":
            return self._party(after, Slot.VERB if self._part is TextPart.LOOSE else Slot.LOOSE)
        if token.folded == "to" and self._part is TextPart.LOOSE and self._said.verb:
            return self._party(after, Slot.LOOSE)
        if token.text == "(" and in_list:
            return self._party(after, Slot.BRACKETS)
        if token.folded in lexicon.ORGANISATION_LINKS and (in_list or token.folded != "of"):
            return self._party(after, Slot.ORGANISATION)
        return False

    def _list_goes_on(self, token: Token) -> bool:
        index = self._at + 1
        while index < len(self._tokens) and self._tokens[index].text.lower() in (*lexicon.LISTING, "with"):
            index += 1
        if self._party(index, Slot.LIST, lower=self._said.mentions[-1].typed.islower()):
            return True
        following = self._tokens[index] if index < len(self._tokens) else None
        if token.text != "," or following is None:
            return False
        if following.text != "(" and following.folded not in lexicon.ORGANISATION_LINKS:
            return False
        self._at = self._list_at = index  # "Jane Roe, at Acme"
        return True

    def _leading(self, token: Token) -> bool:
        """A name before any verb: "Jane Roe at Acme rang"; a new one only if the sentence goes on as from a name."""
        if self._said.verb or self._said.mentions or self._part is not TextPart.LOOSE or any(self._parts[: self._at]):
            return False
        found = self.finder.find(self._at, Slot.LOOSE)
        if found is None:
            return False
        mention, upto = found
        following = self._tokens[upto] if upto < len(self._tokens) else None
        goes_on = lexicon.PAST_VERBS | lexicon.ORGANISATION_LINKS
        if mention.hits or (following and (following.text == "(" or following.folded in goes_on)):
            return self._name(mention, upto)
        post = following is not None and following.text == "," and post_at(self._tokens, upto, self.finder)
        return bool(post) and self._name(mention, upto)

    def _post(self, token: Token) -> bool:
        """What somebody is, and where: ", CEO of Newco"; of somebody known it is noted, of somebody new it is kept."""
        if self._list_at != self._at or token.text not in (",", "(") or token.plain or not self._said.mentions:
            return False
        person = self._said.mentions[-1]
        found = None if person.is_organisation else post_at(self._tokens, self._at, self.finder)
        if found is None:
            return False
        role = self._text[found.start : found.end]
        if person.hits:
            self._said.texts[TextPart.TAIL].append(role)
        else:
            self._said.mentions[-1] = replace(person, role=role)
            self._said.spans.append(Span(found.start, found.end, SpanKind.WHO))
        return self._name(replace(found.organisation, attached=True), found.upto)

    def _whole_name(self, token: Token) -> bool:
        """The whole name of somebody known, outside of a topic, names one who took part wherever it stands."""
        before = self._tokens[self._at - 1] if self._at else None
        if self._part is not TextPart.LOOSE or not token.is_word or before is None or not self._said.mentions:
            return False
        if self._parts[self._at - 1] is not None and before.text.lower() not in (
            *lexicon.CLAUSE_MARKS,
            *lexicon.LISTING,
        ):
            return False
        found = self.finder.find(self._at, Slot.LOOSE)
        if found is None or not any(hit.exact for hit in found[0].hits) or found[0].is_organisation:
            return False
        following = self._tokens[found[1]].folded if found[1] < len(self._tokens) else ""
        return " " in found[0].words and following not in lexicon.DOES and self._name(*found)
