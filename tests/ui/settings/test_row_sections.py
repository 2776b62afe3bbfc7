"""Tags, saved views, the trash, what was done, and imports: rows whose menus say what can be done with them."""

import csv
from datetime import date, time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm.filters import EVERYTHING
from crm.huddles import HuddleDraft
from crm.views import View
from tests.ui.settings.conftest import Desk
from tests.ui.stage import CONTROL
from ui.kit.menu import Menu
from ui.settings.imports import ImportsSection
from ui.settings.row_sections import HistorySection, TagsSection, TrashSection, ViewsSection


def jane(desk: Desk) -> int:
    return int(desk.store.value("SELECT id FROM contact WHERE given_name = 'Jane'"))


def ravi(desk: Desk) -> int:
    return int(desk.store.value("SELECT id FROM contact WHERE given_name = 'Ravi'"))


def tags(desk: Desk) -> dict[str, int]:
    return {tag.name: tag.contacts for tag in desk.workspace.tags.all()}


def tagged(desk: Desk) -> TagsSection:
    """Jane has #imaging, Ravi #scans."""
    desk.workspace.contacts.set_tags(jane(desk), ["imaging"])
    desk.workspace.contacts.set_tags(ravi(desk), ["scans"])
    return desk.section(TagsSection)


def take(desk: Desk, folder: Path, text: str) -> None:
    """Import a table."""
    path = folder / "fair.csv"
    path.write_text(text, encoding="utf-8")
    desk.workspace.importing.apply(desk.workspace.importing.plan(path))


# -- tags


def test_a_tag_renamed_to_another_becomes_one_with_it(desk: Desk) -> None:
    desk.choose(tagged(desk), "#scans", "Rename or merge…")
    desk.retype("imaging")
    assert tags(desk) == {"imaging": 2}
    assert desk.toast() == "Now #imaging"
    desk.press(Qt.Key.Key_Z, modifier=CONTROL)
    desk.qtbot.waitUntil(lambda: tags(desk) == {"imaging": 1, "scans": 1})


def test_a_tag_renamed_meanwhile_is_told_before_it_is_renamed_again(desk: Desk) -> None:
    section = tagged(desk)
    desk.choose(section, "#scans", "Rename or merge…")
    scans = next(tag.id for tag in desk.workspace.tags.all() if tag.name == "scans")
    desk.workspace.tags.rename(scans, "scanning")
    desk.retype("pictures")
    assert any("it is “scanning” now" in sentence for sentence in desk.says(section))
    assert set(tags(desk)) == {"imaging", "scanning"}
    desk.press(Qt.Key.Key_Return)
    assert set(tags(desk)) == {"imaging", "pictures"}


def test_a_view_renamed_meanwhile_is_told_before_it_is_renamed_again(desk: Desk) -> None:
    section = saved(desk, "Partners")
    desk.choose(section, "Partners", "Rename…")
    desk.workspace.views.rename(desk.workspace.views.all()[0].id, "Members")
    desk.retype("Friends")
    assert any("it is “Members” now" in sentence for sentence in desk.says(section))
    assert views(desk) == ["Members"]


def test_a_tag_without_a_name_is_refused_and_esc_leaves_it_as_it_was(desk: Desk) -> None:
    section = tagged(desk)
    desk.choose(section, "#scans", "Rename or merge…")
    desk.press(Qt.Key.Key_Delete, Qt.Key.Key_Return)
    assert "A tag needs a name." in desk.says(section)
    desk.press(Qt.Key.Key_Escape)
    assert "A tag needs a name." not in desk.says(section)
    assert desk.focus() is section.list
    assert tags(desk) == {"imaging": 1, "scans": 1}


def test_a_deleted_tag_leaves_its_people_and_says_so(desk: Desk) -> None:
    desk.choose(tagged(desk), "#imaging", "Delete tag (people stay)")
    assert tags(desk) == {"scans": 1}
    assert desk.workspace.contacts.count() == 2
    assert desk.toast() == "Deleted #imaging; everyone who had it stays"


def test_a_tag_says_how_many_people_and_organisations_carry_it(desk: Desk) -> None:
    section = tagged(desk)
    desk.workspace.contacts.set_tags(ravi(desk), ["imaging"])
    desk.workspace.organisations.set_tags(int(desk.store.value("SELECT id FROM organisation")), ["scans"])
    desk.qtbot.waitUntil(
        lambda: (
            [(row.title, row.aside) for row in section.list.rows()]
            == [("#imaging", "2 people"), ("#scans", "1 organisation")]
        )
    )


# -- saved views


def saved(desk: Desk, *names: str) -> ViewsSection:
    for name in names:
        desk.workspace.views.save(View("contacts", name, EVERYTHING))
    return desk.section(ViewsSection)


def views(desk: Desk) -> list[str]:
    return [view.name for view in desk.workspace.views.all()]


def test_a_saved_view_is_renamed(desk: Desk) -> None:
    desk.choose(saved(desk, "Partners", "Press"), "Press", "Rename…")
    desk.retype("Media")
    assert views(desk) == ["Partners", "Media"]


def test_a_view_named_as_another_is_refused_and_the_name_stays_typed(desk: Desk) -> None:
    section = saved(desk, "Partners", "Press")
    desk.choose(section, "Press", "Rename…")
    desk.retype("partners")
    assert any("is taken or empty" in sentence for sentence in desk.says(section))
    desk.retype("Media")
    assert views(desk) == ["Partners", "Media"]


def test_a_saved_view_is_moved_and_stays_the_current_row(desk: Desk) -> None:
    section = saved(desk, "Partners", "Press", "Board")
    desk.choose(section, "Board", "Move up")
    assert views(desk) == ["Partners", "Board", "Press"]
    desk.qtbot.waitUntil(lambda: desk.rows(section) == views(desk))
    assert section.list.currentIndex().row() == 1


def test_a_deleted_view_leaves_its_records_and_is_undone(desk: Desk) -> None:
    desk.choose(saved(desk, "Partners", "Press"), "Press", "Delete view (its records stay)")
    assert views(desk) == ["Partners"]
    assert desk.workspace.contacts.count() == 2
    desk.press(Qt.Key.Key_Z, modifier=CONTROL)
    desk.qtbot.waitUntil(lambda: views(desk) == ["Partners", "Press"])


# -- the trash and what was done


def test_what_is_in_the_trash_is_restored(desk: Desk) -> None:
    desk.workspace.trash.put("contact", [jane(desk)])
    section = desk.section(TrashSection)
    desk.choose(section, "Jane Roe", "Restore")
    assert desk.workspace.contacts.count() == 2
    assert desk.toast() == "Restored"
    desk.qtbot.waitUntil(lambda: "The trash is empty." in desk.says(section))


def test_an_older_action_is_undone_alone_and_the_later_one_stays(desk: Desk) -> None:
    desk.workspace.contacts.edit(jane(desk), pronouns="she/her")
    label = desk.workspace.actions(limit=1)[0].label
    desk.workspace.contacts.edit(ravi(desk), pronouns="he/him")
    desk.choose(desk.section(HistorySection), label, "Undo just this")
    assert desk.workspace.contacts.get(jane(desk)).pronouns == ""
    assert desk.workspace.contacts.get(ravi(desk)).pronouns == "he/him"
    assert desk.toast() == f"Undone: {label}"


def test_an_action_that_others_build_on_is_refused_with_their_names(desk: Desk) -> None:
    section = desk.section(HistorySection)
    made = next(action.label for action in desk.workspace.actions() if "Jane Roe" in action.label)
    desk.workspace.contacts.edit(jane(desk), pronouns="she/her")
    later = desk.workspace.actions(limit=1)[0].label
    desk.choose(section, made, "Undo just this")
    refusal = f"“{made}” cannot be undone on its own, because this builds on it: {later}. Undo that first."
    assert refusal in desk.says(section)
    assert desk.workspace.contacts.count() == 2


def test_what_was_undone_already_offers_no_undo(desk: Desk) -> None:
    desk.workspace.contacts.edit(jane(desk), pronouns="she/her")
    desk.workspace.undo()
    section = desk.section(HistorySection)
    desk.qtbot.waitUntil(lambda: "undone" in [row.aside for row in section.list.rows()])
    number = [row.aside for row in section.list.rows()].index("undone")
    section.list.setFocus()
    section.list.select_row(number)
    desk.press(Qt.Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    assert [(each.text(), each.isEnabled()) for each in menu.actions()] == [("Already undone", False)]
    menu.close()


# -- imports


def test_an_import_is_taken_back(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, "Name,Email\nIda Moss,ida@newco.example\nTom Vale,tom@newco.example\n")
    assert desk.workspace.contacts.count() == 4
    desk.choose(desk.section(ImportsSection), "fair.csv", "Take back this import")
    assert desk.workspace.contacts.count() == 2
    assert desk.toast() == "Taken back: fair.csv"


def test_an_import_that_was_built_on_is_not_taken_back_and_the_card_says_why(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, "Name,Email\nIda Moss,ida@newco.example\n")
    ida = int(desk.store.value("SELECT id FROM contact WHERE given_name = 'Ida'"))
    desk.workspace.contacts.edit(ida, pronouns="she/her")
    section = desk.section(ImportsSection)
    desk.choose(section, "fair.csv", "Take back this import")
    assert any("cannot be undone on its own" in sentence for sentence in desk.says(section))
    assert desk.workspace.contacts.count() == 3


def test_rows_kept_aside_are_saved_with_their_lines_and_reasons(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, "Name,Email\nIda Moss,ida@newco.example\nJane Roe,jane@elsewhere.example\n")
    (batch,) = desk.workspace.importing.batches()
    (kept,) = desk.workspace.importing.kept_aside(batch.id)
    desk.section(ImportsSection).save_aside(batch.id, tmp_path / "aside.csv")
    with (tmp_path / "aside.csv").open(encoding="utf-8-sig", newline="") as handle:
        (row,) = csv.DictReader(handle)
    assert (row["Line"], row["Reason"]) == (str(kept.line), kept.reason)
    assert "jane@elsewhere.example" in " ".join(row.values())
    assert desk.toast() == "1 row saved as aside.csv"


def test_rows_kept_aside_that_cannot_be_written_are_said_in_the_card(desk: Desk, tmp_path: Path) -> None:
    take(desk, tmp_path, "Name,Email\nIda Moss,ida@newco.example\nJane Roe,jane@elsewhere.example\n")
    (batch,) = desk.workspace.importing.batches()
    section = desk.section(ImportsSection)
    section.save_aside(batch.id, tmp_path / "gone" / "aside.csv")
    assert any("its folder is not there" in sentence for sentence in desk.says(section))
    assert desk.toast() == ""


def test_an_attendance_file_is_listed_and_what_waits_of_it_is_opened_with_its_huddle(desk: Desk) -> None:
    huddle = desk.workspace.huddles.plan(HuddleDraft(date(2026, 3, 19), time(15), time(16), title="Spring huddle"))
    reports = desk.workspace.reports
    reports.apply(reports.plan(huddle, "Jane Roe\nIda Moss, ida@newco.example\n", counts_as="registered"))
    section = desk.section(ImportsSection)
    desk.choose(section, "Typed list", "Open what waits of its huddle")
    place = desk.context.navigator.current
    assert place is not None
    assert (place.kind, place.id) == ("attendance_review", huddle)
    desk.context.navigator.open("settings")
    desk.choose(desk.section(ImportsSection), "Typed list", "Take back this import")
    assert desk.workspace.attendance.rows(huddle) == []
