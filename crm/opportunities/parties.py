"""Parties: who takes part in an opportunity as what, and whom it still looks for."""

from typing import Any

from msgspec.structs import replace

from crm import clock
from crm.contacts.affiliations import on_date
from crm.db import schema
from crm.db.schema.allowed import LETTERS_OF_SUPPORT, PARTY_ROLES
from crm.db.store import Store
from crm.errors import Invalid
from crm.filters import Condition, Filter
from crm.opportunities.records import PartyDraft, PartyRow
from crm.text import clean


def columns(store: Store, draft: PartyDraft) -> dict[str, Any]:
    """Return a draft's columns as the database holds them; raises Invalid (role, letter, share), NotFound."""
    if draft.role not in PARTY_ROLES:
        raise Invalid("role", f"“{draft.role}” is no role in an opportunity.")
    if draft.letter not in LETTERS_OF_SUPPORT:
        raise Invalid("letter", "A letter of support is requested or received.")
    if draft.share is not None and not 0 <= draft.share <= 100:
        raise Invalid("share", "A share lies between 0 and 100 per cent.")
    store.check_there((schema.Organisation, draft.organisation_id), (schema.Contact, draft.contact_id))
    return {
        "role": draft.role,
        "organisation_id": draft.organisation_id,
        "contact_id": draft.contact_id,
        "share": draft.share,
        "letter": draft.letter,
        "sector_id": draft.sector_id,
        "sub_region_id": draft.sub_region_id,
        "note": clean(draft.note),
    }


def at_work(store: Store, draft: PartyDraft) -> PartyDraft:
    """Return the draft of a person alone with the organisation they stand for today (rule 1)."""
    if draft.contact_id is None or draft.organisation_id is not None:
        return draft
    return replace(draft, organisation_id=on_date(store, draft.contact_id, clock.today()))


def who_fits(party: PartyRow) -> Filter:
    """Return the filter of contacts who could fill a gap: by the sector and sub-region of their organisation."""
    parts = [
        Condition(field, (value,))
        for field, value in (("sector", party.sector_id), ("sub_region", party.sub_region_id))
        if value is not None
    ]
    return Filter(parts=tuple(parts))


def united(kept: PartyRow, gone: PartyRow) -> dict[str, Any]:
    """Return what a party has that stands in both of two opportunities: of its letters the one that is further on."""
    return {
        "share": kept.share if kept.share is not None else gone.share,
        "letter": max(kept.letter, gone.letter, key=LETTERS_OF_SUPPORT.index),
        "note": "\n".join(dict.fromkeys(filter(None, (kept.note, gone.note)))),
    }
