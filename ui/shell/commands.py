"""What the window itself can do, as rows of the action table: go, log, search, undo, look, help."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import QObject

from crm.errors import CrmError
from crm.settings import APPEARANCE, TEXT_SIZE
from ui import pages
from ui.context import Context
from ui.kit import theme
from ui.kit.actions import Action, Scope
from ui.kit.toast import Message
from ui.records.background_calls import work
from ui.shell.destinations import DESTINATIONS, DOOR
from ui.shell.navigator import OpenPlace

TEXT_STEP, TEXT_LEAST, TEXT_MOST = 10, 90, 150


class WindowCalls(msgspec.Struct, frozen=True):
    """What the commands ask of the window they belong to."""

    open_palette: Callable[[], object]
    open_help: Callable[[], object]
    next_pane: Callable[[], object]
    previous_pane: Callable[[], object]
    open_file: Callable[[], object]
    paste: Callable[[], object]
    quit: Callable[[], object]


class Commands(QObject):
    """The window's own commands over one open file."""

    def __init__(self, context: Context, calls: WindowCalls, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._calls = context, calls

    def build(self) -> list[Action]:
        """Return every command, in the order help lists them."""
        return [*self._do(), *self._go(), *self._look(), *self._window()]

    def _go(self) -> list[Action]:
        navigator, calls = self._context.navigator, self._calls
        return [
            *(
                Action(
                    f"go.{spec.kind}",
                    spec.title,
                    OpenPlace(self._context.navigator, spec.kind),
                    spec.icon,
                    (spec.shortcut,) if spec.shortcut else (),
                    group="Go to",
                    keywords=spec.keywords,
                )
                for spec in pages.PAGES
                if spec.listed and not spec.of_record
            ),
            Action("check_in", "Open check-in", self.open_door, "check-square", group="Go to", keywords=DOOR),
            *(
                Action(
                    each.id,
                    each.title,
                    OpenPlace(navigator, each.page, None, each.args),
                    each.icon,
                    group="Go to",
                    keywords=each.keywords,
                )
                for each in DESTINATIONS
            ),
            Action(
                "back",
                "Back",
                navigator.back,
                "arrow-left",
                ("Alt+Left",),
                group="Go to",
                enabled=navigator.can_go_back,
            ),
            Action(
                "forward",
                "Forward",
                navigator.forward,
                "arrow-right",
                ("Alt+Right",),
                group="Go to",
                enabled=navigator.can_go_forward,
            ),
            Action("next_pane", "Next pane", calls.next_pane, "columns", ("F6",), group="Go to"),
            Action("previous_pane", "Previous pane", calls.previous_pane, "columns", ("Shift+F6",), group="Go to"),
        ]

    def _window(self) -> list[Action]:
        calls, group = self._calls, "Window"
        return [
            Action("help", "Help and shortcuts", calls.open_help, "keyboard", ("F1", "?"), group=group,
                   keywords="keyboard keys hotkeys commands guide manual how about"),
            Action("open_file", "Open a file…", calls.open_file, "folder", ("Ctrl+O",), group=group,
                   keywords="another new switch database load desk import bring in attendance contacts"),
            Action("paste", "Paste a table from the clipboard", calls.paste, "upload", ("Ctrl+V",), group=group,
                   keywords="spreadsheet excel import list attendance"),
            Action("quit", "Quit", calls.quit, "x", ("Ctrl+Q",), group=group, keywords="exit close leave end"),
        ]  # fmt: skip

    def _do(self) -> list[Action]:
        panels = [
            Action(
                spec.kind,
                spec.title,
                OpenPlace(self._context.navigator, spec.kind),
                spec.icon,
                spec.shortcuts,
                keywords=spec.keywords,
            )
            for spec in pages.PANELS
            if spec.title
        ]
        return [
            *panels,
            Action("palette", "Search or jump to anything", self._calls.open_palette, "search", ("Ctrl+K", "Ctrl+P")),
            Action("undo", "Undo", self.undo, "undo", ("Ctrl+Z",), keywords="take back revert mistake"),
            Action("redo", "Redo", self.redo, "redo", ("Ctrl+Shift+Z", "Ctrl+Y"), keywords="again repeat"),
            Action(
                "export_contacts",
                "Export contacts…",
                OpenPlace(self._context.navigator, "export"),
                "download",
                keywords="download save csv excel vcard newsletter mailing list badges spreadsheet",
            ),
        ]

    def _look(self) -> list[Action]:
        group = "Window"
        return [
            Action("dark", "Light or dark", self.switch_theme, "moon", ("Ctrl+Shift+D",), group=group,
                   keywords="mode theme night day colours colors appearance"),
            Action("text_larger", "Larger text", self.larger, "plus", ("Ctrl++", "Ctrl+="), group=group,
                   keywords="zoom in size font bigger big increase enlarge"),
            Action("text_smaller", "Smaller text", self.smaller, "minus", ("Ctrl+-",), group=group,
                   keywords="zoom out size font small decrease"),
            Action("text_normal", "Text at 100 %", self.normal_size, "refresh", ("Ctrl+0",), group=group,
                   keywords="zoom reset size font normal"),
            Action("close_layer", "Close the top layer, keep the draft", self.close_layer, "x", ("Esc",),
                   scope=Scope.LIST, group=group),
        ]  # fmt: skip

    def open_door(self) -> None:
        """Go to the check-in of the huddle that is meant; where there is none, plan one."""
        huddle = self._context.workspace.huddles.at_the_door()
        if huddle is None:
            self._context.navigator.open("plan_huddle")
        else:
            self._context.navigator.open("check_in", huddle.id)

    def undo(self) -> None:
        """Take back the last action and say which, with Redo; a very large one on the worker."""
        workspace = self._context.workspace
        self._step("Undoing", workspace.undo, self._undone, large=workspace.next_undo_is_large())

    def redo(self) -> None:
        """Do the last undone action again and say which, with Undo; a very large one on the worker."""
        workspace = self._context.workspace
        self._step("Doing again", workspace.redo, self._redone, large=workspace.next_redo_is_large())

    def _step(
        self, title: str, step: Callable[[], str | None], said: Callable[[str | None], None], *, large: bool
    ) -> None:
        if large:
            work(self._context, self, title, lambda workspace, task: step(), said)
            return
        try:
            label = step()
        except CrmError as error:
            self._context.toasts.problem(str(error))
            return
        said(label)

    def _undone(self, label: str | None) -> None:
        if label is None:
            self._context.toasts.say("There is nothing to undo.")
        else:
            self._context.toasts.show(
                Message(f"Undone: {label}", icon="undo", action="Redo", run=self.redo, key="Ctrl+Shift+Z")
            )

    def _redone(self, label: str | None) -> None:
        if label is None:
            self._context.toasts.say("There is nothing to do again.")
        else:
            self._context.toasts.undoable(f"Done again: {label}")

    def switch_theme(self) -> None:
        """Switch between light and dark, and remember it."""
        self._set_look("light" if theme.is_dark() else "dark", theme.text_size())

    def larger(self) -> None:
        """Make all text a step larger, 150 % at most."""
        self._set_look(theme.mode(), min(theme.text_size() + TEXT_STEP, TEXT_MOST))

    def smaller(self) -> None:
        """Make all text a step smaller, 90 % at least."""
        self._set_look(theme.mode(), max(theme.text_size() - TEXT_STEP, TEXT_LEAST))

    def normal_size(self) -> None:
        """Return to text at 100 %."""
        self._set_look(theme.mode(), 100)

    def close_layer(self) -> None:
        """Close what lies over the page."""
        self._context.overlay.close_top()

    def _set_look(self, mode: str, text_size: int) -> None:
        settings = self._context.workspace.settings
        try:
            if mode != settings.get(APPEARANCE):
                settings.set(APPEARANCE, mode)
            if text_size != settings.get(TEXT_SIZE):
                settings.set(TEXT_SIZE, text_size)
        except CrmError:
            # A file that cannot be written remembers nothing, but its reader may still want larger letters.
            pass
        theme.apply(mode, text_size)
