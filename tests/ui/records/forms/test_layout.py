"""Save and Cancel of every form are in view in the smallest window with the largest text, and no toast covers them."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from tests.ui.records.forms.catalogue import FORMS
from tests.ui.records.forms.hands import opened
from tests.ui.stage import Stage
from ui.kit import theme


def place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def test_the_buttons_are_in_view_and_no_toast_lies_over_them(stage: Stage) -> None:
    theme.apply("light", 150)
    stage.window.resize(1024, 680)
    for name, form in FORMS.items():
        card = opened(stage, form)
        stage.context.toasts.undoable("Logged: call with Jane Roe · follow-up Tue 8 Dec")
        toast = place(stage.context.toasts._toast)  # type: ignore[arg-type]
        stage.qtbot.waitUntil(card.form.save_button.isVisible)
        for button in (card.form.save_button, card.form.cancel_button):
            whole = button.visibleRegion().boundingRect()
            assert whole == button.rect(), name
            assert stage.window.rect().contains(place(button)), name
            assert not toast.intersects(place(button)), name
        assert not toast.intersects(place(card)), name
        stage.context.overlay.close_all()


@pytest.mark.parametrize("size", [(1024, 680), (1280, 800), (1920, 1080)])
def test_a_toast_goes_back_to_its_place_when_the_card_closes(stage: Stage, size: tuple[int, int]) -> None:
    stage.window.resize(*size)
    stage.context.toasts.say("Saved")
    below = place(stage.context.toasts._toast)  # type: ignore[arg-type]
    card = opened(stage, FORMS["follow-up"])
    assert not place(stage.context.toasts._toast).intersects(place(card))  # type: ignore[arg-type]
    stage.context.overlay.close_all()
    assert place(stage.context.toasts._toast) == below  # type: ignore[arg-type]
