"""What the palette offers for a text: records found, commands and pages that fit, and what to do when nothing does."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm.search import Hit
from crm.workspace import Workspace
from ui.kit.actions import Action, ActionTable
from ui.kit.choices import Choice
from ui.kit.matching import fit

PEOPLE, ORGANISATIONS, OPPORTUNITIES = "People", "Organisations", "Opportunities"
DO, GO, INTERACTIONS = "Do", "Go to", "Interactions"
ORDER = (PEOPLE, ORGANISATIONS, DO, OPPORTUNITIES, GO)
TAGS, LATELY = "Tags", "Lately open"
SUGGESTED = ("log", "go.follow_ups", "go.import")
KIND_ICONS = {
    "meeting": "users",
    "call": "phone",
    "video call": "video",
    "email": "mail",
    "visit": "map-pin",
    "message": "message",
    "note": "note",
}
FOUND = 24
LATEST = 5
SHOWN = {
    "contact": 5,
    "organisation": 4,
    "interaction": 4,
    "follow_up": 2,
    "huddle": 2,
    "opportunity": 3,
    "introduction": 2,
    "need_offer": 2,
}
HEADINGS = {
    "contact": PEOPLE,
    "organisation": ORGANISATIONS,
    "interaction": INTERACTIONS,
    "follow_up": "Follow-ups",
    "huddle": "Huddles",
    "opportunity": OPPORTUNITIES,
    "introduction": "Introductions",
    "need_offer": "Needs and offers",
}
HIT_ICONS = {
    "follow_up": "bell",
    "huddle": "presentation",
    "opportunity": "columns",
    "introduction": "link",
    "need_offer": "swap",
}


@dataclass(frozen=True, slots=True)
class Going:
    """What a chosen row does: open a place, or run an action. `title` is the record's name, for "log with ..."."""

    kind: str = ""
    id: int | None = None
    args: dict[str, Any] = field(default_factory=dict)
    action: str = ""
    title: str = ""


class Sources:
    """Answers the palette; every answer is a list of rows, ready to show."""

    def __init__(self, workspace: Workspace, actions: ActionTable, recent: Sequence[tuple[str, int]]) -> None:
        self._workspace, self._actions, self._recent = workspace, actions, recent

    def answer(self, text: str) -> list[Choice]:
        """Return the rows for a text; `>` asks for commands, `@` for people, `#` for tags."""
        asked = text.strip()
        match asked[:1]:
            case "":
                return self._nothing_typed()
            case ">":
                return self._commands(asked[1:], everything=True)
            case "@":
                return self._records(asked[1:], ("contact",), FOUND)
            case "#":
                return self._tags(asked[1:])
        hits = self._records(asked, tuple(SHOWN), FOUND)
        people = [row for row in hits if row.group in (PEOPLE, ORGANISATIONS)]
        written = [row for row in hits if row.group not in (PEOPLE, ORGANISATIONS)]
        rows = [*people, *self._with_top(people[:1]), *self._commands(asked), *written]
        # A group with a title that fits stands above one that was found by other words alone, and so does a command
        # above what can be done with a record.
        fitting = {row.group for row in rows if row.spans} & set(ORDER)
        rows.sort(key=lambda row: (row.group not in fitting, _group_order(row), row.group == DO and not row.spans))
        return rows or self._nothing_found(asked)

    def _nothing_typed(self) -> list[Choice]:
        suggested = [action for name in SUGGESTED if (action := self._actions.get(name)) is not None]
        return [*self._lately(), *(_command_row(action, ()) for action in suggested)]

    def _lately(self) -> list[Choice]:
        people = self._workspace.contacts.rows([id_ for kind, id_ in self._recent if kind == "contact"])
        firms = self._workspace.organisations.rows([id_ for kind, id_ in self._recent if kind == "organisation"])
        lines: dict[tuple[str, int], tuple[str, str, str]] = {
            ("contact", row.id): (row.name, ", ".join(filter(None, (row.role, row.organisation))), row.symbol)
            for row in people
        }
        for firm in firms:
            place = " · ".join(filter(None, (firm.sector, firm.sub_region)))
            lines["organisation", firm.id] = (firm.name, place, firm.symbol)
        rows = []
        for kind, id_ in self._recent:
            if (kind, id_) in lines:
                name, line, symbol = lines[kind, id_]
                going = Going(kind, id_, title=name)
                square = kind == "organisation"
                rows.append(Choice(name, LATELY, line, avatar=name, sector=symbol, square=square, data=going))
        return rows[:LATEST]

    def _nothing_found(self, text: str) -> list[Choice]:
        if self._actions.get("new_contact") is None:
            return []
        going = Going("new_contact", args={"name": text})
        return [Choice(f"Create contact “{text}”", DO, "Nothing was found by this name", "user-plus", data=going)]

    def _records(self, text: str, kinds: Sequence[str], limit: int) -> list[Choice]:
        found = self._workspace.search.find(text, limit, kinds)
        counts = dict.fromkeys(kinds, 0)
        rows = []
        for hit in found:
            counts[hit.kind] += 1
            if len(kinds) == 1 or counts[hit.kind] <= SHOWN[hit.kind]:
                rows.append(_hit_row(hit))
        return rows

    def _with_top(self, top: Iterable[Choice]) -> list[Choice]:
        """Offer to log and to promise something with the best hit."""
        rows = []
        for row in top:
            going: Going = row.data
            for panel, words, icon, key in (
                ("log", "Log a meeting with", "users", "Ctrl+Return"),
                ("follow_up", "Add follow-up for", "bell", ""),
            ):
                if self._actions.get(panel) is not None:
                    rows.append(
                        Choice(
                            f"{words} {going.title}",
                            DO,
                            icon=icon,
                            shortcut=key,
                            data=Going(panel, args={going.kind: going.id}),
                        )
                    )
        return rows

    def _commands(self, text: str, everything: bool = False) -> list[Choice]:
        found = []
        for number, action in enumerate(self._actions.all()):
            fitting = fit(text, action.title, action.keywords)
            if fitting is not None and action.enabled() and action.id != "palette":
                found.append((fitting.rank, number, action, fitting.spans))
        found.sort(key=lambda each: each[:2])
        if not everything:
            # Letters that merely stand in order are too weak a reason beside people's names.
            found = [each for each in found if each[0] < 4][:5]
        rows = [_command_row(action, spans) for _, _, action, spans in found]
        rows.sort(key=_group_order)
        return rows

    def _tags(self, text: str) -> list[Choice]:
        rows = []
        for name in self._workspace.tags.names(text.strip(), FOUND):
            fitting = fit(text, name)
            spans = tuple((start + 1, end + 1) for start, end in fitting.spans) if fitting else ()
            rows.append(Choice(f"#{name}", TAGS, icon="tag", spans=spans, data=Going("contacts", args={"tag": name})))
        return rows


def _group_order(row: Choice) -> int:
    return ORDER.index(row.group) if row.group in ORDER else len(ORDER)


def _command_row(action: Action, spans: tuple[tuple[int, int], ...]) -> Choice:
    return Choice(
        action.title,
        GO if action.group == GO else DO,
        icon=action.icon,
        spans=spans,
        shortcut=action.shortcuts[0] if action.shortcuts else "",
        data=Going(action=action.id),
    )


def _hit_row(hit: Hit) -> Choice:
    is_record = hit.kind in ("contact", "organisation")
    line = " · ".join(part for part in (hit.subtitle, hit.excerpt) if part)
    return Choice(
        hit.title,
        HEADINGS[hit.kind],
        line,
        icon="" if is_record else KIND_ICONS.get(hit.detail, HIT_ICONS.get(hit.kind, "users")),
        avatar=hit.title if is_record else "",
        sector=hit.symbol,
        square=hit.kind == "organisation",
        spans=hit.matched,
        data=_way_to(hit, hit.title if is_record else ""),
    )


def _way_to(hit: Hit, title: str) -> Going:
    """Return where a record is shown; introductions, needs and offers stand on a page of all of them."""
    match hit.kind:
        case "introduction":
            return Going("introductions", args={"introduction": hit.id})
        case "need_offer":
            return Going("introductions", args={"part": "needs", "need": hit.id})
        case _:
            return Going(hit.kind, hit.id, title=title)
