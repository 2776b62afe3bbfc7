"""“What changed” tells each field under its declared name, and those alone that are declared to be told."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crm.db import schema
from crm.db.store import new_uid
from crm.fields import ALL, Changed, Field, Fields, Kind
from crm.workspace import Workspace
from ui.records.what_changed import NOUNS, ChangesSource

NOW = "2026-10-05T09:30:00Z"
OF_KIND: dict[Kind, Any] = {
    Kind.DAY: "2026-11-02", Kind.MOMENT: "2026-10-05T10:15:00Z", Kind.TIME: "10:15", Kind.YES_NO: 1, Kind.NUMBER: 1,
    Kind.MONEY: 5, Kind.RECORD: 2,
}  # fmt: skip
OWN = {"time_zone": "UTC", "currency": "EUR", "active": 0, "capacity": 9, "pitch_minutes": 9}
ROWS: dict[str, dict[str, Any]] = {
    "organisation": {"name": "Acme"},
    "contact": {"given_name": "Jane", "family_name": "Roe"},
    "interaction": {"kind": "meeting", "happened_at": NOW},
    "follow_up": {"title": "Send slides"},
    "huddle": {"title": "Huddle on wards", "starts_at": NOW, "ends_at": "2026-10-05T11:30:00Z"},
    "pitch": {"topic": "Sensors", "huddle_id": 1},
    "introduction": {"reason": "Both build robots"},
    "opportunity": {"title": "Imaging pilot", "stage_id": 1},
    "need_offer": {"kind": "need", "category": "data", "title": "Scans", "organisation_id": 1},
}
MODELS = {model._meta.table_name: model for model in schema.LOGGED}


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.create(tmp_path / "network.desk")
    with workspace.store.action("Begin"):
        for name in ("Monthly", "Yearly"):
            workspace.store.insert(schema.Series, name=name)
        for table, columns in (*ROWS.items(), *ROWS.items()):
            workspace.store.insert(MODELS[table], uid=new_uid(), created_at=NOW, **columns)
    yield workspace
    workspace.close()


def other(field: Field) -> Any:
    """Return a value that a new record has not."""
    if field.kind is Kind.CHOICE and field.choices:
        return field.choices[-1]
    return OWN.get(field.key, OF_KIND.get(field.kind, "Words"))


@pytest.mark.parametrize("fields", ALL, ids=lambda fields: fields.table)
def test_each_field_is_told_under_its_name_or_not_at_all(workspace: Workspace, fields: Fields) -> None:
    store, model = workspace.store, MODELS[fields.table]
    noun = NOUNS.get(fields.table, (fields.table.replace("_", " ").capitalize(), ""))[0]
    for field in fields:
        if not field.is_stored:
            continue
        with store.action(field.key):
            store.update(model, 1, **{field.key: other(field)})
        rows = ChangesSource(workspace, fields.table, 1).page(0, 400)
        said = next((row.body for row in rows if row.title == field.key), "")
        if isinstance(field.changed, Changed):
            name = field.changed.name or field.in_words
            name = f"{noun}, {name}" if noun else f"{name[:1].upper()}{name[1:]}"
            assert said.startswith(f"{name}: "), field.key
        else:
            assert said == "", field.key
        if field.key == "done_at":  # or it could not be dropped
            with store.action("Open again"):
                store.update(model, 1, done_at=None)
