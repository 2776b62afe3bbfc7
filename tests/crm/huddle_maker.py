"""People and huddles that the tests of huddles begin with; the day is 21 May 2026."""

from datetime import date, time
from typing import Any

from crm.contacts import Email
from crm.contacts.whole_names import draft_named
from crm.huddles import HuddleDraft
from crm.organisations import OrganisationDraft
from crm.workspace import Workspace

NOON = "2026-05-21T11:00:00Z"
YESTERDAY, TODAY, LATER = date(2026, 5, 20), date(2026, 5, 21), date(2026, 6, 18)


def person(workspace: Workspace, name: str, organisation_id: int | None = None, email: str = "") -> int:
    emails = (Email(email, is_primary=True),) if email else ()
    return workspace.contacts.create(draft_named(name, emails=emails, organisation_id=organisation_id))


def organisation(workspace: Workspace, name: str) -> int:
    return workspace.organisations.create(OrganisationDraft(name))


def huddle(workspace: Workspace, day: date = YESTERDAY, **facts: Any) -> int:
    facts = {"series_id": 1, **facts}
    return workspace.huddles.plan(HuddleDraft(day, time(15), time(16, 30), **facts))
