"""While the file holds the invented sample network, a calm notice says so and takes it out again in one press."""

from PySide6.QtCore import QObject, SignalInstance, Slot

from crm.changes import Topic
from crm.errors import CrmError, StandsInTheWay
from crm.settings import IS_SAMPLE
from crm.workspace import Workspace
from ui.context import Context
from ui.kit.tasks import Task
from ui.kit.toast import Message
from ui.navigator import Go
from ui.status_line import Banner, Banners

TEXT = "This is the sample network: everyone in it is invented."
AT_A_TIME = 500


class SampleBadge(QObject):
    """Keeps the notice of one window as the file says; `changed` carries the topics of every commit.

    Put away by hand it stays away until the sample network comes anew.
    """

    def __init__(self, context: Context, banners: Banners, changed: SignalInstance, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._banners = context, banners
        self._is_sample = False
        self._removing = False
        changed.connect(self._changed)
        self._read()

    @Slot(object)
    def _changed(self, topics: Topic) -> None:
        if topics & Topic.SETTINGS:
            self._read()

    def _read(self) -> None:
        was, self._is_sample = self._is_sample, bool(self._context.workspace.settings.get(IS_SAMPLE))
        if self._is_sample and not was:
            action = "" if self._context.workspace.is_read_only else "Remove it"
            self._banners.add(Banner(TEXT, tone="accent", action=action, run=self._remove))
        elif was and not self._is_sample:
            self._banners.remove(TEXT)

    def _remove(self) -> None:
        # A second press while the worker is at it asks for nothing more.
        if not self._removing:
            self._removing = True
            self._context.tasks.run("Removing the sample network", self._take_back, self._gone, self._refused)

    def _take_back(self, task: Task) -> None:
        try:
            workspace = self._context.workspace
            workspace.take_back(_sample_action(workspace))
        finally:
            self._context.workspace.store.close_thread()

    def _gone(self, nothing: object) -> None:
        self._removing = False
        self._context.toasts.show(
            Message("The sample network was removed.", "undo", "Redo", self._redo, key="Ctrl+Shift+Z")
        )

    def _redo(self) -> None:
        self._context.actions.run("redo")

    def _refused(self, error: Exception) -> None:
        self._removing = False
        if not isinstance(error, CrmError):
            raise error
        if isinstance(error, StandsInTheWay):
            self._context.toasts.problem(
                "Later changes build on the sample network. Undo those first: Ctrl+Z, or Settings, What was done.",
                "Settings",
                Go(self._context.navigator, "settings", args=(("section", "What was done"),)),
            )
        else:
            self._context.toasts.problem(str(error))


def _sample_action(workspace: Workspace) -> int:
    """Return the newest action in effect that made the sample network; raises CrmError where none can be taken back."""
    # The generator is loaded only by those who ask for it.
    from crm.sample import LABEL

    before: int | None = None
    while actions := workspace.actions(before, AT_A_TIME):
        for action in actions:
            if action.label == LABEL and action.in_effect and action.kind != "undo":
                return action.id
        before = actions[-1].id
    raise CrmError(
        "This sample network is too large to be taken out. Nothing was changed; start a new file for your own network."
    )
