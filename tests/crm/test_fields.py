"""Each field is declared once, and every place that tells or takes fields follows the declarations."""

from typing import Any

import pytest

from crm.contacts import queries as contacts
from crm.db import schema
from crm.errors import Invalid
from crm.fields import ALL, CONTACT, ORGANISATION, PLACES, Exported, Fields, Imported, No, cleaned, fact
from crm.formats.headings import BY_HEADING
from crm.formats.native_table import CONTACT_HEADINGS, ORGANISATION_HEADINGS
from crm.organisations import queries as organisations

MODELS = {model._meta.table_name: model for model in schema.LOGGED}


def named(fields: Fields) -> str:
    return fields.table


@pytest.mark.parametrize("fields", ALL, ids=named)
def test_every_column_is_declared_or_left_out_for_a_reason(fields: Fields) -> None:
    columns = {field.column_name for field in MODELS[fields.table]._meta.sorted_fields}
    assert set(fields.stored) | fields.hidden.keys() == columns
    assert not set(fields.stored) & fields.hidden.keys()
    assert all(len(why) > 10 for why in fields.hidden.values())


@pytest.mark.parametrize("fields", ALL, ids=named)
def test_every_place_has_a_yes_or_a_reasoned_no_for_every_field(fields: Fields) -> None:
    for field in fields:
        for place in PLACES:
            answer = getattr(field, place)
            assert not isinstance(answer, No) or len(answer.why) > 10, f"{field.key}, {place}"


@pytest.mark.parametrize("fields", [CONTACT, ORGANISATION], ids=named)
def test_every_declared_heading_leads_an_import_to_its_field(fields: Fields) -> None:
    for field, told in fields.told("imported", Imported):
        for heading in filter(None, map(str.strip, told.headings.split(","))):
            found = BY_HEADING[heading]
            if not told.part:
                assert (found.field, found.label) == ("extra", field.key)
            else:
                assert told.part.startswith(found.field)


def test_our_own_tables_are_read_back_by_the_headings_that_exports_write() -> None:
    for fields, headings in ((CONTACT, CONTACT_HEADINGS), (ORGANISATION, ORGANISATION_HEADINGS)):
        assert headings == {(told.title or field.label).lower() for field, told in fields.told("exported", Exported)}


@pytest.mark.parametrize(
    ("key", "typed", "held"), [("about", " a\n b ", "a\n b"), ("town", " St  Helens ", "St Helens")]
)
def test_a_value_is_cleaned_by_the_kind_of_its_field(key: str, typed: str, held: Any) -> None:
    assert cleaned(ORGANISATION[key], typed) == held


def test_a_text_that_is_too_long_is_refused_under_the_name_people_know_it_by() -> None:
    with pytest.raises(Invalid, match="The ODS code is too long: at most 500 characters fit") as refused:
        cleaned(ORGANISATION["ods_code"], "x" * 501)
    assert refused.value.field == "ods_code"


@pytest.mark.parametrize(
    ("fields", "sorts"),
    [(CONTACT, contacts.SORTS), (ORGANISATION, organisations.SORTS)],
    ids=["contact", "organisation"],
)
def test_a_list_is_sorted_by_the_fields_that_say_so(fields: Fields, sorts: dict[str, Any]) -> None:
    assert tuple(fields.orders) == tuple(sorts)
    assert fields.orders.keys() >= {column.key for column in fields.columns if column.is_sorted}


@pytest.mark.parametrize("fields", [CONTACT, ORGANISATION], ids=named)
def test_what_no_declaration_knows_of_is_refused_by_name(fields: Fields) -> None:
    with pytest.raises(Invalid, match="has no field “shoe_size”"):
        fact(fields, "shoe_size", 43)
