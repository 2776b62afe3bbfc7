"""What can be meant by the people and organisations in the line, as the choices of their chips."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from crm import clock
from crm.interactions import in_words
from crm.sentence import Entry, Kind, NameHit, SpanKind, complete, proper
from crm.text import fold
from crm.workspace import Workspace
from ui.interactions.log_line import LogLine
from ui.interactions.prefill import Prefill
from ui.interactions.understood_parts import Role, UnderstoodPart
from ui.kit import painting, theme
from ui.kit.choices import Choice
from ui.kit.menu import Menu
from ui.kit.text_entry import Completion
from ui.records.typed_days import typed

VERBS = {
    Kind.MEETING: "Met",
    Kind.CALL: "Called",
    Kind.VIDEO_CALL: "Video called",
    Kind.EMAIL: "Emailed",
    Kind.VISIT: "Visited",
    Kind.MESSAGE: "Messaged",
    Kind.NOTE: "Note on",
}

WIDEST = 420
Target = Mapping[str, int | Sequence[int]]
"""What a panel was opened from: `contact`, `organisation` or `follow_up`, or `contacts` or `organisations` together."""


class Answer(msgspec.Struct, frozen=True):
    """What was chosen for a part: whom the name means (0: a new one), for whom a person stood, or plain text."""

    part: UnderstoodPart
    means: int | None = None
    stands_for: int | None = None
    is_text: bool = False


class People:
    """Answers over the open file, for one panel."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.names = workspace.entries.names()
        self.symbols: dict[int, str] = {}

    def learn(self, entry: Entry) -> None:
        """Read the marks of the sectors of people not met before."""
        unknown = [who.id for who in entry.people if who.id is not None and who.id not in self.symbols]
        if unknown:
            self.symbols |= {row.id: row.symbol for row in self._workspace.contacts.rows(unknown)}

    def complete(self, text: str, at: int) -> Completion | None:
        """Return the people, organisations and tags that may be meant behind the first `at` letters of a line."""
        offers = complete(text, at, self.names)
        choices = [
            Choice(
                offer.label,
                subtitle=offer.detail,
                icon="tag" if offer.kind == "tag" else "",
                avatar=offer.label if offer.kind != "tag" else "",
                square=offer.kind == "organisation",
                data=offer.insert,
            )
            for offer in offers
        ]
        return Completion(offers[0].start, choices) if offers else None

    def fill(self, menu: Menu, part: UnderstoodPart, entry: Entry, line: str) -> None:
        """Fill a menu with what a part of a line can be; each line of it has an `Answer` as its data."""
        if part.role is Role.STANDS_FOR:
            self._fill_stands_for(menu, part, entry)
        elif part.role in (Role.PERSON, Role.ORGANISATION):
            self._fill_meanings(menu, part, line)
        if part.span is not None:
            if not menu.isEmpty():
                menu.addSeparator()
            menu.add("Turn back into text", icon="x", shortcut="Backspace", data=Answer(part, is_text=True))

    def _fill_meanings(self, menu: Menu, part: UnderstoodPart, line: str) -> None:
        person = part.role is Role.PERSON
        typed = line[part.span.start : part.span.end] if part.span else part.key.partition(":")[2]
        named = proper(typed, keep_capitals=not person)
        for hit in self._hits(part.key):
            where = " · ".join(filter(None, (hit.role, hit.organisation))) if person else ""
            where = "in the trash: restore" if hit.in_trash else where
            text = f"{hit.name}  ({where})" if where else hit.name
            menu.add(_fitting(text), icon="user" if person else "building", data=Answer(part, means=hit.id))
        new = f"New contact: {named}" if person else f"New organisation: {named}"
        menu.add(_fitting(new), icon="user-plus" if person else "plus", data=Answer(part, means=0))

    def _fill_stands_for(self, menu: Menu, part: UnderstoodPart, entry: Entry) -> None:
        who = next((who for who in entry.people if who.key == part.key), None)
        if who is None or who.id is None:
            return
        places = [
            (each.organisation_id, each.organisation) for each in self._workspace.contacts.get(who.id).affiliations
        ]
        places += [(place.id, place.name) for place in entry.organisations if place.id is not None]
        for id_, name in dict.fromkeys(places):
            menu.add(_fitting(name), icon="building", data=Answer(part, stands_for=id_))
        menu.add("No organisation", icon="minus", data=Answer(part))

    def begin(self, target: Target) -> tuple[LogLine, Prefill | None]:
        """Return the line a panel begins with that was opened from records, and the name in it that is selected.

        Against a follow-up the line goes on behind what is known: there is nothing to type over.
        """
        if "follow_up" in target:
            row = self._workspace.followups.get(_one(target["follow_up"])).row
            text = f"{self._workspace.followups.log_against(row.id).sentence} "
            people, places = _ids(row.contact_id), _ids(row.organisation_id)
            return self._meaning(text, people, places), None
        people, places = _all(target, "contact"), _all(target, "organisation")
        named = [*self._names_of(people), *map(self._workspace.organisations.name, places)]
        if not named:
            return LogLine(), None
        begun = Prefill(f"Met {in_words(named)} ", len("Met "))
        return self._meaning(begun.text, people, places), begun

    def _names_of(self, ids: Sequence[int]) -> list[str]:
        """Return the names of people, of namesakes with their organisations."""
        names = {id_: self._workspace.contacts.name(id_) for id_ in ids}
        alike = Counter(map(fold, names.values()))
        twice = [id_ for id_, name in names.items() if alike[fold(name)] > 1]
        for row in self._workspace.contacts.rows(twice) if twice else ():
            names[row.id] += f" at {row.organisation}" if row.organisation else ""
        return list(names.values())

    def _meaning(self, text: str, people: Sequence[int], places: Sequence[int]) -> LogLine:
        """Return the line in which names that several have mean those asked for."""
        line = LogLine(text)
        entry = line.entry(self.names, clock.today())
        for named, wanted in ((entry.people, people), (entry.organisations, places)):
            for each in named:
                if each.id in wanted:
                    continue
                meant = [hit.id for hit in self._hits(each.key) if hit.id in wanted]
                if len(meant) == 1:
                    line.chosen[each.key] = meant[0]
        return line

    def another(self, entry: Entry) -> tuple[LogLine, int]:
        """Return the line after this one, with its organisation and day, and where the next name goes."""
        verb = VERBS[entry.kind]
        places = [party.organisation for party in self._workspace.entries.preview(entry).parties if party.organisation]
        at = f" at {places[0]}" if places else ""
        on = f" {typed(entry.day)}" if entry.day != clock.today() else ""
        return LogLine(f"{verb} {at}{on}"), len(verb) + 1

    def _hits(self, key: str) -> Sequence[NameHit]:
        kind, _, words = key.partition(":")
        return self.names.people(words) if kind == SpanKind.WHO.value else self.names.organisations(words)


def _fitting(text: str) -> str:
    return painting.elided(text, theme.px(WIDEST))


def _one(value: int | Sequence[int]) -> int:
    return value if isinstance(value, int) else value[0]


def _ids(value: int | None) -> tuple[int, ...]:
    return () if value is None else (value,)


def _all(target: Target, subject: str) -> tuple[int, ...]:
    one, several = target.get(subject), target.get(f"{subject}s", ())
    return (*(() if one is None else (_one(one),)), *(several if not isinstance(several, int) else (several,)))
