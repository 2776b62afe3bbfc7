"""What is asked of the file about follow-ups; the groups of open ones depend on the days `today` and `soon`."""

from typing import Any

from peewee import JOIN, SQL, Select, Value, fn

from crm.db.derived.models import ContactSummary, OrganisationSummary
from crm.db.query_builder import at_most, bind
from crm.db.schema import Change, FollowUp, Sector
from crm.followups.records import Copied, Edited

_THIS = FollowUp.id == bind("follow_up")
_IS_OPEN = FollowUp.done_at.is_null() & FollowUp.dropped_at.is_null() & FollowUp.deleted_at.is_null()
_IS_SHOWN = FollowUp.snoozed_until.is_null() | (FollowUp.snoozed_until <= bind("today"))
_IS_OURS = (FollowUp.owed_by == "us") & _IS_SHOWN
_GROUPS: dict[str, Any] = {
    "overdue": (FollowUp.due_on < bind("today")) & _IS_OURS,
    "today": (FollowUp.due_on == bind("today")) & _IS_OURS,
    "next": (FollowUp.due_on > bind("today")) & (FollowUp.due_on <= bind("soon")) & _IS_OURS,
    "later": ((FollowUp.due_on > bind("soon")) | FollowUp.due_on.is_null()) & _IS_OURS,
    "waiting": (FollowUp.owed_by == "them") & _IS_SHOWN,
    "snoozed": FollowUp.snoozed_until > bind("today"),
}
AHEAD = ("next", "later")
"""The groups that depend on `soon`, too."""
_BY_DAY = (
    FollowUp.due_on.is_null(),
    FollowUp.due_on,
    FollowUp.due_time.is_null(),
    FollowUp.due_time,
    FollowUp.priority.desc(),
    FollowUp.id,
)
_CLOSED_AT = fn.coalesce(FollowUp.done_at, FollowUp.dropped_at)

_ROWS: Any = (
    FollowUp.select(
        FollowUp.id,
        FollowUp.title,
        FollowUp.owed_by,
        FollowUp.due_on,
        FollowUp.due_time,
        FollowUp.snoozed_until,
        FollowUp.priority,
        FollowUp.repeat,
        FollowUp.contact,
        fn.coalesce(ContactSummary.name, "").alias("contact"),
        fn.coalesce(FollowUp.organisation, ContactSummary.organisation_id).alias("organisation_id"),
        fn.coalesce(OrganisationSummary.name, ContactSummary.organisation_name, "").alias("organisation"),
        fn.coalesce(Sector.symbol, "").alias("symbol"),
        FollowUp.interaction,
        FollowUp.done_at,
        FollowUp.dropped_at,
        FollowUp.huddle,
        FollowUp.pitch,
        FollowUp.opportunity,
        FollowUp.introduction,
    )
    .join_from(FollowUp, ContactSummary, JOIN.LEFT_OUTER, on=ContactSummary.contact_id == FollowUp.contact)
    .join_from(
        FollowUp, OrganisationSummary, JOIN.LEFT_OUTER, on=OrganisationSummary.organisation_id == FollowUp.organisation
    )
    .join_from(
        FollowUp,
        Sector,
        JOIN.LEFT_OUTER,
        on=Sector.id == fn.coalesce(OrganisationSummary.sector_id, ContactSummary.sector_id),
    )
)

PAGES = {
    group: _ROWS.where(_IS_OPEN, condition).order_by(*_BY_DAY).limit(at_most("limit")).offset(at_most("offset"))
    for group, condition in _GROUPS.items()
}
"""The lines of each group of open follow-ups, soonest first."""

COUNTS = FollowUp.select(
    *(fn.coalesce(fn.sum(condition), 0).alias(group) for group, condition in _GROUPS.items())
).where(_IS_OPEN)
"""How many each group has."""

OVERDUE_COUNT = FollowUp.select(fn.count(SQL("*"))).where(_IS_OPEN, _GROUPS["overdue"])

DUE_NOW = (
    _ROWS.where(_IS_OPEN, FollowUp.due_on.between(bind("today"), bind("soon")), _IS_OURS)
    .order_by(*_BY_DAY)
    .limit(at_most("limit"))
)

EVER_WRITTEN = Select(columns=[fn.EXISTS(FollowUp.select(SQL("1")).where(FollowUp.deleted_at.is_null()))])

ALL_ABOUT = {
    record: _ROWS.where(getattr(FollowUp, record) == bind("record"), FollowUp.deleted_at.is_null()).order_by(
        _CLOSED_AT.is_null(False), _CLOSED_AT.desc(), *_BY_DAY
    )
    for record in ("contact", "organisation", "interaction", "huddle", "pitch", "opportunity", "introduction")
}
"""What is to be done about a record of each kind by day, then what was done, the last first."""

OPEN_ABOUT = {record: query.where(_IS_OPEN) for record, query in ALL_ABOUT.items()}

FOLLOW_UP = _ROWS.select_extend(
    FollowUp.notes,
    FollowUp.result,
    FollowUp.repeat_from,
    FollowUp.created_at,
    FollowUp.organisation.alias("own_organisation_id"),
    FollowUp.deleted_at.is_null(False).alias("is_trashed"),
).where(_THIS)

IS_OPEN = FollowUp.select(FollowUp.done_at.is_null() & FollowUp.dropped_at.is_null()).where(_THIS)
"""Whether it is neither done nor dropped, be it in the trash."""

PLACE_IN_SERIES = FollowUp.select(FollowUp.due_on, FollowUp.repeat, FollowUp.follows).where(_THIS)

COPIED_OF = FollowUp.select(*(getattr(FollowUp, name) for name in Copied.__struct_fields__)).where(_THIS)
EDITED_OF = FollowUp.select(*(getattr(FollowUp, name) for name in Edited.__struct_fields__)).where(_THIS)

MADE_AS = (
    Change.select(Change.after)
    .where(Change.table_name == "follow_up", Change.row_id == bind("follow_up"), Change.before.is_null())
    .order_by(Change.id)
    .limit(1)
)
"""The row as it was made, JSON, where the change log has it."""

_Before = FollowUp.alias()
_BACK = FollowUp.select(FollowUp.id, FollowUp.due_on, FollowUp.follows, Value(0)).where(_THIS)
_BACK = _BACK.cte("back", recursive=True, columns=("id", "due_on", "follows_id", "place"))
_BACK = _BACK.union_all(
    _Before.select(_Before.id, _Before.due_on, _Before.follows, _BACK.c.place + 1)
    .join(_BACK, on=_Before.id == _BACK.c.follows_id)
    .where(fn.strftime("%d", fn.date(_BACK.c.due_on, "+1 day")) == "01")
)
DAYS_BEFORE = _BACK.select_from(_BACK.c.due_on).where(_BACK.c.due_on.is_null(False)).order_by(_BACK.c.place)
"""The days of a follow-up and of those before it in its series, so long as each is the last of its month."""

_Next = FollowUp.alias()
_AFTER = FollowUp.select(FollowUp.id).where(FollowUp.follows == bind("follow_up"))
_AFTER = _AFTER.cte("after", recursive=True, columns=("id",))
_AFTER = _AFTER.union(_Next.select(_Next.id).join(_AFTER, on=_Next.follows == _AFTER.c.id))
OPEN_AFTER = (
    FollowUp.select(FollowUp.id)
    .join(_AFTER, on=FollowUp.id == _AFTER.c.id)
    .where(FollowUp.id != bind("follow_up"), _IS_OPEN)
    .order_by(FollowUp.id.desc())
    .limit(1)
    .with_cte(_AFTER)
)
"""The last open one of those that repeating made of a follow-up, or of what it made."""
