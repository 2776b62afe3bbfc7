"""What is typed in the Log panel and what the user answered about it; parses to an entry and survives as a draft."""

from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from crm.sentence import Entry, Kind, Literal, Names, Span, as_planned, moved, parse, without


class LogLine(msgspec.Struct):
    """The sentence with the user's answers: ranges made plain text, whom a name means, for whom a person stood.

    `kind` is one chosen by hand; it holds until the sentence says another one than when it was chosen (`kind_said`).
    `said` is the kind the sentence said when it was parsed last.
    `planned` is the answer to "plan it instead". `stands_for` maps `Who.key` to an organisation's id, None for nobody.
    """

    text: str = ""
    literal: Literal = frozenset()
    chosen: dict[str, int] = msgspec.field(default_factory=dict)
    stands_for: dict[str, int | None] = msgspec.field(default_factory=dict)
    kind: str = ""
    kind_said: str = ""
    planned: bool = False
    said: str = ""

    def retype(self, text: str) -> None:
        """Take the text after an edit; plain ranges move with it."""
        before, after = self.text, text
        start = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None)
        start = min(len(before), len(after)) if start is None else start
        end = 0
        while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
            end += 1
        self.literal = moved(self.literal, start, len(before) - start - end, len(after) - start - end)
        self.text = text

    def make_plain(self, span: Span) -> None:
        """Turn a part back into plain text."""
        self.literal = without(span, self.literal)

    def choose_kind(self, kind: str) -> None:
        """Take a kind by hand."""
        self.kind, self.kind_said = kind, self.said

    def entry(self, names: Names, today: date) -> Entry:
        """Return what the sentence says with all answers."""
        entry = parse(self.text, names, today, literal=self.literal, chosen=self.chosen)
        self.said = entry.kind.value
        if self.said != self.kind_said:
            self.kind = ""
        if self.kind:
            entry = replace(entry, kind=Kind(self.kind))
        if self.planned:
            entry = as_planned(entry) if entry.day > today else entry
        return entry

    def to_draft(self) -> dict[str, Any]:
        """Return it as what a draft can hold."""
        return {
            "text": self.text,
            "literal": sorted(self.literal),
            "chosen": self.chosen,
            "standing": self.stands_for,  # as drafts that are kept call it
            "kind": self.kind,
            "kind_said": self.kind_said,
            "planned": self.planned,
        }

    @classmethod
    def from_draft(cls, kept: dict[str, Any]) -> "LogLine":
        """Return the line a draft holds."""
        return cls(
            str(kept.get("text", "")),
            frozenset((int(start), int(end)) for start, end in kept.get("literal", ())),
            dict(kept.get("chosen", {})),
            dict(kept.get("standing", {})),
            str(kept.get("kind", "")),
            str(kept.get("kind_said", "")),
            bool(kept.get("planned", False)),
        )
