"""Records of which histories are told."""

from typing import Any

from crm import clock
from crm.db import schema
from crm.db.store import new_uid
from crm.timeline import Event
from crm.workspace import Workspace

NOW = "2015-01-01T09:00:00Z"
TODAY = clock.today()


def insert(workspace: Workspace, model: type[Any], **values: Any) -> int:
    with workspace.store.action("Add"):
        return workspace.store.insert(model, **values)


def contact(workspace: Workspace, given: str, family: str = "") -> int:
    return insert(workspace, schema.Contact, uid=new_uid(), given_name=given, family_name=family, created_at=NOW)


def organisation(workspace: Workspace, name: str, **more: Any) -> int:
    return insert(workspace, schema.Organisation, uid=new_uid(), name=name, created_at=NOW, **more)


def works(workspace: Workspace, person: int, place: int, **more: Any) -> int:
    return insert(workspace, schema.Affiliation, contact_id=person, organisation_id=place, **more)


def titles(events: list[Event]) -> list[str]:
    return [event.title for event in events]
