"""Help and shortcuts: the action table as a list to filter. Enter runs the row."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.actions import Action, ActionTable, Scope
from ui.kit.choices import Choice
from ui.kit.chooser import Chooser
from ui.kit.matching import fit
from ui.kit.overlay import Overlay


class HelpCard(QWidget):
    """Every action there is now, by group, with its keys; `about` says what the page in front is for."""

    WIDTH = 640

    def __init__(self, actions: ActionTable, overlay: Overlay, about: str = "") -> None:
        super().__init__()
        self._actions, self._overlay = actions, overlay
        self.setAccessibleName("Help and shortcuts")
        self.chooser = Chooser(
            "Help and shortcuts",
            "What would you like to do?",
            ((("↑↓",), "choose"), (("↵",), "do it"), (("Esc",), "close")),
            note=about,
            row_height=38,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.chooser)
        self.setFocusProxy(self.chooser)
        self.chooser.typed.connect(self._filter)
        self.chooser.list.chosen.connect(self._run)
        self._filter("")

    @Slot(str)
    def _filter(self, text: str) -> None:
        found = []
        for action in self._actions.all():
            fitting = fit(text, action.title, f"{action.keywords} {' '.join(action.shortcuts)}")
            if fitting is not None:
                found.append((_section(action), fitting.rank if text else 0, action, fitting.spans if text else ()))
        sections = list(dict.fromkeys(section for section, *_ in found))
        found.sort(key=lambda row: (sections.index(row[0]), row[1]))
        self.chooser.list.show_choices(
            [
                Choice(
                    action.title,
                    section,
                    icon=action.icon,
                    spans=spans,
                    shortcut=action.shortcuts[0] if action.shortcuts else "",
                    data=action.id,
                )
                for section, _, action, spans in found
            ]
        )

    @Slot(object)
    def _run(self, choice: Choice) -> None:
        self._overlay.close(self)
        self._actions.run(choice.data)


def _section(action: Action) -> str:
    return action.group if action.scope is Scope.WINDOW else action.scope.value
