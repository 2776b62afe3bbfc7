"""What the process that starts the victims has done before: all they do, once, so that none of them loads code for it.

It takes a second, and each of hundreds of victims half of that without it.
"""

import tempfile
from pathlib import Path

from crm import clock
from crm.sentence import parse
from crm.workspace import Workspace
from tests.crm.db.kills import victims


def _do_all_once(folder: Path) -> None:
    workspace = Workspace.create(folder / "warm.desk")
    table = folder / "people.csv"
    table.write_text("Name,Email,Organisation\nIda Moss,ida@newco.example,Newco\n", encoding="utf-8")
    workspace.importing.apply(workspace.importing.plan(table))
    workspace.entries.save(parse(victims.SENTENCE_OF_NEW, workspace.entries.names(), clock.today()))
    workspace.undo()
    workspace.backups.restore(workspace.backups.make("by hand").path)
    workspace.close()
    Workspace.open(folder / "warm.desk").close()


with tempfile.TemporaryDirectory() as _folder:
    _do_all_once(Path(_folder))
