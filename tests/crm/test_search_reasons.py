"""A hit shows why it was found: whatever text was indexed, the word asked for stands on what the hit prints."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.db import schema
from crm.db.derived import texts, tokens
from crm.db.store import new_uid
from crm.search import Hit
from crm.workspace import Workspace

NOW = "2026-10-05T09:30:00Z"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.create(tmp_path / "network.desk")
    yield workspace
    workspace.close()


@pytest.fixture
def network(workspace: Workspace) -> None:
    """Make one record of each kind in which every text that is indexed holds a word of its own."""
    store = workspace.store
    with store.action("Add"):
        firm = store.insert(
            schema.Organisation, uid=new_uid(), name="Moor Trust", short_name="Quartz", sector_id=None, town="Zinctown",
            website="https://copperweb.example", phone="+441632960555", ods_code="RX77", company_number="01234567",
            about="Their cobalt scanner", created_at=NOW,
        )  # fmt: skip
        store.insert(schema.OrganisationAlias, organisation_id=firm, name="Bronze Infirmary", kind="former")
        store.insert(schema.OrganisationDomain, organisation_id=firm, domain="nickel.example")
        tag = store.insert(schema.Tag, name="Silver")
        store.insert(schema.OrganisationTag, organisation_id=firm, tag_id=tag)
        person = store.insert(
            schema.Contact, uid=new_uid(), given_name="Siân", family_name="Roe", preferred_name="Shan",
            about="Keeps granite samples", created_at=NOW,
        )  # fmt: skip
        store.insert(schema.ContactAlias, contact_id=person, name="Marble")
        store.insert(schema.ContactEmail, contact_id=person, value="slate@north.example")
        store.insert(schema.ContactPhone, contact_id=person, e164="+441632960123", typed="01632 960123")
        store.insert(schema.ContactTag, contact_id=person, tag_id=tag)
        store.insert(
            schema.Affiliation, contact_id=person, organisation_id=firm, role="Basalt lead", department="Limestone unit"
        )
        old = store.insert(schema.Organisation, uid=new_uid(), name="Chalk Labs", created_at=NOW)
        store.insert(schema.OrganisationAlias, organisation_id=old, name="Flint Works", kind="also")
        store.insert(
            schema.Affiliation, contact_id=person, organisation_id=old, role="Fellow", is_current=0, ended="2019"
        )
        met = store.insert(
            schema.Interaction, uid=new_uid(), kind="meeting", subject="Amber talk", notes="On opal\nand agate",
            place="Jasper Hall", happened_at=NOW, created_at=NOW,
        )  # fmt: skip
        onyx = store.insert(schema.Tag, name="Onyx")
        store.insert(schema.InteractionTag, interaction_id=met, tag_id=onyx)
        store.insert(
            schema.FollowUp, uid=new_uid(), title="Send pearl", notes="With coral", result="Took garnet",
            contact_id=person, created_at=NOW,
        )  # fmt: skip


def shown(hit: Hit) -> str:
    return " | ".join((hit.title, hit.subtitle, hit.excerpt))


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("contact", "sian", "Siân"),
        ("contact", "shan", "Shan"),
        ("contact", "marble", "Marble"),
        ("contact", "slate", "slate@north.example"),
        ("contact", "01632 960123", "01632 960123"),
        ("contact", "silver", "#Silver"),
        ("contact", "basalt", "Basalt lead"),
        ("contact", "limestone", "Limestone unit"),
        ("contact", "moor", "Moor Trust"),
        ("contact", "quartz", "Basalt lead at Moor Trust"),
        ("contact", "bronze", "formerly Bronze Infirmary"),
        ("contact", "chalk", "formerly Fellow at Chalk Labs"),
        ("contact", "fellow", "formerly Fellow at Chalk Labs"),
        ("contact", "flint", "also Flint Works"),
        ("contact", "granite", "Keeps granite samples"),
        ("contact", "sr", "initials SR"),
        ("organisation", "moor", "Moor Trust"),
        ("organisation", "quartz", "Quartz"),
        ("organisation", "bronze", "formerly Bronze Infirmary"),
        ("organisation", "nickel", "nickel.example"),
        ("organisation", "silver", "#Silver"),
        ("organisation", "zinctown", "Zinctown"),
        ("organisation", "copperweb", "copperweb.example"),
        ("organisation", "01632 960555", "960555"),
        ("organisation", "rx77", "ODS code RX77"),
        ("organisation", "01234567", "company number 01234567"),
        ("organisation", "cobalt", "Their cobalt scanner"),
        ("organisation", "mt", "initials MT"),
        ("interaction", "amber", "Amber talk"),
        ("interaction", "agate", "agate"),
        ("interaction", "jasper", "Jasper Hall"),
        ("interaction", "onyx", "#Onyx"),
        ("follow_up", "pearl", "Send pearl"),
        ("follow_up", "coral", "With coral"),
        ("follow_up", "garnet", "Took garnet"),
    ],
)
def test_a_hit_says_by_what_it_was_found(workspace: Workspace, kind: str, text: str, says: str) -> None:
    hits = workspace.search.find(text, kinds=(kind,))
    assert [says in shown(hit) for hit in hits] == [True] * len(hits), [shown(hit) for hit in hits]
    assert hits


def test_no_text_is_indexed_that_the_hits_above_do_not_tell() -> None:
    indexed = {kind: len(sources) for kind, sources in tokens._SOURCES.items()}
    assert list(indexed.values()) == [17, 7]
    told = {source.table: (source.columns, bool(source.more)) for source in texts._SOURCES.values()}
    assert told["interaction"] == (("subject", "notes", "place"), True)
    assert told["follow_up"] == (("title", "notes", "result"), False)


def test_a_word_of_a_town_and_of_an_address_of_the_web_is_told_by_the_town(workspace: Workspace) -> None:
    with workspace.store.action("Add"):
        workspace.store.insert(
            schema.Organisation, uid=new_uid(), name="Moor Trust", town="Zinctown", website="https://zinctown.example",
            created_at=NOW,
        )  # fmt: skip
    (hit,) = workspace.search.find("zinctown", kinds=("organisation",))
    assert "Zinctown" in shown(hit)
    assert "zinctown.example" not in shown(hit)
