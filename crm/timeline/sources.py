"""Where the events of histories come from: each source is read by its own index."""

from functools import cache, cached_property
from typing import Any

from peewee import JOIN, SQL, Select, Tuple, Value, fn

from crm.db.expressions import huddle_label, name_of
from crm.db.query_builder import at_most, bind, each_of
from crm.db.schema import (
    Affiliation,
    Attendance,
    Contact,
    FollowUp,
    Hand,
    Huddle,
    Interaction,
    Introduction,
    IntroductionParty,
    Opportunity,
    OpportunityFate,
    OpportunityParty,
    Organisation,
    OrganisationAlias,
    Outcome,
    Participant,
    Partnership,
    Pipeline,
    Pitch,
    Stage,
    StageChange,
)
from crm.db.schema.allowed import INTERACTION_KINDS

PEOPLE, PARTNERSHIP, RECORD = ("joined", "left"), ("partnership",), ("renamed", "closed", "added")
GATHERINGS = ("huddle", "pitch", "hand")
PIPELINE = ("opportunity",)
FATES = 15
"""The rank of what befell opportunities besides their moves."""
INTRODUCTIONS = ("introduction", "outcome")
KINDS: tuple[str, ...] = (
    *INTERACTION_KINDS, *GATHERINGS, *PIPELINE, *INTRODUCTIONS, *PEOPLE, *PARTNERSHIP, "follow_up", *RECORD,
)  # fmt: skip
"""The kinds of events."""

_BODY = 600
_TOLD = ("kind", "first", "second", "third")
"""What the columns of each source are called besides moment, rank and id."""


class Source:
    """Where events of some kinds come from: their moment, their id, four more columns, and the query of their rows."""

    def __init__(self, rank: int, kinds: tuple[str, ...], at: Any, id: Any, columns: tuple[Any, ...], of: Any) -> None:
        self.rank = rank
        self.kinds = kinds
        self._at = at
        self._id = id
        self._columns = columns
        self._of = of.where(at <= bind("at"))

    @cached_property
    def page(self) -> Any:
        """The query of the newest events before a key, at most `limit`."""
        before = Tuple(self._at, self.rank, self._id) < Tuple(bind("at"), bind("rank"), bind("key"))
        return (
            self._of.where(before)
            .columns(
                self._at.alias("at"),
                Value(self.rank).alias("rank"),
                self._id.alias("id"),
                *(each.alias(name) for name, each in zip(_TOLD, self._columns, strict=True)),
            )
            .distinct()
            .order_by(self._at.desc(), self._id.desc())
            .limit(at_most("limit"))
        )

    @cached_property
    def years(self) -> Any:
        """The query of how many events each year has."""
        year, number = fn.substr(self._at, 1, 4), fn.count(self._id.distinct())
        return self._of.columns(year.alias("year"), number.alias("number")).group_by(SQL("1"))

    @cached_property
    def narrowed(self) -> "Source":
        """The source that gives only interactions of the `kinds` asked for."""
        of = self._of.where(Interaction.kind.in_(each_of("kinds")))
        return Source(self.rank, self.kinds, self._at, self._id, self._columns, of)


def _begin(text: Any) -> Any:
    return fn.substr(text, 1, _BODY)


def _interactions(participants: Any) -> Source:
    return Source(
        0,
        INTERACTION_KINDS,
        Participant.happened_at,
        Interaction.id,
        (
            Interaction.kind,
            Interaction.subject,
            _begin(Interaction.notes),
            Interaction.status.concat(Interaction.has_time),
        ),
        participants.join(Interaction, JOIN.CROSS).where(
            Interaction.id == Participant.interaction, Interaction.deleted_at.is_null()
        ),
    )


def _participants(column: str) -> Any:
    return Participant.select().where(getattr(Participant, column) == bind("record"))


def _of_parties() -> Any:
    """Return who of an opportunity took part in anything since it was made: a party's person, else the organisation."""
    since = Participant.happened_at >= fn.substr(Opportunity.created_at, 1, 10)
    whole = OpportunityParty.contact.is_null() & (Participant.organisation == OpportunityParty.organisation)
    return (
        Opportunity.select()
        .join(OpportunityParty, JOIN.CROSS)
        .join(Participant, JOIN.CROSS)
        .where(
            OpportunityParty.opportunity == Opportunity.id,
            ((Participant.contact == OpportunityParty.contact) & since) | (whole & since),
            Opportunity.id == bind("record"),
        )
    )


def _follow_ups(column: str) -> Source:
    return Source(
        1,
        ("follow_up",),
        FollowUp.done_at,
        FollowUp.id,
        (Value("follow_up"), FollowUp.title, FollowUp.result, FollowUp.owed_by),
        FollowUp.select().where(
            getattr(FollowUp, column) == bind("record"), FollowUp.done_at.is_null(False), FollowUp.deleted_at.is_null()
        ),
    )


def _added(record: Any) -> Source:
    return Source(
        9,
        ("added",),
        fn.substr(record.created_at, 1, 10),
        record.id,
        (Value("added"), Value(""), Value(""), Value("")),
        record.select().where(record.id == bind("record")),
    )


def _roles(column: Any, other: Any, record: Any, name: Any) -> tuple[Source, ...]:
    """Return who or what a record came to and left: `other` is the column of that one, `name` its name."""
    return tuple(
        Source(
            rank,
            (kind,),
            at,
            Affiliation.id,
            (Value(kind), name, Affiliation.role, other),
            Affiliation.select().join(record, on=record.id == other).where(column == bind("record"), at.is_null(False)),
        )
        for rank, kind, at in ((2, "joined", Affiliation.started), (3, "left", Affiliation.ended))
    )


def _place(of: Any) -> Any:
    organisation = Organisation.alias()
    return fn.coalesce(organisation.select(organisation.name).where(organisation.id == of.organisation), "")


def _who(of: Any) -> Any:
    contact = Contact.alias()
    return fn.coalesce(contact.select(name_of(contact)).where(contact.id == of.contact), "")


def _gatherings(column: str) -> tuple[Source, ...]:
    """Return huddles, pitches and hands of a person, or of whoever stood for an organisation (one event a huddle)."""
    of_contact = column == "contact"
    about = _place if of_contact else _who
    held = (Huddle.deleted_at.is_null(), Huddle.status != "cancelled")

    def facts(of: Any, text: Any) -> Any:
        return fn.json_array(Huddle.id, of.kind, about(of), _begin(text))

    def theirs(of: Any) -> Any:
        return getattr(of, column) == bind("record")

    return (
        Source(
            8,
            ("huddle",),
            Attendance.starts_at,
            Attendance.huddle,
            (
                Value("huddle"),
                huddle_label(Huddle),
                Attendance.presence if of_contact else Value(""),
                _place(Attendance) if of_contact else Value(""),
            ),
            Attendance.select()
            .join(Huddle, JOIN.CROSS)
            .where(Huddle.id == Attendance.huddle, theirs(Attendance), Attendance.presence != "unknown", *held),
        ),
        Source(
            10,
            ("pitch",),
            Huddle.starts_at,
            Pitch.id,
            (Value("pitch"), Pitch.topic, huddle_label(Huddle), facts(Pitch, Pitch.notes)),
            Pitch.select()
            .join(Huddle, JOIN.CROSS)
            .where(Huddle.id == Pitch.huddle, theirs(Pitch), Pitch.delivered == 1, Pitch.deleted_at.is_null(), *held),
        ),
        Source(
            11,
            ("hand",),
            Hand.created_at,
            Hand.id,
            (Value("hand"), Pitch.topic, huddle_label(Huddle), facts(Hand, Hand.note)),
            Hand.select()
            .join(Pitch, JOIN.CROSS)
            .join(Huddle, JOIN.CROSS)
            .where(Pitch.id == Hand.pitch, Huddle.id == Pitch.huddle, theirs(Hand), Pitch.deleted_at.is_null(), *held),
        ),
    )


def _own_opportunity() -> Any:
    return Opportunity.select().where(Opportunity.id == bind("record"))


def _opportunities(column: str) -> Any:
    """Return the opportunities in which a record takes part."""
    return (
        OpportunityParty.select()
        .join(Opportunity, JOIN.CROSS)
        .where(Opportunity.id == OpportunityParty.opportunity, getattr(OpportunityParty, column) == bind("record"))
    )


def _moves(opportunities: Any) -> Source:
    """Return the moves of opportunities, and of those merged into them."""
    moved, to, before, merged = Opportunity.alias(), Stage.alias(), Stage.alias(), OpportunityFate.alias()
    all_of = Select(columns=[Opportunity.id]) + merged.select(merged.other).where(
        merged.opportunity == Opportunity.id, merged.kind == "merged"
    )
    return Source(
        12,
        PIPELINE,
        StageChange.at,
        StageChange.id,
        (
            Value("opportunity"),
            moved.title,
            fn.json_array(
                moved.id,
                Pipeline.name,
                to.name,
                to.outcome,
                fn.coalesce(before.name, ""),
                fn.coalesce(before.outcome, ""),
            ),
            _begin(StageChange.reason),
        ),
        opportunities.join(StageChange, JOIN.CROSS)
        .join(moved, JOIN.CROSS)
        .join(to, JOIN.CROSS)
        .join(Pipeline, JOIN.CROSS)
        .join(before, JOIN.LEFT_OUTER, on=before.id == StageChange.from_stage)
        .where(
            StageChange.opportunity.in_(all_of),
            moved.id == StageChange.opportunity,
            to.id == StageChange.to_stage,
            Pipeline.id == to.pipeline,
        ),
    )


def _fates(opportunities: Any) -> Source:
    """Return when opportunities went to the trash, came back or were merged."""
    other, merged = Opportunity.alias(), OpportunityFate.alias()
    by_merge = merged.select(SQL("1")).where(merged.other == Opportunity.id, merged.at == OpportunityFate.at)
    return Source(
        FATES,
        PIPELINE,
        OpportunityFate.at,
        OpportunityFate.id,
        (
            Value("opportunity"),
            Opportunity.title,
            fn.json_array(Opportunity.id, OpportunityFate.kind, fn.coalesce(other.title, "")),
            Value(""),
        ),
        opportunities.join(OpportunityFate, JOIN.CROSS)
        .join(other, JOIN.LEFT_OUTER, on=other.id == OpportunityFate.other)
        .where(
            OpportunityFate.opportunity == Opportunity.id,
            # What was merged went to the trash by that.
            ~((OpportunityFate.kind == "trashed") & fn.EXISTS(by_merge)),
        ),
    )


def _introduced(column: str) -> Any:
    """Return the introductions of a record."""
    return (
        IntroductionParty.select()
        .join(Introduction, JOIN.CROSS)
        .where(
            Introduction.id == IntroductionParty.introduction,
            Introduction.deleted_at.is_null(),
            getattr(IntroductionParty, column) == bind("record"),
        )
    )


def _among_parties() -> Any:
    """Return the introduction an opportunity came of, and those that brought two or more of its people together."""
    together = (
        OpportunityParty.select(IntroductionParty.introduction)
        .join(IntroductionParty, on=IntroductionParty.contact == OpportunityParty.contact)
        .where(OpportunityParty.opportunity == Opportunity.id)
        .group_by(IntroductionParty.introduction)
        .having(fn.count(IntroductionParty.contact.distinct()) > 1)
    )
    return (
        Opportunity.select()
        .join(Introduction, JOIN.CROSS)
        .where(
            Introduction.deleted_at.is_null(),
            Introduction.id.in_(Select(columns=[Opportunity.introduction]) | together),
            Opportunity.id == bind("record"),
        )
    )


def _introductions(introductions: Any, *, but: Any = None) -> tuple[Source, ...]:
    """Return introductions and what came of them; the person in the column `but`, whose history it is, goes unnamed."""
    party, contact = IntroductionParty.alias(), Contact.alias()
    others = () if but is None else (party.contact != but,)
    parties = (
        party.select(fn.json_group_array(name_of(contact)).order_by(party.id))
        .join(contact, on=contact.id == party.contact)
        .where(party.introduction == Introduction.id, *others)
    )
    names = fn.json_array(Introduction.id, fn.json(parties))
    return (
        Source(
            13,
            ("introduction",),
            Introduction.made_on,
            Introduction.id,
            (Value("introduction"), Introduction.reason, names, Value("")),
            introductions.where(Introduction.made_on.is_null(False)),
        ),
        Source(
            14,
            ("outcome",),
            Outcome.reached_on,
            Outcome.id,
            (Value("outcome"), Outcome.step, names, _begin(Outcome.note)),
            introductions.join(Outcome, JOIN.CROSS).where(Outcome.introduction == Introduction.id),
        ),
    )


def _standing() -> tuple[Source, ...]:
    """Return what an organisation became to the cluster, and what it ceased to be with nothing after it."""
    earlier, later = Partnership.alias(), Partnership.alias()
    before = (
        earlier.select(earlier.status)
        .where(
            earlier.organisation == Partnership.organisation,
            earlier.id != Partnership.id,
            earlier.ended_on <= Partnership.started_on,
        )
        .order_by(earlier.ended_on.desc())
        .limit(1)
    )
    followed = later.select(SQL("1")).where(
        later.organisation == bind("record"), later.id != Partnership.id, later.started_on >= Partnership.ended_on
    )
    own = Partnership.select().where(Partnership.organisation == bind("record"))
    return (
        Source(
            5,
            PARTNERSHIP,
            Partnership.started_on,
            Partnership.id,
            (Value("partnership"), Partnership.status, Partnership.note, fn.coalesce(before, "")),
            own.where(Partnership.started_on.is_null(False)),
        ),
        Source(
            6,
            PARTNERSHIP,
            Partnership.ended_on,
            Partnership.id,
            (Value("partnership"), Value(""), Value(""), Partnership.status),
            own.where(Partnership.ended_on.is_null(False), ~fn.EXISTS(followed)),
        ),
    )


def _names_and_end() -> tuple[Source, ...]:
    """Return the former names of an organisation, and when it closed."""
    return (
        Source(
            4,
            ("renamed",),
            OrganisationAlias.until,
            OrganisationAlias.id,
            (Value("renamed"), OrganisationAlias.name, Value(""), Value("")),
            OrganisationAlias.select().where(
                OrganisationAlias.organisation == bind("record"),
                OrganisationAlias.kind == "former",
                OrganisationAlias.until.is_null(False),
            ),
        ),
        Source(
            7,
            ("closed",),
            Organisation.closed_on,
            Organisation.id,
            (Value("closed"), Value(""), Value(""), Value("")),
            Organisation.select().where(Organisation.id == bind("record"), Organisation.closed_on.is_null(False)),
        ),
    )


def _of_contact() -> tuple[Source, ...]:
    return (
        _interactions(_participants("contact")),
        *_gatherings("contact"),
        _moves(_opportunities("contact").where(Opportunity.deleted_at.is_null())),
        _fates(_opportunities("contact")),
        *_introductions(_introduced("contact"), but=IntroductionParty.contact),
        _follow_ups("contact"),
        *_roles(Affiliation.contact, Affiliation.organisation, Organisation, Organisation.name),
        _added(Contact),
    )


def _of_organisation() -> tuple[Source, ...]:
    return (
        _interactions(_participants("organisation")),
        *_gatherings("organisation"),
        _moves(_opportunities("organisation").where(Opportunity.deleted_at.is_null())),
        _fates(_opportunities("organisation")),
        *_introductions(_introduced("organisation")),
        _follow_ups("organisation"),
        *_roles(Affiliation.organisation, Affiliation.contact, Contact, name_of(Contact)),
        *_standing(),
        *_names_and_end(),
        _added(Organisation),
    )


def _of_opportunity() -> tuple[Source, ...]:
    return (
        _interactions(_of_parties()),
        _moves(_own_opportunity()),
        _fates(_own_opportunity()),
        *_introductions(_among_parties()),
        _follow_ups("opportunity"),
    )


@cache
def sources(record: str) -> tuple[Source, ...]:
    """Return where the events of a contact, an organisation or an opportunity come from."""
    return {"contact": _of_contact, "organisation": _of_organisation, "opportunity": _of_opportunity}[record]()
