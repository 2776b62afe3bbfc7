"""What can be meant by the people and organisations in the line, as the choices of their chips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crm import clock
from crm.sentence import Entry, Kind, NameHit, SpanKind
from crm.workspace import Workspace
from ui.days import typed
from ui.interactions.line import Line
from ui.interactions.parts import Part, Role
from ui.kit import painting, theme
from ui.kit.menu import Menu

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


@dataclass(frozen=True, slots=True)
class Answer:
    """What was chosen for a part: whom the name means (0: a new one), for whom a person stood, or plain text."""

    part: Part
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

    def fill(self, menu: Menu, part: Part, entry: Entry) -> None:
        """Fill a menu with what a part can be; each line's data is an `Answer`."""
        if part.role is Role.STANDING:
            self._fill_standing(menu, part, entry)
        elif part.role in (Role.PERSON, Role.ORGANISATION):
            self._fill_meanings(menu, part)
        if part.span is not None:
            if not menu.isEmpty():
                menu.addSeparator()
            menu.add("Turn back into text", icon="x", shortcut="Backspace", data=Answer(part, is_text=True))

    def _fill_meanings(self, menu: Menu, part: Part) -> None:
        person, words = part.role is Role.PERSON, part.key.partition(":")[2]
        for hit in self._hits(part.key):
            where = " · ".join(filter(None, (hit.role, hit.organisation))) if person else ""
            where = "in the trash: restore" if hit.in_trash else where
            text = f"{hit.name}  ({where})" if where else hit.name
            menu.add(_fitting(text), icon="user" if person else "building", data=Answer(part, means=hit.id))
        new = f"New contact: {words.title()}" if person else f"New organisation: {words.title()}"
        menu.add(_fitting(new), icon="user-plus" if person else "plus", data=Answer(part, means=0))

    def _fill_standing(self, menu: Menu, part: Part, entry: Entry) -> None:
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

    def begin(self, target: Mapping[str, int]) -> Line:
        """Return the line a panel opened from a contact, an organisation or a follow-up begins with."""
        contact, organisation = target.get("contact"), target.get("organisation")
        text = ""
        if "follow_up" in target:
            row = self._workspace.followups.get(target["follow_up"]).row
            contact, organisation = row.contact_id, row.organisation_id
            text = f"{self._workspace.followups.log_against(row.id).sentence} "
        elif contact is not None:
            text = f"Met {self._workspace.contacts.name(contact)} "
        elif organisation is not None:
            text = f"Met {self._workspace.organisations.name(organisation)} "
        line = Line(text)
        entry = line.entry(self.names, clock.today())
        for who, wanted in ((entry.people, contact), (entry.organisations, organisation)):
            for each in who:
                if wanted is not None and each.id != wanted and wanted in [hit.id for hit in self._hits(each.key)]:
                    line.chosen[each.key] = wanted
        return line

    def another(self, entry: Entry) -> tuple[Line, int]:
        """Return the line after this one, with its organisation and day, and where the next name goes."""
        verb = VERBS[entry.kind]
        places = [party.organisation for party in self._workspace.entries.preview(entry).parties if party.organisation]
        at = f" at {places[0]}" if places else ""
        on = f" {typed(entry.day)}" if entry.day != clock.today() else ""
        return Line(f"{verb} {at}{on}"), len(verb) + 1

    def _hits(self, key: str) -> Sequence[NameHit]:
        kind, _, words = key.partition(":")
        return self.names.people(words) if kind == SpanKind.WHO.value else self.names.organisations(words)


def _fitting(text: str) -> str:
    return painting.elided(text, theme.px(WIDEST))
