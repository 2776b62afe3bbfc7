"""What is asked of who came to which huddles. `True` of several queries is that of one series, `False` that of all."""

from typing import Any

from peewee import JOIN, SQL, Expression, Select, fn

from crm.attendance.queries import CAME
from crm.db.derived.models import ContactSummary, OrganisationSummary
from crm.db.expressions import Unindexed
from crm.db.query_builder import bind, in_order_of
from crm.db.schema import (
    Attendance,
    Contact,
    FollowUp,
    Huddle,
    Interaction,
    Organisation,
    Participant,
    Pitch,
    Sector,
)
from crm.lifecycle_states import HORIZON, OFTEN, RECENT, counted

_EACH_WAY = (False, True)
_SUBJECTS = {"contact": (Contact, Attendance.contact), "organisation": (Organisation, Attendance.organisation)}


def walk(column: str) -> Any:
    """Return everybody on any list, as a table: from one to the next in the index, past all their huddles."""
    listed, following = Attendance.alias(), Attendance.alias()
    first = listed.select(fn.min(getattr(listed, column)).alias("id")).cte("walk", recursive=True, columns=("id",))
    one = getattr(following, column)
    after = following.select(fn.min(one)).where(one > first.c.id)
    return first.union_all(Select([first], [after]).where(first.c.id.is_null(False)))


def _of(query: Any, of_series: bool) -> Any:
    # Without the index of series: so few huddles expected, they would be gone through for every row.
    return query.where(Unindexed(Huddle.series) == bind("series")) if of_series else query


def _counted(of_series: bool) -> Any:
    return _of(counted(bind("now")), of_series)


def _came(subject: str, of_series: bool) -> Any:
    """Return the query of how often each came, and of the mask of the newest huddles."""
    _, who = _SUBJECTS[subject]
    there = Attendance.select(who.alias("id"), Attendance.huddle, SQL("1").alias("came"))
    there = there.where(Attendance.presence == CAME, who.is_null(False))
    # Two people who stood for one organisation at one huddle are one time that it came.
    return _times(subject, of_series, there.distinct() if subject == "organisation" else there)


def _one(subject: str, of_series: bool) -> Any:
    """Return the query of the same of one record, with nothing where it was on no list of a huddle that counts."""
    _, who = _SUBJECTS[subject]
    came = fn.max(Attendance.presence == CAME).alias("came")
    on_lists = Attendance.select(who.alias("id"), Attendance.huddle, came).where(who == bind("record"))
    return _times(subject, of_series, on_lists.group_by(Attendance.huddle))


def _times(subject: str, of_series: bool, there: Any) -> Any:
    record, _ = _SUBJECTS[subject]
    huddles = _counted(of_series).cte("counted", materialized=True)
    there = there.alias("there")
    place = huddles.c.seq
    mask = fn.coalesce(fn.sum(Expression(there.c.came, "<<", place)).filter(place < HORIZON), 0)
    found = (
        Select([there], [there.c.id, fn.sum(there.c.came).alias("times"), mask.alias("mask")])
        .join(huddles, JOIN.CROSS)
        .where(huddles.c.id == there.c.huddle_id)
        .group_by(there.c.id)
        .alias("found")
    )
    return (
        Select([found], [found.c.id, found.c.times, found.c.mask])
        .join(record, on=(record.id == found.c.id) & record.deleted_at.is_null())
        .with_cte(huddles)
    )


def _listed(subject: str, of_series: bool) -> Any:
    """Return the query of who is on the list of a huddle that counts."""
    record, who = _SUBJECTS[subject]
    huddles = _counted(of_series).cte("counted", materialized=True)
    is_listed = fn.EXISTS(
        Attendance.select(Attendance.id).where(
            who == record.id, Attendance.huddle.in_(Select([huddles], [huddles.c.id]))
        )
    )
    everybody = walk(who.name)
    return (
        Select([everybody], [record.id])
        .join(record, JOIN.CROSS)
        .where(record.id == everybody.c.id, record.deleted_at.is_null(), is_listed)
        .with_cte(huddles, everybody)
    )


_KINDS = [(subject, of_series) for subject in _SUBJECTS for of_series in _EACH_WAY]
TIMES = {kind: _came(*kind) for kind in _KINDS}
"""By contact or organisation, one series or all: of everybody who came."""
LISTED = {kind: _listed(*kind) for kind in _KINDS}
ONE = {kind: _one(*kind) for kind in _KINDS}
"""The same of one record that is on any list."""


# -- whom to do something about


def _last(of_series: bool) -> Any:
    newest = _counted(of_series).alias("newest")
    return (
        Huddle.select(Huddle.id, Huddle.title, Huddle.starts_at, Huddle.ends_at)
        .join(newest, on=newest.c.id == Huddle.id)
        .where(newest.c.seq == 0)
    )


LAST = {of_series: _last(of_series) for of_series in _EACH_WAY}
WRITTEN_TO = Attendance.select(Attendance.contact).where(
    Attendance.huddle == bind("huddle"),
    Attendance.presence == CAME,
    fn.EXISTS(
        Participant.select(Participant.id)
        .join(Interaction)
        .where(
            Participant.contact == Attendance.contact,
            Participant.happened_at >= bind("since"),
            Interaction.deleted_at.is_null(),
            Interaction.status != "cancelled",
        )
    )
    | fn.EXISTS(
        FollowUp.select(FollowUp.id).where(
            FollowUp.contact == Attendance.contact,
            FollowUp.created_at >= bind("since"),
            FollowUp.deleted_at.is_null(),
        )
    ),
)
"""Who came to a huddle and was written to since."""

PITCHED = (
    Pitch.select(Pitch.contact)
    .distinct()
    .where(Pitch.deleted_at.is_null(), Pitch.delivered.is_null() | (Pitch.delivered != 0), Pitch.contact.is_null(False))
)


def _hanging(of_series: bool, only: bool) -> Any:
    huddles = _counted(of_series).cte("counted", materialized=True)
    found = (
        Select(
            [huddles],
            [
                OrganisationSummary.organisation_id,
                OrganisationSummary.name,
                fn.coalesce(Sector.symbol, "").alias("symbol"),
                ContactSummary.contact_id,
                ContactSummary.name.alias("contact"),
                fn.count(SQL("*")).alias("times"),
            ],
        )
        .join(Attendance, JOIN.CROSS)
        .join(OrganisationSummary, on=OrganisationSummary.organisation_id == Attendance.organisation)
        .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == OrganisationSummary.sector_id)
        .join(ContactSummary, on=ContactSummary.contact_id == Attendance.contact)
        .where(Attendance.huddle == huddles.c.id, Attendance.presence == CAME, huddles.c.seq < RECENT)
        .group_by(OrganisationSummary.organisation_id)
        .having(fn.count(Attendance.contact.distinct()) == 1, fn.count(SQL("*")) >= OFTEN)
        .order_by(OrganisationSummary.sort_name)
        .with_cte(huddles)
    )
    return found.where(Attendance.organisation == bind("organisation")) if only else found


HANGING = {(of_series, only): _hanging(of_series, only) for of_series in _EACH_WAY for only in _EACH_WAY}
"""By one series or all, one organisation or every one."""


def _people(of_series: bool) -> Any:
    given = in_order_of("ids")
    following = _of(
        Huddle.select(Huddle.id).where(
            Huddle.deleted_at.is_null(),
            Huddle.kind == "huddle",
            Huddle.status == "planned",
            Huddle.ends_at > bind("now"),
        ),
        of_series,
    )
    following = following.order_by(Huddle.starts_at, Huddle.id).limit(1)
    return (
        Select(
            [given],
            [
                ContactSummary.contact_id,
                ContactSummary.name,
                ContactSummary.organisation_id,
                ContactSummary.organisation_name.alias("organisation"),
                fn.coalesce(Sector.symbol, "").alias("symbol"),
                ContactSummary.email,
                fn.coalesce(Attendance.registration, "none").alias("registration"),
            ],
        )
        .join(ContactSummary, on=ContactSummary.contact_id == given.c.value)
        .join(Sector, JOIN.LEFT_OUTER, on=Sector.id == ContactSummary.sector_id)
        .join(
            Attendance,
            JOIN.LEFT_OUTER,
            on=(Attendance.contact == ContactSummary.contact_id) & (Attendance.huddle == following),
        )
        .order_by(ContactSummary.sort_name, ContactSummary.contact_id)
    )


PEOPLE = {of_series: _people(of_series) for of_series in _EACH_WAY}
"""The people of some ids, by name, with their reply to the next huddle."""
