"""What a person chooses for rows that do not have to ask: whose value stands, one person or two, who moved."""

from collections.abc import Collection

import msgspec
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.importing import ImportPlan, Move, Outcome, PlannedRow
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.flow import FlowLayout
from ui.kit.label import Label

DIFFERENT, SAME, MOVED = "different", Outcome.SAME.value, "moved"


class Option(msgspec.Struct, frozen=True):
    """One thing that a row can come to: the words of its button, what the row says then, and the mark before that.

    `said` may name the {place} where somebody works as we hold it.
    """

    button: str
    said: str
    icon: str = "check"
    move: Move | None = None


KEPT, TAKEN = Option("Keep ours", "Ours is kept", ""), Option("Take the file’s", "The file’s is taken")
TOGETHER = Option("Keep together", "Kept together", "")
PARTED = Option("Make a person of their own", "A person of their own", "user-plus")
OPEN = Option("", "Not decided: kept aside", "help")
MOVES = (
    Option("Changed job", "Changed job", move=Move.CHANGED),
    Option("Works at both", "Works at both", move=Move.BOTH),
    Option("Stays", "Stays at {place}", move=Move.STAYS),
)
OPTIONS = {DIFFERENT: (KEPT, TAKEN), SAME: (TOGETHER, PARTED), MOVED: (OPEN, *MOVES)}
"""What the rows of a group can come to; the first is what becomes of those that nobody touches."""

_KNOWN = (Outcome.UNCHANGED, Outcome.SAME)


class Choices:
    """What was chosen of the rows of a plan, by their numbers."""

    def __init__(self) -> None:
        self._chosen: dict[str, dict[int, Option]] = {key: {} for key in OPTIONS}

    def of(self, key: str, row: int) -> Option:
        """Return what was chosen of a row of a group."""
        return self._chosen[key].get(row, OPTIONS[key][0])

    def choose(self, key: str, rows: Collection[int], option: Option) -> None:
        """Choose the same for some rows of a group."""
        self._chosen[key].update(dict.fromkeys(rows, option))

    def next(self, key: str, rows: Collection[int]) -> Option:
        """Return what follows on what was chosen of rows, the second option where they differ among themselves."""
        options, now = OPTIONS[key], {self.of(key, row) for row in rows}
        return options[(options.index(now.pop()) + 1) % len(options)] if len(now) == 1 else options[1]

    @property
    def parted(self) -> frozenset[int]:
        """Rows that are people of their own, though they look the same as an earlier one."""
        return frozenset(row for row, option in self._chosen[SAME].items() if option is PARTED)

    @property
    def takes(self) -> frozenset[int]:
        """Rows whose values go in the place of ours."""
        return frozenset(row for row, option in self._chosen[DIFFERENT].items() if option is TAKEN) - self.parted

    @property
    def moves(self) -> dict[int, Move]:
        """What is made of those who seem to have moved; rows that are not decided are not in it."""
        chosen = self._chosen[MOVED].items()
        return {row: option.move for row, option in chosen if option.move is not None and row not in self.parted}

    def moved(self, plan: ImportPlan) -> list[PlannedRow]:
        """Return the rows of those who seem to have moved: a person of their own has not."""
        parted = self.parted
        return [row for row in plan.moved() if row.number not in parted]

    def open_moves(self, plan: ImportPlan) -> int:
        """Return how many who seem to have moved wait for a decision."""
        moves = self.moves
        return plan.counts.moved - len(plan.moved()) + sum(row.number not in moves for row in self.moved(plan))

    def settles(self, plan: ImportPlan, answered: Collection[int]) -> int:
        """Return how many rows importing would bring in, or settle of those kept aside, with those `answered`."""
        counts, takes, moves, parted = plan.counts, self.takes, self.moves, self.parted
        known = [row for row in plan.rows if row.outcome in _KNOWN]
        number = counts.new + counts.updated + len(answered)
        if plan.aside_of is not None:
            waits = sum(bool(row.moved_from) and row.number not in moves and row.number not in parted for row in known)
            return number + counts.unchanged + counts.same - waits
        writes = {row for row, move in moves.items() if move is not Move.STAYS} | takes | parted
        return number + sum(row.number in writes for row in known)


class ChoiceBar(QWidget):
    """The buttons under the rows of a group of which something can be chosen; `chosen(Option)` follows a click."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._options: dict[str, Option] = {}
        self._hint = Label("", "secondary", tone="text3", wrap=True)
        self._row = QWidget()
        self._buttons = FlowLayout(self._row, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(space) for space in (14, 8, 14, 10)])
        column.setSpacing(theme.px(8))
        column.addWidget(self._hint)
        column.addWidget(self._row)
        self._made: dict[str, list[Button]] = {key: self._make(key) for key in OPTIONS}
        self.key = ""
        self.show_for("")

    def _make(self, key: str) -> list[Button]:
        made = []
        for option in OPTIONS[key]:
            if option.button:
                button = Button(option.button, "secondary")
                button.clicked.connect(self._clicked)
                self._buttons.addWidget(button)
                self._options[option.button] = option
                made.append(button)
        return made

    def show_for(self, key: str) -> None:
        """Offer what can be chosen of a group, nothing of one of which nothing can."""
        self.key = key if key in OPTIONS else ""
        for each, buttons in self._made.items():
            for button in buttons:
                button.setVisible(each == key)
        places = ", ".join(str(place) for place, _ in enumerate(self._made.get(key, ()), 1))
        self._hint.setText(f"Space changes the choice of the rows selected; {places} choose it.")
        self.setVisible(bool(self.key))

    def option(self, place: int) -> Option | None:
        """Return what the button at a place, from 0 on, chooses."""
        offered = [option for option in OPTIONS.get(self.key, ()) if option.button]
        return offered[place] if 0 <= place < len(offered) else None

    @Slot()
    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, Button):
            self.chosen.emit(self._options[button.text()])
