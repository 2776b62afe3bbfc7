"""Work on a file until the disk takes no more, in a process of its own whose files may only grow so far.

    python -m tests.crm.db.disk_full FILE LIMIT_KB

Prints JSON: what was acknowledged, what was said, and whether the same step went through once there was room again.
"""

import json
import resource
import sys
from pathlib import Path

from crm.db import schema
from crm.db.store import new_uid
from crm.errors import CrmError
from crm.workspace import Workspace
from tests.crm.db.populate import NOW, log_meeting


def add(workspace: Workspace, step: int) -> None:
    store = workspace.store
    with store.action(f"Step {step}"):
        person = store.insert(schema.Contact, uid=new_uid(), given_name=f"S{step}", about="x" * 4000, created_at=NOW)
        log_meeting(store, person, 1, f"S{step}")


def main(path: Path, limit_kb: int) -> None:
    workspace = Workspace.open(path)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_kb * 1024, resource.RLIM_INFINITY))
    said: list[str] = []
    step = 0
    try:
        while step < 200:
            add(workspace, step)
            step += 1
    except CrmError as error:
        said = [type(error).__name__, str(error)]
    failed_again = False
    if said:
        try:
            add(workspace, step)
        except CrmError:
            failed_again = True
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    retried = False
    if said:
        step += not failed_again
        add(workspace, step)
        retried, step = True, step + 1
    backup = ""
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_kb * 1024, resource.RLIM_INFINITY))
        workspace.backups.make("by hand")
    except CrmError as error:
        backup = str(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    workspace.close()
    print(json.dumps({"acknowledged": step, "said": said, "retried": retried, "backup": backup}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
