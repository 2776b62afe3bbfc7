"""Sectors, sub-regions and themes: added, renamed, moved, retired and deleted by keys and mouse."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from crm.vocabularies import Term
from tests.ui.settings.conftest import Desk
from ui.kit.fields import ChoiceField, TextField
from ui.settings.term_row import TermRow
from ui.settings.vocabularies import VocabularySection


def sectors(desk: Desk) -> VocabularySection:
    return desk.section(VocabularySection, "Sectors")


def terms(desk: Desk) -> list[Term]:
    return desk.workspace.vocabularies.terms("sector", retired=True)


def names(desk: Desk) -> list[str]:
    return [term.name for term in terms(desk)]


def row(desk: Desk, name: str) -> TermRow:
    return next(row for row in sectors(desk).rows() if row.term.name == name)


def button(desk: Desk, name: str) -> QAbstractButton:
    """The button of that name among the rows of the sectors."""
    return next(
        each
        for row in sectors(desk).rows()
        for each in row.findChildren(QAbstractButton)
        if name == each.accessibleName()
    )


def add(desk: Desk, name: str) -> None:
    field = next(each for each in sectors(desk).findChildren(TextField) if each.accessibleName() == "New sector")
    field.setFocus()
    desk.write(name)
    desk.press(Qt.Key.Key_Return)


def shows(desk: Desk) -> list[str]:
    return [row.term.name for row in sectors(desk).rows()]


def waits_for_rows(desk: Desk) -> None:
    """Wait until the rows are those of the file, and laid out: before that nothing of them takes the keyboard."""
    desk.qtbot.waitUntil(lambda: [row.term for row in sectors(desk).rows() if row.isVisible()] == terms(desk))


def test_a_new_sector_comes_last_and_the_field_is_free_for_the_next(desk: Desk) -> None:
    add(desk, "Charity")
    assert names(desk)[-1] == "Charity"
    assert desk.toast() == "Added Charity"
    waits_for_rows(desk)
    add(desk, "Press")
    assert names(desk)[-2:] == ["Charity", "Press"]


def test_a_name_that_is_taken_is_refused_in_the_card_and_stays_typed(desk: Desk) -> None:
    before = names(desk)
    add(desk, "industry")
    assert "There is a sector “industry” already." in desk.says(sectors(desk))
    assert "industry" in [each.value() for each in sectors(desk).findChildren(TextField)]
    assert names(desk) == before


def test_a_sector_is_renamed_where_it_stands(desk: Desk) -> None:
    desk.edit(row(desk, "Industry").name, "Companies")
    assert "Companies" in names(desk)
    waits_for_rows(desk)
    assert row(desk, "Companies").name.isAncestorOf(desk.focus())


def test_a_rename_to_a_name_that_is_taken_is_said_at_the_row(desk: Desk) -> None:
    desk.edit(row(desk, "Industry").name, "Academia")
    assert "There is a sector “Academia” already." in desk.says(row(desk, "Industry"))
    assert row(desk, "Industry").name.is_editing()
    assert "Industry" in names(desk)


def test_a_name_being_typed_survives_a_change_made_elsewhere(desk: Desk) -> None:
    row(desk, "Industry").name.setFocus()
    desk.press(Qt.Key.Key_F2)
    desk.write("Comp")
    desk.workspace.vocabularies.add("sector", "Charity")
    desk.qtbot.waitUntil(lambda: "Charity" in shows(desk))
    desk.write("anies")
    desk.press(Qt.Key.Key_Return)
    assert "Companies" in names(desk)


def test_the_button_that_moves_a_sector_keeps_the_keyboard(desk: Desk) -> None:
    third = names(desk)[2]
    button(desk, f"Move {third} up").setFocus()
    desk.press(Qt.Key.Key_Space)
    waits_for_rows(desk)
    assert names(desk).index(third) == 1
    assert desk.focus() is button(desk, f"Move {third} up")
    desk.press(Qt.Key.Key_Space)
    waits_for_rows(desk)
    assert names(desk)[0] == third


def test_tab_goes_through_the_rows_to_the_new_name_after_a_move(desk: Desk) -> None:
    last = names(desk)[-1]
    button(desk, f"Move {last} up").setFocus()
    desk.press(Qt.Key.Key_Space)
    waits_for_rows(desk)
    sectors(desk).rows()[-1].controls()[-1].setFocus()
    desk.press(Qt.Key.Key_Tab)
    assert desk.focus().accessibleName() == "New sector"
    desk.press(Qt.Key.Key_Backtab)
    assert sectors(desk).rows()[-1].isAncestorOf(desk.focus())


def test_a_sector_in_use_is_retired_and_used_again_by_one_button(desk: Desk) -> None:
    button(desk, "Retire Industry").setFocus()
    desk.press(Qt.Key.Key_Space)
    waits_for_rows(desk)
    assert not row(desk, "Industry").term.active
    assert "retired · 1 in use" in desk.says(row(desk, "Industry"))
    assert desk.focus() is button(desk, "Use again Industry")
    desk.press(Qt.Key.Key_Space)
    waits_for_rows(desk)
    assert row(desk, "Industry").term.active


def test_an_unused_sector_is_deleted_and_the_next_row_has_the_keyboard(desk: Desk) -> None:
    before = names(desk)
    place = before.index("Academia")
    button(desk, "Delete Academia").setFocus()
    desk.press(Qt.Key.Key_Space)
    assert names(desk) == [name for name in before if name != "Academia"]
    waits_for_rows(desk)
    assert sectors(desk).rows()[place].isAncestorOf(desk.focus())


def test_a_sector_taken_into_use_meanwhile_is_not_deleted_and_the_card_says_why(desk: Desk) -> None:
    unused = row(desk, "Academia")
    acme = desk.store.value("SELECT id FROM organisation")
    desk.workspace.organisations.edit(acme, sector_id=unused.term.id)
    # Pressed before the page has read the change.
    desk.click(unused, "Delete")
    assert "“Academia” is in use, so it can be retired but not deleted." in desk.says(sectors(desk))
    assert "Academia" in names(desk)


def test_the_mark_of_a_sector_is_chosen_by_its_letter_and_keeps_the_keyboard(desk: Desk) -> None:
    def mark() -> ChoiceField:
        found = row(desk, "Industry").findChild(ChoiceField)
        assert found is not None
        return found

    mark().setFocus()
    desk.press(Qt.Key.Key_H)
    waits_for_rows(desk)
    assert row(desk, "Industry").term.symbol == "entrepreneur"
    assert desk.toast() == "Mark changed"
    assert desk.focus() is mark()
