"""What is asked for the grid: its columns, who stands in its lines, and what the cells of these say."""

from functools import cache
from typing import Any

from peewee import JOIN, SQL, Asc, Case, Desc, Select, fn

from crm.attendance.grid_records import (
    ABSENT,
    APOLOGIES,
    ATTENDED,
    DECLINED,
    INVITED,
    NO_SHOW,
    NOT_INVITED,
    PITCHED,
    REGISTERED,
    WAITLISTED,
)
from crm.attendance.lifecycle_queries import walk
from crm.attendance.queries import CAME
from crm.db.derived.models import ContactSummary, OrganisationSummary
from crm.db.expressions import huddle_label, name_of
from crm.db.query_builder import at_most, bind, each_of, in_order_of
from crm.db.schema import Attendance, Contact, Huddle, Interaction, Organisation, Participant, Pitch, Sector

STRENGTH = (
    PITCHED + ATTENDED + REGISTERED + APOLOGIES + NO_SHOW + ABSENT + WAITLISTED + INVITED + DECLINED + NOT_INVITED
)
"""Of several people of one organisation, which code its cell has: the first of these."""
BETWEEN = "\x1f"

_LINES: dict[str, tuple[Any, Any]] = {
    "contact": (ContactSummary, ContactSummary.contact_id),
    "organisation": (OrganisationSummary, OrganisationSummary.organisation_id),
}
_ON_LISTS = {"contact": Attendance.contact, "organisation": Attendance.organisation}


def _columns(of_series: bool) -> Any:
    def shown(huddle: Any) -> tuple[Any, ...]:
        own = (huddle.deleted_at.is_null(), huddle.kind.in_(each_of("kinds")))
        return (*own, huddle.series == bind("series")) if of_series else own

    following = Huddle.alias()
    following = (
        following.select(following.id)
        .where(following.ends_at >= bind("now"), following.status == "planned", *shown(following))
        .order_by(following.starts_at, following.id)
        .limit(1)
    )
    is_next = Huddle.id >> following
    on_list = Attendance.select(Attendance.id).where(Attendance.huddle == Huddle.id)
    return (
        Huddle.select(
            Huddle.id.alias("huddle_id"),
            Huddle.series,
            Huddle.number,
            Huddle.kind,
            huddle_label(Huddle).alias("label"),
            Huddle.status,
            Huddle.locked_at.is_null(False).alias("is_locked"),
            on_list.select(fn.count(SQL("*"))).where(Attendance.presence == CAME).alias("attended"),
            Huddle.headcount,
            ((Huddle.starts_at <= bind("now")) | (Huddle.status == "held")).alias("has_begun"),
            is_next.alias("is_next"),
            Huddle.starts_at,
            Huddle.time_zone,
        )
        .where(*shown(Huddle), (Huddle.starts_at <= bind("now")) | is_next | fn.EXISTS(on_list))
        .order_by(Huddle.starts_at.desc(), Huddle.id.desc())
        .limit(at_most("most"))
    )


COLUMNS = {of_series: _columns(of_series) for of_series in (False, True)}
"""The newest huddles of one series (True), or of all. Those still to come are columns once somebody is on their list,
and the next one always."""


# -- which lines


@cache
def lines(subject: str, sort: str, descending: bool) -> Any:
    """Return the query of everybody on a list of the `huddles`, the oldest of which was at `first`.

    Sorted by total it takes those that are `counted`, too.
    """
    summary, id_ = _LINES[subject]
    everybody = walk(subject)
    listed, came = Attendance.alias(), Attendance.alias()
    total = came.select(fn.count(came.huddle.distinct())).where(
        getattr(came, subject) == id_, came.presence == CAME, came.huddle.in_(each_of("counted"))
    )
    way = Desc if descending else Asc
    orders: dict[str, tuple[Any, ...]] = {"name": (way(summary.sort_name), id_)}
    orders["total"] = (way(total), summary.sort_name, id_)
    if subject == "contact":
        by_place = way(summary.organisation_sort)
        orders["organisation"] = (summary.organisation_name == "", by_place, summary.sort_name, id_)
    return (
        Select([everybody], [id_])
        .join(summary, JOIN.CROSS)
        .where(
            id_ == everybody.c.id,
            fn.EXISTS(
                listed.select(listed.id).where(
                    getattr(listed, subject) == id_,
                    listed.starts_at >= bind("first"),
                    listed.huddle.in_(each_of("huddles")),
                )
            ),
        )
        .order_by(*orders.get(sort, orders["name"]))
        .with_cte(everybody)
    )


def narrowed(subject: str, name: str) -> Any:
    """Return the condition on a line of that name: its `sector`, its `sub_region`, or among the ids of that name."""
    summary, id_ = _LINES[subject]
    if name in ("sector", "sub_region"):
        return getattr(summary, f"{name}_id") == bind(name)
    return id_.in_(each_of(name))


# -- the lines of a page


def _known(record: Any, subject: str) -> Any:
    """Return the day we came to know somebody: entered, first met or first on a list, whichever was earliest."""
    met = (
        Participant.select(fn.substr(Participant.happened_at, 1, 10))
        .join(Interaction)
        .where(getattr(Participant, subject) == record.id, Interaction.deleted_at.is_null())
        .order_by(Participant.happened_at)
        .limit(1)
    )
    listed = (
        Attendance.select(fn.substr(Attendance.starts_at, 1, 10))
        .where(_ON_LISTS[subject] == record.id)
        .order_by(Attendance.starts_at)
        .limit(1)
    )
    entered = fn.substr(record.created_at, 1, 10)
    return fn.min(entered, fn.coalesce(met, "9999"), fn.coalesce(listed, "9999"))


_asked = in_order_of("ids")
PEOPLE = (
    Select(
        [_asked],
        [
            Contact.id,
            name_of(Contact).alias("name"),
            ContactSummary.organisation_id,
            fn.coalesce(ContactSummary.organisation_name, "").alias("organisation"),
            fn.coalesce(Sector.symbol, "").alias("symbol"),
            _known(Contact, "contact").alias("known"),
        ],
    )
    .join(Contact, JOIN.CROSS)
    .join(ContactSummary, JOIN.LEFT_OUTER, on=ContactSummary.contact_id == Contact.id)
    .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == ContactSummary.sector_id)
    .where(Contact.id == _asked.c.value)
    .order_by(_asked.c.key)
)
ORGANISATIONS = (
    Select(
        [_asked],
        [
            Organisation.id,
            Organisation.name,
            fn.coalesce(Sector.symbol, "").alias("symbol"),
            _known(Organisation, "organisation").alias("known"),
        ],
    )
    .join(Organisation, JOIN.CROSS)
    .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == Organisation.sector)
    .where(Organisation.id == _asked.c.value)
    .order_by(_asked.c.key)
)


# -- cells

_is_registered = Attendance.registration == "registered"
_CODE = Case(
    Attendance.presence,
    [
        ("attended", ATTENDED),
        ("apologies", APOLOGIES),
        ("absent", fn.iif(_is_registered, NO_SHOW, ABSENT)),
    ],
    Case(
        Attendance.registration,
        [("registered", REGISTERED), ("invited", INVITED), ("waitlisted", WAITLISTED), ("none", NOT_INVITED)],
        DECLINED,
    ),
)


def _marks(subject: str, *told: Any) -> Any:
    """Return the query of record, huddle and what is told of each cell in which these records are on a list."""
    given, who = in_order_of("ids"), _ON_LISTS[subject]
    return (
        Select([given], [who, Attendance.huddle, *told])
        .join(Attendance, JOIN.CROSS)
        .where(who == given.c.value, Attendance.starts_at.between(bind("first"), bind("last")))
    )


MARKS = _marks("contact", _CODE.alias("code"))
STRONGEST = (
    # Of an organisation a cell is everybody who stood for it that day, by name where they came.
    _marks(
        "organisation",
        fn.min(fn.instr(STRENGTH, _CODE)).alias("strength"),
        fn.group_concat(name_of(Contact), BETWEEN).alias("names"),
    )
    .join(Contact, JOIN.LEFT_OUTER, on=(Contact.id == Attendance.contact) & (Attendance.presence == CAME))
    .group_by(Attendance.organisation, Attendance.huddle)
)


def _given(subject: str) -> Any:
    """Return the query of huddle and record of every pitch that was delivered by somebody who was there."""
    huddles = in_order_of("huddles")
    return (
        Select([huddles], [Pitch.huddle, _ON_LISTS[subject]])
        .join(Pitch, JOIN.CROSS)
        .join(Attendance, JOIN.CROSS)
        .where(
            Pitch.huddle == huddles.c.value,
            Attendance.huddle == Pitch.huddle,
            Attendance.contact == Pitch.contact,
            Pitch.delivered == 1,
            Pitch.deleted_at.is_null(),
            Attendance.presence == CAME,
        )
    )


GIVEN = {subject: _given(subject) for subject in _ON_LISTS}
