"""Writing from pages: one call of a service, then a toast with Undo, or the sentence of the refusal."""

from collections.abc import Callable

from crm.errors import BackupFailed, CrmError
from crm.workspace import Workspace
from ui.context import Context
from ui.kit.tasks import Task
from ui.records.background_calls import work

AT_ONCE = 1_000
"""Up to so many records are written while one waits; more go to the worker."""


def write(context: Context, call: Callable[[], object], said: str) -> str:
    """Write, and say what was done; return the refusal's sentence, empty when it was written."""
    try:
        call()
    except CrmError as error:
        return str(error)
    context.toasts.undoable(said)
    return ""


def write_or_tell(context: Context, call: Callable[[], object], said: str) -> bool:
    """Write, and say in a toast what was done or why not."""
    refusal = write(context, call, said)
    if refusal:
        context.toasts.problem(refusal)
    return not refusal


class ManyAtOnce:
    """A write for many records: at once for a few, on the worker for more.

    With `backup` more are backed up first, and that is its reason in the list of backups. Where that fails the write,
    which can be undone, goes on and says so; a damaged file refuses it.
    """

    def __init__(
        self, context: Context, title: str, call: Callable[[], object], said: str, *, backup: str = ""
    ) -> None:
        self._context, self._title, self._call, self._said = context, title, call, said
        self._backup = backup

    def start(self, number: int) -> None:
        """Write it for `number` records; raises CrmError where a refusal comes at once."""
        if number <= AT_ONCE:
            self._call()
            self._context.toasts.undoable(self._said)
        else:
            work(self._context, self._context.toasts, self._title, self._work, self._done)

    def _work(self, workspace: Workspace, task: Task) -> str:
        lacks = self._back_up(workspace, task)
        self._call()
        return lacks

    def _back_up(self, workspace: Workspace, task: Task) -> str:
        """Back up where that is asked for; return the sentence that says why there is none, else ''."""
        try:
            if self._backup:
                workspace.backups.make(self._backup, task.cancelled)
        except BackupFailed as error:
            return str(error)
        return ""

    def _done(self, lacks: str) -> None:
        self._context.toasts.undoable(f"{self._said}. {lacks}" if lacks else self._said)
