"""Programs to be killed: each works on a file in a process of its own and tells through a pipe what is acknowledged."""

from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from crm.attendance import WalkIn
from crm.db import migrating, schema
from crm.db.connecting import Access, connect
from crm.db.store import new_uid
from crm.errors import AlreadyOpen
from crm.workspace import Workspace
from tests.crm.db.populate import NOW, log_meeting


def write(path: Path, round_: int, pipe: Connection) -> None:
    """Add people with a meeting each, undo every fifth, and acknowledge each step once it is saved."""
    store = Workspace.open(path).store
    pipe.send(-1)
    step = 0
    while True:
        if step % 5 == 4:
            store.undo()
        else:
            with store.action("Add a person and a meeting"):
                person = store.insert(schema.Contact, uid=new_uid(), given_name=f"{round_}-{step}", created_at=NOW)
                store.insert(schema.ContactEmail, contact_id=person, value=f"p{round_}-{step}@trust.example")
                log_meeting(store, person, 1, f"{round_}-{step}", 1)
        pipe.send(step)
        step += 1


def standing(round_: int, steps: int) -> list[str]:
    """Return the names that `write` leaves after so many steps of a round."""
    names: list[str] = []
    for step in range(steps):
        if step % 5 == 4:
            names.pop()
        else:
            names.append(f"{round_}-{step}")
    return names


def back_up(path: Path, pipe: Connection) -> None:
    """Make one backup after another."""
    workspace = Workspace.open(path)
    pipe.send(-1)
    while True:
        workspace.backups.make("by hand")


def restore(path: Path, source: Path, pipe: Connection) -> None:
    """Restore a backup and acknowledge it."""
    workspace = Workspace.open(path)
    pipe.send(-1)
    workspace.backups.restore(source)
    pipe.send(0)
    pipe.recv()


def import_file(path: Path, table: Path, pipe: Connection) -> None:
    """Import a file of people and acknowledge that it was read, then that all of it is written."""
    workspace = Workspace.open(path)
    plan = workspace.importing.plan(table)
    pipe.send(-1)
    workspace.importing.apply(plan)
    workspace.close()
    pipe.send(0)
    pipe.recv()


def import_beside(path: Path, table: Path, pipe: Connection) -> None:
    """Import a file of people as soon as nobody else has the desk open; acknowledge each refusal, then the import."""
    while True:
        try:
            workspace = Workspace.open(path)
        except AlreadyOpen:
            pipe.send("refused")
            continue
        counts = workspace.importing.apply(workspace.importing.plan(table)).counts
        workspace.close()
        pipe.send((counts.new, counts.unchanged))
        return


def migrate(path: Path, directory: Path, pipe: Connection) -> None:
    """Bring a file up to date with the migrations of a directory and acknowledge it."""
    connection = connect(path, Access.WRITE)
    pipe.send(-1)
    migrating.migrate(connection, directory)
    pipe.send(0)
    pipe.recv()


def check_in(path: Path, huddle: int, people: Sequence[int], pipe: Connection) -> None:
    """Tick one person after another at the door, every fifth a walk-in, and acknowledge each tick once it is saved."""
    attendance = Workspace.open(path).attendance
    pipe.send(-1)
    for step, contact in enumerate(people):
        if step % 5 == 4:
            name, mail = f"Walkin {step}", f"walkin{step}@trust.example"
            attendance.walk_in(huddle, WalkIn(name, "Newco", "Founder", mail, newsletter=True, wording="May we?"))
        else:
            attendance.check_in(huddle, contact)
        pipe.send(step)
    pipe.recv()
