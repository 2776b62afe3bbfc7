"""What the list shows: a box to type in, the conditions in force as chips, and the menu that adds more."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from crm.dates import show_partial
from crm.errors import NotFound
from crm.filters import EVERYTHING, FIELDS, Condition, Field, Filter, Value
from crm.lifecycle_states import STATES
from crm.search import of_the_past
from crm.workspace import Workspace
from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.chips import ChipButton, filter_chip
from ui.kit.fields import SearchField, TextField
from ui.kit.flow import FlowLayout
from ui.kit.menu import Menu

PERIODS: tuple[tuple[Value, str], ...] = (
    (7, "7 days"),
    (30, "30 days"),
    (60, "60 days"),
    (90, "90 days"),
    (180, "6 months"),
    (365, "a year"),
)
PARTNERSHIPS = ("prospect", "engaged", "partner", "dormant", "left")
SEARCH_WIDTH = 278
MOST_IN_MENU = 200
HUDDLES_IN_MENU = 24
NONE = {
    "sector": "No sector",
    "sub_region": "No sub-region",
    "theme": "No theme",
    "tag": "No tag",
    "organisation": "No organisation",
    "huddle": "No huddle",
}
"""What the value 0 of a vocabulary is called."""
HINTS = {
    "contact": "Name, organisation, tag…",
    "organisation": "Name, place, tag…",
}


class Values:
    """The values that fields of a subject (contact or organisation) can be filtered by, with their names."""

    def __init__(self, workspace: Workspace, subject: str) -> None:
        self._workspace = workspace
        self.fields = FIELDS[subject]

    def field_of(self, key: str) -> Field | None:
        """Return the field with this key, or None."""
        return next((field for field in self.fields if field.key == key), None)

    def options(self, field: Field) -> list[tuple[Value, str]]:
        """Return (value, name) pairs in the order of the vocabulary; none for a yes/no field."""
        match field.vocabulary:
            case "":
                return []
            case "days":
                return list(PERIODS)
            case "partnership":
                return [("", "No partnership"), *((word, word.capitalize()) for word in PARTNERSHIPS)]
            case "tag":
                tags = [(tag.id, f"#{tag.name}") for tag in self._workspace.tags.all()]
                return [(0, NONE["tag"]), *tags[:MOST_IN_MENU]] if tags else []
            case "organisation":
                return []
            case "lifecycle":
                return [(state, state.capitalize()) for state in STATES]
            case "huddle":
                rows = self._workspace.huddles.rows(limit=HUDDLES_IN_MENU)
                held = [row for row in rows if row.status == "held"]
                named = [(row.id, f"{row.label}, {show_partial(row.day.isoformat())}") for row in held]
                return [(0, NONE["huddle"]), *named] if named else []
        terms = [(term.id, term.name) for term in self._workspace.vocabularies.terms(field.vocabulary)]
        return [*terms, (0, NONE[field.vocabulary])]

    def name(self, field: Field, value: Value) -> str:
        """Return the name of one value, a retired or deleted one too."""
        if value == 0 and field.vocabulary in NONE:
            return NONE[field.vocabulary]
        if field.vocabulary == "organisation":
            try:
                return self._workspace.organisations.name(int(value))
            except NotFound:
                return "a deleted organisation"
        if field.vocabulary == "huddle":
            try:
                return self._workspace.huddles.get(int(value)).row.label
            except NotFound:
                return "a deleted huddle"
        if field.vocabulary == "tag":  # a menu has not room for all
            return next((f"#{tag.name}" for tag in self._workspace.tags.all() if tag.id == value), "a deleted one")
        known = dict(self.options(field))
        if value not in known and field.vocabulary in ("sector", "sub_region", "theme"):
            known |= {t.id: t.name for t in self._workspace.vocabularies.terms(field.vocabulary, retired=True)}
        if field.vocabulary == "days":
            return known.get(value, f"{value} days")
        return known.get(value, "a deleted one")

    def gone(self, part: Condition | Filter) -> str:
        """Return what a condition asks for that was deleted, empty where all of it is there."""
        return self._workspace.views.gone(Filter(parts=(part,)))

    def words(self, part: Condition | Filter) -> str:
        """Return a condition as its chip says it: "Sector: Industry or Academia"."""
        if isinstance(part, Filter):
            return "Several conditions"
        field = self.field_of(part.field)
        if field is None:
            return part.field
        if not field.vocabulary:
            return f"Not: {field.label.lower()}" if part.negated else field.label
        names = [self.name(field, value) for value in part.values]
        shown = " or ".join(names) if len(names) < 3 else f"{names[0]} and {len(names) - 1} more"
        if field.vocabulary == "days":
            return f"{field.label} {shown}"
        return f"{field.label}: {'not ' if part.negated else ''}{shown}"


class FilterBar(QWidget):
    """The row above a list of contacts or organisations (`subject` is "contact" or "organisation").

    `changed` carries the new filter; `save_wanted` the name for a saved view; `left_down` says that the keyboard wants
    to go to the list.
    """

    changed = Signal(object)
    save_wanted = Signal(str)
    left_down = Signal()

    def __init__(self, workspace: Workspace, subject: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Filter")
        self._values = Values(workspace, subject)
        self._shown = EVERYTHING
        self._chips: list[tuple[ChipButton, Condition | Filter]] = []
        self.search = SearchField(f"Filter {subject}s", HINTS[subject])
        self.search.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.search.searched.connect(self._searched)
        self.search.left_down.connect(self.left_down)
        self.either = Button("", "ghost", icon="swap")
        self.either.clicked.connect(self._turn)
        self.more = Button("Filter", "ghost", icon="filter", tip="Add a condition", shortcut="Ctrl+Shift+L")
        self.more.clicked.connect(self.open_menu)
        self.former = Button("", "ghost", icon="history", tip="Those who left it, as “former:” before it asks")
        self.former.clicked.connect(self._ask_former)
        self.save = Button("Save view", "ghost", icon="bookmark", tip="Keep this filter in the side bar")
        self.save.clicked.connect(self.start_saving)
        self.name = _NameField("Name of the view", placeholder="Name this view, then Enter")
        self.name.entered.connect(self._name_given)
        self.name.left.connect(self.stop_saving)
        self._flow = FlowLayout(self, 8)
        for widget in (self.search, self.either, self.more, self.former, self.save, self.name):
            self._flow.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._size()
        theme.notifier.changed.connect(self._size)
        self.name.hide()
        self.former.hide()
        self._show_parts()

    def shown(self) -> Filter:
        """Return the filter in force."""
        return self._shown

    def set_filter(self, shown: Filter) -> None:
        """Show another filter without saying `changed`."""
        if shown.text != self.search.text().strip():
            self.search.set_quietly(shown.text)
        self._shown = shown
        self._show_parts()

    def chips(self) -> list[ChipButton]:
        """Return the chips of the conditions in force."""
        return [chip for chip, _ in self._chips]

    def offer_former(self, number: int) -> None:
        """Offer so many people whom the text names for what they did before; none takes the offer away."""
        self.former.setText(f"{number:,} formerly")
        self.former.setAccessibleName(f"Show {number:,} who left")
        self.former.setVisible(bool(number))
        self._flow.invalidate()

    def _ask_former(self) -> None:
        self._change(self._shown.with_text(of_the_past(self._shown.text)))
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- saving

    def start_saving(self) -> None:
        """Ask for the name of the view, in place of the button."""
        self.save.hide()
        self.name.clear()
        self.name.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_saving(self) -> None:
        """Put the button back."""
        self.name.hide()
        self.save.setVisible(not self._shown.is_empty)

    def _name_given(self) -> None:
        name = self.name.value()
        if name:
            self.stop_saving()
            self.save_wanted.emit(name)

    # -- conditions

    def open_menu(self) -> None:
        """Offer every field; a field with values has a menu of its own."""
        menu = Menu(self, once=True)
        menu.setAccessibleName("Filter")
        for field in self._values.fields:
            if not field.vocabulary:
                self._add_switch(menu.add_menu(field.label), field)
            elif options := self._values.options(field):
                self._add_values(menu.add_menu(field.label), field, options)
        if len(self._shown.parts) > 1:
            menu.addSeparator()
            menu.add(self._turn_words(), self._turn, icon="swap")
        if not self._shown.is_empty:
            menu.add("Clear the filter", self.clear, icon="x")
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def clear(self) -> None:
        """Show everything again."""
        self._change(EVERYTHING)

    def _add_switch(self, menu: Menu, field: Field) -> None:
        held = self._condition(field)
        for negated, words in ((False, "Yes"), (True, "No")):
            action = menu.add(words, self._picked, data=Condition(field.key, (), negated))
            action.setCheckable(True)
            action.setChecked(held is not None and held.negated == negated)

    def _add_values(self, menu: Menu, field: Field, options: Sequence[tuple[Value, str]]) -> None:
        held = self._condition(field) or Condition(field.key)
        for value, name in options:
            on = value in held.values
            kept = tuple(each for each in held.values if each != value)
            if field.vocabulary == "days":
                values: tuple[Value, ...] = () if on else (value,)
            else:
                values = kept if on else (*held.values, value)
            action = menu.add(name, self._picked, data=replace(held, values=values))
            action.setCheckable(True)
            action.setChecked(on)
        if held.values and field.vocabulary != "days":
            menu.addSeparator()
            turned = replace(held, negated=not held.negated)
            menu.add("Any of these" if held.negated else "None of these", self._picked, data=turned)

    def _condition(self, field: Field) -> Condition | None:
        parts = (part for part in self._shown.parts if isinstance(part, Condition) and part.field == field.key)
        return next(parts, None)

    def _picked(self) -> None:
        sender: Any = self.sender()
        self._put(sender.data())

    def _put(self, wanted: Condition) -> None:
        field = self._values.field_of(wanted.field)
        held = self._condition(field) if field is not None else None
        off = wanted == held or bool(field and field.vocabulary and not wanted.values)
        if off:
            self._change(self._shown.without(held) if held else self._shown)
        elif held is not None:
            parts = tuple(wanted if part == held else part for part in self._shown.parts)
            self._change(replace(self._shown, parts=parts))
        else:
            self._change(self._shown.with_part(wanted))

    def _open_chip(self) -> None:
        chip = self.sender()
        part = next((part for each, part in self._chips if each is chip), None)
        if not isinstance(part, Condition) or not isinstance(chip, ChipButton):
            return
        field = self._values.field_of(part.field)
        menu = Menu(self, once=True)
        if field is not None and (options := self._values.options(field)):
            self._add_values(menu, field, options)
        else:
            turned = replace(part, negated=not part.negated)
            menu.add(self._values.words(turned), self._picked, data=turned)
        menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def _remove_chip(self) -> None:
        chip = self.sender()
        place = next((n for n, (each, _) in enumerate(self._chips) if each is chip), -1)
        if place < 0:
            return
        self._change(self._shown.without(self._chips[place][1]))
        left = [each for each, _ in self._chips]
        (left[min(place, len(left) - 1)] if left else self.search).setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self) -> None:
        self._change(replace(self._shown, any_of=not self._shown.any_of))

    def _turn_words(self) -> str:
        return "All must hold" if self._shown.any_of else "Any may hold"

    def _searched(self, text: str) -> None:
        self._change(self._shown.with_text(text))

    def _change(self, shown: Filter) -> None:
        if shown != self._shown:
            self.set_filter(shown)
            self.changed.emit(shown)

    # -- looks

    def _show_parts(self) -> None:
        if tuple(part for _, part in self._chips) != self._shown.parts:
            for chip, _ in self._chips:
                self._flow.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self._chips = [(self._chip(part), part) for part in self._shown.parts]
            for place, (chip, _) in enumerate(self._chips, 1):
                self._flow.insert(place, chip)
                chip.show()
        several = len(self._shown.parts) > 1
        self.either.setVisible(several)
        self.either.setText("Any" if self._shown.any_of else "All")
        self.either.setAccessibleName(
            "Any of the conditions may hold" if self._shown.any_of else "All conditions must hold"
        )
        self.either.set_tip("Switch between all and any of the conditions")
        if self.name.isHidden():
            self.save.setVisible(not self._shown.is_empty)
        self._flow.invalidate()
        self.updateGeometry()

    def _chip(self, part: Condition | Filter) -> ChipButton:
        words, gone = self._values.words(part), self._values.gone(part)
        chip = filter_chip(words, self)
        if gone:
            chip.set(words, icon="alert")
            chip.set_tip(f"Asks for {gone}")
        chip.clicked.connect(self._open_chip)
        chip.removed.connect(self._remove_chip)
        return chip

    def _size(self) -> None:
        self.search.setFixedWidth(theme.px(SEARCH_WIDTH))
        self.name.setFixedWidth(theme.px(SEARCH_WIDTH - 40))


class _NameField(TextField):
    """A field that is done with Enter, and left with Esc or when the focus goes."""

    entered = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
