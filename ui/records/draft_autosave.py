"""What is being typed, kept as a draft within a second of the key, so that no crash costs it.

A form shows what is stored, and offers what was typed and left in a line above it: an abandoned value never looks like
the record. Cancel throws a draft away, saving too; everything else (Esc, closing, another page, a crash) keeps it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm.errors import CrmError
from crm.workspace import Workspace
from ui.kit import painting, theme
from ui.kit.actions import Action, Scope
from ui.kit.buttons import Button
from ui.kit.edit_conflict import settle
from ui.kit.form import Form
from ui.kit.label import Label

KEPT_AFTER = 1000
"""Milliseconds; counted from the first key since the last keeping, so that steady typing is kept too."""
SHOWN, EARLIER = "@shown", "@earlier"
"""Beside the fields that were changed a draft keeps what they showed before, and a draft that was offered meanwhile."""
MOST_NAMED = 4
USE_KEY, DROP_KEY = "Alt+U", "Alt+D"


class Keeper(QObject):
    """The draft under a key. `due` says that it is time to `keep`."""

    due = Signal()

    def __init__(self, workspace: Workspace, key: str, parent: QObject) -> None:
        super().__init__(parent)
        self._drafts, self._key = workspace.drafts, key
        self._wait = QTimer(self, singleShot=True, interval=KEPT_AFTER)
        self._wait.timeout.connect(self.due)

    def turn_to(self, key: str) -> None:
        """Keep under another key from now on."""
        self._key = key

    def load(self) -> dict[str, Any] | None:
        """Return what was kept, or None."""
        return self._drafts.load(self._key)

    def touch(self) -> None:
        """Something was typed."""
        if not self._wait.isActive():
            self._wait.start()

    def keep(self, content: dict[str, Any] | None) -> str:
        """Keep the content, or nothing for None; return the sentence to show where that failed, else ''."""
        self._wait.stop()
        try:
            if content is None:
                self._drafts.discard(self._key)
                return ""
            notice = self._drafts.save(self._key, content)
        except CrmError as error:
            return str(error)
        return notice.text if notice is not None else ""

    def discard(self) -> None:
        """Throw the draft away: it was saved, or is not wanted. One that cannot be is met again later."""
        self.keep(None)


class DraftLine(QWidget):
    """The line above a form that offers what was typed there and left: `used` or `dropped`.

    `stacked` puts its buttons below, where the form is narrow.
    """

    used = Signal()
    dropped = Signal()

    def __init__(self, *, stacked: bool = False) -> None:
        super().__init__()
        self.said = Label("", "secondary", tone="text", wrap=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.use = Button("Use these", tip="Put what you typed into the form", shortcut=USE_KEY)
        self.drop = Button("Discard", "ghost", tip="Throw away what you typed then", shortcut=DROP_KEY)
        self.use.clicked.connect(self.used)
        self.drop.clicked.connect(self.dropped)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addWidget(self.use)
        buttons.addWidget(self.drop)
        whole = QVBoxLayout(self) if stacked else QHBoxLayout(self)
        whole.setContentsMargins(theme.px(12), theme.px(6), theme.px(8), theme.px(6))
        whole.setSpacing(theme.px(8))
        whole.addWidget(self.said, 1)
        whole.addLayout(buttons)
        self.hide()

    def offer(self, said: str) -> None:
        """Say what is offered; nothing hides the line."""
        self.said.setText(said)
        self.use.setAccessibleName(f"Use these. {said}")
        self.drop.setAccessibleName(f"Discard. {said}")
        self.setVisible(bool(said))

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.round_rect(QPainter(self), self.rect(), 8, "accent_soft", "accent")


class FormKeeper(QObject):
    """Keeps one form: offers the draft, keeps what is typed, and settles it with what was saved meanwhile.

    `fill` reads the record again and fills the form with it, or with what a new one begins with; `restore` shows kept
    fields; `refresh` shows what depends on other fields. `line` is where the draft is offered.
    """

    def __init__(
        self,
        workspace: Workspace,
        form: Form,
        line: DraftLine,
        fill: Callable[[], None],
        *,
        restore: Callable[[dict[str, Any]], None] | None = None,
        refresh: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(form)
        self._form, self._line, self._fill, self._refresh = form, line, fill, refresh
        self._restore = restore or form.restore
        self._keeper = Keeper(workspace, "", self)
        self._keeper.due.connect(self.keep)
        self._shown: dict[str, Any] = {}
        self._offered: dict[str, Any] | None = None
        self._kept: dict[str, Any] | None = None
        self._of_record = self._begun = False
        line.used.connect(self.use)
        line.dropped.connect(self.drop)
        form.edited.connect(self._edited)
        form.installEventFilter(self)

    def begin(self, key: str, *, of_record: bool) -> None:
        """Fill the form, offer what was kept under the key, and keep there what is typed from now on.

        With `of_record` it edits what is stored: that is looked at again before it is saved.
        """
        if self._begun:
            self.keep()
        self._keeper.turn_to(key)
        self._of_record, self._begun = of_record, True
        self._fill()
        self._refresh()
        self.rebase()
        self._kept = self._offered = self._keeper.load()
        self._show_offer()

    def is_begun(self) -> bool:
        """Say whether anything is kept."""
        return self._begun

    def rebase(self) -> None:
        """Take what the form holds now for what it was filled with: of that nothing is kept."""
        self._shown = self._form.kept()

    def is_untouched(self, but: str = "") -> bool:
        """Say whether the form holds what it was filled with, `but` one field aside."""
        return all(value == self._shown.get(key) for key, value in self._form.kept().items() if key != but)

    # -- the draft

    def content(self) -> dict[str, Any] | None:
        """Return what is to be kept: what was changed, and what is offered still; None for nothing."""
        now = self._form.kept()
        changed = {key: value for key, value in now.items() if value != self._shown.get(key)}
        if not changed:
            return self._offered
        before = {key: self._shown.get(key) for key in changed}
        return {**changed, SHOWN: before, **({EARLIER: self._offered} if self._offered else {})}

    @Slot()
    def keep(self) -> None:
        """Keep what is typed, at once; say above the form where that fails."""
        content = self.content() if self._begun else None
        if self._begun and content != self._kept:
            said = self._keeper.keep(content)
            self._kept = content
            if said:
                self._form.set_problem(said)

    def discard(self) -> None:
        """Throw away what is typed, and what is offered."""
        self._offered = None
        self.rebase()
        if self._begun:
            self._keeper.discard()
        self._kept = None
        self._show_offer()

    def saved(self) -> None:
        """Forget what was saved; what was offered and not used stays only where something new was made."""
        if self._of_record:
            self._offered = None
        self.rebase()
        self.keep()

    # -- the offer

    def is_offering(self) -> bool:
        """Say whether a draft is offered."""
        return self._offered is not None

    @Slot()
    def use(self) -> None:
        """Put what was typed then into the form."""
        offered = self._offered
        if offered is None:
            return
        focus = self._line.use.hasFocus()
        self._offered = offered.get(EARLIER)
        self._restore({key: value for key, value in offered.items() if key not in (SHOWN, EARLIER)})
        self._refresh()
        self._show_offer()
        self._form.edited.emit()
        if focus:
            self._form.focus_first()

    @Slot()
    def drop(self) -> None:
        """Throw away what is offered; what is in the form stays."""
        if self._offered is None:
            return
        focus = self._line.drop.hasFocus()
        self._offered = self._offered.get(EARLIER)
        self._show_offer()
        self.keep()
        if focus:
            self._form.focus_first()

    def _show_offer(self) -> None:
        """Offer the latest draft that would change anything; one that is stored by now is forgotten."""
        while self._offered is not None:
            said = self._said(self._offered)
            if said:
                break
            self._offered = self._offered.get(EARLIER)
        self._line.offer(self._said(self._offered) if self._offered is not None else "")

    def _said(self, draft: dict[str, Any]) -> str:
        """Name the fields a draft would change, '' where it would change none, and those changed on record since."""
        shown: dict[str, Any] = draft.get(SHOWN, {})
        keys = [key for key, value in draft.items() if key not in (SHOWN, EARLIER) and self._shown.get(key) != value]
        if not keys:
            return ""
        known = [key for key in keys if key in self._shown]
        did = "changed" if self._of_record else "typed"
        said = f"You had {did} {_named([self._form.label_of(key) for key in known])} here and not saved."
        since = [key for key in known if self._of_record and key in shown and shown[key] != self._shown[key]]
        if since:
            now = self._form.words()
            values = [f"{self._form.label_of(key)} is {_quoted(now[key])} now" for key in since]
            said += f" The record was changed since: {_named(values)}."
        return said

    # -- saving

    def settle(self) -> bool:
        """Look at the record again: False, with both versions shown, where the same was changed meanwhile.

        What was changed elsewhere alone is taken over. Raises CrmError where the record is gone.
        """
        if not self._of_record:
            return True
        typed = self._form.kept()
        try:
            self._fill()
            stored, words = self._form.kept(), self._form.words()
        finally:
            self._restore(typed)
            self._refresh()
        settled, disputed = settle(self._shown, stored, typed)
        self._shown = stored
        self._restore(settled)
        self._refresh()
        for key in disputed:
            self._form.set_clash(key, words[key], stored[key])
        if disputed:
            self.keep()
            self._form.set_problem("This was changed meanwhile, and nothing was saved yet. Choose where it says so.")
            self._form.go_to(disputed[0])
        return not disputed

    def actions(self) -> Sequence[Action]:
        """Return what can be done with the draft that is offered."""
        here, group, offering = Scope.PANEL, "Form", self.is_offering
        return (
            Action(
                "draft.use", "Use what you had typed", self.use, "restore", (USE_KEY,), here, group, "draft", offering
            ),
            Action(
                "draft.drop",
                "Discard what you had typed",
                self.drop,
                "trash",
                (DROP_KEY,),
                here,
                group,
                "draft",
                offering,
            ),
        )

    @Slot()
    def _edited(self) -> None:
        if self._begun:
            self._keeper.touch()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what is typed when the form goes from the screen: closed, or with its page or window.

        Of the window its closing, not its going: the file is closed between the two.
        """
        going = QEvent.Type.Hide if watched is self._form else QEvent.Type.Close
        if event.type() == going:
            self.keep()
        elif watched is self._form and event.type() == QEvent.Type.Show:
            self._form.window().installEventFilter(self)
        return False


def _named(words: Sequence[str]) -> str:
    """Return names in a row: "Kind and Priority", the fifth and more as a number."""
    named = list(words[:MOST_NAMED])
    if len(words) > MOST_NAMED:
        named.append(f"{len(words) - MOST_NAMED} more")
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1]))) if named else "something"


def _quoted(words: str) -> str:
    short = " ".join(words.split())
    return f"“{short if len(short) <= 60 else f'{short[:59]}…'}”" if short else "empty"
