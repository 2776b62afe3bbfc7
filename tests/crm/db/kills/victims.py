"""Programs to be killed: each works on a file in a process of its own and tells when it is ready and what is saved."""

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from crm import clock
from crm.attendance import WalkIn
from crm.db import migrate, schema
from crm.db.store import new_uid
from crm.exporting import ExportOptions
from crm.formats import table_output  # noqa: F401 - loaded once for all victims, as are the services that they use
from crm.importing import Importing  # noqa: F401
from crm.sentence import parse
from crm.workspace import Workspace
from tests.crm.db.kills.harness import READY
from tests.crm.db.populate import NOW, log_meeting

Say = Callable[[str], object]
Restore = Callable[[Path, Path, Say], None]
Rescue = Callable[[Path, Say], None]

SENTENCE = "met Siân 1 Łukasz-1 and new Ida Moss from Newco re Imaging pilot f 2w"
SENTENCE_OF_NEW = "met new Ida Moss from Newco re Imaging pilot f 2w"


def open_and_close(path: Path, say: Say) -> None:
    """Open a file, fold its log in and close it."""
    say(READY)
    workspace = Workspace.open(path)
    say("opened")
    workspace.close()
    say("closed")


def leave_unclean(path: Path, say: Say) -> None:
    """Write much more than flows into the file by itself, and end without closing it."""
    workspace = Workspace.open(path)
    with workspace.store.action("Add many"):
        for number in range(400):
            workspace.store.insert(schema.Contact, uid=new_uid(), given_name=f"Ann {number}", created_at=NOW)
    say(READY)


def create(path: Path, say: Say) -> None:
    """Make a new file."""
    say(READY)
    Workspace.create(path)
    say("made")


def write(path: Path, steps: int, say: Say) -> None:
    """Add people with a meeting each, undo every fifth, and tell of each step once it is saved."""
    store = Workspace.open(path).store
    say(READY)
    for step in range(steps):
        if step % 5 == 4:
            store.undo()
        else:
            with store.action("Add a person and a meeting"):
                person = store.insert(schema.Contact, uid=new_uid(), given_name=f"Step {step}", created_at=NOW)
                store.insert(schema.ContactEmail, contact_id=person, value=f"p{step}@trust.example")
                log_meeting(store, person, 1, f"Step {step}", 1)
        say(str(step))


def standing(steps: int) -> list[str]:
    """Return the names that `write` leaves after so many steps."""
    names: list[str] = []
    for step in range(steps):
        if step % 5 == 4:
            names.pop()
        else:
            names.append(f"Step {step}")
    return names


def log(path: Path, say: Say) -> None:
    """Log a sentence about somebody known and somebody new."""
    workspace = Workspace.open(path)
    entry = parse(SENTENCE, workspace.entries.names(), clock.today())
    say(READY)
    workspace.entries.save(entry, "She wants a demo")
    say("saved")


def undo(path: Path, say: Say) -> None:
    """Take back the newest action."""
    workspace = Workspace.open(path)
    say(READY)
    workspace.undo()
    say("undone")


def import_file(path: Path, table: Path, say: Say) -> None:
    """Import a file of people."""
    workspace = Workspace.open(path)
    plan = workspace.importing.plan(table)
    say(READY)
    workspace.importing.apply(plan)
    say("imported")


def take_back(path: Path, batch: int, say: Say) -> None:
    """Take an import back that is not the newest action."""
    workspace = Workspace.open(path)
    say(READY)
    workspace.importing.take_back(batch)
    say("taken back")


def back_up(path: Path, say: Say) -> None:
    """Make a backup and thin out the older ones."""
    workspace = Workspace.open(path)
    say(READY)
    workspace.backups.make("by hand")
    say("backed up")


def restore(path: Path, source: Path, say: Say) -> None:
    """Put a backup in place of the open file."""
    workspace = Workspace.open(path)
    say(READY)
    workspace.backups.restore(source)
    say("restored")


def restore_by_copying(path: Path, source: Path, say: Say) -> None:
    """Put a backup in place of the open file, on a drive where a file has one name alone."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "this drive knows no links")

    os.link = refuse
    restore(path, source, say)


def restore_over(path: Path, source: Path, say: Say) -> None:
    """Put a backup in place of a file that does not open."""
    say(READY)
    Workspace.restore_over(path, source)
    say("restored")


def upgrade(path: Path, directory: Path, say: Say) -> None:
    """Open a file with a program that brings the migrations of a directory."""
    migrate.DIRECTORY = directory
    say(READY)
    Workspace.open(path)
    say("upgraded")


def open_file(path: Path, say: Say) -> None:
    """Open a file, which is made good on the way."""
    say(READY)
    Workspace.open(path)
    say("opened")


def tidy_orphans(path: Path, say: Say) -> None:
    """Free the entries whose record is missing."""
    workspace = Workspace.open(path)
    say(READY)
    workspace.tidy_orphans()
    say("tidied")


def check_after_unclean_end(path: Path, say: Say) -> None:
    """Open a file that was not closed, as a large one is: the check comes later, and then what was written."""
    from crm.db import opening

    opening.CHECKED_AT_ONCE = 0
    workspace = Workspace.open(path)
    say(READY)
    workspace.deep_check()
    say("checked")
    workspace.close()
    say("closed")


def repair_copy(path: Path, say: Say) -> None:
    """Repair a copy of a damaged file."""
    say(READY)
    Workspace.repair_copy(path)
    say("repaired")


def save_readable(path: Path, say: Say) -> None:
    """Save what can be read of a damaged file."""
    say(READY)
    Workspace.save_readable(path)
    say("saved")


def add_file(path: Path, opportunity: int, letter: Path, say: Say) -> None:
    """Keep a file with an opportunity."""
    workspace = Workspace.open(path)
    say(READY)
    workspace.files.add(opportunity, letter)
    say("added")


def save_file(path: Path, file: int, target: Path, say: Say) -> None:
    """Write a copy of a kept file to the disk."""
    workspace = Workspace.open(path)
    say(READY)
    workspace.files.save_to(file, target)
    say("written")


def export(path: Path, target: Path, say: Say) -> None:
    """Export everybody over a file that is there."""
    workspace = Workspace.open(path)
    say(READY)
    workspace.exporting.export("contacts", target, options=ExportOptions())
    say("written")


def check_in(path: Path, huddle: int, people: Sequence[int], say: Say) -> None:
    """Tick one person after another at the door, every fifth a walk-in, and tell of each tick once it is saved."""
    attendance = Workspace.open(path).attendance
    say(READY)
    for step, contact in enumerate(people):
        if step % 5 == 4:
            name, mail = f"Walkin {step}", f"walkin{step}@trust.example"
            attendance.walk_in(huddle, WalkIn(name, "Newco", "Founder", mail, newsletter=True, wording="May we?"))
        else:
            attendance.check_in(huddle, contact)
        say(str(step))
