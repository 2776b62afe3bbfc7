"""Our own tables with all columns: cells of several values, and rows read as they are, also after somebody's edits."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.exporting.columns import CONTACTS, ORGANISATIONS
from crm.formats.detect import kind_of, read
from crm.formats.native_cells import (
    listed,
    marked,
    parted,
    phone_shown,
    read_marked,
    read_phones,
    read_records,
    recorded,
    typed_phones,
)
from crm.formats.native_table import CONTACT_HEADINGS, ORGANISATION_HEADINGS
from crm.formats.rows import ReadContact, ReadJob
from crm.text import clean_line

LINES = st.one_of(
    st.text(alphabet=st.sampled_from('ab;,|"\n: ()'), max_size=8).map(str.strip), st.text(max_size=8).map(clean_line)
)


@given(st.lists(LINES.filter(bool), max_size=4))
def test_a_list_of_any_values_comes_back(values: list[str]) -> None:
    assert parted(listed(values)) == values


@given(st.lists(st.tuples(LINES.filter(bool), st.dictionaries(st.sampled_from(["role", "kind"]), LINES)), max_size=3))
def test_values_of_several_parts_come_back(records: list[tuple[str, dict[str, str]]]) -> None:
    filled = [(name, {label: value for label, value in parts.items() if value}) for name, parts in records]
    assert read_records(recorded(records)) == filled


@given(st.text(alphabet="abc@.", min_size=1), LINES)
def test_a_value_comes_back_with_its_kind(value: str, kind: str) -> None:
    assert read_marked(marked(value, kind)) == (value, kind)


def test_a_tag_with_a_separator_stands_in_quotes() -> None:
    assert listed(["advisory board", "needs; follow, up"]) == 'advisory board; "needs; follow, up"'


@pytest.mark.parametrize(
    ("value", "extension", "kind", "shown"),
    [
        ("+441514960701", "42", "", "+44 151 496 0701 ext. 42"),
        ("+447700900701", "", "mobile", "+44 7700 900701"),
        ("+447700900701", "", "work", "+44 7700 900701 (work)"),
        ("+441514960702", "", "fax", "+44 151 496 0702 (fax)"),
        ("+441514960702", "7", "direct line", "+44 151 496 0702 ext. 7 (direct line)"),
        ("ask at the desk", "", "work", "ask at the desk (work)"),
    ],
)
def test_a_phone_is_shown_with_what_there_is_to_say_and_comes_back(
    value: str, extension: str, kind: str, shown: str
) -> None:
    assert phone_shown(value, extension, kind) == shown
    (phone,) = read_phones("", "", shown, "")
    assert (phone.value, phone.extension, phone.type) == (value, extension, kind or "other")


def test_how_a_phone_was_typed_never_goes_to_another_number() -> None:
    typed = typed_phones([("+441514960701", "0151 4960701"), ("+447700900701", "+44 7700 900701")])
    assert typed == "1: 0151 4960701"
    (kept,) = read_phones("+44 151 496 0701", "work", "", typed)
    (changed,) = read_phones("+44 151 496 0709", "work", "", typed)
    assert (kept.typed, changed.typed) == ("0151 4960701", "+44 151 496 0709")


def test_every_column_that_goes_out_is_known_when_it_comes_back() -> None:
    assert {column.title.lower() for column in CONTACTS} == CONTACT_HEADINGS
    assert {column.title.lower() for column in ORGANISATIONS} == ORGANISATION_HEADINGS


def people(folder: Path, text: str) -> list[ReadContact]:
    (folder / "own.csv").write_text(text, "utf-8")
    return list(read(folder / "own.csv").contacts)


HEADINGS = "Name,Given name,Family name,Known as,Other affiliations,E-mail,Former e-mails,Birthday,Tags,Identifier\n"


def test_a_preferred_name_never_takes_the_place_of_the_given_one(tmp_path: Path) -> None:
    (bea,) = people(tmp_path, f"{HEADINGS}Bea Birch,Beatrice,Birch,Bea,,bea@x.example,,,,1f2e3d4c5b6a\n")
    assert (bea.name.given, bea.name.family, bea.name.nickname) == ("Beatrice", "Birch", "Bea")


def test_a_row_added_by_hand_is_read_by_its_name_and_columns_added_are_kept(tmp_path: Path) -> None:
    heading = HEADINGS.replace("\n", ",Dietary\n")
    (ann,) = people(tmp_path, f"{heading}Dr Ann Hall,,,,,ann@x.example,,,,,Vegan\n")
    assert (ann.name.prefix, ann.name.given, ann.name.family) == ("Dr", "Ann", "Hall")
    assert ann.extra["Dietary"] == "Vegan"


def test_words_that_say_nothing_elsewhere_are_taken_as_they_are(tmp_path: Path) -> None:
    (zoe,) = people(tmp_path, f"{HEADINGS},None,Tbc,,None; Role: N/A,,,,n/a,1f2e3d4c5b6a\n")
    assert (zoe.name.given, zoe.name.family, zoe.tags) == ("None", "Tbc", ("n/a",))
    assert zoe.jobs == (ReadJob("None", "N/A"),)


def test_an_address_out_of_use_is_never_the_main_one(tmp_path: Path) -> None:
    (bea,) = people(tmp_path, f"{HEADINGS},Bea,Birch,,,,old@x.example,,,1f2e3d4c5b6a\n")
    assert [(email.value, email.state, email.primary) for email in bea.emails] == [("old@x.example", "former", False)]


def test_a_date_that_a_spreadsheet_wrote_its_own_way_is_understood_and_an_impossible_one_kept(tmp_path: Path) -> None:
    rows = f"{HEADINGS},Bea,Birch,,,,,28/02/1971,,1f2e3d4c5b6a\n,Ann,Hall,,,,,31/02/1971,,2f2e3d4c5b6a\n"
    bea, ann = people(tmp_path, rows)
    assert (bea.birthday, ann.birthday) == ("1971-02-28", "")
    assert ann.extra["birthday_as_written"] == "31/02/1971"


def test_an_organisation_called_like_a_footer_is_one(tmp_path: Path) -> None:
    head = "Name,Short name,Parent organisation,E-mail domains,People,Identifier\n"
    rows = people(
        tmp_path, f"{head}Total Imaging,,,nhs.example (shared),3,1f2e3d4c5b6a\nReport Ltd,,Total Imaging,,,2f2e\n"
    )
    assert [row.organisation for row in rows] == ["Total Imaging", "Report Ltd"]
    assert rows[0].extra["own"]["domains"] == [{"domain": "nhs.example", "shared": "shared"}]
    assert rows[1].extra["own"]["parent"] == "Total Imaging"


def test_a_table_of_ours_is_one_of_contacts(tmp_path: Path) -> None:
    people(tmp_path, f"{HEADINGS}Bea Birch,Beatrice,Birch,Bea,,bea@x.example,,,,1f2e3d4c5b6a\n")
    assert kind_of(tmp_path / "own.csv") == "contacts"


@pytest.mark.parametrize(
    ("heading", "state"),
    [("Old email", "former"), ("Previous e-mail address", "former"), ("Bounced emails", "bounced"), ("Work", "ok")],
)
def test_in_any_table_addresses_under_a_heading_for_old_ones_are_out_of_use(
    tmp_path: Path, heading: str, state: str
) -> None:
    (ann,) = people(tmp_path, f"Name,{heading},Email\nAnn Hall,old@x.example,ann@x.example\n")
    found = {email.value: (email.state, email.primary) for email in ann.emails}
    assert found["old@x.example"][0] == state
    assert found["ann@x.example"] == ("ok", state != "ok")


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ('advisory board; "needs; follow, up"', ("advisory board", "needs; follow, up")),
        ('"A, x","B"', ("A, x", "B")),
        ('12" pipe; other', ('12" pipe', "other")),
        ('"a ""b"", c"; d', ('a "b", c', "d")),
    ],
)
def test_in_any_table_a_tag_in_quotes_holds_what_parts_others(tmp_path: Path, cell: str, tags: tuple[str, ...]) -> None:
    quoted = cell.replace('"', '""')
    (ann,) = people(tmp_path, f'Name,Email,Tags\nAnn Hall,ann@x.example,"{quoted}"\n')
    assert ann.tags == tags
