"""The words of the sample network: names, organisations, what people talk about; kept in `resources/sample/`.

A text may have slots: {org} the organisation of the person, {other} another one, {who} another person, {theme} a
field, {n} a small number, {k} thousands of pounds, {month}, {ward}, {room}, {topic} a pitch, {next} what comes next.
"""

from pathlib import Path
from typing import Any

import msgspec

import resources

_FOLDER = Path(resources.__file__).parent / "sample"

Texts = tuple[str, ...]


class Topic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A matter that comes up again and again, but `not_for` people at those settings (the keys of `roles`)."""

    subjects: Texts
    said: Texts
    next_steps: Texts
    not_for: Texts = ()


class InteractionKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of interaction: its share in a hundred, how often it has notes, how long it takes, how many join."""

    name: str
    share: int
    noted: float
    openings: Texts
    minutes: tuple[int, ...] = ()
    company: tuple[int, ...] = ()


class Conversations(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the diary is made of; `due_...` are days from today, None for no day."""

    topics: tuple[Topic, ...]
    kinds: tuple[InteractionKind, ...]
    closings: Texts
    rooms: Texts
    places: Texts
    wards: Texts
    months: Texts
    owed_by_them: Texts
    results: Texts
    due_from_us: tuple[int | None, ...]
    due_from_them: tuple[int | None, ...]


class Origin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where families come from, with its share in a hundred: given names by pronouns, and family names."""

    share: int
    given: dict[str, Texts]
    family: Texts


class Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody does, and the title that often goes with it."""

    role: str
    title: str = ""
    department: str = ""


class SideRole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody is at another organisation besides."""

    role: str
    kind: str


class PeopleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What people are made of; `roles` by the setting of their organisation."""

    origins: tuple[Origin, ...]
    short_forms: dict[str, str]
    about: Texts
    roles: dict[str, tuple[Role, ...]]
    side_roles: tuple[SideRole, ...]


class Alias(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another name of an organisation."""

    name: str
    kind: str


class GivenOrganisation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One invented organisation; `weight` says how many of the people are there, `themes` are positions."""

    name: str
    sector: str
    sub_region: str
    town: str
    domain: str
    weight: int
    themes: tuple[int, ...]
    outward: str = ""
    about: str = ""
    short_name: str = ""
    aliases: tuple[Alias, ...] = ()
    parent: str = ""


class Further(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How further organisations of a sector are called, with their share in a hundred."""

    sector: str
    share: int
    endings: Texts


class Town(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A town with the first half of its postcodes."""

    sub_region: str
    town: str
    outward: str


class Tag(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tag of the network."""

    name: str
    description: str = ""


class OrganisationWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What organisations are made of; `landlines` is how numbers of the drama ranges begin, by sub-region."""

    organisations: tuple[GivenOrganisation, ...]
    stems: Texts
    further: tuple[Further, ...]
    towns: tuple[Town, ...]
    landlines: dict[str, str]
    partnership_notes: Texts
    tags: tuple[Tag, ...]


class GivenPitch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is pitched."""

    kind: str
    topic: str


class GivenHand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one says who puts a hand up, and what is then to be done."""

    notes: Texts
    step: str


class HuddleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What huddles are made of; `hands` by their kind."""

    venues: Texts
    pitches: tuple[GivenPitch, ...]
    regulatory: tuple[GivenPitch, ...]
    hands: dict[str, GivenHand]


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An opportunity: `reached` open stages, then the stage that ends it, if any, and why; `parties` are sectors.

    One that was `pitched` is named after a pitch, and whoever pitched leads it.
    """

    pipeline: str
    title: str
    parties: dict[str, Texts]
    reached: int
    thousands: int | None = None
    pitched: bool = False
    gap: str = ""
    end: str = ""
    reason: str = ""


class OpportunityWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What pipelines are made of."""

    cases: tuple[Case, ...]
    steps: Texts
    notes: Texts


class GivenIntroduction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an introduction is for and the steps it reached; not made yet where `days_ago` is None."""

    reason: str
    days_ago: int | None = None
    steps: Texts = ()
    consents: Texts = ("yes", "yes")


class GivenNeed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A need or an offer of somebody in a sector."""

    kind: str
    category: str
    title: str
    sector: str
    maturity_from: int | None = None
    maturity_to: int | None = None
    confidential: bool = False


class IntroductionWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What introductions, needs and offers are made of."""

    introductions: tuple[GivenIntroduction, ...]
    needs: tuple[GivenNeed, ...]


class ViewCondition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A condition of a saved view: `values`, or words of a vocabulary by their `names`."""

    field: str
    names: Texts = ()
    values: tuple[str | int, ...] = ()


class GivenView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A saved view."""

    page: str
    name: str
    conditions: tuple[ViewCondition, ...]
    sort: str = "name"


class SampleWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it: each field is a file of its name."""

    conversations: Conversations
    people: PeopleWords
    organisations: OrganisationWords
    huddles: HuddleWords
    opportunities: OpportunityWords
    introductions: IntroductionWords
    views: tuple[GivenView, ...]


def read_words() -> SampleWords:
    """Read the words of the sample network."""
    found: dict[str, Any] = {}
    for part in msgspec.structs.fields(SampleWords):
        found[part.name] = msgspec.json.decode((_FOLDER / f"{part.name}.json").read_bytes(), type=part.type)
    return SampleWords(**found)
