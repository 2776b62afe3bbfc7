"""The palette: one line that finds anyone, goes anywhere and does anything."""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.errors import CrmError
from ui.context import Context
from ui.kit.choices import Choice
from ui.kit.chooser import Chooser
from ui.shell.navigator import Navigator
from ui.shell.palette.sources import Going, Sources

HINTS = (
    (("↑↓",), "choose"),
    (("↵",), "open"),
    (("Ctrl", "↵"), "log meeting"),
    ((">",), "commands only"),
    (("@",), "people"),
    (("#",), "tags"),
)


def _lately(navigator: Navigator) -> list[tuple[str, int]]:
    here = navigator.current
    return [each for each in navigator.recent() if here is None or each != (here.kind, here.id)]


class Palette(QWidget):
    """The card; rows come from `Sources`, in the window's thread: a search takes a few milliseconds at any size."""

    WIDTH = 640
    covers_page = True
    """No key belongs to the page below while one types here: none deletes what cannot be seen to be meant."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._sources = Sources(context.workspace, context.actions, _lately(context.navigator))
        self.setAccessibleName("Search or jump")
        self.chooser = Chooser("Search or jump", "Search people, organisations and notes, or type a command", HINTS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.chooser)
        self.setFocusProxy(self.chooser)
        # Before the chooser's own filter: the last one installed is asked first.
        self.chooser.field.installEventFilter(self)
        self.chooser.typed.connect(self._search)
        self.chooser.list.chosen.connect(self._go)
        self._search("")

    @Slot(str)
    def _search(self, text: str) -> None:
        try:
            rows = self._sources.answer(text)
        except CrmError as error:
            rows = [Choice(str(error), "", icon="alert", data=Going(), only_said=True)]
        self.chooser.list.show_choices(rows)

    @Slot(object)
    def _go(self, choice: Choice) -> None:
        going: Going = choice.data
        if going.text:
            self.chooser.field.setText(going.text)
            return
        if not going.action and not going.kind:
            return
        self._context.overlay.close(self)
        if going.action:
            self._context.actions.run(going.action)
        else:
            self._context.navigator.open(going.kind, going.id, **going.args)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Log a meeting with the record in the current row on Ctrl+Enter."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not with_control or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        current = self.chooser.list.current()
        if current is not None and current.data.kind in ("contact", "organisation"):
            self._context.overlay.close(self)
            self._context.navigator.open("log", **{current.data.kind: current.data.id})
        return True
