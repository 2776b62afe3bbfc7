"""Where the walk over a sentence stands, what it has found so far, and how it takes a step."""

import enum
import re
from datetime import date, time
from itertools import groupby

import msgspec
from msgspec.structs import replace

from crm import text as plain_text
from crm.sentence import lexicon
from crm.sentence.followup import FollowUpFound
from crm.sentence.lexicon import Verb
from crm.sentence.mentions import Mention, NameFinder, Slot
from crm.sentence.model import Span
from crm.sentence.names import Names
from crm.sentence.tokens import Token

_DANGLING = re.compile(r"(?:(?:^|\s)(?:and|then|on|plus)|[\s,;:&–—-])+$", re.IGNORECASE)


class TextPart(enum.Enum):
    """Which text an unrecognised word belongs to: the topic, the sentence around it, or what follows the sentence."""

    TOPIC = enum.auto()
    LOOSE = enum.auto()
    TAIL = enum.auto()


class Said(msgspec.Struct):
    """What the walk found, still in the words of the text; `texts` are the pieces that mean nothing to the grammar."""

    verb: Verb | None = None
    planned: bool = False
    mentions: list[Mention] = msgspec.field(default_factory=list)
    day: date | None = None
    clock: time | None = None
    tags: list[str] = msgspec.field(default_factory=list)
    follow_up: FollowUpFound | None = None
    follow_up_span: Span | None = None
    impossible: bool = False
    left_out: bool = False
    spans: list[Span] = msgspec.field(default_factory=list)
    texts: dict[TextPart, list[str]] = msgspec.field(default_factory=lambda: {part: [] for part in TextPart})


class ParserState:
    """The tokens with the place reached among them, and the steps that every rule takes."""

    def __init__(self, text: str, tokens: list[Token], names: Names, today: date, *, typing: bool = False) -> None:
        self._text, self._tokens, self._today = text, tokens, today
        self.finder = NameFinder(text, tokens, names, today, typing=typing)
        self._said = Said()
        self._at = 0
        self._part = TextPart.LOOSE
        self._topic_from: int | None = None
        self._list_at = -1  # the token at which a list of names may go on
        self._clock_at: int | None = None  # where the time of day stands
        self._left = -1  # the token behind a day that is another clause's
        self._later = False  # an afternoon or evening was named
        self._parts: list[TextPart | None] = [None] * len(tokens)  # None: the grammar knew the token

    def _gather_texts(self) -> None:
        index = 0
        for part, group in groupby(self._parts):
            first, index = index, index + len(list(group))
            if part is None:
                continue
            text = self._text[self._tokens[first].start : self._tokens[index - 1].end]
            if index < len(self._tokens):
                text = _DANGLING.sub("", text)
            if plain_text.words(text) or part is TextPart.TAIL:
                self._said.texts[part].append(text)

    def _take(self, upto: int) -> bool:
        """The tokens up to `upto` are known; what ends a topic has ended it."""
        if self._list_at == self._at:
            self._list_at = upto
        self._at = upto
        if self._part is TextPart.TOPIC:
            self._part = TextPart.LOOSE
        return True

    def _leave(self, upto: int) -> bool:
        """The tokens up to `upto` stay text, whatever they say: a day of another clause, and its time."""
        self._parts[self._at : upto] = [self._part] * (upto - self._at)
        self._at = self._left = upto
        return True

    def _known(self) -> list[bool]:
        return [part is None for part in self._parts[: self._at]]

    def _ends_here(self, index: int) -> bool:
        if index >= len(self._tokens) or not self._tokens[index].is_word:
            return True
        return self._tokens[index].folded in lexicon.STOPS or self.finder.opens_something_else(index)

    # Names

    def _party(self, index: int, slot: Slot, *, lower: bool = True) -> bool:
        """Take the name at token `index`, with all between here and there."""
        if index >= len(self._tokens) or any(token.plain for token in self._tokens[self._at : index]):
            return False
        in_topic, in_list = self._part is TextPart.TOPIC, self._list_at == self._at
        found = self.finder.find(index, slot, lower=lower, new=in_list)
        if found is None or (in_topic and not found[0].hits):
            return False
        mention, upto = found
        follows = self._tokens[upto].folded if upto < len(self._tokens) else ""
        if slot is Slot.LIST and self._tokens[self._at].text == "," and follows in lexicon.DOES_NOW:
            return False  # "Met Ada, Bob is off sick"
        attached = slot in (Slot.ORGANISATION, Slot.BRACKETS) and in_list
        return self._name(replace(mention, attached=attached), upto)

    def _name(self, mention: Mention, upto: int) -> bool:
        self._said.mentions.append(mention)
        self._said.spans.append(mention.span)
        self._take(upto)
        self._list_at = self._at
        return True
