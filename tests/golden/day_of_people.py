"""People, organisations and the words for them: each field set once and changed once."""

from crm.contacts import Address, AffiliationDraft, ContactDraft, Email, PhoneNumber
from crm.filters import Condition, Filter
from crm.organisations import Alias, Domain, OrganisationDraft
from crm.settings import CADENCE_AIM, USER_NAME
from crm.views import View
from tests.golden.day import Day


def work(day: Day) -> None:
    """Add, edit, trash, restore and undo."""
    _words(day)
    acme, parent = _organisations(day)
    zoe, sean = _contacts(day, acme, parent)
    _affiliations(day, zoe, sean, acme, parent)
    _many(day, zoe, sean)
    _trash(day)
    _views(day, acme)


def _words(day: Day) -> None:
    words, tags, settings = day.workspace.vocabularies, day.workspace.tags, day.workspace.settings
    day.did("name the user", settings.set, USER_NAME, "Robin Ashworth")
    day.did("change the cadence", settings.set, CADENCE_AIM, 45)
    for vocabulary, name in (("sector", "Charity"), ("sub_region", "Isle of Man"), ("theme", "Genomics")):
        term = day.did(f"add the {vocabulary} {name}", words.add, vocabulary, name)
        day.did(f"rename the {vocabulary} {name}", words.rename, vocabulary, term, f"{name}s")
    day.did("choose the mark of a sector", words.set_symbol, 6, "public")
    day.did("retire a theme", words.set_active, "theme", 10, False)
    day.did("reorder themes", words.reorder, "theme", (3, 1, 2))
    spare = day.did("add a theme to delete", words.add, "theme", "Spare")
    day.did("delete a theme", words.delete, "theme", spare)
    day.did("delete a theme in use", words.delete, "theme", 1)
    day.did("add a theme twice", words.add, "theme", "genomicss")
    for name in ("imaging", "Imagery", "to delete"):
        day.did(f"add the tag {name}", tags.create, name)
    held = {row.name: row.id for row in tags.all()}
    day.did("rename a tag", tags.rename, held["Imagery"], "pictures")
    day.did("merge tags", tags.merge, held["mentor"], held["advisory board"])
    day.did("delete a tag", tags.delete, held["to delete"])


def _organisations(day: Day) -> tuple[int, int]:
    service = day.workspace.organisations
    parent = day.did("add an organisation by name alone", service.create, OrganisationDraft("Mersey Biotech Group"))
    draft = OrganisationDraft(
        "Acme Imaging Ltd", "Acme", 1, 4, parent, "https://acme.example", "0151 496 0101", "1 Dock Road", "Liverpool",
        "L1 1AA", "United Kingdom", "Makes scanners.\nSpin-out of 2019.", "01234567", "X26",
        (Domain("acme.example"), Domain("shared.example", True)),
        (Alias("Acme", "acronym"), Alias("Acme Scan", "also")),
        ("imaging",), ("Diagnostics", "Data and AI"), "prospect",
    )  # fmt: skip
    acme = day.did("add an organisation with every field", service.create, draft)
    day.did("add an organisation without a name", service.create, OrganisationDraft(" "))
    changes: tuple[tuple[str, object], ...] = (
        ("name", "Acme Imaging Limited"), ("short_name", "AIL"), ("sector_id", 5), ("sub_region_id", 3),
        ("parent_id", None), ("website", "https://www.acme.example"), ("phone", "0161 496 0102"),
        ("street", "2 Mill Lane"), ("town", "Preston"), ("postcode", "PR1 1AA"), ("country", "Wales"),
        ("about", "Makes scanners and software."), ("company_number", "07654321"), ("ods_code", "X27"),
        ("closed_on", "2026-04"),
    )  # fmt: skip
    for field, value in changes:
        day.did(f"edit {field} of an organisation", service.edit, acme, **{field: value})
    day.did("open it again", service.edit, acme, closed_on=None, parent_id=parent)
    day.did("put an organisation above itself", service.edit, parent, parent_id=acme)
    day.did("edit a field there is not", service.edit, acme, colour="red")
    day.did("rename an organisation", service.rename, acme, "Acme Médical Imaging", "2026-05")
    day.did("make a partner", service.set_partnership, acme, "partner", "2026-05-01", "MoU", "Signed by both")
    day.did("make dormant", service.set_partnership, 2, "dormant", "2026-05-02")
    day.did("end a partnership on no day", service.set_partnership, 5, "")
    day.did("end a partnership", service.set_partnership, 5, "", "2026-05-03")
    day.did(
        "set other names", service.set_aliases, acme, (Alias("AMI", "acronym"), Alias("Acme Scan", "former", "2020"))
    )
    day.did("set domains", service.set_domains, acme, (Domain("acme.example", True), Domain("ami.example")))
    day.did("set tags of an organisation", service.set_tags, acme, ("imaging", "raising", "new tag"))
    day.did("set themes of an organisation", service.set_themes, acme, ("Genomicss", "Diagnostics"))
    day.did("set a theme there is not", service.set_themes, acme, ("Alchemy",))
    day.did("tag organisations", service.bulk_tag, (1, 2, 3), ("north west",), ("raising",))
    day.did("mean or make a new one", service.meant_or_made, "Dee Robotics")
    day.did("mean or make a known one", service.meant_or_made, "acme medical imaging")
    return acme, parent


def _contacts(day: Day, acme: int, parent: int) -> tuple[int, int]:
    service = day.workspace.contacts
    draft = ContactDraft(
        "Zoë", "O’Neill-Brontë", "Dr", "MBE", "Zo", "she/her", "https://www.linkedin.com/in/zoe-example", "1980-02-29",
        "Met at the launch.\nLikes tea.",
        (Email("zoe@acme.example", "work", True), Email("zoe.old@ami.example", "", False, "former")),
        (PhoneNumber("07700 900 123", "mobile"), PhoneNumber("+44 151 496 0103 ext 7", "work")),
        (Address("3 Park View", "Chester", "Cheshire", "CH1 1AA", "United Kingdom", "home"),),
        acme, "Chief scientist", "Research", "2021-03", ("imaging", "mentor"), ("Digital health",),
    )  # fmt: skip
    zoe = day.did("add a contact with every field", service.create, draft)
    sean = day.did(
        "add a contact by name", service.create, ContactDraft("Seán", "Ó Briain", emails=(Email("zoe@acme.example"),))
    )
    day.did("add a contact without a name", service.create, ContactDraft())
    changes: tuple[tuple[str, object], ...] = (
        ("title", "Prof"), ("given_name", "Zoe"), ("family_name", "Carver"), ("suffix", "OBE"),
        ("preferred_name", "Zozo"), ("pronouns", "they/them"),
        ("linkedin_url", "https://www.linkedin.com/in/zoe-carver-example"), ("birthday", "1980-02"),
        ("about", "Likes coffee, now."), ("cadence_aim", 20), ("cadence_limit", 40), ("active", False),
    )  # fmt: skip
    for field, value in changes:
        day.did(f"edit {field} of a contact", service.edit, zoe, **{field: value})
    day.did("active again, by another title", service.edit, zoe, active=True, title="", cadence_aim=None)
    day.did("correct a family name", service.edit, sean, former_name=False, family_name="O'Brien")
    day.did("take a name away", service.edit, sean, given_name="", family_name="")
    day.did("edit nobody", service.edit, 9_999, title="Dr")
    emails = service.get(zoe).emails
    day.did(
        "set e-mails",
        service.set_emails,
        zoe,
        (Email("z.carver@acme.example", "work", True), Email(emails[0].value, "home", False, "bounced", emails[0].id)),
    )
    day.did("set an e-mail that is none", service.set_emails, zoe, (Email("no address"),))
    phone = service.get(zoe).phones[0]
    day.did(
        "set phones",
        service.set_phones,
        zoe,
        (PhoneNumber("07700 900456", "mobile", id=phone.id), PhoneNumber("028 9649 6123", "home")),
    )
    day.did(
        "set addresses", service.set_addresses, zoe, (Address("4 Park View", "Chester", "", "CH1 1AB", kind="work"),)
    )
    day.did("set former names", service.set_former_names, zoe, ("Zoë Brontë", "Zoe Smith"))
    day.did("set tags of a contact", service.set_tags, zoe, ("imaging", "speaker"))
    day.did("set themes of a contact", service.set_themes, zoe, ("Genomicss", "Digital health"))
    return zoe, sean


def _affiliations(day: Day, zoe: int, sean: int, acme: int, parent: int) -> None:
    service = day.workspace.contacts
    row = day.did(
        "add an affiliation",
        service.add_affiliation,
        sean,
        AffiliationDraft(acme, "Adviser", "Board", "adviser", True, True, "2020", None),
    )
    day.did(
        "edit an affiliation",
        service.edit_affiliation,
        sean,
        row,
        AffiliationDraft(parent, "Chair", "Council", "board", False, False, "2020-05-01", "2026-04-30"),
    )
    spare = day.did("add another affiliation", service.add_affiliation, sean, AffiliationDraft(3, "Visiting"))
    day.did("remove an affiliation", service.remove_affiliation, sean, spare)
    day.did("add one that begins ahead", service.add_affiliation, sean, AffiliationDraft(4, "Fellow", started="2027"))
    day.did(
        "end before the beginning", service.add_affiliation, sean, AffiliationDraft(4, started="2025", ended="2024")
    )
    day.did("change a job", service.change_job, zoe, AffiliationDraft(3, "Professor", started="2026-05-10"))
    day.did("change a job and all others", service.change_job, 14, AffiliationDraft(acme, "Founder"), others_stay=False)
    consents = day.workspace.consents
    day.did("consent", consents.record, zoe, "granted", method="by e-mail", wording="Yes please", evidence="Mail")
    day.did("withdraw", consents.record, zoe, "withdrawn", method="by phone")
    day.did("object", consents.record, sean, "objected")
    day.did("consent to what there is not", consents.record, sean, "granted", purpose="Nothing")


def _many(day: Day, zoe: int, sean: int) -> None:
    service = day.workspace.contacts
    academia = Filter(parts=(Condition("sector", (2,)), Condition("has_email")))
    day.did("tag a filter", service.bulk_tag, academia, ("campus",), ("huddle regular",))
    day.did("tag ids", service.bulk_tag, (1, 2, 3), ("first three",))
    day.did("edit many", service.bulk_edit, (4, 5, zoe), cadence_aim=30, cadence_limit=90)
    day.did("set many aside", service.bulk_edit, (6, 7), active=False)
    day.did("edit many in what is one's own", service.bulk_edit, (6, 7), title="Dr")
    day.did("themes of many", service.bulk_theme, (4, sean), ("Infection",), ("Digital health",))
    day.did("undo themes of many", day.workspace.undo)
    day.did("redo themes of many", day.workspace.redo)
    day.did("redo nothing", day.workspace.redo)


def _trash(day: Day) -> None:
    trash, workspace = day.workspace.trash, day.workspace
    day.did("trash a contact", trash.put, "contact", (8,))
    day.did("trash contacts", trash.put, "contact", (9, 10))
    day.did("restore a contact", trash.restore, "contact", (9,))
    day.did("trash an organisation", trash.put, "organisation", (16,))
    twin = day.did(
        "add one of the same name", workspace.organisations.create, OrganisationDraft("Ribblesdale Institute")
    )
    day.did("mean one in the trash", workspace.organisations.meant, "Ribblesdale Institute of Technology")
    day.did("restore it beside its namesake", trash.restore, "organisation", (16,))
    day.did("trash the namesake", trash.put, "organisation", (twin,))
    day.did("undo the trash", workspace.undo)
    day.did("undo the restoring", workspace.undo)
    day.did("trash what there is not", trash.put, "contact", (9_999,))
    newest = workspace.actions(limit=40)
    tagging = next(row for row in newest if row.label.startswith("Tag ") and "first three" in row.label)
    day.did("take an older action back", workspace.take_back, tagging.id)
    day.did("take it back twice", workspace.take_back, tagging.id)
    adding = next(row for row in workspace.actions(limit=200) if row.label == "Add Zo O’Neill-Brontë")
    day.did("take back what later ones build on", workspace.take_back, adding.id)


def _views(day: Day, acme: int) -> None:
    views = day.workspace.views
    shown = Filter(
        "imag", True, (Condition("organisation", (acme,)), Filter(parts=(Condition("never", negated=True),)))
    )
    made = day.did("save a view", views.save, View("contacts", "Around Acme", shown, "email", True, ("name", "email")))
    day.did("save over it", views.save, View("contacts", "Around Acme", shown, "role", columns=("name",)))
    day.did("rename a view", views.rename, made, "Acme’s people")
    day.did("rename to a taken name", views.rename, made, "Investors")
    other = day.did("save another view", views.save, View("organisations", "All", Filter(), "people", True))
    day.did("reorder views", views.reorder, (other, made))
    day.did("delete a view", views.delete, other)
    day.did("keep a draft", day.workspace.drafts.save, "contact:3", {"about": "not yet saved"})
    day.did("keep another draft", day.workspace.drafts.save, "log", {"text": "Met Zoe"})
    day.did("throw a draft away", day.workspace.drafts.discard, "log")
