"""The hands at a form: what every test of forms does with it."""

from PySide6.QtCore import Qt

from crm.drafts import Draft
from tests.ui.records.forms.catalogue import Form
from tests.ui.stage import ALT, CONTROL, Stage
from ui.records.kept_form import KeptForm

KEY = Qt.Key


def opened(stage: Stage, form: Form) -> KeptForm:
    """Open a form and go to the field that is typed into, which is marked to be typed over."""
    form.open(stage)
    card = stage.top(KeptForm)
    field = card.form.field(form.field)
    field.setFocus()
    return card


def type_into(stage: Stage, form: Form) -> KeptForm:
    """Open a form, and type over what its field holds."""
    card = opened(stage, form)
    stage.press(KEY.Key_A, modifier=CONTROL)
    stage.write(form.typed)
    return card


def leave(stage: Stage) -> None:
    """Press Esc; where suggestions are open that closes them first."""
    stage.press(KEY.Key_Escape)
    if stage.context.overlay.top() is not None:
        stage.press(KEY.Key_Escape)
    assert stage.context.overlay.top() is None


def save(stage: Stage) -> None:
    stage.press(KEY.Key_Return, modifier=CONTROL)


def click(stage: Stage, button: object) -> None:
    stage.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[arg-type]


def use(stage: Stage) -> None:
    stage.press(KEY.Key_U, modifier=ALT)


def drafts(stage: Stage) -> list[Draft]:
    return stage.workspace.drafts.all()
