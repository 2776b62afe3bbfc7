"""Lists and facts on screen show the fields whose declarations say so, under their names."""

import subprocess
import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from crm.fields import CONTACT, OPPORTUNITY, ORGANISATION, Edited, Fields, Kind
from ui.contacts.facts import FACTS as OF_CONTACT
from ui.kit.table import Column
from ui.organisations.columns import COLUMNS as OF_ORGANISATIONS
from ui.organisations.facts import FACTS as OF_ORGANISATION
from ui.pipeline.facts import FACTS as OF_OPPORTUNITY
from ui.records.list_columns import columns_of

WITH_A_COLUMN_MORE = """
import sys
from pathlib import Path
import crm.fields
from msgspec.structs import replace

declared, shown = crm.fields.ORGANISATION, crm.fields.Listed("Town or city", 20)
wider = [replace(field, listed=shown) if field.key == "town" else field for field in declared]
crm.fields.ORGANISATION = crm.fields.Fields("organisation", *wider, hidden=declared.hidden)

from crm.organisations import OrganisationDraft
from crm.workspace import Workspace
from ui.organisations.columns import COLUMNS

workspace = Workspace.create(Path(sys.argv[1]))
workspace.organisations.create(OrganisationDraft("Acme", town="St Helens"))
workspace.organisations.create(OrganisationDraft("Brook"))
paged, streamed = workspace.organisations.page(), list(workspace.organisations.stream())
assert paged == streamed, streamed
assert "town" in [column.key for column in workspace.exporting.chosen("organisations")]
for column in COLUMNS:
    print(column.title, column.sortable, *map(column.text, paged), sep="|")
workspace.close()
"""


def test_a_field_that_is_declared_as_listed_is_a_column_by_that_alone(tmp_path: Path) -> None:
    asked = [sys.executable, "-c", WITH_A_COLUMN_MORE, str(tmp_path / "network.desk")]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line.split("|")[0] for line in told] == ["Town or city", *(column.title for column in OF_ORGANISATIONS)]
    assert (told[0], told[1]) == ("Town or city|False|St Helens|", "Name|True|Acme|Brook")


@pytest.mark.parametrize("kind", [Kind.RECORD, Kind.SEVERAL, Kind.MONEY])
def test_a_column_that_is_not_simply_written_must_be_drawn(kind: Kind) -> None:
    fields = Fields("organisation", replace(ORGANISATION["name"], kind=kind), hidden={})
    with pytest.raises(KeyError):
        columns_of(fields, {})
    assert columns_of(fields, {"name": partial(Column, text=str)})[0].title == "Name"


@pytest.mark.parametrize(
    ("kind", "held", "written"),
    [
        (Kind.TEXT, "St Helens", "St Helens"),
        (Kind.CHOICE, "partner", "Partner"),
        (Kind.DAY, "2024-05", "May 2024"),
        (Kind.NUMBER, 1_234, "1,234"),
        (Kind.NUMBER, 0, "0"),
        (Kind.DAY, None, ""),
        (Kind.TEXT, "", ""),
    ],
)
def test_a_column_that_nothing_is_said_of_is_written_by_its_kind(kind: Kind, held: object, written: str) -> None:
    fields = Fields("organisation", replace(ORGANISATION["name"], kind=kind), hidden={})
    (column,) = columns_of(fields, {})
    assert column.text(SimpleNamespace(name=held)) == written


def test_every_field_that_is_edited_where_it_stands_has_its_fact() -> None:
    for fields, facts in ((CONTACT, OF_CONTACT), (ORGANISATION, OF_ORGANISATION), (OPPORTUNITY, OF_OPPORTUNITY)):
        declared = {fields.edited_names[field.key] for field, _ in fields.told("edited", Edited)}
        assert declared <= {fact.name for fact in facts}
