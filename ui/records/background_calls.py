"""Work of pages in another thread: one call of a service on the worker, its answer or refusal back in the window."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject

from crm.errors import CrmError
from crm.workspace import Workspace
from ui.context import Context
from ui.kit.tasks import Task

T = TypeVar("T")


def work(
    context: Context,
    asker: QObject,
    title: str,
    function: Callable[[Workspace, Task], T],
    done: Callable[[T], object],
    *,
    refused: Callable[[Any], object] | None = None,
    stopped: Callable[[], object] | None = None,
    refusals: type[Exception] | tuple[type[Exception], ...] = CrmError,
    instead_of: Task | None = None,
) -> Task:
    """Run `function(workspace, task)` on the worker; answer in the window's thread, while the `asker` lives.

    A refusal is told in a toast, or by `refused`; any other error is raised there. What was asked `instead_of` this
    earlier is answered no more.
    """
    return context.tasks.run(
        title,
        _OnWorkspace(context.workspace, function),
        done,
        refused or _Telling(context),
        stopped,
        refusals=refusals,
        asker=asker,
        instead_of=instead_of,
    )


class _OnWorkspace(Generic[T]):
    """Calls a function with the workspace, and closes the connection that its thread opened, whatever happens."""

    def __init__(self, workspace: Workspace, function: Callable[[Workspace, Task], T]) -> None:
        self._workspace, self._function = workspace, function

    def __call__(self, task: Task) -> T:
        try:
            return self._function(self._workspace, task)
        finally:
            self._workspace.store.close_thread()


class _Telling:
    """Tells a refusal in a toast."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def __call__(self, refusal: Exception) -> None:
        self._context.toasts.problem(str(refusal))
