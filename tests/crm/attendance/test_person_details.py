"""People made from an attendance file get what it holds of them; of people we know nothing is overwritten."""

from msgspec.structs import replace

from crm.attendance.reports import NEW_CONTACT, Outcome
from crm.contacts import ContactDetail, ContactDraft, Email, PhoneNumber
from crm.workspace import Workspace
from tests.crm.attendance.bring import bring, dump, only
from tests.crm.huddle_maker import person

PASTED = (
    "Name\tJob title\tOrganisation\tEmail\tMobile\n"
    "Ann Ashe\tDirector\tAlder Ltd\tann@alder.example\t447700900101\n"
    "Bea Birch\tCEO\tBirch & Co\tbea@birch.example\t07700 900102\n"
)


def made(workspace: Workspace, name: str) -> ContactDetail:
    (found,) = workspace.store.rows("SELECT contact_id FROM contact_summary WHERE name = ?", (name,))
    return workspace.contacts.get(found[0])


def jobs(contact: ContactDetail) -> list[tuple[str, str, str]]:
    return [(each.organisation, each.role, each.department) for each in contact.affiliations]


def numbers(contact: ContactDetail) -> list[tuple[str | None, str]]:
    return [(each.e164, each.extension) for each in contact.phones]


def test_job_title_and_mobile_of_a_pasted_table_are_kept(workspace: Workspace, held: int) -> None:
    adds = [line.adds for line in workspace.reports.plan(held, PASTED).lines]
    assert adds[1] == ("attended", "job title CEO", "phone 07700 900102")
    bring(workspace, held, PASTED)
    ann, bea = made(workspace, "Ann Ashe"), made(workspace, "Bea Birch")
    assert (jobs(ann), numbers(ann)) == ([("Alder Ltd", "Director", "")], [("+447700900101", "")])
    assert (jobs(bea), numbers(bea)) == ([("Birch & Co", "CEO", "")], [("+447700900102", "")])


def test_a_job_without_an_organisation_is_kept_as_a_note(workspace: Workspace, held: int) -> None:
    bring(workspace, held, "Name,Email,Job title,Attended\nAnn Ashe,ann@alder.example,Director,yes\n")
    assert made(workspace, "Ann Ashe").about == "Job title: Director"


def test_the_answers_of_a_registration_form_go_where_they_belong(workspace: Workspace, held: int) -> None:
    head = (
        "Name,Email,Company,Attended,What is your job title?,LinkedIn profile,What is your mobile number?,"
        "Which department are you in?,Dietary,Photo consent,Order code,Secret,Ticket price,Street,Postcode"
    )
    says = (
        "Bea Birch,bea@birch.example,Birch & Co,yes,CEO,https://www.linkedin.com/in/bea,07700 900102 x4,"
        "Sales,vegan,No,ABCDE,s1,0.00,1 Lane,M1 1AA"
    )
    bring(workspace, held, f"{head}\n{says}\n")
    bea = made(workspace, "Bea Birch")
    assert jobs(bea) == [("Birch & Co", "CEO", "Sales")]
    assert numbers(bea) == [("+447700900102", "4")]
    assert bea.linkedin_url == "https://www.linkedin.com/in/bea"
    assert [(each.street, each.postcode) for each in bea.addresses] == [("1 Lane", "M1 1AA")]
    assert bea.about == "Dietary: vegan\nPhoto consent: No"


def test_secrets_and_the_booking_are_no_notes_but_questions_about_them_are(workspace: Workspace, held: int) -> None:
    bring(
        workspace,
        held,
        "Name,Email,Attended,Barcode,Voucher code,Add-on to position,Do you need a parking ticket?,ODS code\n"
        "Bea Birch,bea@birch.example,yes,12345,FREE,s1,Yes,RBT\n",
    )
    assert made(workspace, "Bea Birch").about == "Do you need a parking ticket? Yes\nODS code: RBT"


def test_what_is_no_employer_makes_no_organisation_and_is_kept_as_a_note(workspace: Workspace, held: int) -> None:
    bring(workspace, held, "Name,Email,Organisation,Attended\nBea Birch,bea@birch.example,Retired,yes\n")
    assert workspace.store.value("SELECT count(*) FROM organisation") == 0
    assert made(workspace, "Bea Birch").about == "Organisation: Retired"


def test_what_says_nothing_is_no_answer(workspace: Workspace, held: int) -> None:
    head = "Name,Email,Company,Attended,Job title,Phone,Dietary,Access needs,Where do you park?"
    bring(workspace, held, f"{head}\nBea Birch,bea@birch.example,Birch & Co,yes,N/A,-,None,TBC,n/a\n")
    bea = made(workspace, "Bea Birch")
    assert (jobs(bea), numbers(bea), bea.about) == ([("Birch & Co", "", "")], [], "")


def test_a_line_of_an_earlier_file_makes_somebody_new_with_all_it_held(workspace: Workspace, held: int) -> None:
    person(workspace, "Bea Birch")
    bring(workspace, held, "Name,Job title,Organisation,Mobile,Attended\nBea Birch,CEO,Birch & Co,07700 900102,yes\n")
    (kept,) = workspace.reports.kept(held)
    bea = workspace.contacts.get(workspace.reports.match(kept.id, NEW_CONTACT))
    assert (jobs(bea), numbers(bea)) == ([("Birch & Co", "CEO", "")], [("+447700900102", "")])


def test_of_somebody_we_know_nothing_is_overwritten_and_what_differs_is_said(
    workspace: Workspace, held: int, acme: int
) -> None:
    jane = workspace.contacts.create(
        ContactDraft(
            "Jane",
            "Roe",
            emails=(Email("jane.roe@acme.example", is_primary=True),),
            phones=(PhoneNumber("01632 960101"),),
            organisation_id=acme,
            role="Director",
        )
    )
    before = workspace.contacts.get(jane)
    text = (
        "Name,Email,Organisation,Job title,Phone,Dietary,Attended\n"
        "Jane Roe,jane.roe@acme.example,Acme Imaging,CEO,07700 900102,vegan,yes\n"
    )
    line = only(workspace.reports.plan(held, text))
    assert line.differs == ("job title CEO, here Director", "phone 07700 900102", "Dietary: vegan")
    bring(workspace, held, text)
    assert replace(workspace.contacts.get(jane), last_touch_at="") == before


def test_what_a_file_says_as_we_have_it_is_no_difference(workspace: Workspace, held: int, acme: int) -> None:
    workspace.contacts.create(
        ContactDraft(
            "Jane",
            "Roe",
            emails=(Email("Jane.Roe@acme.example", is_primary=True),),
            phones=(PhoneNumber("+44 1632 960101"),),
            linkedin_url="linkedin.com/in/jane",
            organisation_id=acme,
            role="director",
        )
    )
    text = (
        "Name,Email,Organisation,Job title,Phone,LinkedIn,Attended\n"
        "Jane Roe,jane.roe@acme.example,ACME Imaging,Director,01632 960101,https://www.linkedin.com/in/jane/,yes\n"
    )
    assert only(workspace.reports.plan(held, text)).differs == ()


def test_another_organisation_of_somebody_we_know_is_said(workspace: Workspace, held: int, jane: int) -> None:
    text = "Name,Email,Organisation,Attended\nJane Roe,jane.roe@acme.example,New Scans,yes\n"
    line = only(workspace.reports.plan(held, text))
    assert (line.outcome, line.differs) == (Outcome.MATCHED, ("organisation New Scans, here Acme Imaging",))


# -- the trash


def test_a_line_given_to_somebody_in_the_trash_brings_them_back_in_the_same_step(
    workspace: Workspace, held: int, jane: int
) -> None:
    workspace.trash.put("contact", [jane])
    before = dump(workspace)
    text = "Name,Attended\nJane Roe,yes\n"
    plan = workspace.reports.decide(workspace.reports.plan(held, text), 1, jane)
    assert (only(plan).contact, only(plan).adds) == ("Jane Roe", ("attended", "out of the trash"))
    workspace.reports.apply(plan)
    assert workspace.trash.count() == 0
    assert [each.contact_id for each in workspace.attendance.rows(held)] == [jane]
    workspace.undo()
    assert dump(workspace) == before


def test_a_kept_line_given_to_somebody_in_the_trash_brings_them_back(workspace: Workspace, held: int) -> None:
    ravi = person(workspace, "Ravi Shah")
    bring(workspace, held, "Name,Attended\nRavi Shah,yes\n")
    workspace.trash.put("contact", [ravi])
    (kept,) = workspace.reports.kept(held)
    workspace.reports.match(kept.id, ravi)
    assert workspace.trash.count() == 0


def test_an_organisation_in_the_trash_is_brought_back_and_not_made_twice(workspace: Workspace, held: int) -> None:
    mill = workspace.store.value("SELECT id FROM organisation WHERE name = 'Mill Ltd'")
    assert mill is None
    bring(workspace, held, "Name,Email,Organisation,Attended\nAda Moor,ada@mill.example,Mill Ltd,yes\n")
    (mill,) = workspace.organisations.named("Mill Ltd")
    workspace.trash.put("organisation", [mill])
    text = "Name,Email,Organisation,Attended\nCy New,cy@mill.example,Mill Ltd,yes\n"
    plan = workspace.reports.plan(held, text)
    assert only(plan).outcome is Outcome.ASK
    plan = workspace.reports.decide(plan, 1, NEW_CONTACT)
    assert only(plan).adds == ("attended", "Mill Ltd out of the trash")
    workspace.reports.apply(plan)
    assert workspace.organisations.named("Mill Ltd") == (mill,)
    assert workspace.store.value("SELECT count(*) FROM organisation WHERE name = 'Mill Ltd'") == 1
