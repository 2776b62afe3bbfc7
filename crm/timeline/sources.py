"""Where the events of histories come from: each source is read by its own index."""

from collections.abc import Collection

import msgspec
from msgspec.structs import replace

from crm.db.derived import NAME
from crm.db.schema.allowed import INTERACTION_KINDS

PEOPLE, STANDING, RECORD = ("joined", "left"), ("partnership",), ("renamed", "closed", "added")
GATHERINGS = ("huddle", "pitch", "hand")
PIPELINE = ("opportunity",)
FATES = 15
"""The rank of what befell opportunities besides their moves."""
INTRODUCTIONS = ("introduction", "outcome")
KINDS: tuple[str, ...] = (
    *INTERACTION_KINDS, *GATHERINGS, *PIPELINE, *INTRODUCTIONS, *PEOPLE, *STANDING, "follow_up", *RECORD,
)  # fmt: skip
"""The kinds of events."""

_BODY = 600


class Source(msgspec.Struct, frozen=True):
    """Where events of some kinds come from: the SQL of their moment and id, of four more columns, and of their rows."""

    rank: int
    kinds: tuple[str, ...]
    at: str
    id: str
    columns: str
    origin: str

    def page(self) -> str:
        """Return the query of the newest events before a key, at most `:limit`."""
        return (
            f"SELECT DISTINCT {self.at}, {self.id}, {self.columns} {self.origin} AND {self.at} <= :at "
            f"AND ({self.at}, {self.rank}, {self.id}) < (:at, :rank, :key) "
            f"ORDER BY {self.at} DESC, {self.id} DESC LIMIT :limit"
        )

    def years(self) -> str:
        """Return the query of how many events each year has."""
        return (
            f"SELECT substr({self.at}, 1, 4), count(DISTINCT {self.id}) {self.origin} AND {self.at} <= :at GROUP BY 1"
        )


def _interactions(participants: str, whose: str) -> Source:
    return Source(
        0,
        INTERACTION_KINDS,
        "p.happened_at",
        "i.id",
        f"i.kind, i.subject, substr(i.notes, 1, {_BODY}), i.status || i.has_time",
        f"FROM {participants} CROSS JOIN interaction i ON i.id = p.interaction_id "
        f"WHERE {whose} = :record AND i.deleted_at IS NULL",
    )


_SINCE = "p.happened_at >= substr(o.created_at, 1, 10)"
_OF_PARTIES = (
    "opportunity o CROSS JOIN opportunity_party q ON q.opportunity_id = o.id CROSS JOIN participant p "
    f"ON (p.contact_id = q.contact_id AND {_SINCE}) "
    f"OR (q.contact_id IS NULL AND p.organisation_id = q.organisation_id AND {_SINCE})"
)
"""Who of an opportunity took part in something since it was made: a party's person, else all of its organisation."""


def _follow_ups(column: str) -> Source:
    return Source(
        1,
        ("follow_up",),
        "f.done_at",
        "f.id",
        "'follow_up', f.title, f.result, f.owed_by",
        f"FROM follow_up f WHERE f.{column} = :record AND f.done_at IS NOT NULL AND f.deleted_at IS NULL",
    )


def _added(table: str) -> Source:
    return Source(
        9,
        ("added",),
        "substr(r.created_at, 1, 10)",
        "r.id",
        "'added', '', '', ''",
        f"FROM {table} r WHERE r.id = :record",
    )


def _roles(column: str, other: str, name: str) -> tuple[Source, ...]:
    return tuple(
        Source(
            rank,
            (kind,),
            f"a.{at}",
            "a.id",
            f"'{kind}', {name}, a.role, a.{other}",
            f"FROM affiliation a JOIN {other.removesuffix('_id')} r ON r.id = a.{other} "
            f"WHERE a.{column} = :record AND a.{at} IS NOT NULL",
        )
        for rank, kind, at in ((2, "joined", "started"), (3, "left", "ended"))
    )


_HUDDLE = "iif(h.number IS NULL, h.title, coalesce((SELECT name FROM series WHERE id = h.series_id), 'Huddle') "
_HUDDLE += "|| ' ' || h.number)"


def _gatherings(column: str) -> tuple[Source, ...]:
    """Return huddles, pitches and hands of a person, or of whoever stood for an organisation (one event a huddle)."""
    presence = "a.presence" if column == "contact_id" else "''"
    place = "coalesce((SELECT name FROM organisation WHERE id = {0}.organisation_id), '')"
    who = f"coalesce((SELECT {NAME.format(contact='c')} FROM contact c WHERE c.id = {{0}}.contact_id), '')"
    about = place if column == "contact_id" else who
    standing = about.format("a") if column == "contact_id" else "''"
    held = "h.deleted_at IS NULL AND h.status <> 'cancelled'"
    return (
        Source(
            8,
            ("huddle",),
            "a.starts_at",
            "a.huddle_id",
            f"'huddle', {_HUDDLE}, {presence}, {standing}",
            f"FROM attendance a CROSS JOIN huddle h ON h.id = a.huddle_id WHERE a.{column} = :record "
            f"AND a.presence <> 'unknown' AND {held}",
        ),
        Source(
            10,
            ("pitch",),
            "h.starts_at",
            "p.id",
            f"'pitch', p.topic, {_HUDDLE}, json_array(h.id, p.kind, {about.format('p')}, substr(p.notes, 1, {_BODY}))",
            f"FROM pitch p CROSS JOIN huddle h ON h.id = p.huddle_id WHERE p.{column} = :record AND p.delivered = 1 "
            f"AND p.deleted_at IS NULL AND {held}",
        ),
        Source(
            11,
            ("hand",),
            "d.created_at",
            "d.id",
            f"'hand', p.topic, {_HUDDLE}, json_array(h.id, d.kind, {about.format('d')}, substr(d.note, 1, {_BODY}))",
            "FROM hand d CROSS JOIN pitch p ON p.id = d.pitch_id CROSS JOIN huddle h ON h.id = p.huddle_id "
            f"WHERE d.{column} = :record AND p.deleted_at IS NULL AND {held}",
        ),
    )


_PARTIES = "opportunity_party p CROSS JOIN opportunity o ON o.id = p.opportunity_id"


def _moves(opportunities: str, whose: str) -> Source:
    """Return the moves of opportunities `o`, and of those merged into them."""
    return Source(
        12,
        PIPELINE,
        "v.at",
        "v.id",
        "'opportunity', w.title, json_array(w.id, l.name, t.name, t.outcome, coalesce(b.name, ''), "
        f"coalesce(b.outcome, '')), substr(v.reason, 1, {_BODY})",
        f"FROM {opportunities} CROSS JOIN stage_change v "
        "ON v.opportunity_id IN (SELECT o.id UNION ALL SELECT m.other_id "
        "FROM opportunity_fate m WHERE m.opportunity_id = o.id AND m.kind = 'merged') "
        "CROSS JOIN opportunity w ON w.id = v.opportunity_id CROSS JOIN stage t ON t.id = v.to_stage_id "
        "CROSS JOIN pipeline l ON l.id = t.pipeline_id LEFT JOIN stage b ON b.id = v.from_stage_id "
        f"WHERE {whose} = :record",
    )


def _fates(opportunities: str, whose: str) -> Source:
    """Return when opportunities `o` went to the trash, came back or were merged."""
    return Source(
        FATES,
        PIPELINE,
        "f.at",
        "f.id",
        "'opportunity', o.title, json_array(o.id, f.kind, coalesce(x.title, '')), ''",
        f"FROM {opportunities} CROSS JOIN opportunity_fate f ON f.opportunity_id = o.id "
        "LEFT JOIN opportunity x ON x.id = f.other_id "
        # What was merged went to the trash by that.
        f"WHERE {whose} = :record AND NOT (f.kind = 'trashed' AND EXISTS (SELECT 1 FROM opportunity_fate m "
        "WHERE m.other_id = o.id AND m.at = f.at))",
    )


_INTRODUCED = "introduction_party p CROSS JOIN introduction i ON i.id = p.introduction_id AND i.deleted_at IS NULL"
_AMONG_PARTIES = (
    "opportunity o CROSS JOIN introduction i ON i.deleted_at IS NULL AND i.id IN (SELECT o.introduction_id UNION "
    "SELECT x.introduction_id FROM opportunity_party q JOIN introduction_party x ON x.contact_id = q.contact_id "
    "WHERE q.opportunity_id = o.id GROUP BY x.introduction_id HAVING count(DISTINCT x.contact_id) > 1)"
)
"""The introduction an opportunity came of, and those that brought two or more of its people together."""


def _introductions(introductions: str, whose: str, others: str = "") -> tuple[Source, ...]:
    """Return introductions `i` and what came of them; `others` leaves the person whose history it is unnamed."""
    names = (
        f"json_array(i.id, json((SELECT json_group_array({NAME.format(contact='c')} ORDER BY q.id) "
        "FROM introduction_party q JOIN contact c ON c.id = q.contact_id "
        f"WHERE q.introduction_id = i.id {others})))"
    )
    return (
        Source(
            13,
            ("introduction",),
            "i.made_on",
            "i.id",
            f"'introduction', i.reason, {names}, ''",
            f"FROM {introductions} WHERE {whose} = :record AND i.made_on IS NOT NULL",
        ),
        Source(
            14,
            ("outcome",),
            "u.reached_on",
            "u.id",
            f"'outcome', u.step, {names}, substr(u.note, 1, {_BODY})",
            f"FROM {introductions} CROSS JOIN outcome u ON u.introduction_id = i.id WHERE {whose} = :record",
        ),
    )


_CONTACT_SOURCES = (
    _interactions("participant p", "p.contact_id"),
    *_gatherings("contact_id"),
    _moves(f"{_PARTIES} AND o.deleted_at IS NULL", "p.contact_id"),
    _fates(_PARTIES, "p.contact_id"),
    *_introductions(_INTRODUCED, "p.contact_id", "AND q.contact_id <> p.contact_id"),
    _follow_ups("contact_id"),
    *_roles("contact_id", "organisation_id", "r.name"),
    _added("contact"),
)
_ORGANISATION_SOURCES = (
    _interactions("participant p", "p.organisation_id"),
    *_gatherings("organisation_id"),
    _moves(f"{_PARTIES} AND o.deleted_at IS NULL", "p.organisation_id"),
    _fates(_PARTIES, "p.organisation_id"),
    *_introductions(_INTRODUCED, "p.organisation_id"),
    _follow_ups("organisation_id"),
    *_roles("organisation_id", "contact_id", NAME.format(contact="r")),
    Source(
        4,
        ("renamed",),
        "n.until",
        "n.id",
        "'renamed', n.name, '', ''",
        "FROM organisation_alias n WHERE n.organisation_id = :record AND n.kind = 'former' AND n.until IS NOT NULL",
    ),
    Source(
        5,
        STANDING,
        "q.started_on",
        "q.id",
        "'partnership', q.status, q.note, coalesce((SELECT e.status FROM partnership e WHERE e.organisation_id = "
        "q.organisation_id AND e.id <> q.id AND e.ended_on <= q.started_on ORDER BY e.ended_on DESC LIMIT 1), '')",
        "FROM partnership q WHERE q.organisation_id = :record AND q.started_on IS NOT NULL",
    ),
    Source(
        6,
        STANDING,
        "q.ended_on",
        "q.id",
        "'partnership', '', '', q.status",
        "FROM partnership q WHERE q.organisation_id = :record AND q.ended_on IS NOT NULL AND NOT EXISTS (SELECT 1 "
        "FROM partnership n WHERE n.organisation_id = :record AND n.id <> q.id AND n.started_on >= q.ended_on)",
    ),
    Source(
        7,
        ("closed",),
        "r.closed_on",
        "r.id",
        "'closed', '', '', ''",
        "FROM organisation r WHERE r.id = :record AND r.closed_on IS NOT NULL",
    ),
    _added("organisation"),
)
_OPPORTUNITY_SOURCES = (
    _interactions(_OF_PARTIES, "o.id"),
    _moves("opportunity o", "o.id"),
    _fates("opportunity o", "o.id"),
    *_introductions(_AMONG_PARTIES, "o.id"),
    _follow_ups("opportunity_id"),
)
SOURCES = {
    "contact": _CONTACT_SOURCES,
    "organisation": _ORGANISATION_SOURCES,
    "opportunity": _OPPORTUNITY_SOURCES,
}


def limited(source: Source, kinds: Collection[str] | None) -> Source:
    """Return a source that gives only events of these kinds (None: of all)."""
    if kinds is None or len(source.kinds) == 1:
        return source
    wanted = ", ".join(f"'{kind}'" for kind in source.kinds if kind in kinds)
    return replace(source, origin=f"{source.origin} AND i.kind IN ({wanted})")
