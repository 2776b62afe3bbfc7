"""Use a file while its drive fails, in a process of its own in which `failing.c` lets system calls fail.

    python -m tests.crm.db.bad_drive FILE STEP SWITCH

The calls fail while SWITCH stands, which is during STEP alone. Prints JSON: the class and sentence of what was said,
or "" where the step went through, and how many settings were acknowledged.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from crm.errors import CrmError
from crm.settings import TEXT_SIZE
from crm.workspace import Workspace

OPENING = ("open", "read only", "create", "restore over", "repair", "save readable")


def closed_steps(path: Path) -> dict[str, Callable[[], object]]:
    """What is done to a file that is not open."""
    backup = next((path.parent / "backups").glob("*.desk"))
    return {
        "open": lambda: Workspace.open(path).close(),
        "read only": lambda: Workspace.open(path, read_only=True).contacts.count(),
        "create": lambda: Workspace.create(path.with_name("good.desk.new.desk")).close(),
        "restore over": lambda: Workspace.restore_over(path, backup).close(),
        "repair": lambda: Workspace.repair_copy(path),
        "save readable": lambda: Workspace.save_readable(path),
    }


def open_steps(workspace: Workspace) -> dict[str, Callable[[], object]]:
    """What is done to an open file."""
    backup = workspace.backups.list_backups()[0].path
    return {
        "read": lambda: (workspace.store.close_thread(), workspace.contacts.count()),
        "write": lambda: workspace.settings.set(TEXT_SIZE, 125),
        "draft": lambda: workspace.drafts.save("log", {"text": "Hello"}),
        "check": lambda: workspace.deep_check(),
        "backup": lambda: workspace.backups.make("by hand"),
        "restore": lambda: workspace.backups.restore(backup),
        "close": workspace.close,
    }


def main(path: Path, step: str, switch: Path) -> None:
    """Run one step, and say what it said."""
    workspace: Workspace | None = None
    if step in OPENING:
        steps = closed_steps(path)
    else:
        workspace = Workspace.open(path)
        workspace.settings.set(TEXT_SIZE, 90)
        steps = open_steps(workspace)
    said = ["", ""]
    switch.touch()
    try:
        steps[step]()
    except CrmError as error:
        said = [type(error).__name__, str(error)]
    finally:
        switch.unlink()
    if workspace is not None:
        workspace.close()
    print(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
