"""Ten conversations to engineer: who at a huddle should talk to whom, and why; on the screen and on paper."""

from pathlib import Path

from PySide6.QtCore import QPoint, QStandardPaths, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QFileDialog

from crm.errors import CrmError
from crm.huddles import HuddleDetail
from crm.needs import Conversation
from ui.context import Context
from ui.huddles.conversations_pdf import conversations_sheet
from ui.kit.actions import Action, Scope
from ui.kit.buttons import IconButton
from ui.kit.card import Card
from ui.kit.empty_states import StateStack
from ui.kit.menu import Menu
from ui.kit.rows import ListRow, RowList
from ui.kit.tasks import Task
from ui.records.background_calls import work
from ui.records.packed_lines import packed
from ui.records.pdf import save
from ui.records.service_calls import write_or_tell

LINE = 46
"""So many letters of reasons stand on a line of the card."""


class Pairs(RowList):
    """People who should talk; A introduces them."""

    def __init__(self, card: "ConversationsCard") -> None:
        super().__init__("Conversations to engineer")
        self._card = card

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_A and not event.modifiers():
            self._card.introduce()
        else:
            super().keyPressEvent(event)


class ConversationsCard(Card):
    """The ten pairs from who is registered, read on the worker; Enter leads to the need, A introduces."""

    def __init__(self, context: Context) -> None:
        super().__init__("Conversations to engineer", flush=True)
        self.context = context
        self._huddle: HuddleDetail | None = None
        self._found: list[Conversation] = []
        self.list = Pairs(self)
        self.list.row_activated.connect(self.open)
        self.list.menu_requested.connect(self._open_menu)
        self.states = StateStack(self.list, skeleton_rows=3)
        self.states.acted.connect(self._again)
        self.body.addWidget(self.states)
        self._asked: Task | None = None
        self.button = IconButton("print", "Print the conversations…")
        self.button.clicked.connect(self.print_out)
        self.add_action(self.button)

    def table_of(self) -> list[Action]:
        """Return what can be done with them."""
        group, words = "Send and print", "pdf paper facilitator match introduce ten"
        return [
            Action(
                "conversations_pdf",
                "Ten conversations to engineer…",
                self.print_out,
                "print",
                (),
                Scope.PAGE,
                group,
                words,
            ),
            Action("conversation_introduce", "Introduce the pair", self.introduce, "link", ("A",), Scope.LIST, group),
        ]

    def show_huddle(self, huddle: HuddleDetail) -> None:
        """Show the conversations of a huddle that is still to come, as soon as they are read."""
        if self._huddle is None or self._huddle.id != huddle.id:
            self._found = []
            self.list.set_rows(())
        self._huddle = huddle
        planned = huddle.row.status == "planned"
        self.setVisible(planned)
        if not planned:
            if self._asked is not None:
                self._asked.forget()
            return
        self.states.show_loading()
        self._asked = work(
            self.context,
            self,
            "Looking for conversations",
            lambda workspace, task: workspace.needs.conversations(huddle.id),
            self._answered,
            refused=self._refused,
            instead_of=self._asked,
        )

    def print_out(self) -> None:
        """Write them as a PDF for whoever brings the pairs together."""
        if self._huddle is None:
            return
        if not self._found:
            self.context.toasts.say("There are no conversations to print yet")
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        title = "".join(" " if each in '/\\:*?"<>|' else each for each in self._huddle.row.title)
        offered = str(Path(folder) / f"Conversations {title}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, "Ten conversations to engineer", offered, "*.pdf")
        if chosen:
            self.write_to(Path(chosen))

    def write_to(self, path: Path) -> None:
        """Write the paper to a file, which gets its ending where it has none."""
        if self._huddle is None:
            return
        path = path if path.suffix.casefold() == ".pdf" else path.with_name(f"{path.name}.pdf")
        try:
            save(path, conversations_sheet(self._huddle, self._found))
        except CrmError as error:
            self.context.toasts.problem(str(error))
            return
        self.context.toasts.offer(f"“{path.name}” is written", "Open", _Open(path))

    @Slot(object)
    def open(self, wanted: object) -> None:
        """Go to the need on its board, with its pairs."""
        if (each := self._conversation(wanted)) is not None:
            self.context.navigator.open("introductions", part="needs", need=each.match.need.id)

    @Slot()
    def introduce(self) -> None:
        """Make an introduction of the current pair."""
        each, needs = self._conversation(self.list.current_id()), self.context.workspace.needs
        if each is None:
            return
        match = each.match
        said = f"Introduction noted: {each.contact} and {each.other}"
        write_or_tell(self.context, lambda: needs.accept(match.need.id, match.offer.id), said)

    @Slot()
    def _open_current(self) -> None:
        self.open(self.list.current_id())

    @Slot(object, QPoint)
    def _open_menu(self, wanted: object, spot: QPoint) -> None:
        if self._conversation(wanted) is None:
            return
        menu = Menu(self, once=True)
        menu.add("Show the need", self._open_current, icon="enter", shortcut="↵")
        menu.add("Introduce", self.introduce, icon="link", shortcut="A")
        menu.popup(spot)

    @Slot()
    def _again(self) -> None:
        if self.states.showing() == "error" and self._huddle is not None:
            self.show_huddle(self._huddle)
        else:
            self.context.navigator.open("introductions", part="needs")

    def _answered(self, found: list[Conversation]) -> None:
        self._found = found
        self.set_count(f"{len(found)}" if found else "")
        self.button.setVisible(bool(found))
        self.list.set_rows([_row(each) for each in found])
        if found:
            self.states.show_content()
        else:
            self.states.show_empty(
                "message", "Nobody registered needs what another offers yet.", "Show needs and offers"
            )

    def _refused(self, error: CrmError) -> None:
        self.states.show_error(str(error))

    def _conversation(self, wanted: object) -> Conversation | None:
        return next((each for each in self._found if _id(each) == wanted), None)


class _Open:
    """Opens a file in the program it belongs to."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path)))


def _id(each: Conversation) -> tuple[int, int]:
    return each.match.need.id, each.match.offer.id


def _row(each: Conversation) -> ListRow:
    need, offer = each.match.need, each.match.offer
    # That both are at this huddle is why they stand here at all.
    reasons = [reason for reason in each.match.reasons if not reason.startswith("both at ")]
    confidential = each.match.is_confidential
    spoken = (
        f"{each.contact} of {need.organisation} needs {need.title}",
        f"{each.other} of {offer.organisation} offers {offer.title}",
        *reasons,
        "confidential" if confidential else "",
    )
    return ListRow(
        _id(each),
        f"{each.contact} ↔ {each.other}",
        f"{need.title} ↔ {offer.title}",
        more=packed(reasons, LINE),
        pill="Confidential" if confidential else "",
        pill_tone="warn",
        pill_icon="lock" if confidential else "",
        speech=", ".join(filter(None, spoken)),
    )
