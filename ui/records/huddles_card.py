"""The huddles of a contact or an organisation: the strip of the last ones, pitches, and hands that went up."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm import clock, dates
from crm.attendance.grid_records import OrganisationLine, Strip, sentence
from crm.lifecycle_states import LAPSED, REGULAR
from ui.context import Context
from ui.kit import mark_strip as kit
from ui.kit import theme
from ui.kit.card import Card
from ui.kit.charts import BarStrip
from ui.kit.chips import Chip
from ui.kit.label import Label
from ui.kit.rows import ListRow, RowList
from ui.records.attendance_marks import MARKS

if TYPE_CHECKING:
    from crm.pitches import HandRow, PitchRow  # a list of contacts starts without the service of pitches

SHOWN, INSET = 6, 13
TONES = {"first-timer": "accent", "regular": "ok", "lapsed": "warn"}


class HuddlesView(QWidget):
    """`show_record(id)` reads and shows them; `record` is contact or organisation. An organisation has bars as well."""

    def __init__(self, context: Context, record: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._record = context, record
        self._huddles: dict[object, int] = {}
        self.bars = BarStrip(self)
        self.bars.setVisible(record == "organisation")
        self.strip = kit.Strip("The last huddles")
        self.said = Label("", "secondary", wrap=True)
        self.state = Chip("")
        self.note = Label("", "secondary", tone="warn", wrap=True)
        self.pitches, self.hands = _Part("Pitches"), _Part("Hands")
        self._build()
        self.strip.cell_activated.connect(self._open)
        for part in (self.pitches, self.hands):
            part.rows.row_activated.connect(self._open_of)

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.said, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.state)
        head = QVBoxLayout()
        head.setContentsMargins(theme.px(INSET), 0, theme.px(INSET), theme.px(6))
        head.setSpacing(theme.px(6))
        head.addWidget(self.bars)
        head.addWidget(self.strip)
        head.addLayout(line)
        head.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.pitches)
        column.addWidget(self.hands)

    def show_record(self, record_id: int) -> bool:
        """Read and show those of a record; return whether there are any huddles at all."""
        workspace = self._context.workspace
        pitches = getattr(workspace.pitches, f"of_{self._record}")(record_id)
        hands = workspace.hands.of(self._record, record_id)
        strip = workspace.grid.strip(self._record, record_id)
        lifecycles = workspace.lifecycles
        one = lifecycles.state_of if self._record == "contact" else lifecycles.state_of_organisation
        state = one(record_id) or ""
        self.state.set(state.capitalize(), TONES.get(state, "neutral"))
        self.state.setVisible(bool(state))
        self._show_strip(strip, len(pitches), len(hands))
        self._show_note(record_id, state)
        names = {column.huddle_id: column.label for column in strip.columns} if strip else {}
        self._huddles = {("pitch", row.id): row.huddle_id for row in pitches}
        self._huddles |= {("hand", row.id): row.huddle_id for row in hands}
        by_whom = self._record == "organisation"
        self.pitches.show_rows([_pitch(row, by_whom) for row in pitches[:SHOWN]], len(pitches))
        self.hands.show_rows([_hand(row, names, by_whom) for row in hands[:SHOWN]], len(hands))
        return strip is not None or bool(pitches or hands)

    def _show_strip(self, strip: Strip | None, pitches: int, hands: int) -> None:
        if strip is None:
            self.strip.set_cells((), "")
            self.bars.set_values((), "", "", "")
            self.said.setText("")
            return
        cells = [
            kit.StripCell(
                column.huddle_id,
                MARKS.get(strip.line.codes[place]),
                str(column.number or ""),
                sentence(column, strip.line, place),
            )
            for place, column in enumerate(strip.columns)
        ]
        self.strip.set_cells(cells, strip.sentence)
        parts = [f"{strip.line.attended} of {_number(strip.line.of, 'huddle')}" if strip.line.of else "No huddle yet"]
        if isinstance(strip.line, OrganisationLine):
            people = strip.line.people
            ends = (_month(strip.columns[0].day), _month(strip.columns[-1].day))
            self.bars.set_values(people, *ends, f"{strip.sentence} {_number(sum(people), 'seat')}.")
            parts += [_number(sum(people), "seat")] if sum(people) else []
        parts += [_number(number, word) for number, word in ((pitches, "pitch"), (hands, "hand")) if number]
        self.said.setText(" · ".join(parts))

    def _show_note(self, record_id: int, state: str) -> None:
        """Say where an organisation depends on one person: only one that came often can."""
        found = ""
        if self._record == "organisation" and state in (REGULAR, LAPSED):
            alone = self._context.workspace.lifecycles.hanging_on_one(organisation_id=record_id)
            found = alone[0].reason if alone else ""
        self.note.setText(found)
        self.note.setVisible(bool(found))

    @Slot(object)
    def _open(self, huddle: object) -> None:
        self._context.navigator.open("huddle", int(str(huddle)))

    @Slot(object)
    def _open_of(self, row: object) -> None:
        self._open(self._huddles[row])


class HuddlesCard(Card):
    """The huddles of one record as a card; hidden while there are none at all."""

    def __init__(self, context: Context, record: str, parent: QWidget | None = None) -> None:
        super().__init__("Huddles", flush=True, parent=parent)
        self.view = HuddlesView(context, record)
        self.body.addWidget(self.view)

    def show_record(self, record_id: int) -> None:
        """Read and show those of a record."""
        self.setVisible(self.view.show_record(record_id))


class _Part(QWidget):
    """A short list under its own small title; hidden while it is empty."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._name = title
        self._title = Label(title, "caption")
        self.rows = RowList(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(4), 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(INSET), 0, theme.px(INSET), 0)
        head.addWidget(self._title)
        column.addLayout(head)
        column.addWidget(self.rows)

    def show_rows(self, rows: Sequence[ListRow], total: int) -> None:
        """Show the newest of so many."""
        self._title.setText(self._name if total == len(rows) else f"{self._name}: the newest {len(rows)} of {total:,}")
        self.rows.set_rows(rows)
        self.setVisible(bool(rows))


def _pitch(row: "PitchRow", by_whom: bool) -> ListRow:
    given = {True: "", False: "not given", None: ""}[row.delivered]
    detail = " · ".join(filter(None, (row.kind.capitalize(), row.contact if by_whom else "", row.huddle, given)))
    return ListRow(("pitch", row.id), row.topic, detail, note=_day(row.starts.date()))


def _hand(row: "HandRow", names: dict[int, str], by_whom: bool) -> ListRow:
    parts = (row.kind.capitalize(), row.contact if by_whom else "", names.get(row.huddle_id, ""), row.note)
    pill = "" if row.is_settled else "open"
    return ListRow(("hand", row.id), row.topic, " · ".join(filter(None, parts)), pill=pill, pill_tone="warn")


def _day(day: date) -> str:
    """Return "4 Nov", or "Nov 2025" of another year."""
    return f"{day.day} {dates.MONTHS[day.month - 1]}" if day.year == clock.today().year else _month(day)


def _number(number: int, word: str) -> str:
    plural = "pitches" if word == "pitch" else f"{word}s"
    return f"{number:,} {word if number == 1 else plural}"


def _month(day: date) -> str:
    return f"{dates.MONTHS[day.month - 1]} {day.year}"
