"""A believable invented network: deterministic by seed, from a first look at the program to benchmark size."""

import random
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from math import isqrt

import msgspec

from crm import clock
from crm.db.bulk import without_upkeep
from crm.db.store import Store
from crm.errors import CrmError, Invalid
from crm.progress import Cancelled
from crm.sample import queries
from crm.sample.diary import Diary
from crm.sample.huddles import SampleHuddles
from crm.sample.introductions import SampleIntroductions
from crm.sample.label import LABEL
from crm.sample.organisations import Organisations
from crm.sample.people import People
from crm.sample.pipelines import SamplePipelines
from crm.sample.rows import Writer
from crm.sample.seeded_random import Calendar
from crm.sample.views import save_views
from crm.sample.words import SampleWords, read_words
from crm.settings import IS_SAMPLE, Settings

LOGGED_UP_TO = 20_000
"""Interactions up to which the sample is one undoable action; a larger one is a benchmark file without change log."""

_YEARS = 5


class SampleCounts(msgspec.Struct, frozen=True):
    """How many records were made."""

    organisations: int
    contacts: int
    interactions: int
    participants: int
    follow_ups: int
    huddles: int
    attendances: int
    pitches: int
    hands: int
    opportunities: int
    introductions: int
    needs_and_offers: int


def make_sample(
    store: Store,
    *,
    contacts: int = 240,
    interactions: int = 1_500,
    huddles: int = 18,
    circle: int = 240,
    seed: int = 1,
    today: date | None = None,
    is_undone: bool = True,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> SampleCounts:
    """Write the sample network into an empty file, as one action; the same seed and day make the same records.

    `huddles` are the monthly ones held (the next one is planned besides), `circle` the people they are drawn from.
    `progress(done, total)` counts interactions. Above `LOGGED_UP_TO`, or without `is_undone`, the action is no undo
    step. Raises Invalid for numbers that make no network, CrmError where the file holds records already, Cancelled
    (with nothing written) when `cancelled()` says so.
    """
    check_size(contacts, interactions, huddles, circle)
    if store.value(queries.HOLDS_RECORDS):
        raise CrmError("The sample network needs an empty file; this one holds records already. Nothing was changed.")
    small = interactions <= LOGGED_UP_TO
    words, size = read_words(), _Size(contacts, interactions, huddles, circle)
    with store.action(LABEL, "edit" if small and is_undone else "quiet"):
        with nullcontext() if small else without_upkeep(store):
            counts = _write(store, words, size, seed, today or clock.today(), progress, cancelled)
        save_views(store, words.views)
        Settings(store).set(IS_SAMPLE, True)
    return counts


def check_size(contacts: int, interactions: int, huddles: int, circle: int) -> None:
    """Raise Invalid for numbers that make no network."""
    if contacts < 1:
        raise Invalid("contacts", "A sample network needs at least 1 contact. Nothing was made.")
    for name, number in (("interactions", interactions), ("huddles", huddles), ("circle", circle)):
        if number < 0:
            raise Invalid(name, f"A sample network cannot have {number:,} {name}: 0 is the least. Nothing was made.")


class _Size(msgspec.Struct, frozen=True):
    """How large a network is made."""

    contacts: int
    interactions: int
    huddles: int
    circle: int


def _write(
    store: Store,
    words: SampleWords,
    size: _Size,
    seed: int,
    today: date,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> SampleCounts:
    def tell(done: int) -> None:
        progress(done, size.interactions)
        if cancelled():
            raise Cancelled

    calendar = Calendar(today, _YEARS)
    writer = Writer(store)
    store.defer_references()
    organisations = Organisations(random.Random(seed), writer, calendar, words.organisations)
    organisations.make(size.contacts)
    people = People(organisations, words.people)
    people.make(size.contacts)
    diary = Diary(organisations, people, words.conversations, max(1, isqrt(size.contacts // 240)))
    diary.make_interactions(size.interactions, tell)
    diary.make_follow_ups()
    gatherings = SampleHuddles(organisations, people, words, seed, size.circle)
    gatherings.make(size.huddles)
    steering = SamplePipelines(organisations, people, words.opportunities, seed)
    steering.make(gatherings.worth_steering)
    SampleIntroductions(organisations, people, gatherings.coming, words.introductions, seed).make()
    writer.write()
    steering.finish()
    tell(size.interactions)
    return SampleCounts(
        organisations=writer.count("organisation"),
        contacts=writer.count("contact"),
        interactions=writer.count("interaction"),
        participants=writer.count("participant"),
        follow_ups=writer.count("follow_up"),
        huddles=writer.count("huddle"),
        attendances=writer.count("attendance"),
        pitches=writer.count("pitch"),
        hands=writer.count("hand"),
        opportunities=writer.count("opportunity"),
        introductions=writer.count("introduction"),
        needs_and_offers=writer.count("need_offer"),
    )
