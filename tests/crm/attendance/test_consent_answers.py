"""What a registration form answered about being written to becomes a dated act of consent, and only that does."""

import pytest

from crm.attendance.consent_answers import mail_answer
from crm.attendance.reports import Outcome
from crm.consents import ConsentRow
from crm.workspace import Workspace
from tests.crm.attendance.bring import bring, dump, only

HEAD = "Name,Email,Attended,May we mail you?\n"
YES = HEAD + "Ida Moss,ida@moss.example,yes,Yes\n"


@pytest.mark.parametrize(
    "question",
    [
        "May we mail you?", "May we e-mail you about future huddles?", "Newsletter", "Join our mailing list",
        "Would you like to receive our newsletter?", "Can we keep in touch by e-mail?", "Email opt-in", "OK to mail?",
        "Please keep me informed about future events", "I would like to receive updates from the cluster by email",
        "Can we contact you about future events?", "Do you consent to us emailing you?", "Marketing consent",
        "I am happy to be contacted about other events", "Can we add you to our mailing list?", "Email permission",
        "Would you like to hear from us?", "Are you happy for us to contact you by email?", "Subscribe to updates",
        "Happy for us to send you details of future events?", "Do you agree to receive emails from us?",
    ],
)  # fmt: skip
@pytest.mark.parametrize("answer", ["Yes", "yes please", "TRUE", "x", "✓", "I agree", "1"])
def test_a_yes_to_being_written_to_agrees(question: str, answer: str) -> None:
    found = mail_answer(question, answer)
    assert found is not None
    assert (found.question, found.answer, found.agrees, found.objects) == (question, answer, True, False)


@pytest.mark.parametrize(
    "question",
    [
        "What is your email?", "Would you like to contact a speaker?", "How did you hear about us?", "GDPR consent",
        "Do you want to receive the slides by e-mail?", "Did you receive our invitation email?", "May we text you?",
        "Can you send us the details of your project by e-mail?", "May we take your photo?", "Photo consent",
        "May we share your details with sponsors?", "Are you happy to be photographed for our newsletter?",
        "Will you be filmed for the newsletter?", "Is this your first huddle?", "Will you be at future events?",
        "Do you need parking?", "Did you hear about our newsletter?", "",
    ],
)  # fmt: skip
def test_a_yes_to_anything_else_agrees_to_nothing(question: str) -> None:
    assert mail_answer(question, "Yes") is None


@pytest.mark.parametrize("answer", ["No", "no thanks", "FALSE", "0", "✗", "never"])
def test_a_no_allows_nothing_and_forbids_nothing(answer: str) -> None:
    found = mail_answer("May we mail you?", answer)
    assert found is not None
    assert (found.agrees, found.objects) == (False, False)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Do not contact me", "Yes"),
        ("I do not wish to receive marketing", "x"),
        ("Opt-out", "1"),
        ("Unsubscribed", "yes"),
        ("HasOptedOutOfEmail", "true"),
        ("do_not_email", "1"),
        ("Unsubscribed at", "3 May 2026"),
        ("Email status", "Unsubscribed"),
        ("I would rather not be contacted", "I agree"),
        ("I do not wish to hear from you", "x"),
        ("Newsletter", "please don't email me"),
        ("Newsletter", "Opted out"),
        ("Contact preference", "Do not contact me"),
        ("May we share your details?", "Do not contact me again"),
    ],
)
def test_whoever_plainly_forbids_it_objects(question: str, answer: str) -> None:
    found = mail_answer(question, answer)
    assert found is not None
    assert (found.agrees, found.objects) == (False, True)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Do not contact me", "No"),
        ("Opt-out", "0"),
        ("Do not contact by phone", "Yes"),
        ("Email consent", "No"),
        ("May we mail you?", "maybe"),
        ("Notes", "Do not contact before 9"),
    ],
)
def test_what_is_neither_is_no_act(question: str, answer: str) -> None:
    found = mail_answer(question, answer)
    assert found is None or not (found.agrees or found.objects)


def test_a_ticked_sentence_that_comes_back_as_itself_agrees() -> None:
    found = mail_answer("Keep me informed about future events", "Keep me informed about future events")
    assert found is not None
    assert found.agrees


def test_a_yes_becomes_a_dated_act_with_the_question_and_the_place_it_stands_at(
    workspace: Workspace, held: int
) -> None:
    line = only(workspace.reports.plan(held, YES))
    assert line.adds == ("attended", "may be mailed")
    bring(workspace, held, YES)
    (act,) = acts(workspace, "Ida Moss")
    assert (act.purpose, act.act, act.basis, act.method) == ("Newsletter", "granted", "consent", "registration form")
    assert (act.wording, act.evidence, act.at) == (
        "May we mail you?",
        "“Yes” in Typed list, line 2",
        "2026-05-21T11:00:00Z",
    )
    assert workspace.store.value("SELECT huddle_id FROM consent") == held
    assert about(workspace, "Ida Moss") == ""


def test_a_no_is_kept_as_it_was_given_and_nothing_is_granted(workspace: Workspace, held: int) -> None:
    bring(workspace, held, YES.replace("yes,Yes", "yes,No"))
    assert acts(workspace, "Ida Moss") == []
    assert about(workspace, "Ida Moss") == "May we mail you? No"


def test_the_strictest_of_several_answers_holds(workspace: Workspace, held: int) -> None:
    bring(workspace, held, "Name,Email,Attended,Newsletter,Do not contact me\nIda Moss,ida@moss.example,yes,Yes,Yes\n")
    assert [act.act for act in acts(workspace, "Ida Moss")] == ["objected"]


def test_somebody_we_know_agrees_once_and_the_same_file_adds_nothing(
    workspace: Workspace, held: int, jane: int
) -> None:
    text = HEAD + "Jane Roe,jane.roe@acme.example,yes,Yes\n"
    assert only(workspace.reports.plan(held, text)).adds == ("attended", "may be mailed")
    bring(workspace, held, text)
    assert not workspace.reports.plan(held, text).has_work
    assert [act.act for act in workspace.consents.of(jane)] == ["granted"]


@pytest.mark.parametrize("act", ["objected", "withdrawn"])
def test_an_earlier_no_stands_whatever_a_form_says_and_the_line_says_so(
    workspace: Workspace, held: int, jane: int, act: str
) -> None:
    workspace.consents.record(jane, act)
    text = HEAD + "Jane Roe,jane.roe@acme.example,yes,Yes\n"
    line = only(workspace.reports.plan(held, text))
    assert line.adds == ("attended",)
    assert line.differs == ("yes to “May we mail you?”, but they said no before: that stands",)
    bring(workspace, held, text)
    assert [each.act for each in workspace.consents.of(jane)] == [act]


def test_a_no_of_somebody_who_agreed_takes_that_back_unless_it_is_older(
    workspace: Workspace, held: int, jane: int
) -> None:
    workspace.consents.record(jane, "granted")
    head = "Name,Email,Attended,May we mail you?,Registered on\n"
    older = head + "Jane Roe,jane.roe@acme.example,yes,No,01/03/2026\n"
    bring(workspace, held, older)
    assert [each.act for each in workspace.consents.of(jane)] == ["granted"]
    text = HEAD + "Jane Roe,jane.roe@acme.example,yes,No\n"
    line = only(workspace.reports.plan(held, text))
    assert (line.outcome, line.adds) == (Outcome.MATCHED, ("no mail any more",))
    bring(workspace, held, text)
    assert [each.act for each in workspace.consents.of(jane)] == ["withdrawn", "granted"]


def test_planning_records_no_consent(workspace: Workspace, held: int) -> None:
    before = dump(workspace)
    workspace.reports.plan(held, YES)
    assert dump(workspace) == before


def acts(workspace: Workspace, name: str) -> list[ConsentRow]:
    return workspace.consents.of(contact(workspace, name))


def about(workspace: Workspace, name: str) -> str:
    return workspace.contacts.get(contact(workspace, name)).about


def contact(workspace: Workspace, name: str) -> int:
    return int(workspace.store.value("SELECT contact_id FROM contact_summary WHERE name = ?", (name,)))
