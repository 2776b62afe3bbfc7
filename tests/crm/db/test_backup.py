"""Backups: whole, verified, private, thinned by what is there and never by the clock; and put back."""

import json
import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from msgspec.structs import replace

from crm.backups import BackupInfo
from crm.changes import Topic
from crm.db import backup, files, restore
from crm.db.dump import logical_dump
from crm.db.raw_connection import Access, raw
from crm.errors import BackupFailed, FileDamaged, FileUnreachable, NotABackup
from crm.notices import NoticeKind
from crm.progress import Cancelled
from crm.settings import BACKUP_FOLDER, TEXT_SIZE
from crm.workspace import Workspace
from tests import patience
from tests.crm.db.conftest import alter, journals
from tests.crm.db.populate import log_meeting


@pytest.fixture
def workspace(good: Path) -> Iterator[Workspace]:
    opened = Workspace.open(good)
    yield opened
    opened.close()


def dump(workspace: Workspace) -> dict[str, tuple[int, str]]:
    return logical_dump(workspace.store.connection())


def dump_of(path: Path) -> dict[str, tuple[int, str]]:
    connection = raw(path, Access.FROZEN)
    try:
        return logical_dump(connection)
    finally:
        connection.close()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_backup_holds_what_the_file_holds_and_can_be_opened_itself(workspace: Workspace, tmp_path: Path) -> None:
    made = workspace.backups.make("by hand")
    assert dump_of(made.path) == dump(workspace)
    assert {table: count for table, (count, _) in dump(workspace).items()}.items() <= made.counts.items()
    assert made.reason == "by hand"
    assert workspace.backups.verify(made.path) == made
    copy = shutil.copy(made.path, tmp_path / "copy.desk")
    opened = Workspace.open(Path(copy))
    assert opened.undo() == "Put a person in the trash"
    opened.close()


def test_a_backup_is_private_and_nothing_else_is_left(workspace: Workspace) -> None:
    made = workspace.backups.make("by hand")
    assert names(made.path.parent) == {made.path.name, made.path.name + ".json"}
    assert {path.stat().st_mode & 0o777 for path in made.path.parent.iterdir()} == {0o600}
    assert made.path.parent.stat().st_mode & 0o777 == 0o700


def test_backups_under_a_writer_are_each_one_moment_of_the_file(workspace: Workspace) -> None:
    store, stop = workspace.store, threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            with store.action("Log"):
                log_meeting(store, 1, 1, f"Meeting {n}")
            n += 1
        store.close_thread()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [workspace.backups.make("by hand") for _ in range(5)]
    finally:
        stop.set()
        writer.join()
    for info in made:
        assert workspace.backups.verify(info.path) == info
        assert info.counts["interaction"] == info.counts["participant"]
        assert info.counts["follow_up"] == info.counts["interaction"]
    counts = [info.counts["interaction"] for info in made]
    assert counts == sorted(counts)


def test_the_daily_backup_is_made_once_a_day(workspace: Workspace) -> None:
    assert workspace.backups.make_daily() is not None
    assert workspace.backups.make_daily() is None
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1)):
        assert workspace.backups.make_daily() is not None
    assert [info.sequence for info in workspace.backups.list_backups()] == [2, 1]


def test_the_window_can_say_when_the_last_good_backup_was_and_that_it_is_too_old(workspace: Workspace) -> None:
    assert workspace.backups.status().is_overdue
    made = workspace.backups.make("daily")
    assert workspace.backups.status() == type(workspace.backups.status())(made, 0, False, None)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=4)):
        status = workspace.backups.status()
        assert (status.age_days, status.is_overdue) == (4, True)


def test_a_folder_of_ones_own_choice_keeps_the_backups_of_two_files_apart(tmp_path: Path, good: Path) -> None:
    chosen = tmp_path / "usb"
    other = Path(shutil.copy(good, tmp_path / "good.desk"))
    for path in (good, other):
        opened = Workspace.open(path)
        opened.settings.set(BACKUP_FOLDER, str(chosen))
        opened.backups.make("by hand")
        assert len(opened.backups.list_backups()) == 1
        opened.close()
    assert len(list(chosen.iterdir())) == 2
    good.write_bytes(b"")
    with pytest.raises(FileDamaged) as refused:
        Workspace.open(good)
    assert refused.value.backup is not None
    assert chosen in refused.value.backup.path.parents


@pytest.mark.parametrize("why", ["missing", "is a file"])
def test_a_folder_that_cannot_be_used_is_said_and_costs_nothing(workspace: Workspace, tmp_path: Path, why: str) -> None:
    target = tmp_path / "there"
    target.write_text("no folder")
    workspace.settings.set(BACKUP_FOLDER, str(target / "inside" if why == "missing" else target))
    with pytest.raises(BackupFailed) as failed:
        workspace.backups.make("by hand")
    assert "as they were" in str(failed.value)
    assert workspace.backups.make_daily() is None
    assert workspace.backups.status().failure == str(failed.value)
    workspace.settings.set(TEXT_SIZE, 125)


def test_a_damaged_file_is_not_backed_up_and_no_backup_is_thinned_out(workspace: Workspace) -> None:
    made = [workspace.backups.make("by hand") for _ in range(3)]
    workspace.store.stop_writing()
    with pytest.raises(FileDamaged) as refused:
        workspace.backups.make("daily")
    assert refused.value.backup == made[-1]
    assert workspace.backups.list_backups() == made[::-1]


def test_what_an_interrupted_backup_left_is_swept_by_the_next(workspace: Workspace) -> None:
    first = workspace.backups.make("by hand")
    folder = first.path.parent
    files.beside(first.path, ".part").write_bytes(b"half")
    (folder / "good-000009-20260101T000000Z.desk.json").write_text("{}")
    second = workspace.backups.make("by hand")
    assert names(folder) == {p.name + end for p in (first.path, second.path) for end in ("", ".json")}


@pytest.mark.parametrize("change", ["flipped byte", "cut", "other manifest", "no database", "newer", "other program"])
def test_what_is_no_good_backup_is_refused_before_anything_is_moved(workspace: Workspace, change: str) -> None:
    made = workspace.backups.make("by hand")
    content = bytearray(made.path.read_bytes())
    manifest = files.beside(made.path, ".json")
    if change == "flipped byte":
        content[len(content) // 2] ^= 1
        made.path.write_bytes(content)
    elif change == "cut":
        made.path.write_bytes(content[: len(content) // 2])
    elif change == "other manifest":
        said = json.loads(manifest.read_text())
        said["counts"]["contact"] += 1
        manifest.write_text(json.dumps(said))
    else:
        manifest.unlink()
        if change == "no database":
            made.path.write_text("Hello " * 100)
        elif change == "newer":
            alter(made.path, "PRAGMA user_version = 999")
        else:
            alter(made.path, "PRAGMA application_id = 7")
    before, around = dump(workspace), names(workspace.path.parent)
    with pytest.raises(NotABackup) as refused:
        workspace.backups.restore(made.path)
    assert "Nothing was changed" in str(refused.value)
    assert dump(workspace) == before
    assert names(workspace.path.parent) == around


def test_a_restore_brings_every_record_back_and_keeps_what_was_there(workspace: Workspace) -> None:
    then = dump(workspace)
    made = workspace.backups.make("by hand")
    with workspace.store.action("Delete all tags"):
        workspace.store.execute("DELETE FROM contact_tag")
    later = dump(workspace)
    kept = workspace.backups.restore(made.path)
    assert dump(workspace) == then
    assert kept is not None
    assert kept.name.startswith("good.desk.before-restore-")
    assert dump_of(kept) == later
    assert workspace.backups.list_backups()[0].reason == "before restore"
    workspace.settings.set(TEXT_SIZE, 125)
    assert workspace.undo() == "Change the text size"


def test_a_restore_can_be_taken_back_by_restoring_what_was_kept(workspace: Workspace) -> None:
    made = workspace.backups.make("by hand")
    workspace.settings.set(TEXT_SIZE, 140)
    later = dump(workspace)
    kept = workspace.backups.restore(made.path)
    assert kept is not None
    second = workspace.backups.restore(kept)
    assert dump(workspace) == later
    assert second is not None
    assert second.name.endswith("-2")


def test_pages_read_the_restored_file_in_every_thread(workspace: Workspace) -> None:
    made = workspace.backups.make("by hand")
    seen: list[Any] = []
    ask, answer = threading.Event(), threading.Event()

    def read() -> None:
        for _ in range(2):
            assert ask.wait(patience.SECONDS)
            ask.clear()
            seen.append(workspace.settings.get(TEXT_SIZE))
            answer.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    for value in (150, 110):
        if value == 110:
            workspace.backups.restore(made.path)
        else:
            workspace.settings.set(TEXT_SIZE, value)
        ask.set()
        assert answer.wait(patience.SECONDS)
        answer.clear()
    reader.join(patience.SECONDS)
    assert seen == [150, 110]


def test_every_page_is_told_to_read_again_after_a_restore(workspace: Workspace) -> None:
    made = workspace.backups.make("by hand")
    told: list[Any] = []
    workspace.feed.subscribe(told.append)
    workspace.backups.restore(made.path)
    assert told == [Topic.SETTINGS, Topic.ALL]  # the backup made before, then the file


def test_a_backup_is_told_where_backups_are_listed(workspace: Workspace) -> None:
    told: list[Any] = []
    workspace.feed.subscribe(told.append)
    workspace.backups.make("by hand")
    assert told == [Topic.SETTINGS]


def test_a_stale_journal_never_meets_the_restored_file(good: Path) -> None:
    workspace = Workspace.open(good)
    made = workspace.backups.make("by hand")
    then = dump(workspace)
    for n in range(5):
        workspace.settings.set(TEXT_SIZE, 90 + n)
    workspace.backups.restore(made.path)
    assert "-journal" not in journals(good)
    workspace.close()
    assert journals(good) == []
    assert dump_of(good) == then


def test_a_damaged_file_makes_way_for_a_backup_and_is_kept_with_its_log(good: Path) -> None:
    workspace = Workspace.open(good)
    made = workspace.backups.make("by hand")
    then = dump(workspace)
    workspace.close()
    broken = good.read_bytes()[:20_000]
    good.write_bytes(broken)
    files.beside(good, "-wal").write_bytes(b"its log")
    opened = Workspace.restore_over(good, made.path)
    assert dump(opened) == then
    (kept,) = good.parent.glob("good.desk.damaged-????-??-??")
    assert kept.read_bytes() == broken
    assert files.beside(kept, "-wal").read_bytes() == b"its log"
    opened.close()


def test_a_missing_file_comes_back_from_its_backup(good: Path) -> None:
    workspace = Workspace.open(good)
    made = workspace.backups.make("by hand")
    workspace.close()
    good.unlink()
    opened = Workspace.restore_over(good, made.path)
    assert opened.store.value("SELECT count(*) FROM contact") == 30
    opened.close()


def test_an_interrupted_restore_is_completed_at_the_next_start(good: Path) -> None:
    workspace = Workspace.open(good)
    made = workspace.backups.make("by hand")
    then = dump(workspace)
    workspace.settings.set(TEXT_SIZE, 140)
    workspace.close()
    restore.prepare(good, made.path)
    files.beside(good, ".restore.part").rename(files.beside(good, ".restore-before-restore"))
    opened = Workspace.open(good)
    assert NoticeKind.RESTORE_FINISHED in {notice.kind for notice in opened.notices}
    assert dump(opened) == then
    opened.close()


def test_a_restore_without_room_changes_nothing(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    made = workspace.backups.make("by hand")
    workspace.settings.set(TEXT_SIZE, 140)
    before = dump(workspace)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("crm.db.restore.files.copy_private", full)
    with pytest.raises(FileUnreachable):
        workspace.backups.restore(made.path)
    assert dump(workspace) == before
    assert not list(workspace.path.parent.glob("*restore*"))


def info(sequence: int, day: datetime) -> BackupInfo:
    return BackupInfo(Path(f"b{sequence}"), sequence, f"{day:%Y-%m-%dT%H:%M:%SZ}", "daily", 1, "")


def kept(infos: list[BackupInfo]) -> set[int]:
    placed = backup._stands_for(sorted(infos, key=lambda one: -one.sequence))
    return {sequence for sequence, instead in placed.items() if instead is not None and instead.sequence == sequence}


START = datetime(2026, 1, 1, 9, tzinfo=UTC)


def test_of_two_years_of_daily_backups_some_thirty_stay_and_the_newest_two_days_whole() -> None:
    infos = [info(2 * n + part, START + timedelta(days=n, hours=part)) for n in range(730) for part in (0, 1)]
    stay = kept(infos)
    assert {1459, 1458, 1457, 1456} <= stay
    assert len(stay) == 4 + backup.DAILY + backup.WEEKLY + backup.MONTHLY
    days = sorted((START + timedelta(days=(one // 2)) for one in stay), reverse=True)
    assert (days[0] - days[-1]).days > 300


def test_no_number_of_backups_on_one_day_is_thinned() -> None:
    infos = [info(n, START + timedelta(minutes=n)) for n in range(200)]
    assert kept(infos) == set(range(200))


@pytest.mark.parametrize("wrong", [datetime(2035, 1, 1, tzinfo=UTC), datetime(1999, 1, 1, tzinfo=UTC)])
def test_a_wrong_clock_removes_nothing_that_a_right_one_keeps(wrong: datetime) -> None:
    infos = [info(n, START + timedelta(days=n)) for n in range(10)]
    assert kept([*infos, info(10, wrong)]) == set(range(11))


def test_a_long_holiday_removes_nothing() -> None:
    infos = [info(n, START + timedelta(days=n)) for n in range(10)]
    assert kept([*infos, info(10, START + timedelta(days=4000))]) == set(range(11))


def test_thinning_stops_while_the_newest_backup_is_not_good(workspace: Workspace) -> None:
    made = []
    for n in range(20):
        with time_machine.travel(START + timedelta(days=n)):
            made.append(backup.make(workspace.store.connection(), workspace.path, "daily"))
    newest = made[-1].path
    whole = newest.read_bytes()
    newest.write_bytes(whole[:-1])
    assert backup.thin(workspace.path) == []
    newest.write_bytes(whole)
    gone = backup.thin(workspace.path)
    assert gone
    assert made[-1] in workspace.backups.list_backups()
    left = names(newest.parent)
    assert not {path.name for path in gone} & left
    assert len(left) == 2 * len(workspace.backups.list_backups())


def days_of(infos: list[BackupInfo]) -> set[str]:
    stay = kept(infos)
    return {one.made_at[:10] for one in infos if one.sequence in stay}


def daily(*days: datetime) -> list[BackupInfo]:
    return [info(n, day) for n, day in enumerate(sorted(days))]


def run_up_to(last: datetime, many: int) -> list[datetime]:
    return [last - timedelta(days=n) for n in range(many)]


def test_the_newest_of_each_week_stays_and_a_week_goes_on_over_new_year() -> None:
    last = datetime(2027, 1, 24, 9, tzinfo=UTC)  # a Sunday
    infos = daily(*run_up_to(last, 14 + 35))
    older = sorted(days_of(infos))[:-14]
    assert older == ["2026-12-13", "2026-12-20", "2026-12-27", "2027-01-03", "2027-01-10"]


def test_a_week_of_another_year_is_another_week() -> None:
    last = datetime(2026, 6, 30, 9, tzinfo=UTC)
    a_year_apart = [datetime(2026, 3, 4, 9, tzinfo=UTC), datetime(2025, 3, 5, 9, tzinfo=UTC)]
    assert len({f"{day:%V}" for day in a_year_apart}) == 1
    infos = daily(*run_up_to(last, 14), *a_year_apart)
    assert {"2026-03-04", "2025-03-05"} <= days_of(infos)


def test_a_month_of_another_year_is_another_month() -> None:
    last = datetime(2026, 6, 30, 9, tzinfo=UTC)
    weeks = run_up_to(last, 14 + 7 * backup.WEEKLY)
    a_year_apart = [datetime(2026, 3, 4, 9, tzinfo=UTC), datetime(2025, 3, 5, 9, tzinfo=UTC)]
    assert {"2026-03-04", "2025-03-05"} <= days_of(daily(*weeks, *a_year_apart))


@pytest.fixture
def twenty(workspace: Workspace) -> list[BackupInfo]:
    """Backups of twenty days, oldest first, of which some are no longer needed."""
    made = []
    for n in range(20):
        with time_machine.travel(START + timedelta(days=n)):
            made.append(backup.make(workspace.store.connection(), workspace.path, "daily"))
    return made


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_no_backup_makes_way_for_one_that_is_not_good_itself(workspace: Workspace, twenty: list[BackupInfo]) -> None:
    placed = backup._stands_for(twenty[::-1])
    leaving = [one for one in twenty if placed[one.sequence] is not one]
    stands_for = {one.sequence: placed[one.sequence] for one in leaving}
    harmed = stands_for[leaving[0].sequence]
    assert harmed is not None
    flip(harmed.path)
    gone = backup.thin(workspace.path)
    assert set(gone) == {one.path for one in leaving if stands_for[one.sequence] is not harmed}
    assert leaving[0].path.exists()


def test_nothing_makes_way_for_a_new_backup_in_which_entries_lack_their_record(
    workspace: Workspace, twenty: list[BackupInfo]
) -> None:
    assert backup.thin(workspace.path, made=replace(twenty[-1], orphans=1)) == []
    assert backup.thin(workspace.path, made=twenty[-1])


@pytest.mark.parametrize("asked_before", range(3))
def test_thinning_that_is_stopped_removes_nothing(
    workspace: Workspace, twenty: list[BackupInfo], asked_before: int
) -> None:
    answers = iter([False] * asked_before)
    with pytest.raises(Cancelled):
        backup.thin(workspace.path, cancelled=lambda: next(answers, True))
    assert len(workspace.backups.list_backups()) == len(twenty)


def test_the_newest_good_backup_is_the_newest_that_reads_whole(workspace: Workspace) -> None:
    first, second, third = (workspace.backups.make("by hand") for _ in range(3))
    assert workspace.backups.newest_good() == third
    flip(third.path)
    assert workspace.backups.newest_good() == second
    second.path.unlink()
    assert workspace.backups.newest_good() == first
    flip(first.path)
    assert workspace.backups.newest_good() is None


@pytest.mark.parametrize("part", ["sha256", "counts", "hashes"])
def test_a_backup_is_no_good_one_where_anything_its_manifest_says_is_otherwise(workspace: Workspace, part: str) -> None:
    made = workspace.backups.make("by hand")
    manifest = files.beside(made.path, ".json")
    said = json.loads(manifest.read_text())
    if part == "sha256":
        said["sha256"] = "0" * 64
    elif part == "counts":
        said["counts"]["contact"] += 1
    else:
        said["hashes"]["contact"] = "0" * 64
    manifest.write_text(json.dumps(said))
    with pytest.raises(NotABackup, match="it is not the file" if part == "sha256" else "its records are not those"):
        workspace.backups.verify(made.path)
    assert workspace.backups.newest_good() is None


def test_backups_are_ordered_by_number_whatever_the_clock_said(workspace: Workspace) -> None:
    with time_machine.travel(datetime(2035, 1, 1, tzinfo=UTC)):
        first = workspace.backups.make("by hand")
    second = workspace.backups.make("by hand")
    assert workspace.backups.list_backups() == [second, first]
    assert workspace.backups.newest_good() == second
