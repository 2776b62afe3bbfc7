"""Somebody at the door whom nobody expected: known, in the trash, or new."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm.settings import NEWSLETTER_WORDING
from tests.ui.huddles.check_in.door import ENTER, ESC, TAB, Door, add_walk_in
from tests.ui.stage import CONTROL


def test_the_newsletter_answer_is_kept_with_its_wording_and_the_huddle(door: Door) -> None:
    door.workspace.settings.set(NEWSLETTER_WORDING, "Shall we write to you once a month?")
    add_walk_in(door, "Zara Quill", "Newco", "Founder", "zara@newco.example", Qt.Key.Key_Y)
    zara = door.workspace.attendance.arrived(door.huddle)[0]
    (consent,) = door.workspace.consents.of(zara.contact_id)
    assert (consent.act, consent.purpose, consent.method) == ("granted", "Newsletter", "at the door")
    assert consent.wording == "Shall we write to you once a month?"
    assert "Yes" in consent.evidence
    assert "Huddle 42" in consent.evidence
    assert (zara.name, zara.organisation, zara.email) == ("Zara Quill", "Newco", "zara@newco.example")


def test_a_no_is_kept_as_an_objection_and_no_answer_as_nothing(door: Door) -> None:
    add_walk_in(door, "Otto Brandt", "Newco", "", "otto@newco.example", Qt.Key.Key_N)
    add_walk_in(door, "Vera Lind", "Newco", "", "vera@newco.example", Qt.Key.Key_Shift)
    vera, otto = door.workspace.attendance.arrived(door.huddle)
    assert [each.act for each in door.workspace.consents.of(otto.contact_id)] == ["objected"]
    assert door.workspace.consents.of(vera.contact_id) == []


def test_undo_takes_back_the_walk_in_with_the_contact_the_firm_and_the_answer(door: Door) -> None:
    add_walk_in(door, "Zara Quill", "Newco", "Founder", "zara@newco.example", Qt.Key.Key_Y)
    door.press(Qt.Key.Key_Z, modifier=CONTROL)
    door.settled()
    assert door.inside() == set()
    assert door.workspace.search.find("zara", kinds=("contact",)) == []
    assert door.workspace.search.find("newco", kinds=("organisation",)) == []


def test_an_unknown_name_becomes_a_walk_in_and_an_address_its_e_mail(door: Door) -> None:
    door.write("Zara Quill")
    door.press(ENTER)
    form = door.door.door.walk_in.form
    assert form.field("name").value() == "Zara Quill"
    assert QApplication.focusWidget() is form.field("organisation")
    door.press(ESC)
    door.door.door.field.empty()
    door.write("zara@newco.example")
    door.press(ENTER, modifier=CONTROL)
    assert (form.field("name").value(), form.field("email").value()) == ("", "zara@newco.example")
    assert QApplication.focusWidget() is form.field("name")


def test_escape_leaves_the_form_and_keeps_what_was_typed(door: Door) -> None:
    door.write("Zara Quill")
    door.press(ENTER)
    door.write("Newco")
    door.press(ESC, ESC)
    assert QApplication.focusWidget() is door.door.door.field
    assert door.door.door.field.text() == "Zara Quill"
    door.press(ENTER, modifier=CONTROL)
    assert door.door.door.walk_in.form.field("organisation").text() == "Newco"


def test_a_wrong_address_is_said_beneath_the_field_and_nothing_typed_is_lost(door: Door) -> None:
    add_walk_in(door, "Zara Quill", "Newco", "Founder", "zara at newco", Qt.Key.Key_Y)
    form = door.door.door.walk_in.form
    assert "is not an e-mail address" in form.errors()["email"]
    assert form.values()["name"] == "Zara Quill"
    assert form.values()["role"] == "Founder"
    assert form.values()["newsletter"] is True
    assert QApplication.focusWidget() is form.field("email")
    assert door.inside() == set()


def test_the_address_of_somebody_known_is_that_person(door: Door) -> None:
    before = door.workspace.contacts.count()
    door.write("Bob Ashworth")
    door.press(ENTER)
    door.press(TAB, TAB)
    door.write("robert@network.example")
    form = door.door.door.walk_in
    assert form.notice.said.text().startswith("robert@network.example is the address of Robert Ashworth")
    door.press(ENTER, modifier=CONTROL)
    door.settled()
    assert door.inside() == {"Robert Ashworth"}
    assert door.workspace.contacts.count() == before
    assert door.toast() == "Robert Ashworth checked in, 1 of 16"


def test_a_name_that_is_known_is_offered_before_a_new_contact_is_made(door: Door) -> None:
    before = door.workspace.contacts.count()
    door.write("Lucy Entwistle")
    door.press(ENTER, modifier=CONTROL)
    form = door.door.door.walk_in
    assert form.notice.said.text() == "You know a Lucy Entwistle already, Quayside Labs."
    form.notice.button.setFocus()
    door.press(ENTER)
    assert door.inside() == {"Lucy Entwistle"}
    assert door.workspace.contacts.count() == before


def test_somebody_in_the_trash_is_offered_back_at_the_door(door: Door) -> None:
    lucy = door.workspace.store.value("SELECT contact_id FROM contact_summary WHERE name = 'Lucy Entwistle'")
    door.workspace.trash.put("contact", [lucy])
    before = door.workspace.contacts.count()
    door.write("Lucy Entwistle")
    door.press(ENTER, modifier=CONTROL)
    form = door.door.door.walk_in
    assert form.notice.said.text() == "Lucy Entwistle is in the trash."
    assert form.notice.button.text() == "Restore Lucy Entwistle and check in"
    form.notice.button.setFocus()
    door.press(ENTER)
    assert door.inside() == {"Lucy Entwistle"}
    assert door.workspace.contacts.count() == before + 1
    door.workspace.undo()
    assert door.workspace.contacts.count() == before


def test_a_tick_that_is_refused_is_said_under_the_field_and_the_words_stay(door: Door) -> None:
    door.write("jane")
    huddle = door.workspace.huddles.get(door.huddle)
    tomorrow = huddle.row.day + timedelta(days=1)
    with door.store.action("Put off"):
        door.store.execute(
            "UPDATE huddle SET starts_at = ?, ends_at = ? WHERE id = ?",
            (f"{tomorrow}T15:00:00Z", f"{tomorrow}T16:00:00Z", door.huddle),
        )
    door.press(ENTER)
    assert door.inside() == set()
    assert "still to come" in door.door.door.problem.text()
    assert door.door.door.field.text() == "jane"
