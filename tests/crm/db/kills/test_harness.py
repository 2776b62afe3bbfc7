"""A kill falls before the call it was meant for, or in the middle of it, and nowhere else."""

import os
import threading
from itertools import pairwise
from pathlib import Path

from tests.crm.db.kills.harness import READY, kills, on_linux, points, watched
from tests.crm.db.kills.tracing import SAID, Call, Point
from tests.crm.db.kills.victims import Say

pytestmark = on_linux
TEXT = b"eight ch"


def write_and_rename(folder: Path, say: Say) -> None:
    """Write a file, give it its name, remove another; tell of each."""
    say(READY)
    descriptor = os.open(folder / "part", os.O_CREAT | os.O_WRONLY, 0o600)
    os.write(descriptor, TEXT)
    say("written")
    os.fsync(descriptor)
    os.rename(folder / "part", folder / "whole")
    os.unlink(folder / "old")
    say("done")


def write_elsewhere(folder: Path, say: Say) -> None:
    """Write in a thread and in a process of its own."""
    say(READY)
    thread = threading.Thread(target=(folder / "by thread").write_bytes, args=(TEXT,))
    thread.start()
    thread.join()
    child = os.fork()
    if child == 0:
        (folder / "by child").write_bytes(TEXT)
        os._exit(0)
    os.waitpid(child, 0)


def test_what_comes_before_the_call_is_done_and_what_comes_after_it_is_not(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    (place / "old").write_bytes(b"")
    seen = []
    for ended in kills(write_and_rename, place, place=place, many=99):
        held = {each.name: each.read_bytes() for each in place.iterdir()}
        seen.append((ended.call and ended.call.kind, ended.where is not None and ended.where.is_torn, held, ended.said))
    assert seen == [
        (None, False, {"whole": TEXT}, ("written", "done")),
        ("create", False, {"old": b""}, ()),
        ("write", False, {"old": b"", "part": b""}, ()),
        ("write", True, {"old": b"", "part": TEXT[:4]}, ()),
        ("sync", False, {"old": b"", "part": TEXT}, ("written",)),
        ("rename", False, {"old": b"", "part": TEXT}, ("written",)),
        ("unlink", False, {"old": b"", "whole": TEXT}, ("written",)),
    ]


def test_calls_of_threads_and_children_are_counted(tmp_path: Path) -> None:
    whole = watched(write_elsewhere, (tmp_path,), tmp_path, None)
    assert {call.name for call in whole.calls if call.kind == "write"} == {"by thread", "by child"}
    for each in tmp_path.iterdir():
        each.unlink()
    last = len(whole.calls) - 2  # without the word
    assert watched(write_elsewhere, (tmp_path,), tmp_path, Point(last)).was_killed
    assert (tmp_path / "by thread").read_bytes() == TEXT
    assert (tmp_path / "by child").read_bytes() == b""


def test_the_first_the_last_and_the_turns_are_among_few_kills_of_many_calls() -> None:
    before = [Call("write", "early", can_be_torn=True)] * 5
    work = [*[Call("write", "wal", can_be_torn=True)] * 500, Call("rename", "part"), Call("write", "wal")]
    chosen = points([*before, Call(SAID, READY), *work], 20)
    assert len(chosen) <= 22
    assert chosen == points([*before, Call(SAID, READY), *work], 20)
    assert {5, 505, 506} <= {point.number for point in chosen}
    assert any(point.is_torn for point in chosen)
    assert min(point.number for point in chosen) == 5
    gaps = [after.number - before.number for before, after in pairwise(chosen)]
    assert max(gaps) < 80
