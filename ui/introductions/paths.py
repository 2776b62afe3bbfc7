"""Who can introduce us to a person: every way of at most two hops, with what it rests on and what to do next."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm.errors import CrmError
from crm.introductions import Hop, Path
from crm.workspace import Workspace
from ui.context import Context
from ui.introductions.editor import RelationForm
from ui.kit import painting, theme
from ui.kit.avatar import Avatar
from ui.kit.buttons import Button
from ui.kit.chips import Chip
from ui.kit.empty_states import StateStack
from ui.kit.label import Label
from ui.kit.page import scroller
from ui.kit.tasks import Task
from ui.records.background_calls import work

STRONG, FAIR = 50, 20
"""From how strong a path is called strong, and fair."""


class PathsPanel(QWidget):
    """Opened with `contact` or `organisation`; read on the worker, and again when what lay over it is closed."""

    def __init__(self, context: Context, contact: int | None = None, organisation: int | None = None) -> None:
        super().__init__()
        self.context, self._contact, self._organisation = context, contact, organisation
        workspace = context.workspace
        if contact is not None:
            self._name = workspace.contacts.name(contact)
        else:
            self._name = workspace.organisations.name(organisation or 0)
        title = f"Who can introduce us to {self._name}?"
        self.setAccessibleName(title)
        self.rows: list[PathRow] = []
        self._asked: Task | None = None
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(10))
        self._column.addStretch(1)
        self.states = StateStack(scroller(self._list, fit=True))
        self.states.acted.connect(self._state_acted)
        self._build(title)
        context.overlay.changed.connect(self._back)

    def _build(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        column.setSpacing(theme.px(12))
        column.addWidget(Label(title, "section", elide=True))
        rests = (
            "From what stands in this file: who worked where, huddles, meetings, what we were told. No mailbox is read."
        )
        column.addWidget(Label(rests, "secondary", wrap=True))
        column.addWidget(self.states, 1)
        self.tell = Button("Somebody knows them…", icon="user-plus", tip="Note who knows them, as we were told")
        self.tell.clicked.connect(self._relate)
        if self._contact is None:
            self.tell.hide()
        self.leave = Button("Close", "ghost", shortcut="Esc")
        self.leave.clicked.connect(self._close)
        buttons = QHBoxLayout()
        buttons.addWidget(self.tell)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        column.addLayout(buttons)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hear no answer any more."""
        if self._asked is not None:
            self._asked.forget()
        super().closeEvent(event)

    # -- reading

    def ask(self) -> None:
        """Read the paths on the worker."""
        if not self.rows:
            self.states.show_loading()
        self._asked = work(
            self.context,
            self,
            "Looking for who could introduce us",
            partial(_read, self._contact, self._organisation),
            self._show,
            refused=self._refused,
            instead_of=self._asked,
        )

    @Slot()
    def _back(self) -> None:
        if self.context.overlay.top() is self:
            self.ask()

    def _show(self, paths: Sequence[Path]) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [PathRow(path, self.take) for path in paths]
        for place, row in enumerate(self.rows):
            self._column.insertWidget(place, row)
            row.show()
        if self.rows:
            self.states.show_content()
        else:
            self.states.show_empty("link", f"Nothing in this file connects us to {self._name}.", "Somebody knows them…")
        if self.context.overlay.top() is self:
            other = self.tell if self._contact is not None else self.leave
            (self.rows[0].act if self.rows else other).setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def _refused(self, error: CrmError) -> None:
        self.states.show_error(str(error))

    @Slot()
    def _state_acted(self) -> None:
        if self.states.showing() == "error":
            self.ask()
        else:
            self._relate()

    # -- doing

    def take(self, path: Path) -> None:
        """Go the first step of a path: ask the one between, or plan to be in touch with somebody we know."""
        first = path.hops[0]
        asks = f"Ask {first.to_name} to introduce us to {path.hops[-1].to_name}" if len(path.hops) > 1 else ""
        self.context.navigator.open("follow_up", contact=first.to_id, title=asks)

    @Slot()
    def _relate(self) -> None:
        if self._contact is not None:
            RelationForm(self.context, self._contact).show_over()

    @Slot()
    def _close(self) -> None:
        self.context.overlay.close(self)


class PathRow(QWidget):
    """One path: whom to ask, how strong it is, what each hop rests on, and the step to take."""

    def __init__(self, path: Path, take: Callable[[Path], object]) -> None:
        super().__init__()
        self.path, self._take = path, take
        first, between = path.hops[0], len(path.hops) > 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        avatar = Avatar(34)
        avatar.set(first.to_name)
        text = "Ask them…" if between else "Follow up…"
        said = f"Ask {first.to_name} for the introduction" if between else f"Add a follow-up for {first.to_name}"
        self.act = Button(text, icon="bell", tip=said)
        self.act.setAccessibleName(f"{said}. {spoken(path)}")
        self.act.clicked.connect(self._acted)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(Label(first.to_name if between else f"We know {first.to_name}", "strong", elide=True), 1)
        head.addWidget(Chip(*strength(path)))
        head.addWidget(self.act)
        texts = QVBoxLayout()
        texts.setSpacing(theme.px(4))
        texts.addLayout(head)
        for hop in path.hops:
            texts.addWidget(Label(_hop(hop), "secondary", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(8), theme.px(10), theme.px(10))
        row.setSpacing(theme.px(12))
        row.addWidget(avatar, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.round_rect(QPainter(self), self.rect(), 8, "surface", "border")

    @Slot()
    def _acted(self) -> None:
        self._take(self.path)


def strength(path: Path) -> tuple[str, str]:
    """Return how strong a path is in a word, and the tone of it."""
    if path.strength >= STRONG:
        return "Strong", "ok"
    return ("Fair", "accent") if path.strength >= FAIR else ("Weak", "neutral")


def spoken(path: Path) -> str:
    """Return a path as it is read out."""
    return ". ".join((f"{strength(path)[0]} path", *map(_hop, path.hops)))


def _hop(hop: Hop) -> str:
    return f"{hop.from_name} → {hop.to_name}: {' · '.join(hop.evidence)}"


def _read(contact: int | None, organisation: int | None, workspace: Workspace, task: Task) -> list[Path]:
    if contact is not None:
        return workspace.introductions.paths(contact)
    return workspace.introductions.paths_into(organisation or 0)
