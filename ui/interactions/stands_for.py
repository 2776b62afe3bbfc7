"""For whom each person stood on the day: a choice under each name, which comes and goes with the person."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.kit import theme
from ui.kit.fields import ChoiceField
from ui.kit.label import Label

MOST_SHOWN = 6
Places = Sequence[tuple[int | None, str]]


class StandsForField(QWidget):
    """`value()` is the organisation of each person by contact, None for nobody; people beyond the sixth have no choice.

    `places(contact)` gives the organisations they may have stood for, `of_day(contact)` the one they begin with.
    """

    edited = Signal()

    def __init__(self, places: Callable[[int], Places], of_day: Callable[[int], int | None]) -> None:
        super().__init__()
        self._places, self._of_day = places, of_day
        self._stands: dict[int, int | None] = {}
        self._choices: dict[int, ChoiceField] = {}
        self._boxes: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(4))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.setAccessibleName("Stood for")

    def show_people(self, people: Mapping[int, str]) -> None:
        """Ask for these people, by contact; whoever was there keeps what was chosen."""
        if list(people) == list(self._stands):
            return
        self._stands = {who: self._stands[who] if who in self._stands else self._of_day(who) for who in people}
        for box in self._boxes:
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._boxes, self._choices = [], {}
        for number, (who, name) in enumerate(list(people.items())[:MOST_SHOWN]):
            label = Label(f"{name} stood for", "secondary", elide=True)
            choice = ChoiceField(f"{name} stood for", self._options(who))
            choice.set_value(self._stands[who])
            choice.edited.connect(self._chosen)
            for row, widget in enumerate((label, choice)):
                self._grid.addWidget(widget, 2 * (number // 2) + row, number % 2)
                widget.show()
            self._boxes += [label, choice]
            self._choices[who] = choice
        self.setVisible(bool(people))

    def choice_of(self, contact: int) -> ChoiceField:
        """Return the choice of a person."""
        return self._choices[contact]

    def value(self) -> Any:
        return dict(self._stands)

    def set_value(self, value: Any) -> None:
        """Show for whom the people who are asked for stood; of others it says nothing."""
        for who, place in value.items():
            if who in self._stands:
                self._stands[who] = place
            if who in self._choices:
                self._choices[who].set_options(self._options(who))
                self._choices[who].set_value(place)

    def mark(self, wrong: bool) -> None:
        """Nothing here can be wrong."""

    def problem(self) -> str:
        return ""

    def kept(self) -> Any:
        return [[who, place] for who, place in self._stands.items()]

    def restore(self, kept: Any) -> None:
        self.set_value(dict(kept))

    def words(self) -> str:
        return ", ".join(choice.currentText() for choice in self._choices.values())

    def _options(self, who: int) -> Places:
        places = list(self._places(who))
        return places if any(key == self._stands[who] for key, _ in places) else [*places, (self._stands[who], "—")]

    def _chosen(self) -> None:
        for who, choice in self._choices.items():
            self._stands[who] = choice.value()
        self.edited.emit()
