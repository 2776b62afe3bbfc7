"""What the palette offers for a text: records found, commands and pages that fit, and what to do when nothing does."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from crm.search import Hit
from crm.workspace import Workspace
from ui.kit.actions import Action, ActionTable
from ui.kit.choices import Choice
from ui.kit.matching import NAMED, WEAKEST, Fit, fit

PEOPLE, ORGANISATIONS, OPPORTUNITIES = "People", "Organisations", "Opportunities"
DO, GO, INTERACTIONS = "Do", "Go to", "Interactions"
ORDER = (PEOPLE, ORGANISATIONS, DO, OPPORTUNITIES, GO)
PAGES_FIRST = (PEOPLE, ORGANISATIONS, GO, DO, OPPORTUNITIES)
TAGS, LATELY = "Tags", "Recent"
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
LEADING = re.compile(r"(?i)^(?:(?:go to|goto|open|show(?: me)?|see|list|view|find|where is)\s+)?(?:the|my|all)?\b\s*")
"""What may stand before the name of a page."""
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


class Going(msgspec.Struct, frozen=True):
    """What a chosen row does: open a place, run an action, or ask for another `text` in the line.

    `title` is the record's name, for "log with ..."; `meant` says that whole words name the action.
    """

    kind: str = ""
    id: int | None = None
    args: dict[str, Any] = msgspec.field(default_factory=dict)
    action: str = ""
    title: str = ""
    text: str = ""
    meant: bool = False


class Sources:
    """Answers the palette; every answer is a list of rows, ready to show."""

    def __init__(self, workspace: Workspace, actions: ActionTable, recent: Sequence[tuple[str, int]]) -> None:
        self._workspace, self._actions, self._recent = workspace, actions, recent

    def answer(self, text: str) -> list[Choice]:
        """Return the rows for a text; `>` asks for commands, `@` for people, `#` for tags."""
        asked = text.strip()
        rest = asked[1:].strip()
        match asked[:1]:
            case "":
                return self._nothing_typed()
            case ">":
                return self._commands(rest, everything=True) or self._no_command(rest)
            case "@":
                return self._people(rest)
            case "#":
                return self._tags(rest) or self._no_tag(rest)
        return self._everything(asked) or self._nothing_found(asked)

    def _everything(self, asked: str) -> list[Choice]:
        hits = self._records(asked, tuple(SHOWN), FOUND)
        people = [row for row in hits if row.group in (PEOPLE, ORGANISATIONS)]
        written = [row for row in hits if row.group not in (PEOPLE, ORGANISATIONS)]
        commands = self._commands(asked)
        rows = [*people, *self._with_top(people[:1]), *commands, *written]
        # A group with a title that fits stands above one that was found by other words alone, and so does a command
        # above what can be done with a record. A page that the words name is what a lone noun means, before "new ...".
        fitting = {row.group for row in rows if row.spans} & set(ORDER) | {row.group for row in commands if _meant(row)}
        order = PAGES_FIRST if any(row.group == GO and _meant(row) for row in commands[:1]) else ORDER
        rows.sort(
            key=lambda row: (row.group not in fitting, _group_order(row, order), row.group == DO and not _named(row))
        )
        return rows

    def _nothing_typed(self) -> list[Choice]:
        suggested = [action for name in SUGGESTED if (action := self._actions.get(name)) is not None]
        return [*self._lately(), *(_command_row(action, ()) for action in suggested)]

    def _lately(self, only: str = "") -> list[Choice]:
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
            if (kind, id_) in lines and only in ("", kind):
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

    def _people(self, text: str) -> list[Choice]:
        if not text:
            return self._lately("contact") or [_said("Type the beginning of a name.")]
        return self._records(text, ("contact",), FOUND) or self._nobody(text)

    def _nobody(self, text: str) -> list[Choice]:
        return [_said(f"Nobody is found by “{text}”."), *self._nothing_found(text), _search_everything(text)]

    def _no_tag(self, text: str) -> list[Choice]:
        if not text:
            return [_said("There are no tags yet. Type # and a word in the line of a meeting, or on somebody’s page.")]
        return [_said(f"No tag is called “{text}”."), _search_everything(text), *self._way_to("go.settings.tags")]

    def _no_command(self, text: str) -> list[Choice]:
        return [_said(f"No command is called “{text}”."), _search_everything(text), *self._way_to("help")]

    def _way_to(self, name: str) -> list[Choice]:
        action = self._actions.get(name)
        return [] if action is None else [_command_row(action, ())]

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
            asked = _fit_of(text, action)
            if asked is not None and action.enabled() and action.id != "palette" and not action.deletes:
                fitting, behind = asked
                noun_alone = fitting.rank == NAMED and action.group != GO
                found.append(((fitting.rank, behind, noun_alone, number), action, fitting))
        found.sort(key=lambda each: each[0])
        if not everything:
            # Letters that merely stand in order are too weak a reason beside people's names.
            found = [each for each in found if each[2].rank < WEAKEST][:5]
        rows = [
            _command_row(action, fitting.spans, bool(text) and fitting.rank <= NAMED) for _, action, fitting in found
        ]
        if everything:
            rows.sort(key=_group_order)
        return rows

    def _tags(self, text: str) -> list[Choice]:
        rows = []
        for tag, name in self._workspace.tags.beginning(text, FOUND):
            fitting = fit(text, name)
            spans = tuple((start + 1, end + 1) for start, end in fitting.spans) if fitting else ()
            rows.append(Choice(f"#{name}", TAGS, icon="tag", spans=spans, data=Going("contacts", args={"tag": tag})))
        return rows


def _fit_of(text: str, action: Action) -> tuple[Fit, bool] | None:
    """Return how a text fits a command, and whether as "go to the trash" asks for the trash."""
    fitting = fit(text, action.title, action.keywords)
    rest = LEADING.sub("", text)
    behind = fit(rest, action.title, action.keywords) if rest and rest != text else None
    if behind is not None and (fitting is None or behind.rank < fitting.rank):
        return behind, True
    return None if fitting is None else (fitting, False)


def _said(sentence: str) -> Choice:
    """Return a row that only says something."""
    return Choice(sentence, icon="info", data=Going(), only_said=True)


def _search_everything(text: str) -> Choice:
    return Choice(f"Search everything for “{text}”", DO, icon="search", data=Going(text=text))


def _meant(row: Choice) -> bool:
    going: Going = row.data
    return going.meant


def _named(row: Choice) -> bool:
    return bool(row.spans) or _meant(row)


def _group_order(row: Choice, order: Sequence[str] = ORDER) -> int:
    return order.index(row.group) if row.group in order else len(order)


def _command_row(action: Action, spans: tuple[tuple[int, int], ...], meant: bool = False) -> Choice:
    return Choice(
        action.title,
        GO if action.group == GO else DO,
        icon=action.icon,
        spans=spans,
        shortcut=action.shortcuts[0] if action.shortcuts else "",
        data=Going(action=action.id, meant=meant),
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
        data=_place_of(hit, hit.title if is_record else ""),
    )


def _place_of(hit: Hit, title: str) -> Going:
    """Return where a record is shown; introductions, needs and offers stand on a page of all of them."""
    match hit.kind:
        case "introduction":
            return Going("introductions", args={"introduction": hit.id})
        case "need_offer":
            return Going("introductions", args={"part": "needs", "need": hit.id})
        case _:
            return Going(hit.kind, hit.id, title=title)
