"""Series and huddles, who came, what was pitched, and whose hand went up."""

from peewee import SQL, Check, IntegerField, TextField

from crm.db.schema.allowed import (
    ATTENDANCE_ROLES,
    CLOSE_OUT_STEPS,
    HAND_KINDS,
    HUDDLE_FORMATS,
    HUDDLE_KINDS,
    HUDDLE_STATUSES,
    MODES,
    PITCH_KINDS,
    PRESENCES,
    REGISTRATIONS,
)
from crm.db.schema.base import Table, flag, moment, number, one_of, owned_by, refers_to, text
from crm.db.schema.organisations import Organisation
from crm.db.schema.people import Contact
from crm.db.schema.reference import SubRegion


class Series(Table):
    """A run of huddles: how often (an RFC 5545 rule, '' for no rhythm), and the minutes that count as attended."""

    name = TextField(collation="NOCASE", unique=True)
    cadence = text()
    threshold_minutes = number(10)
    active = flag(True)

    class Meta:
        constraints = [Check("trim(name) <> ''"), Check("threshold_minutes BETWEEN 0 AND 1440")]


class Huddle(Table):
    """A gathering we host. `starts_at` and `ends_at` are UTC; `time_zone` is the one they are said in.

    `headcount` counts those who were there and are not named; `pitch_slots` are the slots the agenda has, each
    `pitch_minutes` long, the first `pitches_after` minutes from the start. `locked_at`: who came is settled.
    """

    uid = TextField(unique=True)
    series = refers_to(Series)
    kind = TextField(default="huddle", constraints=[SQL("DEFAULT 'huddle'")])
    title = TextField()
    starts_at = moment(null=False)
    ends_at = moment(null=False)
    time_zone = TextField(default="Europe/London", constraints=[SQL("DEFAULT 'Europe/London'")])
    format = TextField(default="in person", constraints=[SQL("DEFAULT 'in person'")])
    venue = text()
    host_organisation = refers_to(Organisation)
    sub_region = refers_to(SubRegion)
    join_link = text()
    capacity = IntegerField(null=True)
    status = TextField(default="planned", constraints=[SQL("DEFAULT 'planned'")])
    headcount = number()
    pitch_slots = number()
    pitch_minutes = number(10)
    pitches_after = number(10)
    number = IntegerField(null=True)
    notes = text()
    locked_at = moment()
    created_at = moment(null=False)
    deleted_at = moment()

    class Meta:
        constraints = [
            one_of("kind", *HUDDLE_KINDS),
            one_of("format", *HUDDLE_FORMATS),
            one_of("status", *HUDDLE_STATUSES),
            Check("trim(title) <> ''"),
            Check("ends_at >= starts_at"),
            Check("capacity IS NULL OR capacity > 0"),
            Check("headcount >= 0"),
            Check("pitch_slots BETWEEN 0 AND 100"),
            Check("pitch_minutes BETWEEN 1 AND 1440"),
            Check("pitches_after BETWEEN 0 AND 1440"),
        ]


Huddle.add_index(Huddle.index(Huddle.starts_at, name="huddle_starts_at"))
Huddle.add_index(
    Huddle.index(Huddle.series, Huddle.number, unique=True, name="huddle_number").where(
        SQL("number IS NOT NULL AND deleted_at IS NULL")
    )
)


class Attendance(Table):
    """A person and a huddle: registration and presence are two facts; the organisation is that of the day.

    `starts_at` repeats the huddle's (a trigger keeps it), so that a history is one index scan. `minutes` is the union
    of the sessions, NULL where it is not known. `by_lock`: the lock made an absence of a registration nobody ticked.
    """

    huddle = refers_to(Huddle, null=False, index=False)
    contact = refers_to(Contact, null=False, index=False)
    organisation = refers_to(Organisation, index=False)
    starts_at = moment(null=False)
    registration = TextField(default="none", constraints=[SQL("DEFAULT 'none'")])
    presence = TextField(default="unknown", constraints=[SQL("DEFAULT 'unknown'")])
    by_lock = flag()
    checked_in_at = moment()
    minutes = IntegerField(null=True)
    mode = text()
    role = TextField(default="attendee", constraints=[SQL("DEFAULT 'attendee'")])
    source = text()

    class Meta:
        constraints = [
            one_of("registration", *REGISTRATIONS),
            one_of("presence", *PRESENCES),
            one_of("mode", *MODES),
            one_of("role", *ATTENDANCE_ROLES),
            Check("minutes IS NULL OR minutes >= 0"),
        ]
        indexes = (
            (("huddle", "contact"), True),
            (("huddle", "presence"), False),
            (("contact", "starts_at"), False),
            (("organisation", "starts_at"), False),
        )


class AttendanceSession(Table):
    """One stay in an online huddle, UTC; `left_at` NULL where it is not known."""

    attendance = owned_by(Attendance)
    joined_at = moment(null=False)
    left_at = moment()

    class Meta:
        constraints = [Check("left_at IS NULL OR left_at >= joined_at")]


class Pitch(Table):
    """A slot at a huddle. `delivered` is NULL until it is known; `may_publish` NULL until they were asked."""

    uid = TextField(unique=True)
    huddle = refers_to(Huddle, null=False)
    kind = TextField(default="news", constraints=[SQL("DEFAULT 'news'")])
    position = number()
    minutes = IntegerField(null=True)
    topic = TextField()
    notes = text()
    contact = refers_to(Contact)
    organisation = refers_to(Organisation)
    delivered = IntegerField(null=True)
    may_publish = IntegerField(null=True)
    created_at = moment(null=False)
    deleted_at = moment()

    class Meta:
        constraints = [
            one_of("kind", *PITCH_KINDS),
            Check("trim(topic) <> ''"),
            Check("minutes IS NULL OR minutes BETWEEN 1 AND 1440"),
            Check("delivered IN (0, 1)"),
            Check("may_publish IN (0, 1)"),
        ]


class Hand(Table):
    """Who put a hand up for a pitch, for which organisation, and why; `settled_at`: nothing more is to be done."""

    pitch = refers_to(Pitch, null=False, index=False)
    contact = refers_to(Contact, null=False)
    organisation = refers_to(Organisation)
    kind = TextField(default="interested", constraints=[SQL("DEFAULT 'interested'")])
    note = text()
    settled_at = moment()
    created_at = moment(null=False)

    class Meta:
        constraints = [one_of("kind", *HAND_KINDS)]
        indexes = ((("pitch", "contact", "kind"), True),)


class CloseOut(Table):
    """A step of closing a huddle that was done, or said to be unneeded."""

    huddle = refers_to(Huddle, null=False, index=False)
    step = TextField()
    done_at = moment(null=False)

    class Meta:
        constraints = [one_of("step", *CLOSE_OUT_STEPS)]
        indexes = ((("huddle", "step"), True),)
