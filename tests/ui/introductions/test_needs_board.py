"""The board of needs and offers: pairs with their reasons, narrowed, accepted, dismissed and reconsidered."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm import clock
from crm.contacts import AffiliationDraft, ContactDraft
from crm.errors import CrmError
from crm.needs import NeedDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import ALT, CONTROL, Stage
from ui.introductions.needs_form import NeedForm, NewOfferPanel
from ui.introductions.needs_lists import BoardList, Column
from ui.introductions.needs_part import NeedsPart
from ui.introductions.page import IntroductionsPage
from ui.kit import motion
from ui.kit.menu import Menu
from ui.shell.navigator import Place

KEY = Qt.Key
WARD, DATA, VIRTUAL, ARCHIVE, ODD = "A ward", "Chest images", "A virtual ward", "An archive", "A seed fund"


def write(made: Workspace) -> None:
    """Two needs of Jane at Acme, three offers of Rhys and of nobody at Mersey; two of the six pairs share a kind."""
    acme = made.organisations.create(OrganisationDraft("Acme Imaging", sector_id=1))
    mersey = made.organisations.create(OrganisationDraft("Mersey Reach Trust", sector_id=3))
    jane = made.contacts.create(ContactDraft(given_name="Jane", family_name="Roe"))
    rhys = made.contacts.create(ContactDraft(given_name="Rhys", family_name="Davies"))
    for person, place in ((jane, acme), (rhys, mersey)):
        made.contacts.add_affiliation(person, AffiliationDraft(place, "Lead", started="2019"))
    theme = made.vocabularies.terms("theme")[0].name
    add = made.needs.add
    add(NeedDraft("need", "data", DATA, jane))
    add(NeedDraft("need", "clinical site", WARD, jane, themes=(theme,), maturity_from=4, maturity_to=7))
    add(NeedDraft("offer", "funding", ODD, rhys))
    add(NeedDraft("offer", "data", ARCHIVE, None, mersey, confidential=True))
    add(NeedDraft("offer", "clinical site", VIRTUAL, rhys, themes=(theme,), maturity_from=6))


@pytest.fixture
def workspace(written: Written[None]) -> Workspace:
    return written(write)[0]


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    stage = Stage(qtbot, workspace, Place("introductions", None, {"part": "needs"}))
    settle(stage)
    yield stage
    stage.window.close()
    motion.set_reduced(False)


def part(stage: Stage) -> NeedsPart:
    return stage.page(IntroductionsPage).needs


def settle(stage: Stage) -> None:
    stage.qtbot.waitUntil(lambda: not stage.context.tasks.busy())


def titles(column: Column) -> list[str]:
    return [row.title for row in column.list.rows()]


def pairs(stage: Stage) -> list[tuple[str, str]]:
    return [(row.title, row.detail) for row in part(stage).pairs.list.rows()]


def to(stage: Stage, target: BoardList) -> None:
    target.setFocus()
    stage.qtbot.waitUntil(target.hasFocus)


def decisions(stage: Stage) -> list[tuple[str, str, str]]:
    rows = stage.store.rows(
        "SELECT n.title, f.title, d.decision FROM match_decision d JOIN need_offer n ON n.id = d.need_id "
        "JOIN need_offer f ON f.id = d.offer_id ORDER BY d.id"
    )
    return [(str(need), str(offer), str(decision)) for need, offer, decision in rows]


def id_of(stage: Stage, title: str) -> int:
    return int(stage.store.value("SELECT id FROM need_offer WHERE title = ?", (title,)))


def test_needs_and_offers_stand_on_either_side_of_the_pairs_that_may_fit(stage: Stage) -> None:
    shown = part(stage)
    assert titles(shown.needs) == [WARD, DATA]
    assert titles(shown.offers) == [VIRTUAL, ARCHIVE, ODD]
    assert pairs(stage) == [(WARD, f"↔ {VIRTUAL}"), (DATA, f"↔ {ARCHIVE}")]
    assert stage.page(IntroductionsPage).subtitle() == "2 needs · 3 offers · 2 suggested pairs"


def test_a_pair_says_whose_it_is_and_why_it_may_fit(stage: Stage) -> None:
    theme = stage.workspace.vocabularies.terms("theme")[0].name
    row = part(stage).pairs.list.rows()[0]
    assert row.more[0] == "Jane Roe  ↔  Rhys Davies"
    said = " · ".join(row.more)
    for reason in (
        f"shared theme: {theme}",
        "both about clinical site",
        "maturity overlaps: 6 to 7",
        "never introduced",
    ):
        assert reason in said
        assert reason in row.spoken()


def test_what_is_confidential_says_so_in_words(stage: Stage) -> None:
    (offer,) = (row for row in part(stage).offers.list.rows() if row.title == ARCHIVE)
    assert offer.pill == "Confidential"
    assert "Confidential" in offer.spoken()
    assert "confidential" in part(stage).pairs.list.rows()[1].spoken()


def test_a_row_is_read_out_as_a_sentence(stage: Stage) -> None:
    view = QAccessible.queryAccessibleInterface(part(stage).needs.list)
    assert view.child(0).text(QAccessible.Text.Name).startswith(f"{WARD}, need, Clinical site, Jane Roe · Acme Imaging")


def test_the_arrows_go_from_column_to_column(stage: Stage) -> None:
    shown = part(stage)
    to(stage, shown.needs.list)
    stage.press(KEY.Key_Right)
    assert shown.pairs.list.hasFocus()
    stage.press(KEY.Key_Right)
    assert shown.offers.list.hasFocus()
    stage.press(KEY.Key_Left, KEY.Key_Left)
    assert shown.needs.list.hasFocus()


def test_f6_steps_through_the_columns_and_the_filters(stage: Stage) -> None:
    shown = part(stage)
    to(stage, shown.needs.list)
    seen: list[QWidget] = []
    for _ in range(3):
        stage.press(KEY.Key_F6)
        seen.append(stage.focus())
    assert seen[:2] == [shown.pairs.list, shown.offers.list]
    assert shown.filters.isAncestorOf(seen[2])


def test_enter_on_a_need_shows_its_pairs_alone_and_again_those_of_all(stage: Stage) -> None:
    to(stage, part(stage).needs.list)
    stage.press(KEY.Key_Return)
    stage.qtbot.waitUntil(lambda: pairs(stage) == [(WARD, f"↔ {VIRTUAL}")])
    assert part(stage).pairs.chip.isVisible()
    stage.press(KEY.Key_Return)
    stage.qtbot.waitUntil(lambda: len(pairs(stage)) == 2)
    assert not part(stage).pairs.chip.isVisible()


def test_a_click_on_an_offer_shows_its_pairs_alone_and_the_chip_takes_it_back(stage: Stage) -> None:
    offers = part(stage).offers.list
    spot = offers.visualRect(offers.model().index(1, 0)).center()
    QTest.mouseClick(offers.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    stage.qtbot.waitUntil(lambda: pairs(stage) == [(DATA, f"↔ {ARCHIVE}")])
    part(stage).pairs.chip.setFocus()
    stage.press(KEY.Key_Delete)
    stage.qtbot.waitUntil(lambda: len(pairs(stage)) == 2)


def test_a_need_that_nothing_fits_says_so(stage: Stage, workspace: Workspace) -> None:
    workspace.trash.put("need_offer", [id_of(stage, VIRTUAL)])
    settle(stage)
    to(stage, part(stage).needs.list)
    stage.press(KEY.Key_Return)
    stage.qtbot.waitUntil(lambda: part(stage).pairs.states.showing() == "empty")
    part(stage).pairs.states.acted.emit()
    stage.qtbot.waitUntil(lambda: pairs(stage) == [(DATA, f"↔ {ARCHIVE}")])


def test_a_introduces_the_pair_and_undo_suggests_it_again(stage: Stage) -> None:
    to(stage, part(stage).pairs.list)
    stage.press(KEY.Key_A)
    assert stage.toast() == f"Introduction noted: “{WARD}” with “{VIRTUAL}”"
    (made,) = stage.workspace.introductions.rows()
    assert made.who == "Jane Roe and Rhys Davies"
    assert made.source == "match"
    assert decisions(stage) == [(WARD, VIRTUAL, "accepted")]
    stage.qtbot.waitUntil(lambda: pairs(stage) == [(DATA, f"↔ {ARCHIVE}")])
    stage.press(KEY.Key_Z, modifier=CONTROL)
    stage.qtbot.waitUntil(lambda: len(pairs(stage)) == 2)
    assert stage.workspace.introductions.rows() == []


def test_from_any_page_the_best_pair_is_introduced_in_four_keys(stage: Stage) -> None:
    stage.context.navigator.open("today")
    before = stage.pressed
    stage.press(KEY.Key_5, modifier=ALT)
    stage.press(KEY.Key_2, modifier=CONTROL)
    settle(stage)
    stage.press(KEY.Key_Right, KEY.Key_A)
    assert stage.pressed - before == 4
    assert [row.who for row in stage.workspace.introductions.rows()] == ["Jane Roe and Rhys Davies"]


def test_enter_introduces_the_pair_and_goes_to_the_ledger(stage: Stage) -> None:
    to(stage, part(stage).pairs.list)
    stage.press(KEY.Key_Return)
    (made,) = stage.workspace.introductions.rows()
    assert stage.context.navigator.current == Place("introductions", None, {"part": "ledger", "introduction": made.id})
    assert stage.page(IntroductionsPage).ledger.isVisible()


def test_a_click_on_a_pair_introduces_nobody(stage: Stage) -> None:
    view = part(stage).pairs.list
    spot = view.visualRect(view.model().index(1, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert view.currentIndex().row() == 1
    assert stage.workspace.introductions.rows() == []


def test_the_buttons_under_the_pairs_act_on_the_current_one(stage: Stage) -> None:
    shown = part(stage)
    to(stage, shown.pairs.list)
    QTest.mouseClick(shown.pairs.dismiss, Qt.MouseButton.LeftButton)
    assert decisions(stage) == [(WARD, VIRTUAL, "dismissed")]


def test_a_side_nobody_is_named_for_asks_who(stage: Stage) -> None:
    to(stage, part(stage).pairs.list)
    stage.press(KEY.Key_Down, KEY.Key_A)
    assert stage.workspace.introductions.rows() == []
    form = stage.top(NeedForm)
    assert form.form.errors() == {"person": f"Say first who is to be introduced for “{ARCHIVE}”."}
    assert form.form.field("person").hasFocus()


def test_a_dismissed_pair_is_remembered_and_can_be_suggested_again(stage: Stage) -> None:
    to(stage, part(stage).pairs.list)
    stage.press(KEY.Key_D)
    assert decisions(stage) == [(WARD, VIRTUAL, "dismissed")]
    stage.qtbot.waitUntil(lambda: pairs(stage) == [(DATA, f"↔ {ARCHIVE}")])
    assert stage.context.actions.run("dismissed_pairs")
    stage.qtbot.waitUntil(lambda: pairs(stage) == [(WARD, f"↔ {VIRTUAL}")])
    to(stage, part(stage).pairs.list)
    stage.press(KEY.Key_A)
    assert stage.workspace.introductions.rows() == []
    stage.press(KEY.Key_R)
    assert decisions(stage) == []
    stage.qtbot.waitUntil(lambda: part(stage).pairs.states.showing() == "empty")
    part(stage).pairs.states.acted.emit()
    stage.qtbot.waitUntil(lambda: len(pairs(stage)) == 2)


def test_pressing_d_twice_dismisses_two_pairs_before_the_new_ones_are_read(stage: Stage) -> None:
    to(stage, part(stage).pairs.list)
    stage.press(KEY.Key_D, KEY.Key_D)
    assert decisions(stage) == [(WARD, VIRTUAL, "dismissed"), (DATA, ARCHIVE, "dismissed")]


def test_m_closes_a_need_as_met_and_opens_it_again(stage: Stage) -> None:
    shown = part(stage)
    to(stage, shown.needs.list)
    stage.press(KEY.Key_M)
    assert stage.toast() == f"Met: “{WARD}”"
    stage.qtbot.waitUntil(lambda: titles(shown.needs) == [DATA])
    shown.filters.state.set_value("closed")
    shown.filters.state.edited.emit()
    stage.qtbot.waitUntil(lambda: titles(shown.needs) == [WARD])
    assert shown.needs.list.rows()[0].pill == "Met"
    to(stage, shown.needs.list)
    stage.press(KEY.Key_M)
    assert stage.workspace.needs.get(id_of(stage, WARD)).state == "open"


def test_del_on_an_offer_moves_it_to_the_trash_and_undo_brings_it_back(stage: Stage) -> None:
    shown = part(stage)
    to(stage, shown.offers.list)
    stage.press(KEY.Key_Delete)
    assert stage.workspace.needs.get(id_of(stage, VIRTUAL)).is_trashed
    stage.qtbot.waitUntil(lambda: titles(shown.offers) == [ARCHIVE, ODD])
    stage.press(KEY.Key_Z, modifier=CONTROL)
    stage.qtbot.waitUntil(lambda: titles(shown.offers) == [VIRTUAL, ARCHIVE, ODD])


def test_e_edits_and_n_adds_to_the_column_the_keyboard_is_in(stage: Stage) -> None:
    to(stage, part(stage).needs.list)
    stage.press(KEY.Key_E)
    assert stage.top(NeedForm).form.field("title").text() == WARD
    stage.press(KEY.Key_Escape)
    to(stage, part(stage).offers.list)
    stage.press(KEY.Key_N)
    assert stage.top(NewOfferPanel)


def test_ctrl_n_makes_an_offer_among_the_offers(stage: Stage) -> None:
    to(stage, part(stage).offers.list)
    stage.press(KEY.Key_N, modifier=CONTROL)
    assert stage.top(NewOfferPanel)


@pytest.mark.parametrize(
    ("choose", "left"),
    [
        (lambda filters: filters.category.set_value("data"), ([DATA], [ARCHIVE], [(DATA, f"↔ {ARCHIVE}")])),
        (lambda filters: filters.theme.setCurrentIndex(1), ([WARD], [VIRTUAL], [(WARD, f"↔ {VIRTUAL}")])),
        (lambda filters: filters.search.setText("rhys"), ([], [VIRTUAL, ODD], [(WARD, f"↔ {VIRTUAL}")])),
    ],
)
def test_filters_narrow_all_three_columns(
    stage: Stage,
    choose: Callable[[QWidget], object],
    left: tuple[list[str], list[str], list[tuple[str, str]]],
) -> None:
    shown = part(stage)
    choose(shown.filters)
    shown.filters.changed.emit()
    stage.qtbot.waitUntil(lambda: (titles(shown.needs), titles(shown.offers), pairs(stage)) == left)


def test_filters_that_leave_nothing_say_so_and_are_cleared_at_once(stage: Stage) -> None:
    stage.press(KEY.Key_F, modifier=CONTROL)
    stage.write("zzz")
    shown = part(stage)
    stage.qtbot.waitUntil(lambda: shown.states.showing() == "empty")
    shown.states.acted.emit()
    stage.qtbot.waitUntil(lambda: titles(shown.needs) == [WARD, DATA])
    assert shown.states.showing() == "content"


def test_what_has_expired_stands_under_its_own_filter(stage: Stage, workspace: Workspace) -> None:
    gone = workspace.needs.add(
        NeedDraft(
            "need", "data", "Last year's slot", int(workspace.store.value("SELECT min(id) FROM contact")),
            expires_on=clock.today() - timedelta(days=1),
        )
    )  # fmt: skip
    shown = part(stage)
    assert gone not in [row.id for row in shown.needs.list.rows()]
    shown.filters.state.set_value("expired")
    shown.filters.state.edited.emit()
    stage.qtbot.waitUntil(lambda: titles(shown.needs) == ["Last year's slot"])
    assert shown.needs.list.rows()[0].pill == "Expired"


def test_the_page_opened_for_an_offer_has_it_current_with_its_pairs(stage: Stage) -> None:
    stage.context.navigator.open("contacts")
    stage.context.navigator.open("introductions", part="needs", need=id_of(stage, ARCHIVE))
    shown = part(stage)
    stage.qtbot.waitUntil(lambda: pairs(stage) == [(DATA, f"↔ {ARCHIVE}")])
    assert shown.offers.list.current_id() == id_of(stage, ARCHIVE)


def test_the_page_opened_for_a_closed_need_shows_it_among_the_closed(stage: Stage, workspace: Workspace) -> None:
    workspace.needs.close([id_of(stage, WARD)])
    stage.context.navigator.open("introductions", part="needs", need=id_of(stage, WARD))
    shown = part(stage)
    stage.qtbot.waitUntil(lambda: titles(shown.needs) == [WARD])
    assert shown.needs.list.current_id() == id_of(stage, WARD)
    stage.qtbot.waitUntil(lambda: shown.pairs.states.showing() == "empty")


def test_the_page_opened_for_a_need_in_the_trash_says_so_once(stage: Stage, workspace: Workspace) -> None:
    workspace.trash.put("need_offer", [id_of(stage, WARD)])
    stage.context.navigator.open("introductions", part="needs", need=id_of(stage, WARD))
    stage.qtbot.waitUntil(lambda: stage.toast() == "That need or offer is in the trash")
    assert titles(part(stage).needs) == [DATA]


def test_a_file_without_needs_and_offers_asks_for_the_first(stage: Stage, workspace: Workspace) -> None:
    workspace.trash.put("need_offer", [row.id for row in workspace.needs.rows()])
    shown = part(stage)
    stage.qtbot.waitUntil(lambda: shown.states.showing() == "empty")
    shown.states.acted.emit()
    assert isinstance(stage.context.overlay.top(), NeedForm)


def test_pairs_that_cannot_be_read_say_so_and_are_read_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise CrmError("The file could not be read. Nothing was changed. Try again.")

    shown = part(stage)
    with monkeypatch.context() as patch:
        patch.setattr(type(stage.workspace.needs), "matches", broken)
        shown.reload()
        stage.qtbot.waitUntil(lambda: shown.pairs.states.showing() == "error")
    shown.pairs.states.acted.emit()
    stage.qtbot.waitUntil(lambda: shown.pairs.states.showing() == "content")


def test_the_menu_of_a_pair_says_what_can_be_done_with_it(stage: Stage) -> None:
    view = part(stage).pairs.list
    to(stage, view)
    view.menu_requested.emit(view.current_id(), view.mapToGlobal(view.rect().center()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    assert [action.text().split("\t")[0] for action in menu.actions()] == [
        "Introduce",
        "Introduce and go there",
        "Dismiss",
    ]
    menu.close()
