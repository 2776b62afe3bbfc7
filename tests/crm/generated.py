"""Generated contacts and organisations with everything a record can hold, and what a file shows of them, to compare."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from crm.contacts.records import Address, AffiliationDraft, ContactDraft, Email, PhoneNumber
from crm.organisations.records import Alias, Domain, OrganisationDraft
from crm.text import clean, clean_line
from crm.workspace import Workspace

_FAMILIES = ("Pell", "Rigby; Ward 7", "Sutch, Dale", "van der Berg", "Świątek-Żółć", "O'Hara", "Tatlock")
_GIVEN = ("Siân Mair", "Łukasz", "Jean-Luc", "Ida; Rose", "Bea", "Zoë")
_ORGANISATIONS = ("Lumen Imaging", "Wyvern Care, Chester", "Kestrel; Hobby Labs", "Quillfield R&D")

_LINE = st.text(alphabet=st.characters(exclude_categories=("Cs", "Co", "Cn")), max_size=12).map(clean_line)
_WORDS = st.one_of(_LINE, st.sampled_from(("Head of A; B", "a\\; b", "x, y", 'say "so"', "a^b", "back\\slash\\", "")))
_TEXT = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=("Cs", "Co", "Cn")), max_size=60).map(clean),
    st.sampled_from(("two\nlines; and, more", "=SUM(A1)\n-- ends with \\", "a\\;b \\\\; c", "")),
)
_TAGS = st.lists(
    st.sampled_from(("board; old", "Steering, group", "SME", "a\\;b", "R&D / lab")), max_size=2, unique=True
).map(tuple)
_DATES = st.sampled_from((None, "2019", "2019-05", "2019-05-03"))
_EMAIL_KINDS = st.sampled_from(("", "work", "home", "nhs mail"))
_PHONES = st.lists(
    st.builds(
        PhoneNumber,
        st.sampled_from(
            ("01632 960101", "+44 (0)1632 960102", "07700900456", "ask at the desk", "0161 496 0182 / 0183")
        ),
        st.sampled_from(("", "work", "mobile", "home", "fax", "direct line")),
        extension=st.sampled_from(("", "7", "1234")),
    ),
    max_size=2,
    unique_by=lambda phone: phone.typed,
).map(tuple)
_ADDRESSES = st.lists(
    st.builds(
        Address,
        st.sampled_from(("14 Quay Lane\nRear", "1 Lane; 2", "")),
        st.sampled_from(("Bury", "")),
        st.sampled_from(("Lancashire", "")),
        st.sampled_from(("BL9 1AA", "")),
        st.sampled_from(("Éire", "GB")),
        st.sampled_from(("", "work", "home")),
    ),
    max_size=2,
    unique_by=lambda address: (address.street, address.town, address.region, address.postcode, address.country),
).map(tuple)


@dataclass(frozen=True)
class MadeContact:
    """A contact as it is filled in: its draft, affiliations by the name of the organisation, and what forms add."""

    draft: ContactDraft
    jobs: tuple[tuple[str, AffiliationDraft], ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    former_names: tuple[str, ...] = ()


@st.composite
def contacts(draw: st.DrawFn) -> list[MadeContact]:
    """Return some people of different family names."""
    families = draw(st.lists(st.sampled_from(_FAMILIES), min_size=1, max_size=3, unique=True))
    return [_contact(draw, number, family) for number, family in enumerate(families)]


def _contact(draw: st.DrawFn, number: int, family: str) -> MadeContact:
    places = draw(st.lists(st.sampled_from(_ORGANISATIONS), max_size=3, unique=True))
    emails = tuple(
        Email(
            f"p{number}.{each}@x.example", draw(_EMAIL_KINDS), state=draw(st.sampled_from(("ok", "bounced", "former")))
        )
        for each in range(draw(st.integers(0, 3)))
    )
    draft = ContactDraft(
        given_name=draw(st.sampled_from(_GIVEN)),
        family_name=family,
        title=draw(st.sampled_from(("", "Dr", "Prof"))),
        suffix=draw(st.sampled_from(("", "PhD", "OBE, FRS"))),
        preferred_name=draw(st.sampled_from(("", "Bobby", "Nan; Jo"))),
        pronouns=draw(st.sampled_from(("", "she/her", "they/them"))),
        linkedin_url=draw(st.sampled_from(("", f"https://www.linkedin.com/in/made-{number}"))),
        birthday=draw(st.sampled_from((None, "1979", "1979-03", "1979-03-02", "--02-29"))),
        about=draw(_TEXT),
        emails=emails,
        phones=draw(_PHONES),
        addresses=draw(_ADDRESSES),
        tags=draw(_TAGS),
        themes=draw(st.sampled_from(((), ("Digital health",), ("Diagnostics", "Digital health")))),
    )
    jobs = tuple((place, _job(draw, primary=not order)) for order, place in enumerate(places))
    facts = {
        "cadence_aim": draw(st.sampled_from((None, 30))),
        "cadence_limit": draw(st.sampled_from((None, 90))),
        "active": draw(st.booleans()),
    }
    return MadeContact(draft, jobs, facts, draw(st.sampled_from(((), (f"{draft.given_name} Formerly",)))))


def _job(draw: st.DrawFn, *, primary: bool) -> AffiliationDraft:
    job = AffiliationDraft(
        0, draw(_WORDS), draw(_WORDS), draw(st.sampled_from(("employee", "board", "honorary"))), started=draw(_DATES)
    )
    if draw(st.booleans()):
        return replace(job, ended=draw(st.sampled_from(("2021", "2022-04-01"))), is_current=False)
    return replace(job, is_primary=primary, is_lead=draw(st.booleans()), is_current=True)


@st.composite
def organisations(draw: st.DrawFn) -> list[tuple[OrganisationDraft, dict[str, Any]]]:
    """Return some organisations of different names, each with the facts that its form adds."""
    names = draw(st.lists(st.sampled_from(_ORGANISATIONS), min_size=1, max_size=3, unique=True))
    return [_organisation(draw, number, name) for number, name in enumerate(names)]


def _organisation(draw: st.DrawFn, number: int, name: str) -> tuple[OrganisationDraft, dict[str, Any]]:
    draft = OrganisationDraft(
        name,
        short_name=draw(st.sampled_from(("", f"Short{number}"))),
        sector_id=draw(st.sampled_from((None, 1, 2))),
        sub_region_id=draw(st.sampled_from((None, 1, 2))),
        website=draw(st.sampled_from(("", "https://lumen.example/a;b,c"))),
        phone=draw(st.sampled_from(("", "01632 960123", "+44 1632 960124", "01632 960125 ext 4"))),
        street=draw(st.sampled_from(("", "14 Quay Lane\nRear", "1; 2"))),
        town=draw(st.sampled_from(("", "Bury"))),
        postcode=draw(st.sampled_from(("", "BL9 1AA"))),
        country=draw(st.sampled_from(("", "Éire"))),
        about=draw(_TEXT),
        company_number=draw(st.sampled_from(("", f"0123456{number}"))),
        ods_code=draw(st.sampled_from(("", f"RX{number}"))),
        domains=draw(st.sampled_from(((), (Domain(f"d{number}.example"), Domain("nhs.example", shared=True))))),
        aliases=draw(
            st.sampled_from(((), (Alias(f"Old; Name {number}", "former", "2019-05"), Alias(f"ACR{number}", "acronym"))))
        ),
        tags=draw(_TAGS),
        themes=draw(st.sampled_from(((), ("Digital health",)))),
        status=draw(st.sampled_from(("", "prospect", "partner"))),
    )
    return draft, {"closed_on": draw(_DATES)}


def fill(workspace: Workspace, people: list[MadeContact]) -> None:
    """Make these contacts, and the organisations they are at."""
    made: dict[str, int] = {}
    for each in people:
        contact = workspace.contacts.create(each.draft)
        workspace.contacts.edit(contact, **each.facts)
        workspace.contacts.set_former_names(contact, each.former_names)
        for name, job in each.jobs:
            if name not in made:
                made[name] = workspace.organisations.create(OrganisationDraft(name))
            workspace.contacts.add_affiliation(contact, replace(job, organisation_id=made[name]))


def found(root: Any) -> Any:
    """Return a record without what each file has of its own: numbers of rows, moments."""
    if isinstance(root, Email):  # one out of use is no main address, whatever is marked
        root = replace(root, is_primary=root.is_primary and root.state == "ok")
    kept = {name: getattr(root, name) for name in root.__struct_fields__ if name not in _OF_A_FILE}
    return {name: [*map(_part, value)] if isinstance(value, tuple) else _part(value) for name, value in kept.items()}


def _part(value: Any) -> Any:
    return found(value) if isinstance(value, Struct) else value


_OF_A_FILE = frozenset(("id", "organisation_id", "parent_id", "created_at", "e164"))


def fill_organisations(workspace: Workspace, made: list[tuple[OrganisationDraft, dict[str, Any]]]) -> None:
    """Make these organisations."""
    for draft, facts in made:
        workspace.organisations.edit(workspace.organisations.create(draft), **facts)
