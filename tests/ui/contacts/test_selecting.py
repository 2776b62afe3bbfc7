"""What is selected in the list: a range runs along the order shown, another filter ends it, all are counted."""

from PySide6.QtCore import QPoint, Qt

from tests.ui.contacts.conftest import Driver
from tests.ui.sample_records import CONTROL, SHIFT


def click(contacts: Driver, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    table = contacts.listing.table
    spot = table.visualRect(table.model().index(row, 0)).center()
    contacts.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, pos=spot)


def sort_by(contacts: Driver, key: str) -> None:
    header = contacts.listing.table.horizontalHeader()
    number = [column.key for column in contacts.listing.kind.columns].index(key)
    spot = QPoint(header.sectionViewportPosition(number) + 20, 12)
    contacts.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def chosen(contacts: Driver) -> list[str]:
    return [row.name for row in contacts.listing.rows.rows()]


def test_a_range_after_sorting_runs_along_the_order_shown_from_the_person_who_was_clicked(contacts: Driver) -> None:
    click(contacts, 2)
    assert chosen(contacts) == ["Jane Roe"]
    sort_by(contacts, "role")
    contacts.qtbot.waitUntil(lambda: contacts.names() != ["Łukasz Nowak", "Zoë Quill, MD", "Jane Roe", "Ravi Shah"])
    order = contacts.names()
    start, end = order.index("Jane Roe"), 3 if order.index("Jane Roe") != 3 else 0
    click(contacts, end, SHIFT)
    low, high = min(start, end), max(start, end)
    assert sorted(chosen(contacts)) == sorted(order[low : high + 1])
    assert contacts.listing.table.selected_count() == high - low + 1


def test_all_are_counted_and_another_filter_by_chip_ends_the_selection(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_A, CONTROL)
    assert contacts.listing.table.selected_count() == 4
    assert contacts.listing.bar.isVisible()
    contacts.key(Qt.Key.Key_F, CONTROL)
    contacts.write("acme")
    contacts.shows("Jane Roe", "Ravi Shah")
    assert not contacts.listing.bar.isVisible()
    assert contacts.listing.table.selected_count() < 2


def test_a_range_that_was_selected_by_keys_goes_with_another_filter(contacts: Driver) -> None:
    contacts.key(Qt.Key.Key_Down, SHIFT)
    contacts.key(Qt.Key.Key_Down, SHIFT)
    assert contacts.listing.table.selected_count() == 3
    contacts.key(Qt.Key.Key_F, CONTROL)
    contacts.write("dee")
    contacts.shows("Łukasz Nowak", "Zoë Quill, MD")
    assert set(chosen(contacts)) <= {"Łukasz Nowak", "Zoë Quill, MD"}
    assert contacts.listing.table.selected_count() < 2
