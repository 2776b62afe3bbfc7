"""Everything that takes the keyboard in the panels has a name and a target one can hit."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from crm import clock
from crm.interactions import InteractionDraft, Party
from tests.ui.stage import Stage


def stops(card: QWidget) -> list[QWidget]:
    return [
        each
        for each in card.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisibleTo(card)
    ]


@pytest.mark.parametrize("kind", ["log", "interaction", "follow_up"])
def test_every_tab_stop_of_a_panel_is_named_and_large_enough(stage: Stage, kind: str) -> None:
    made = stage.workspace.interactions.log(InteractionDraft(clock.today(), parties=(Party(1),), tags=("imaging",)))
    stage.context.navigator.open(kind, made if kind == "interaction" else None)
    if kind == "log":
        stage.write("Met Jane Roe and bob at Acme re scans #imaging f 2w")
    card = stage.context.overlay.top()
    assert card is not None
    found = stops(card)
    assert len(found) > 4
    assert [each for each in found if not (each.accessibleName() or getattr(each, "text", str)())] == []
    small = [each for each in found if isinstance(each, QAbstractButton) and min(each.width(), each.height()) < 24]
    assert small == []


@pytest.mark.parametrize("kind", ["log", "interaction", "follow_up"])
def test_tab_goes_round_in_a_panel_and_is_never_trapped(stage: Stage, kind: str) -> None:
    made = stage.workspace.interactions.log(InteractionDraft(clock.today(), parties=(Party(1),)))
    stage.context.navigator.open(kind, made if kind == "interaction" else None)
    card = stage.context.overlay.top()
    assert card is not None
    seen: list[QWidget] = []
    for _ in range(60):
        stage.press(Qt.Key.Key_Tab)
        here = stage.focus()
        assert card.isAncestorOf(here)
        if seen and here is seen[0]:
            break
        seen.append(here)
    assert len(seen) >= len(stops(card)) - 1
    assert here is seen[0]


@pytest.mark.parametrize("kind", ["log", "follow_up"])
def test_a_panel_for_somebody_who_is_gone_says_so(stage: Stage, kind: str) -> None:
    stage.context.navigator.open(kind, contact=4711)
    assert stage.context.overlay.top() is None
    assert stage.toast() == "This contact is no longer in the file. Nothing was changed."
