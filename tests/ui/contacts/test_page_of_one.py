"""The page of one contact: facts edited in place, addresses, roles, what is next and what changed."""

from datetime import time, timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication

from crm import clock
from crm.contacts import AffiliationDraft, Email
from crm.db import history
from crm.followups import FollowUpDraft
from crm.huddles import HuddleDraft
from crm.settings import USER_NAME
from crm.workspace import Workspace
from tests.ui.contacts.conftest import Driver, People
from tests.ui.sample_records import CONTROL
from ui.contacts.addresses import AddressCard
from ui.contacts.affiliation_forms import AffiliationCard, ChangeJobPanel
from ui.kit.field_row import FieldRow
from ui.kit.label import Label
from ui.kit.menu import Menu
from ui.kit.timeline import TimelineView
from ui.shell.navigator import Place


def edit(driver: Driver, row: FieldRow, text: str) -> None:
    """Open a fact, type over what is there, and press Enter."""
    row.setFocus()
    driver.key(Qt.Key.Key_F2)
    driver.key(Qt.Key.Key_A, CONTROL)
    driver.key(Qt.Key.Key_Delete)
    driver.write(text)
    driver.key(Qt.Key.Key_Return)


def bodies(view: TimelineView) -> list[str]:
    events = view.events()
    return [events.event_at(number).body for number in range(events.rowCount(QModelIndex()))]


def titles(view: TimelineView) -> list[str]:
    events = view.events()
    return [events.event_at(number).title for number in range(events.rowCount(QModelIndex()))]


def test_the_head_says_who_it_is_and_where_they_work(jane: Driver) -> None:
    assert jane.contact.title() == "Jane Roe"
    assert jane.contact.subtitle() == "Head of Partnerships at Acme Imaging · 1 interaction"
    assert QApplication.focusWidget() is jane.contact.history.timeline


def test_a_fact_edited_in_place_is_saved_and_undone(jane: Driver, workspace: Workspace, people: People) -> None:
    edit(jane, jane.contact.names.rows["preferred_name"], "Janey")
    assert workspace.contacts.get(people.jane).preferred_name == "Janey"
    jane.qtbot.waitUntil(lambda: jane.contact.title() == "Janey Roe")
    workspace.undo()
    jane.qtbot.waitUntil(lambda: jane.contact.title() == "Jane Roe")


def test_a_new_family_name_keeps_the_former_one(jane: Driver, workspace: Workspace, people: People) -> None:
    edit(jane, jane.contact.names.rows["family_name"], "Frost")
    assert workspace.contacts.get(people.jane).former_names == ("Jane Roe",)
    jane.qtbot.waitUntil(lambda: "formerly Jane Roe" in jane.contact.subtitle())


def test_what_breaks_a_rule_stays_open_with_its_sentence(jane: Driver, workspace: Workspace, people: People) -> None:
    row = jane.contact.emails.entries[0].row
    edit(jane, row, "jane at acme")
    assert row.is_editing()
    assert any("is not an e-mail address" in label.text() for label in row.findChildren(Label) if label.isVisible())
    assert workspace.contacts.get(people.jane).emails[0].value == "jane.roe@acme.example"
    jane.key(Qt.Key.Key_Escape)
    assert not row.is_editing()


def test_what_is_being_typed_survives_a_change_made_elsewhere(
    jane: Driver, workspace: Workspace, people: People
) -> None:
    row = jane.contact.names.rows["pronouns"]
    row.setFocus()
    jane.key(Qt.Key.Key_F2)
    jane.write("she")
    workspace.contacts.set_tags(people.jane, ["imaging"])
    jane.qtbot.waitUntil(lambda: [each.text for each in jane.contact.labels.chips["tags"].value()] == ["imaging"])
    jane.write("/her")
    jane.key(Qt.Key.Key_Return)
    assert workspace.contacts.get(people.jane).pronouns == "she/her"


def test_a_field_changed_meanwhile_is_not_overwritten_unasked(
    jane: Driver, workspace: Workspace, people: People
) -> None:
    row = jane.contact.names.rows["pronouns"]
    row.setFocus()
    jane.key(Qt.Key.Key_F2)
    jane.write("she/her")
    workspace.contacts.edit(people.jane, pronouns="they/them", preferred_name="Janey")
    jane.qtbot.waitUntil(lambda: jane.contact.title() == "Janey Roe")
    jane.key(Qt.Key.Key_Return)
    assert workspace.contacts.get(people.jane).pronouns == "they/them"
    assert any("it is “they/them” now" in label.text() for label in row.findChildren(Label) if label.isVisible())
    jane.key(Qt.Key.Key_Return)
    assert workspace.contacts.get(people.jane).pronouns == "she/her"


def test_an_address_changed_or_added_meanwhile_is_not_overwritten_unasked(
    jane: Driver, workspace: Workspace, people: People
) -> None:
    row = jane.contact.emails.entries[0].row
    row.edit()
    jane.write("j.roe@acme.example")
    (held,) = workspace.contacts.get(people.jane).emails
    other = Email("jane@home.example")
    workspace.contacts.set_emails(people.jane, (replace(held, value="jane@acme.example"), other))
    jane.qtbot.waitUntil(lambda: row._stored == "jane@acme.example")  # a real key waits for that by itself
    jane.key(Qt.Key.Key_Return)
    assert [each.value for each in workspace.contacts.get(people.jane).emails] == [
        "jane@acme.example",
        "jane@home.example",
    ]
    jane.key(Qt.Key.Key_Return)
    assert [each.value for each in workspace.contacts.get(people.jane).emails] == [
        "j.roe@acme.example",
        "jane@home.example",
    ]


def test_an_address_is_added_changed_and_taken_away(jane: Driver, workspace: Workspace, people: People) -> None:
    emails = jane.contact.emails
    edit(jane, emails.entries[-1].row, "jane@home.example")
    jane.qtbot.waitUntil(lambda: len(emails.entries) == 3)
    assert [each.value for each in workspace.contacts.get(people.jane).emails] == [
        "jane.roe@acme.example",
        "jane@home.example",
    ]
    edit(jane, emails.entries[0].row, "")
    jane.qtbot.waitUntil(lambda: len(emails.entries) == 2)
    assert [each.value for each in workspace.contacts.get(people.jane).emails] == ["jane@home.example"]


def test_an_address_of_somebody_else_is_saved_and_said(jane: Driver) -> None:
    edit(jane, jane.contact.emails.entries[-1].row, "ravi@acme.example")
    assert jane.said() == "E-mail of Jane Roe saved. Ravi Shah has it too"


def test_a_tag_is_typed_and_saved_at_once(jane: Driver, workspace: Workspace, people: People) -> None:
    jane.contact.labels.chips["tags"].setFocus()
    jane.write("imaging")
    jane.key(Qt.Key.Key_Return)
    assert workspace.contacts.get(people.jane).tags == ("imaging",)
    jane.key(Qt.Key.Key_Backspace)
    assert workspace.contacts.get(people.jane).tags == ()


def test_a_postal_address_is_written_in_its_form(jane: Driver, workspace: Workspace, people: People) -> None:
    jane.window.context.actions.run("contact.address")
    card = jane.window.context.overlay.top()
    assert isinstance(card, AddressCard)
    jane.write("1 Quay Street")
    card.form.set_values({"town": "Salford", "postcode": "M50 1AA"})
    jane.key(Qt.Key.Key_Return, CONTROL)
    (address,) = workspace.contacts.get(people.jane).addresses
    assert (address.street, address.town, address.postcode) == ("1 Quay Street", "Salford", "M50 1AA")


def test_a_changed_job_ends_the_old_role_and_begins_the_new_as_one_step(
    jane: Driver, workspace: Workspace, people: People
) -> None:
    jane.key(Qt.Key.Key_J, CONTROL)
    assert isinstance(jane.window.context.overlay.top(), ChangeJobPanel)
    jane.write("Newco Scans")
    jane.key(Qt.Key.Key_Return)
    jane.key(Qt.Key.Key_Tab)
    jane.write("Director")
    jane.key(Qt.Key.Key_Return, CONTROL)
    detail = workspace.contacts.get(people.jane)
    assert [(row.organisation, row.role) for row in detail.now] == [("Newco Scans", "Director")]
    assert [row.organisation for row in detail.formerly] == ["Acme Imaging"]
    assert detail.formerly[0].ended == clock.today().isoformat()[:7]
    jane.qtbot.waitUntil(lambda: [row.title for row in jane.contact.roles.now.rows()] == ["Newco Scans"])
    workspace.undo()
    assert [row.organisation for row in workspace.contacts.get(people.jane).now] == ["Acme Imaging"]
    assert workspace.organisations.count() == 2


def test_a_change_of_job_needs_an_organisation(jane: Driver, workspace: Workspace) -> None:
    jane.key(Qt.Key.Key_J, CONTROL)
    jane.key(Qt.Key.Key_Return, CONTROL)
    card = jane.window.context.overlay.top()
    assert isinstance(card, ChangeJobPanel)
    assert card.form.errors() == {"organisation_id": "New organisation is needed."}


def test_other_roles_end_too_where_that_is_wanted(jane: Driver, workspace: Workspace, people: People) -> None:
    workspace.contacts.add_affiliation(people.jane, AffiliationDraft(people.dee, "Visitor", kind="honorary"))
    jane.key(Qt.Key.Key_J, CONTROL)
    card = jane.window.context.overlay.top()
    assert isinstance(card, ChangeJobPanel)
    jane.write("Newco Scans")
    jane.key(Qt.Key.Key_Return)
    card.form.set_values({"others_stay": False})
    jane.key(Qt.Key.Key_Return, CONTROL)
    assert [row.organisation for row in workspace.contacts.get(people.jane).now] == ["Newco Scans"]


def test_a_role_is_corrected_in_its_form(jane: Driver, workspace: Workspace, people: People) -> None:
    jane.contact.roles.edit_button.click()
    card = jane.window.context.overlay.top()
    assert isinstance(card, AffiliationCard)
    card.form.set_values({"role": "Partnerships Director", "started": "2020-05"})
    jane.key(Qt.Key.Key_Return, CONTROL)
    (role,) = workspace.contacts.get(people.jane).affiliations
    assert (role.role, role.started, role.is_primary) == ("Partnerships Director", "2020-05", True)


def test_an_end_before_the_beginning_is_refused_at_its_field(jane: Driver) -> None:
    jane.contact.roles.edit_button.click()
    card = jane.window.context.overlay.top()
    assert isinstance(card, AffiliationCard)
    card.form.set_values({"ended": "2019", "is_current": False})
    jane.key(Qt.Key.Key_Return, CONTROL)
    assert card.form.errors() == {"ended": "The end is before the beginning."}


def test_a_role_leads_to_its_organisation(jane: Driver, people: People) -> None:
    jane.contact.roles.now.setFocus()
    jane.key(Qt.Key.Key_Return)
    assert jane.navigator.current == Place("organisation", people.acme)


def test_a_follow_up_is_ticked_off_with_space(jane: Driver, workspace: Workspace, people: People) -> None:
    made = workspace.followups.add(
        FollowUpDraft("Send the protocol", clock.today() + timedelta(days=2), contact_id=people.jane)
    )
    jane.qtbot.waitUntil(lambda: [row.title for row in jane.contact.todo.rows.rows()] == ["Send the protocol"])
    jane.contact.todo.rows.setFocus()
    jane.key(Qt.Key.Key_Space)
    assert not workspace.followups.get(made).row.is_open
    assert jane.said() == "Done: Send the protocol"


def test_the_history_shows_what_happened_and_its_chips_narrow_it(jane: Driver) -> None:
    timeline = jane.contact.history.timeline
    assert "Scope of the pilot" in titles(timeline)
    assert "Joined Acme Imaging" in titles(timeline)
    meetings = next(each for each in jane.contact.history.filters.findChildren(type(jane.contact.log_button))
                    if each.text() == "Meetings")  # fmt: skip
    meetings.click()
    assert titles(timeline) == ["Scope of the pilot"]


def test_what_changed_tells_each_field_before_and_after(jane: Driver, workspace: Workspace, people: People) -> None:
    workspace.contacts.edit(people.jane, pronouns="she/her")
    workspace.contacts.edit(people.jane, pronouns="they/them")
    jane.window.context.actions.run("contact.changes")
    told = bodies(jane.contact.changes)
    assert told[0] == "Pronouns: “she/her” → “they/them”"
    assert told[1] == "Pronouns: nothing → “she/her”"
    assert "E-mail added: jane.roe@acme.example" in told[-1]


def test_what_changed_tells_who_did_it_where_it_was_somebody_else_or_elsewhere(
    jane: Driver, workspace: Workspace, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.settings.set(USER_NAME, "Sam")
    workspace.contacts.edit(people.jane, pronouns="she/her")
    with monkeypatch.context() as there:
        there.setattr(history, "this_device", lambda: "0123456789abcdef")
        workspace.contacts.edit(people.jane, pronouns="they/them")
    workspace.settings.set(USER_NAME, "Alex")
    with monkeypatch.context() as there:
        there.setattr(history, "this_device", lambda: "0123456789abcdef")
        workspace.contacts.edit(people.jane, pronouns="she/they")
    workspace.contacts.edit(people.jane, pronouns="they/she")
    jane.window.context.actions.run("contact.changes")
    events = jane.contact.changes.events()
    told = [events.event_at(number).secondary for number in range(events.rowCount(QModelIndex()))]
    assert told[:4] == ["", "on another computer", "by Sam on another computer", "by Sam"]
    assert set(told[4:]) == {""}


def test_a_contact_in_the_trash_says_so_and_is_restored(jane: Driver, workspace: Workspace, people: People) -> None:
    jane.window.context.actions.run("contact.trash")
    jane.qtbot.waitUntil(jane.contact.restore_button.isVisible)
    assert jane.said() == "Jane Roe moved to the trash"
    jane.contact.restore_button.click()
    assert workspace.contacts.count() == 4


def test_a_contact_whose_adding_was_undone_leaves_a_way_back(jane: Driver, workspace: Workspace) -> None:
    while workspace.undo() is not None:
        pass
    jane.qtbot.waitUntil(lambda: jane.contact.states.showing() == "error")
    jane.contact.states.currentWidget().button.click()  # type: ignore[attr-defined]
    assert jane.navigator.current == Place("contacts")


def test_a_narrow_window_puts_the_third_column_into_the_first(jane: Driver) -> None:
    wide = jane.contact.roles.mapTo(jane.window, jane.contact.roles.rect().topLeft()).x()
    jane.window.resize(1024, 680)
    jane.qtbot.waitUntil(
        lambda: jane.contact.roles.mapTo(jane.window, jane.contact.roles.rect().topLeft()).x() < wide / 2
    )
    jane.qtbot.waitUntil(jane.contact.roles.isVisible)


def test_f6_steps_from_the_history_to_the_columns_beside_it(jane: Driver) -> None:
    areas = jane.contact.panes()
    for area in areas[1:]:
        jane.key(Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert area.isAncestorOf(focus)


def test_enter_on_an_interaction_opens_it(jane: Driver) -> None:
    jane.listen_for("interaction")
    timeline = jane.contact.history.timeline
    timeline.setCurrentIndex(timeline.events().index(titles(timeline).index("Scope of the pilot")))
    jane.key(Qt.Key.Key_Return)
    assert [place.kind for place in jane.asked] == ["interaction"]


def test_enter_on_a_huddle_in_the_history_opens_the_huddle(jane: Driver, workspace: Workspace, people: People) -> None:
    day = clock.today() - timedelta(days=7)
    huddle = workspace.huddles.plan(HuddleDraft(day, time(15), time(16, 30), series_id=1))
    workspace.attendance.mark(huddle, [people.jane], "attended")
    timeline = jane.contact.history.timeline
    jane.qtbot.waitUntil(lambda: "Attended Huddle 1" in titles(timeline))
    timeline.setCurrentIndex(timeline.events().index(titles(timeline).index("Attended Huddle 1")))
    timeline.setFocus()
    jane.key(Qt.Key.Key_Return)
    assert jane.navigator.current == Place("huddle", huddle)


def test_a_very_long_name_is_cut_not_pushed_out(jane: Driver, workspace: Workspace, people: People) -> None:
    workspace.contacts.edit(people.jane, given_name="Wilhelmina-Konstantina " * 12)
    jane.window.resize(1024, 680)
    jane.qtbot.waitUntil(lambda: jane.contact.title().startswith("Wilhelmina"))
    assert jane.contact.more.mapTo(jane.window, jane.contact.more.rect().topRight()).x() <= 1024


def test_who_does_not_want_to_be_mailed_is_shown_with_the_reason(
    jane: Driver, workspace: Workspace, people: People
) -> None:
    assert jane.contact.no_mail.isHidden()
    workspace.consents.record(
        people.jane, "objected", method="import", wording="Do Not Email: Yes", evidence="members.csv, line 5"
    )
    jane.qtbot.waitUntil(lambda: not jane.contact.no_mail.isHidden())
    assert not jane.contact.refuses.isHidden()
    said = jane.contact.no_mail.text()
    assert said.startswith("Do not mail: asked not to be on ")
    assert said.endswith(": “Do Not Email: Yes” (members.csv, line 5).")
    workspace.consents.record(people.jane, "granted", method="by letter")
    jane.qtbot.waitUntil(jane.contact.no_mail.isHidden)
    assert jane.contact.refuses.isHidden()


def test_only_an_address_in_use_is_offered_to_write_to_or_copied_with_the_name(
    jane: Driver, workspace: Workspace, people: People
) -> None:
    emails = (
        Email("old@acme.example", state="former"),
        Email("jane.roe@acme.example", is_primary=True),
        Email("back@acme.example", state="bounced"),
    )
    workspace.contacts.set_emails(people.jane, emails)
    jane.qtbot.waitUntil(lambda: len(jane.contact.emails.entries) >= 3)
    jane.contact.mail()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    assert sorted(each.text() for each in menu.actions() if each.text()) == [
        "Copy back@acme.example  (bounces)",
        "Copy jane.roe@acme.example",
        "Copy old@acme.example  (no longer in use)",
        "Write to jane.roe@acme.example",
    ]
    menu.close()
    jane.contact.do.copy()
    copied = QApplication.clipboard().text()
    assert "jane.roe@acme.example" in copied
    assert "old@acme.example" not in copied
    assert "back@acme.example" not in copied
