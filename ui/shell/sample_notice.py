"""While the file holds the invented sample network, a calm notice says so and takes it out again in one press."""

from PySide6.QtCore import QObject, SignalInstance, Slot

from crm.changes import Topic
from crm.settings import IS_SAMPLE
from crm.workspace import Workspace
from ui.context import Context
from ui.kit.tasks import Task, is_under_way
from ui.records.background_calls import work
from ui.shell.status_line import Banner, Banners

TEXT = "This is the sample network: everyone in it is invented."


class SampleNotice(QObject):
    """Keeps the notice of one window as the file says; `changed` carries the topics of every commit.

    Dismiss by hand it stays away until the sample network comes anew.
    """

    def __init__(self, context: Context, banners: Banners, changed: SignalInstance, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._banners = context, banners
        self._is_sample = False
        self._removing: Task | None = None
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
        if not is_under_way(self._removing):
            self._removing = work(self._context, self, "Removing the sample network", _take_out, self._gone)

    def _gone(self, nothing: object) -> None:
        self._context.toasts.undoable("The sample network was removed; what you added yourself stays.")


def _take_out(workspace: Workspace, task: Task) -> None:
    # The generator's house is entered only by those who ask for it.
    from crm.sample.removing import remove_sample

    remove_sample(workspace.store)
