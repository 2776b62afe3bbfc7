"""The palette over a real file: finds anyone in a few keys, runs commands, logs with a hit."""

from collections.abc import Callable, Iterator
from datetime import date, time
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm.huddles import HuddleDraft
from crm.opportunities import OpportunityDraft
from crm.settings import TEXT_SIZE
from crm.workspace import Workspace
from tests.ui import window_keys
from ui import pages
from ui.kit import motion
from ui.kit.choices import Choice
from ui.shell.crash import Crashes
from ui.shell.main_window import MainWindow
from ui.shell.palette.card import Palette
from ui.shell.palette.sources import Going, Sources

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(pages, "PAGES", window_keys.PAGES)
    monkeypatch.setattr(pages, "PANELS", window_keys.PANELS)
    motion.set_reduced(True)
    yield
    motion.set_reduced(False)


@pytest.fixture
def workspace(sampled_file: Callable[..., Path], tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(sampled_file(tmp_path / "network.desk", contacts=60, interactions=80, seed=3))
    yield workspace
    workspace.close()


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace) -> Iterator[MainWindow]:
    window = MainWindow(workspace, Crashes())
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.start()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    yield window
    window.close()


@pytest.fixture
def palette(window: MainWindow, qtbot: QtBot) -> Palette:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, Qt.Key.Key_K, CONTROL)
    card = window.context.overlay.top()
    assert isinstance(card, Palette)
    return card


def rows(palette: Palette, group: str = "") -> list[Choice]:
    return [row for row in palette.chooser.list.choices() if group in ("", row.group)]


def type_in(qtbot: QtBot, palette: Palette, text: str) -> None:
    qtbot.keyClicks(palette.chooser.field, text)


def somebody(workspace: Workspace) -> tuple[int, str]:
    row = workspace.store.row("SELECT contact_id, name FROM contact_summary ORDER BY last_touch_at DESC LIMIT 1")
    assert row is not None
    return int(row[0]), str(row[1])


def test_a_person_opens_by_a_few_letters_and_enter(
    window: MainWindow, palette: Palette, workspace: Workspace, qtbot: QtBot
) -> None:
    record, name = somebody(workspace)
    type_in(qtbot, palette, name.lower())
    assert rows(palette, "People")[0].title == name
    qtbot.keyClick(palette.chooser.field, Qt.Key.Key_Return)
    place = window.context.navigator.current
    assert place is not None
    assert (place.kind, place.id) == ("contact", record)
    assert window.context.overlay.top() is None


def ways_to_type(name: str) -> Iterator[str]:
    """Return short texts somebody may type for a name: its beginning, and the beginnings of two of its words."""
    words = name.lower().split()
    yield from (name[:length].lower() for length in range(2, 7))
    pairs = [(first, second) for first in words for second in words if first != second]
    for first, second in pairs:
        yield from (f"{first[:left]} {second[:right]}" for left in (1, 2, 3) for right in (1, 2, 3) if left + right < 6)


def keys_to(answer: Callable[[str], list[Choice]], kind: str, id_: int, name: str) -> tuple[int, str, int]:
    """Return the fewest keys from the page to a record: the palette's, the letters, the arrow down, Enter."""
    found: list[tuple[int, str, int]] = []
    for text in sorted(ways_to_type(name), key=len):
        if found and 1 + len(text) + 1 > min(found)[0]:
            break
        going = [row.data for row in answer(text)]
        down = next((number for number, each in enumerate(going) if (each.kind, each.id) == (kind, id_)), None)
        if down is not None:
            found.append((1 + len(text) + down + 1, text, down))
    return min(found)


def test_every_person_and_organisation_is_eight_keys_away_at_most(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    answer = cache(Sources(workspace, window.context.actions, ()).answer)
    records = [("contact", row.id, row.name) for row in workspace.contacts.page(limit=100)]
    records += [("organisation", row.id, row.name) for row in workspace.organisations.page(limit=100)]
    needed = {(kind, id_): keys_to(answer, kind, id_, name) for kind, id_, name in records}
    assert max(needed.values())[0] <= 8
    furthest = sorted((keys, record) for record, keys in needed.items() if record[0] == "contact")[-6:]
    for (_, text, down), (kind, id_) in furthest:
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_K, CONTROL)
        card = window.context.overlay.top()
        assert isinstance(card, Palette)
        qtbot.keyClicks(card.chooser.field, text)
        for _ in range(down):
            qtbot.keyClick(card.chooser.field, Qt.Key.Key_Down)
        qtbot.keyClick(card.chooser.field, Qt.Key.Key_Return)
        place = window.context.navigator.current
        assert place is not None
        assert (place.kind, place.id) == (kind, id_)


def test_matched_letters_are_marked(palette: Palette, workspace: Workspace, qtbot: QtBot) -> None:
    _, name = somebody(workspace)
    type_in(qtbot, palette, name[:3])
    marked = [row for row in rows(palette, "People") if row.title == name]
    assert marked[0].spans[0] == (0, 3)


def test_ctrl_enter_logs_a_meeting_with_the_hit(
    window: MainWindow, palette: Palette, workspace: Workspace, qtbot: QtBot
) -> None:
    record, name = somebody(workspace)
    type_in(qtbot, palette, name)
    qtbot.keyClick(palette.chooser.field, Qt.Key.Key_Return, CONTROL)
    panel = window.context.overlay.top()
    assert isinstance(panel, window_keys.LogPanel)
    assert panel.target == {"contact": record}


def test_what_to_do_with_the_best_hit_is_offered(palette: Palette, workspace: Workspace, qtbot: QtBot) -> None:
    _, name = somebody(workspace)
    type_in(qtbot, palette, name)
    assert f"Log a meeting with {name}" in [row.title for row in rows(palette, "Do")]


def test_people_come_before_organisations_and_commands(palette: Palette, workspace: Workspace, qtbot: QtBot) -> None:
    type_in(qtbot, palette, "a")
    groups = list(dict.fromkeys(row.group for row in rows(palette)))
    assert groups[:3] == ["People", "Organisations", "Do"]


def test_a_group_whose_titles_fit_stands_above_one_found_by_other_words(
    palette: Palette, workspace: Workspace, qtbot: QtBot
) -> None:
    name = str(workspace.store.value("SELECT name FROM organisation_summary ORDER BY people DESC LIMIT 1"))
    type_in(qtbot, palette, name)
    first = rows(palette)[0]
    assert (first.group, first.title) == ("Organisations", name)
    assert rows(palette, "People")


def test_a_command_of_that_title_stands_above_what_can_be_done_with_a_record_of_that_word(
    palette: Palette, workspace: Workspace, qtbot: QtBot
) -> None:
    workspace.organisations.edit(1, about="Larger text for everybody.")
    type_in(qtbot, palette, "larger")
    assert rows(palette, "Organisations")
    assert rows(palette)[0].title == "Larger text"


def test_a_greater_sign_asks_for_commands_only(window: MainWindow, palette: Palette, qtbot: QtBot) -> None:
    type_in(qtbot, palette, ">larg")
    assert [row.title for row in rows(palette)] == ["Larger text"]
    qtbot.keyClick(palette.chooser.field, Qt.Key.Key_Return)
    assert window.context.workspace.settings.get(TEXT_SIZE) == 110


def test_a_command_is_found_by_its_initials_and_shows_its_key(palette: Palette, qtbot: QtBot) -> None:
    type_in(qtbot, palette, ">lam")
    first = rows(palette)[0]
    assert (first.title, first.shortcut) == ("Log a meeting", "Ctrl+L")
    assert first.spans == ((0, 1), (4, 5), (6, 7))


def test_an_at_sign_asks_for_people_only(palette: Palette, qtbot: QtBot) -> None:
    type_in(qtbot, palette, "@a")
    assert {row.group for row in rows(palette)} == {"People"}


def test_nothing_typed_offers_what_was_open_lately_and_commands(window: MainWindow, qtbot: QtBot) -> None:
    for number in range(1, 8):
        window.context.navigator.open("contact", number)
    names = [window.context.workspace.contacts.name(number) for number in (6, 5, 4, 3, 2)]
    window.open_palette()
    card = window.context.overlay.top()
    assert isinstance(card, Palette)
    lately = rows(card, "Recent")
    assert [row.title for row in lately] == names
    assert "Log a meeting" in [row.title for row in rows(card, "Do")]


def test_arrows_step_over_headings_and_the_first_row_is_chosen(palette: Palette, qtbot: QtBot) -> None:
    type_in(qtbot, palette, "a")
    titles = [row.title for row in rows(palette)]
    seen = []
    for _ in titles:
        current = palette.chooser.list.current()
        assert current is not None
        seen.append(current.title)
        qtbot.keyClick(palette.chooser.field, Qt.Key.Key_Down)
    assert seen == titles
    for _ in titles:
        qtbot.keyClick(palette.chooser.field, Qt.Key.Key_Up)
    current = palette.chooser.list.current()
    assert current is not None
    assert current.title == titles[0]


def test_a_huddle_is_found_by_a_word_of_its_venue(palette: Palette, workspace: Workspace, qtbot: QtBot) -> None:
    draft = HuddleDraft(date(2026, 3, 4), time(15), time(16), "Spring gathering", venue="Zephyr Works")
    huddle = workspace.huddles.plan(draft)
    type_in(qtbot, palette, "zephyr")
    (row,) = rows(palette, "Huddles")
    assert (row.title, row.data.kind, row.data.id) == ("Spring gathering", "huddle", huddle)


@pytest.mark.parametrize(
    ("table", "column", "heading", "icon"),
    [
        ("opportunity", "title", "Opportunities", "columns"),
        ("introduction", "reason", "Introductions", "link"),
        ("need_offer", "title", "Needs and offers", "swap"),
    ],
)
def test_what_the_cluster_makes_happen_is_found_by_its_title(
    palette: Palette, workspace: Workspace, qtbot: QtBot, table: str, column: str, heading: str, icon: str
) -> None:
    id_, title = workspace.store.rows(f"SELECT id, {column} FROM {table} WHERE deleted_at IS NULL LIMIT 1")[0]
    type_in(qtbot, palette, title[:40])
    qtbot.waitUntil(lambda: title in [row.title for row in rows(palette, heading)])
    (row,) = [row for row in rows(palette, heading) if row.title == title]
    going: Going = row.data
    assert row.icon == icon
    assert id_ in (going.id, *going.args.values())


def test_an_opportunity_of_that_title_stands_above_what_was_written(
    palette: Palette, workspace: Workspace, qtbot: QtBot
) -> None:
    with workspace.store.action("Log a meeting"):
        workspace.store.execute("UPDATE interaction SET subject = 'Zeppelin talk' WHERE id = 1")
    workspace.opportunities.create(OpportunityDraft("Zeppelin pilot"))
    type_in(qtbot, palette, "zeppelin")
    qtbot.waitUntil(lambda: [row.group for row in rows(palette)] == ["Opportunities", "Interactions"])


def test_a_click_opens_a_row(window: MainWindow, palette: Palette, workspace: Workspace, qtbot: QtBot) -> None:
    record, name = somebody(workspace)
    type_in(qtbot, palette, name)
    view = palette.chooser.list
    row = view.visualRect(view.model().index(1, 0))
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    place = window.context.navigator.current
    assert place is not None
    assert place.id == record


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE contact; --", '"', "\x00", "(((", "NEAR(", "  ", ">", "@", "%_", "a" * 500]
)
def test_any_text_is_safe(palette: Palette, qtbot: QtBot, text: str) -> None:
    palette.chooser.field.setText(text)
    qtbot.keyClick(palette.chooser.field, Qt.Key.Key_Down)


def test_rows_are_read_out_as_sentences(palette: Palette, workspace: Workspace, qtbot: QtBot) -> None:
    _, name = somebody(workspace)
    type_in(qtbot, palette, name)
    model = palette.chooser.list.model()
    spoken = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert spoken[0] == "People"
    assert spoken[1].startswith(f"{name}, ")


def test_what_was_open_lately_outlives_the_program(workspace: Workspace, window: MainWindow, qtbot: QtBot) -> None:
    window.context.navigator.open("contact", 5)
    window.context.navigator.open("today")
    window.close()
    again = MainWindow(workspace, Crashes())
    qtbot.addWidget(again)
    again.start()
    again.open_palette()
    card = again.context.overlay.top()
    assert isinstance(card, Palette)
    assert rows(card, "Recent")[0].title == workspace.contacts.name(5)
    again.close()


def test_a_hash_asks_for_tags_and_opens_the_people_who_carry_it(
    window: MainWindow, palette: Palette, workspace: Workspace, qtbot: QtBot
) -> None:
    tag = workspace.tags.create("zebrafish")
    type_in(qtbot, palette, "#zeb")
    assert [(row.title, row.spans) for row in rows(palette)] == [("#zebrafish", ((1, 4),))]
    qtbot.keyClick(palette.chooser.field, Qt.Key.Key_Return)
    place = window.context.navigator.current
    assert place is not None
    assert (place.kind, place.args) == ("contacts", {"tag": tag})
