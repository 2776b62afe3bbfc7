"""The wording that walk-ins answer to."""

from crm.settings import NEWSLETTER_WORDING
from tests.ui.settings.conftest import Desk
from ui.kit.field_row import FieldRow
from ui.settings.huddles import HuddlesSection


def wording(desk: Desk) -> FieldRow:
    return desk.section(HuddlesSection).findChildren(FieldRow)[0]


def test_the_wording_of_the_newsletter_is_changed_and_undone(desk: Desk) -> None:
    desk.edit(wording(desk), "Shall we write to you once a month?")
    assert desk.workspace.settings.get(NEWSLETTER_WORDING) == "Shall we write to you once a month?"
    assert desk.toast() == "Wording of the newsletter changed"
    desk.workspace.undo()
    assert desk.workspace.settings.get(NEWSLETTER_WORDING) == NEWSLETTER_WORDING.default


def test_an_empty_wording_is_the_program_s_own(desk: Desk) -> None:
    desk.edit(wording(desk), "")
    assert desk.workspace.settings.get(NEWSLETTER_WORDING) == NEWSLETTER_WORDING.default
    assert wording(desk).value() == NEWSLETTER_WORDING.default
