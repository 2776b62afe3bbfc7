"""The one table of actions: menus, the command palette, shortcuts and help all read it.

Keys as measured on Qt's text fields: F-keys and Ctrl or Alt with a letter or digit reach the window from inside a
field, but Ctrl+Z, Ctrl+Shift+Z and on X11 Ctrl+E and Ctrl+U stay with the field. So every action on Ctrl+E has a
twin on Ctrl+Shift+E, and a field gives undo and redo up only when it has nothing of its own to undo.
"""

import enum
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from ui.kit import icons


class Scope(enum.Enum):
    """Where an action's keys work; the value is said in help."""

    WINDOW = "Everywhere"
    PAGE = "On this page"
    PANEL = "In this panel"
    LIST = "In the list"


def _always() -> bool:
    return True


class Action(msgspec.Struct, frozen=True):
    """One thing the program can do.

    `shortcuts` are portable texts ("Ctrl+L"); the first is the one shown. All but LIST actions are bound on
    the window, the panel's before the page's before the window's; a LIST action is only described here, its view
    handles the key (letters at window level would kill type-ahead). `run` takes nothing and is called in the GUI
    thread. One that `deletes` or clears is not offered where what it would hit is out of sight: in the palette.
    """

    id: str
    title: str
    run: Callable[[], object]
    icon: str = ""
    shortcuts: tuple[str, ...] = ()
    scope: Scope = Scope.WINDOW
    group: str = "Do"
    keywords: str = ""
    enabled: Callable[[], bool] = _always
    deletes: bool = False


def key_caps(shortcut: str) -> list[str]:
    """Return the caps to draw for a portable shortcut text, in the platform's names: "Ctrl+Return" gives Ctrl and ↵."""
    names = {
        "Return": "↵",
        "Enter": "↵",
        "Left": "←",
        "Right": "→",
        "Up": "↑",
        "Down": "↓",
        "Escape": "Esc",
        "Del": "Del",
    }
    plus_key = shortcut.endswith("++")
    parts = [part for part in shortcut.split("+") if part]
    return [names.get(part, part) for part in parts] + (["+"] if plus_key else [])


def shortcut_text(shortcut: str) -> str:
    """Return a shortcut as one reads it aloud or in a menu: "Ctrl+Shift+F"."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


class ActionTable(QObject):
    """Every action there is at this moment; `changed` says that the page or panel in front brought or took some."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window_actions: dict[str, Action] = {}
        self._page_actions: dict[str, Action] = {}
        self._panel_actions: dict[str, Action] = {}
        self._window: QWidget | None = None
        self._keys: dict[str, _Key] = {}
        self._text_undo: TextUndoFirst | None = None
        self._covered = False

    def attach(self, window: QWidget) -> None:
        """Bind the shortcuts of all actions, now and later, on `window`."""
        self._window = window
        self._text_undo = TextUndoFirst(window)
        self._bind()

    def detach(self) -> None:
        """Hear no more of the focus: the window is closed, and the program's other windows go on without it."""
        if self._text_undo is not None:
            self._text_undo.end()
            self._text_undo = None

    def add(self, actions: Iterable[Action]) -> None:
        """Add actions of the window; an id that is taken raises ValueError."""
        for action in actions:
            if action.id in self._window_actions:
                raise ValueError(f"two actions are called {action.id}")
            self._window_actions[action.id] = action
        self._bind()
        self.changed.emit()

    def set_page(self, actions: Sequence[Action]) -> None:
        """Replace the actions of the page in front; they win over the window's on the same id or key."""
        self._page_actions = {action.id: action for action in actions}
        self._bind()
        self.changed.emit()

    def set_panel(self, actions: Sequence[Action]) -> None:
        """Replace the actions of the panel over the page; they win over the page's and the window's."""
        if actions or self._panel_actions:
            self._panel_actions = {action.id: action for action in actions}
            self._bind()
            self.changed.emit()

    def cover(self, covered: bool) -> None:
        """Say whether something lies over the page that leaves no key to it alone; the window's keys go on to work."""
        self._covered = covered

    def all(self) -> list[Action]:
        """Return every action once: the panel's, the window's in the order added, then the page's own.

        Where the page or the panel gives all keys of an action a meaning of its own, only that one counts.
        """
        kept: dict[str, Action] = {}
        taken: set[str] = set()
        for actions in self._nearest_first():
            for action in actions.values():
                keys = set(map(_normal, action.shortcuts))
                if action.id not in kept and not (keys and keys <= taken):
                    kept[action.id] = action
            taken |= {_normal(key) for action in actions.values() for key in action.shortcuts}
        order = dict.fromkeys((*self._panel_actions, *self._window_actions, *self._page_actions))
        return [kept[name] for name in order if name in kept]

    def get(self, action_id: str) -> Action | None:
        """Return the action called `action_id`, or None."""
        return next((actions[action_id] for actions in self._nearest_first() if action_id in actions), None)

    def _nearest_first(self) -> tuple[dict[str, Action], ...]:
        return self._panel_actions, self._page_actions, self._window_actions

    def run(self, action_id: str) -> bool:
        """Run an action if it is there and enabled, and say whether it ran."""
        action = self.get(action_id)
        if action is None or not action.enabled():
            return False
        action.run()
        return True

    def fill_menu(self, menu: QMenu, action_ids: Sequence[str]) -> None:
        """Add the named actions to `menu`, with their icons and keys; an empty id is a separator."""
        for action_id in action_ids:
            action = self.get(action_id) if action_id else None
            if action is None:
                menu.addSeparator()
                continue
            # The key stands behind a tab as text: a second binding beside the window's would make both ambiguous.
            key = f"\t{shortcut_text(action.shortcuts[0])}" if action.shortcuts else ""
            entry = QAction(action.title.replace("&", "&&") + key, menu)
            if action.icon:
                entry.setIcon(icons.icon(action.icon))
            entry.setData(action.id)
            entry.setEnabled(action.enabled())
            menu.addAction(entry)
        menu.triggered.connect(self._run_entry)

    def _run_entry(self, entry: QAction) -> None:
        self.run(str(entry.data()))

    def for_key(self, key: str) -> Action | None:
        """Return the enabled action that a press of `key` runs now: the nearest, the panel's first."""
        found = [
            action
            for actions in self._nearest_first()
            for action in actions.values()
            if action.scope is not Scope.LIST and _normal(key) in map(_normal, action.shortcuts) and action.enabled()
        ]
        if self._covered and not any(self._window_actions.get(action.id) is action for action in found):
            return None
        return next(iter(found), None)

    def _bind(self) -> None:
        if self._window is None:
            return
        every = [action for actions in self._nearest_first() for action in actions.values()]
        wanted = {_normal(key) for action in every if action.scope is not Scope.LIST for key in action.shortcuts if key}
        for key in list(self._keys):
            if key not in wanted:
                gone = self._keys.pop(key)
                gone.setEnabled(False)  # until it is deleted the key would be ambiguous with a panel's own
                gone.deleteLater()
        for key in wanted - self._keys.keys():
            self._keys[key] = _Key(key, self, self._window)


def _normal(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


class _Key(QShortcut):
    """One key sequence on the window, which asks the table what it means at the moment it is pressed."""

    def __init__(self, key: str, table: ActionTable, window: QWidget) -> None:
        super().__init__(QKeySequence(key), window)
        self._key, self._table = key, table
        self.activated.connect(self._fire)

    def _fire(self) -> None:
        action = self._table.for_key(self._key)
        if action is not None:
            action.run()


class TextUndoFirst(QObject):
    """Lets Ctrl+Z in a text field undo typing first, and once nothing is left there, the program's last action.

    Qt's fields keep the key for themselves even when they have nothing to undo.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def end(self) -> None:
        """Watch no field any more."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._focus_moved)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        # Only the field that has the focus is watched: a filter on the whole application would cost every event.
        if old is not None and _is_field(old):
            old.removeEventFilter(self)
        if new is not None and _is_field(new):
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand an undo or redo key that the field cannot use on to the window."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.matches(QKeySequence.StandardKey.Undo):
            has_own = _can_undo(watched)
        elif event.matches(QKeySequence.StandardKey.Redo):
            has_own = _can_redo(watched)
        else:
            return False
        if has_own:
            return False
        event.ignore()
        return True


def _is_field(widget: QObject) -> bool:
    # By name: naming the classes of rich text would load them, which costs the start several milliseconds.
    return any(widget.inherits(name) for name in ("QLineEdit", "QPlainTextEdit", "QTextEdit"))


def _can_undo(field: Any) -> bool:
    return bool((field if field.inherits("QLineEdit") else field.document()).isUndoAvailable())


def _can_redo(field: Any) -> bool:
    return bool((field if field.inherits("QLineEdit") else field.document()).isRedoAvailable())
