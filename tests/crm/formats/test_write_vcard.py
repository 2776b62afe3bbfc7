import io
import tempfile
from pathlib import Path
from typing import Literal

import pytest
import vobject
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from crm.formats.detect import read
from crm.formats.rows import ReadAddress, ReadContact, ReadEmail, ReadName, ReadPhone, ReadUrl
from crm.formats.write_vcard import write_vcard
from crm.text import clean, clean_line

ANN = ReadContact(
    name=ReadName("Dr", "Siân", "Mair", "Llewelyn; Price", "OBE, FRS", "Shan", "Dr Shan Llewelyn; Price OBE, FRS"),
    emails=(ReadEmail("sian@wyvern.example", "work", True), ReadEmail("s@home.example", "nhs mail")),
    phones=(ReadPhone("+441632960101", "work", "12"), ReadPhone("+447700900101", "mobile"), ReadPhone("ask")),
    organisation="Wyvern Care, Trust",
    department="Digital",
    title="Clinical Safety Officer",
    addresses=(ReadAddress("work", "14 Quay Lane\nRear", "Floor 2", "", "Porthaven", "", "PH1 4ZZ", "GB"),),
    urls=(ReadUrl("https://www.linkedin.com/in/x,y;z", "linkedin"),),
    birthday="1979-03-02",
    notes="Met at the huddle.\nPrefers \\Teams\\; \"no calls\", ever.",
    tags=("Steering, group", "SME"),
    uid="0c7f9d50-0000-4000-8000-0000000000b1",
)  # fmt: skip


def read_back(contacts: list[ReadContact], version: Literal["3.0", "4.0"]) -> list[ReadContact]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.vcf"
        write_vcard(path, contacts, version=version)
        found = read(path).contacts
    return [
        replace(contact, line=0, phones=tuple(replace(phone, typed="") for phone in contact.phones))
        for contact in found
    ]


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_a_full_card_comes_back_exactly(version: Literal["3.0", "4.0"]) -> None:
    assert read_back([ANN], version) == [ANN]


@pytest.mark.parametrize("version", ["3.0", "4.0"])
@pytest.mark.parametrize("birthday", ["--05-09", "1979", "1979-03", "1979-03-02", "--02-29"])
def test_a_birthday_keeps_its_precision(version: Literal["3.0", "4.0"], birthday: str) -> None:
    (contact,) = read_back([replace(ANN, birthday=birthday)], version)
    assert contact.birthday == birthday


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_an_organisation_stays_an_organisation(version: Literal["3.0", "4.0"]) -> None:
    trust = ReadContact(
        organisation="Wyvern Care Trust", phones=(ReadPhone("+441632960102", "main"),), kind="organisation"
    )
    assert read_back([trust], version) == [trust]


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_lines_are_folded_at_75_bytes_and_never_inside_a_letter(version: Literal["3.0", "4.0"]) -> None:
    target = io.BytesIO()
    write_vcard(target, [replace(ANN, notes="żółć " * 100)], version=version)
    lines = target.getvalue().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode("utf-8")


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_an_address_of_no_kind_goes_without_a_label(version: Literal["3.0", "4.0"]) -> None:
    target = io.BytesIO()
    write_vcard(target, [ReadContact(emails=(ReadEmail("sian@wyvern.example", ""),))], version=version)
    assert b"\r\nEMAIL:sian@wyvern.example\r\n" in target.getvalue()
    assert b"X-ABLabel" not in target.getvalue()


def test_another_library_reads_what_we_write() -> None:
    target = io.BytesIO()
    write_vcard(target, [ANN], version="3.0")
    card = vobject.readOne(target.getvalue().decode("utf-8"))
    assert card.n.value.family == "Llewelyn; Price"
    assert card.email.value == "sian@wyvern.example"
    assert card.note.value == ANN.notes


LINE = st.text(alphabet=st.characters(exclude_categories=("Cs", "Co")), max_size=20).map(clean_line)
WORD = LINE.filter(lambda text: any(c.isalnum() for c in text))
NOTES = st.text(alphabet=st.characters(exclude_categories=("Cs", "Co")), max_size=200).map(clean)
KINDS = st.sampled_from(["work", "home", "other"])
EMAILS = st.from_regex(r"[a-z]{1,8}\.[a-z]{1,8}@[a-z]{2,9}\.example", fullmatch=True)
PHONES = st.builds(
    ReadPhone,
    st.integers(0, 999).map(lambda n: f"+441632960{n:03d}"),
    st.sampled_from(["work", "mobile", "home", "fax", "main", "boat"]),
    st.sampled_from(["", "7", "1234"]),
)
ADDRESSES = st.builds(ReadAddress, KINDS, WORD, LINE, LINE, LINE, LINE, LINE, LINE)
NAMES = st.builds(ReadName, LINE, WORD, LINE, WORD, LINE, st.just(""), WORD)
TAGS = WORD.filter(lambda tag: not tag.startswith("*") and tag.lower() not in ("mycontacts", "starred", "imported"))


@st.composite
def contacts(draw: st.DrawFn) -> ReadContact:
    addresses = draw(st.lists(EMAILS, max_size=3, unique=True))
    organisation = draw(LINE)
    name, nickname = draw(NAMES), draw(LINE)
    if nickname:
        name = replace(name, nickname=nickname, display=f"{nickname} {name.family}")
    return ReadContact(
        name=name,
        emails=tuple(ReadEmail(value, draw(KINDS), number == 0) for number, value in enumerate(addresses)),
        phones=tuple(draw(st.lists(PHONES, max_size=3))),
        organisation=organisation,
        department=draw(LINE) if organisation else "",
        title=draw(LINE),
        addresses=tuple(draw(st.lists(ADDRESSES, max_size=2))),
        birthday=draw(st.sampled_from(["", "1979-03-02", "--05-09"])),
        notes=draw(NOTES),
        tags=tuple(draw(st.lists(TAGS, max_size=3, unique=True))),
    )


@settings(phases=[Phase.explicit, Phase.generate])
@given(st.lists(contacts(), min_size=1, max_size=3), st.sampled_from(["3.0", "4.0"]))
def test_any_contact_comes_back_exactly(people: list[ReadContact], version: Literal["3.0", "4.0"]) -> None:
    assert read_back(people, version) == people
