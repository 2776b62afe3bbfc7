"""Exports, orders, filters and the search of what we keep follow the declarations of its fields."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from crm.db import schema
from crm.db.store import new_uid
from crm.errors import Invalid
from crm.exporting.opportunities import HEADINGS
from crm.fields import (
    FOLLOW_UP,
    HUDDLE,
    INTERACTION,
    INTRODUCTION,
    NEED_OFFER,
    OPPORTUNITY,
    Exported,
    Fields,
    Filtered,
    Kind,
    cleaned,
    cleaned_texts,
)
from crm.introductions import IntroductionDraft, queries
from crm.introductions.records import LedgerFilter
from crm.opportunities import OpportunityDraft, OpportunityFilter
from crm.workspace import Workspace

NOW = "2026-10-05T09:30:00Z"
MODELS = {model._meta.table_name: model for model in schema.LOGGED}
ROWS: dict[str, dict[str, Any]] = {
    "interaction": {"kind": "meeting", "happened_at": NOW},
    "follow_up": {"title": "Send slides"},
    "huddle": {"title": "On wards", "starts_at": NOW, "ends_at": "2026-10-05T11:30:00Z"},
    "opportunity": {"title": "Imaging pilot", "stage_id": 1},
    "introduction": {"reason": "Both build robots"},
    "need_offer": {"kind": "need", "category": "data", "title": "Scans", "organisation_id": 1},
}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.create(tmp_path / "network.desk")
    yield workspace
    workspace.close()


def test_the_table_of_opportunities_has_a_column_for_each_exported_field(workspace: Workspace, tmp_path: Path) -> None:
    workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    told = [told.title or field.label for field, told in OPPORTUNITY.told("exported", Exported)]
    assert [column.title for column in HEADINGS] == told
    workspace.exporting.opportunities(tmp_path / "out.csv")
    head, row, *_ = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert head.split(",") == told
    assert row.split(",")[0] == "Imaging pilot"


@pytest.mark.parametrize("order", OPPORTUNITY.orders)
def test_opportunities_stand_in_each_declared_order(workspace: Workspace, order: str) -> None:
    workspace.opportunities.create(OpportunityDraft("Imaging pilot"))
    assert len(workspace.opportunities.rows(OpportunityFilter(), order)) == 1


def test_opportunities_have_no_order_that_is_not_declared(workspace: Workspace) -> None:
    for field in OPPORTUNITY:
        if field.key not in OPPORTUNITY.orders:
            with pytest.raises(Invalid):
                workspace.opportunities.rows(OpportunityFilter(), field.key)


def test_the_ledger_has_the_declared_orders_and_the_one_of_its_time() -> None:
    assert {*INTRODUCTION.orders, "newest"} == {*queries.SORTS}


@pytest.mark.parametrize(
    ("fields", "asked"),
    [(OPPORTUNITY, OpportunityFilter), (INTRODUCTION, LedgerFilter)],
)
def test_each_declared_condition_can_be_asked(fields: Fields, asked: type[msgspec.Struct]) -> None:
    assert {told.key for _, told in fields.told("filtered", Filtered)} <= {*asked.__struct_fields__}


@pytest.mark.parametrize(
    "fields", [INTERACTION, FOLLOW_UP, HUDDLE, OPPORTUNITY, INTRODUCTION, NEED_OFFER], ids=lambda fields: fields.table
)
def test_words_are_found_in_the_fields_that_are_searched_alone(workspace: Workspace, fields: Fields) -> None:
    store, texts = workspace.store, (Kind.TEXT, Kind.LONG_TEXT, Kind.LINK)
    written = [field.key for field in fields if field.is_stored and field.kind in texts]
    assert written
    with store.action("Begin"):
        store.insert(schema.Organisation, uid=new_uid(), name="Acme", created_at=NOW)
        for number, key in enumerate(written):
            row = {**ROWS[fields.table], key: f"zebra{number}x"}
            store.insert(MODELS[fields.table], uid=new_uid(), created_at=NOW, **row)
    for number, key in enumerate(written):
        found = [hit.kind for hit in workspace.search.find(f"zebra{number}x", 5)]
        assert found == ([fields.table] if key in fields.searched_texts else []), key


def test_the_texts_of_a_draft_are_cleaned_as_their_fields_are_declared() -> None:
    draft = IntroductionDraft(" Both  build robots ", notes=" One\r\n two  words ")
    assert cleaned_texts(INTRODUCTION, draft) == {"reason": "Both build robots", "notes": "One\n two  words"}


@pytest.mark.parametrize(
    ("fields", "key", "reason"),
    [
        (FOLLOW_UP, "title", "Say what is to be done."),
        (OPPORTUNITY, "title", "Give the opportunity a title."),
        (INTRODUCTION, "reason", "Say what the introduction is for."),
    ],
)
def test_a_line_that_is_needed_says_so_where_it_is_empty(fields: Fields, key: str, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        cleaned(fields[key], " ")
    assert (refused.value.field, str(refused.value)) == (key, reason)


def test_a_title_may_be_as_long_as_notes() -> None:
    assert len(cleaned(OPPORTUNITY["title"], "x" * 600)) == 600
