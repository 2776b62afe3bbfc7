"""What every page is given: the open file and the window's services, nothing global."""

import msgspec

from crm.workspace import Workspace
from ui.kit.actions import ActionTable
from ui.kit.overlay import Overlay
from ui.kit.tasks import Tasks
from ui.kit.toast import Toasts
from ui.shell.navigator import Navigator


class Context(msgspec.Struct, frozen=True):
    """The open file and the services of its window."""

    workspace: Workspace
    navigator: Navigator
    actions: ActionTable
    tasks: Tasks
    toasts: Toasts
    overlay: Overlay
