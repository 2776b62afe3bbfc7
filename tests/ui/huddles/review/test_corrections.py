"""A file that says of somebody who attended that they did not: asked in the review, kept or corrected by a key."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from crm.reviewing import Known
from tests.ui.huddles.review.desk import Review
from ui.huddles.review import words


@pytest.fixture
def no(desk: Review, held: int) -> Path:
    for name in ("Jane Roe", "Ravi Shah"):
        (found,) = desk.store.rows("SELECT contact_id FROM contact_summary WHERE name = ?", (name,))
        desk.workspace.attendance.mark(held, [found[0]], "attended")
    path = desk.folder / "no.csv"
    path.write_text("Name,Email,Attended\nJane Roe,jane.roe@acme.example,No\nRavi Shah,,No\n")
    return path


def presence(desk: Review, held: int) -> dict[str, str]:
    return {row.name: row.presence for row in desk.workspace.attendance.rows(held)}


def test_what_speaks_against_somebody_is_asked_and_stays_where_it_is_left(desk: Review, held: int, no: Path) -> None:
    desk.look_at(no)
    assert desk.counts() == {"To decide": "2"}
    assert desk.says("The file says they did not come; here they attended.")
    assert desk.says("Did they come?")
    assert {adds for _, _, adds in desk.listed()} == {"stays attended unless decided"}
    desk.apply()
    assert presence(desk, held) == {"Jane Roe": "attended", "Ravi Shah": "attended"}
    desk.context.navigator.open("attendance_review", held)
    assert [row.title for row in desk.front.start.kept_list.rows()] == ["Jane Roe", "Ravi Shah"]
    desk.press(Qt.Key.Key_2)
    desk.wait_for_kept(1)
    desk.press(Qt.Key.Key_1)
    desk.wait_for_kept(0)
    assert presence(desk, held) == {"Jane Roe": "absent", "Ravi Shah": "attended"}


def test_one_is_kept_and_one_corrected_before_it_is_applied(desk: Review, held: int, no: Path) -> None:
    desk.look_at(no)
    desk.press(Qt.Key.Key_1, Qt.Key.Key_2)
    assert desk.counts() == {"Matched": "2"}
    assert presence(desk, held) == {"Jane Roe": "attended", "Ravi Shah": "attended"}
    desk.apply()
    assert presence(desk, held) == {"Jane Roe": "attended", "Ravi Shah": "absent"}
    desk.look_at(no)
    assert desk.says("Nothing changes: all of this file is here already.")


def test_what_a_file_says_otherwise_of_somebody_we_know_is_said(desk: Review) -> None:
    path = desk.folder / "other.csv"
    path.write_text("Name,Email,Job title,Attended\nJane Roe,jane.roe@acme.example,Chief Scientist,Yes\n")
    desk.look_at(path)
    assert desk.says("Jane Roe: the file says job title Chief Scientist. What is here stays.")
    desk.show_group("Matched")
    row = desk.front.preview.table.rows().row(0)
    assert row is not None
    assert row.why.startswith("file: job title Chief Scientist")


def test_somebody_in_the_trash_is_named_so_among_the_choices() -> None:
    assert words.choice(Known(1, "Ada Moor", "", "", in_trash=True)).aside == "in the trash"
