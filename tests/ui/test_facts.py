"""Lists and facts on screen show the fields whose declarations say so, under their names."""

from collections.abc import Sequence

import pytest

from crm.fields import CONTACT, ORGANISATION, Edited, Fields, Listed
from ui.contacts.columns import COLUMNS as OF_CONTACTS
from ui.contacts.facts import FACTS as CONTACT_FACTS
from ui.kit.table import Column
from ui.organisations.about import NAMES as ORGANISATION_NAMES
from ui.organisations.columns import COLUMNS as OF_ORGANISATIONS


@pytest.mark.parametrize(
    ("fields", "columns"),
    [(CONTACT, OF_CONTACTS), (ORGANISATION, OF_ORGANISATIONS)],
    ids=["contact", "organisation"],
)
def test_the_columns_of_a_list_are_the_fields_that_say_so(fields: Fields, columns: Sequence[Column]) -> None:
    listed = {field.key.removesuffix("_id"): field.label for field, _ in fields.told("listed", Listed)}
    assert {column.key: column.title for column in columns} == listed


def test_every_field_that_is_edited_where_it_stands_has_its_fact() -> None:
    of_contact = {fact.key: fact.name for fact in CONTACT_FACTS}
    assert of_contact.items() <= CONTACT.edited_names.items()
    assert CONTACT.edited_names.keys() - of_contact.keys() == {"tags", "themes"}  # chips of their own
    for field, _ in ORGANISATION.told("edited", Edited):
        assert ORGANISATION_NAMES[field.key] == ORGANISATION.edited_names[field.key]
