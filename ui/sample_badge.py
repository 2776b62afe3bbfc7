"""While the file holds the invented sample network, a calm notice says so and takes it out again in one press."""

from PySide6.QtCore import QObject, SignalInstance, Slot

from crm.changes import Topic
from crm.errors import CrmError
from crm.settings import IS_SAMPLE
from ui.context import Context
from ui.kit.tasks import Task
from ui.status_line import Banner, Banners

TEXT = "This is the sample network: everyone in it is invented."


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
            self._context.tasks.run("Removing the sample network", self._take_out, self._gone, self._refused)

    def _take_out(self, task: Task) -> None:
        # The generator's house is entered only by those who ask for it.
        from crm.sample.removing import remove_sample

        try:
            remove_sample(self._context.workspace.store)
        finally:
            self._context.workspace.store.close_thread()

    def _gone(self, nothing: object) -> None:
        self._removing = False
        self._context.toasts.undoable("The sample network was removed; what you added yourself stays.")

    def _refused(self, error: Exception) -> None:
        self._removing = False
        if not isinstance(error, CrmError):
            raise error
        self._context.toasts.problem(str(error))
