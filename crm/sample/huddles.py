"""The huddles of the sample network: who is asked, who comes, what is pitched and whose hand goes up."""

import random
from datetime import date, timedelta

import msgspec

from crm.db.schema.allowed import CLOSE_OUT_STEPS, HAND_KINDS
from crm.sample.organisations import Organisations
from crm.sample.people import People, Person
from crm.sample.rows import Writer
from crm.sample.seeded_random import Calendar, Deck, between, pick, uid
from crm.sample.words import SampleWords

_LAST_NUMBER = 41
_MONTH = 30.44
_WEDNESDAY = 2
_HABITS = {"regular": 38, "lapsed": 10, "occasional": 74, "new": 10, "asked": 30}
"""How many of a circle of 240 have which habit; the rest are on no list."""

_CIRCLE = 240


class _Guest(msgspec.Struct, frozen=True):
    """Someone of the circle: `keen` is how likely they come, `until` the last huddle of those who lapse."""

    person: Person
    habit: str
    keen: float
    until: int = 0
    only: int = 0


class _Gathering(msgspec.Struct, frozen=True):
    """A huddle being written: its row, its place in the series, and the day."""

    id: int
    place: int
    day: int
    starts_at: str
    is_past: bool
    is_online: bool
    is_last: bool


class Pitched(msgspec.Struct, frozen=True):
    """A pitch that was given, of which an opportunity may have come."""

    id: int
    huddle_id: int
    day: int
    topic: str
    contact_id: int
    organisation_id: int


class SampleHuddles:
    """Writes two series of huddles with everything that belongs to them.

    `worth_steering` are the asks and opportunities that were pitched, `coming` who is registered for what is to come.

    Chance has a generator of its own: the rest of the network is the same with and without huddles.
    """

    def __init__(
        self, organisations: Organisations, people: People, words: SampleWords, seed: int, circle: int
    ) -> None:
        self._rng = random.Random(f"huddles {seed}")
        self._writer: Writer = people.writer
        self._calendar: Calendar = people.calendar
        self._organisations = organisations.made
        self._people = people.made
        self._circle = min(circle, len(people.made))
        self._known, self._months = words.huddles, words.conversations.months
        self._topics = Deck(self._rng, self._known.pitches)
        self._regulatory = Deck(self._rng, self._known.regulatory)
        self.worth_steering: list[Pitched] = []
        self.coming: set[int] = set()

    def make(self, count: int) -> None:
        """Write `count` monthly huddles and the next one, which is still to come; and six quarterly ones online."""
        if not count or not self._circle:
            return
        # The first series comes with the file; it is numbered up to 41 unless there are more.
        days = self._days(count)
        guests = self._guests(count)
        first = max(_LAST_NUMBER, count) - count + 1
        for place, day in enumerate(days):
            self._gathering(1, first + place, place, day, guests, count)
        series = self._writer.put(
            "series", name="Regulatory huddle", cadence="FREQ=MONTHLY;INTERVAL=3", threshold_minutes=15
        )
        circle = [each for each in guests if each.habit in ("regular", "occasional")][: max(3, len(guests) // 5)]
        quarters = [_Guest(each.person, each.habit, 0.3 + 0.5 * self._rng.random()) for each in circle]
        past = days[:-1][-18::3]
        for place, day in enumerate(past):
            self._gathering(series, place + 1, place, day - 8, quarters, len(past), online=True)

    def _days(self, count: int) -> list[int]:
        """Return the days of the huddles, Wednesdays about a month apart; the last one is five to eleven days ahead."""
        today = self._calendar.today
        ahead = today + timedelta(days=5 + (_WEDNESDAY - (today + timedelta(days=5)).weekday()) % 7)
        found = []
        for back in range(count, -1, -1):
            about = ahead - timedelta(days=round(_MONTH * back))
            day = about - timedelta(days=(about.weekday() - _WEDNESDAY + 3) % 7 - 3)
            if (day.month, day.day) > (12, 20):  # nobody comes between the years
                day -= timedelta(weeks=2)
            found.append(day)
        return [max(0, self._number(day)) for day in found]

    def _number(self, day: date) -> int:
        return (day - self._calendar.first).days

    def _guests(self, count: int) -> list[_Guest]:
        """Return the circle, each with a habit; those we lost sight of do not come regularly."""
        rng = self._rng
        drawn = rng.sample(self._people, self._circle)
        drawn.sort(key=lambda person: person.known_to < self._calendar.days)
        made: list[_Guest] = []
        for habit, share in _HABITS.items():
            for _ in range(round(share * self._circle / _CIRCLE)):
                person = drawn[len(made)]
                until = count - between(rng, 3, 8) if habit == "lapsed" else 0
                only = count - 1 - int(rng.random() ** 2 * min(6, count)) if habit == "new" else 0
                keen = {"occasional": 0.06, "asked": 0.0}.get(habit, 0.45 + 0.45 * rng.random())
                made.append(_Guest(person, habit, keen, until, only))
        return made

    # -- one huddle

    def _gathering(
        self, series: int, number: int, place: int, day: int, guests: list[_Guest], count: int, *, online: bool = False
    ) -> None:
        rng = self._rng
        row = self._writer.next_id("huddle")
        starts, ends = self._calendar.moment(day, 15, 0), self._calendar.moment(day, 16, 0 if online else 30)
        is_past = day <= self._calendar.days
        made = _Gathering(row, place, day, starts, is_past, online, place == count - 1)
        name = "Regulatory huddle" if online else "Huddle"
        planned = self._calendar.moment(max(0, min(day, self._calendar.days) - 30), 10, 0)
        slots = 2 if online else 6
        self._writer.put(
            "huddle",
            id=row,
            uid=uid(rng),
            series_id=series,
            title=f"{name} {number}",
            starts_at=starts,
            ends_at=ends,
            format="online" if online else "in person",
            venue="" if online else self._known.venues[place % len(self._known.venues)],
            join_link="https://meet.example/regulatory" if online else "",
            capacity=None if online else 60,
            status="held" if is_past else "planned",
            headcount=between(rng, 0, 4) if is_past and not online else 0,
            pitch_slots=slots,
            number=number,
            locked_at=self._calendar.moment(day, 17, 30) if is_past else None,
            created_at=planned,
        )
        here = [guest for guest in guests if self._attend(made, guest)]
        self._pitches(made, here if is_past else [each for each in guests if each.habit == "regular"], slots)
        if is_past:
            self._close(made)

    def _attend(self, at: _Gathering, guest: _Guest) -> bool:
        """Write what a guest replied and did; return whether they were there."""
        rng = self._rng
        if guest.habit == "new":
            comes = at.place == guest.only and at.is_past
        else:
            comes = rng.random() < guest.keen and (guest.habit != "lapsed" or at.place <= guest.until)
        if guest.person.known_from > at.day or (guest.habit == "new" and at.place < guest.only):
            return False
        registration, presence = self._said(at, guest.habit, comes)
        if registration == "none" and presence == "unknown":
            return False
        attended = presence == "attended"
        if registration == "registered" and not at.is_past:
            self.coming.add(guest.person.id)
        row = self._writer.next_id("attendance")
        arrived = minutes = None
        if attended and at.is_online:
            minutes = self._sessions(at, row)
        elif attended:
            early = between(rng, -14, 12)
            hour, minute = divmod(15 * 60 + early, 60)
            arrived = self._calendar.moment(at.day, hour, minute)
        source = ("Teams report" if at.is_online else "door") if attended else "invited"
        self._writer.put(
            "attendance",
            id=row,
            huddle_id=at.id,
            contact_id=guest.person.id,
            organisation_id=guest.person.organisation_id_on(self._calendar.iso[at.day]),
            starts_at=at.starts_at,
            registration=registration,
            presence=presence,
            by_lock=presence == "absent",
            checked_in_at=arrived,
            minutes=minutes,
            mode=("online" if at.is_online else "in person") if attended else "",
            source=source,
        )
        return attended

    def _said(self, at: _Gathering, habit: str, comes: bool) -> tuple[str, str]:
        """Return registration and presence: most who come had registered, of the others few are no-shows."""
        rng = self._rng
        chance = rng.random()
        often = habit in ("regular", "lapsed")
        if not at.is_past:
            if comes or (habit == "new" and chance < 0.5):
                return "registered", "unknown"
            if often or chance < 0.3:
                return ("declined", "unknown") if chance < 0.15 else ("invited", "unknown")
            return "none", "unknown"
        if comes:
            walked_in = chance < (0.1 if often else 0.3) or habit == "new"
            return ("invited" if often and walked_in else "none" if walked_in else "registered"), "attended"
        if not often and chance > (0.3 if habit == "asked" else 0.14):
            return "none", "unknown"
        chance = rng.random()
        if chance < 0.12:
            return "registered", "absent"
        if chance < 0.37:
            return "registered", "apologies"
        return ("declined" if chance < 0.55 else "invited"), "unknown"

    def _sessions(self, at: _Gathering, row: int) -> int:
        """Write when somebody was online, some with a rejoin; return the minutes."""
        rng = self._rng
        joined, left = between(rng, -3, 10), between(rng, 50, 60)
        stays = [(joined, left)]
        if rng.random() < 0.2:
            gap = between(rng, 25, 35)
            stays = [(joined, gap), (gap + between(rng, 1, 4), left)]
        for begin, end in stays:
            joined_at, left_at = (self._calendar.moment(at.day, *divmod(15 * 60 + each, 60)) for each in (begin, end))
            self._writer.put("attendance_session", attendance_id=row, joined_at=joined_at, left_at=left_at)
        return sum(end - begin for begin, end in stays)

    # -- pitches and hands

    def _pitches(self, at: _Gathering, presenters: list[_Guest], slots: int) -> None:
        rng = self._rng
        count = min(len(presenters), between(rng, 1, slots) if at.is_online else between(rng, 3, 5))
        count = min(count, slots - 2) if not at.is_past else count
        for position, guest in enumerate(rng.sample(presenters, count)):
            pitched = (self._regulatory if at.is_online else self._topics).deal()
            organisation = guest.person.organisation_on(self._calendar.iso[at.day])
            slots_of = self._slots(organisation.short if organisation else guest.person.name)
            topic = pitched.topic.format_map(slots_of)
            delivered = rng.random() < 0.95 if at.is_past else None
            row = self._writer.put(
                "pitch",
                uid=uid(rng),
                huddle_id=at.id,
                kind=pitched.kind,
                position=position + 1,
                minutes=pick(rng, (None, None, 5, 15)),
                topic=topic,
                contact_id=guest.person.id,
                organisation_id=organisation.id if organisation else None,
                delivered=delivered,
                may_publish=pick(rng, (1, 1, 1, 0, None)),
                created_at=at.starts_at,
            )
            if delivered:
                if pitched.kind in ("ask", "opportunity") and organisation:
                    self.worth_steering.append(Pitched(row, at.id, at.day, topic, guest.person.id, organisation.id))
                others = [each for each in presenters if each is not guest]
                for hand in rng.sample(others, min(len(others), pick(rng, (0, 1, 1, 2, 2, 3, 4)))):
                    self._hand(at, row, topic, slots_of, hand.person)

    def _slots(self, org: str) -> dict[str, object]:
        rng = self._rng
        other = pick(rng, self._organisations)
        return {
            "org": org,
            "other": other.short,
            "theme": other.theme,
            "n": between(rng, 3, 24),
            "k": pick(rng, (40, 75, 120, 250, 400)),
            "month": pick(rng, self._months),
        }

    def _hand(self, at: _Gathering, pitch: int, topic: str, slots: dict[str, object], person: Person) -> None:
        rng = self._rng
        kind = pick(rng, HAND_KINDS)
        known = self._known.hands[kind]
        organisation = person.organisation_id_on(self._calendar.on(at.day))
        noted = rng.random() < 0.5
        after = self._calendar.moment(min(at.day + between(rng, 1, 9), self._calendar.days), 10, 0)
        self._writer.put(
            "hand",
            pitch_id=pitch,
            contact_id=person.id,
            organisation_id=organisation,
            kind=kind,
            settled_at=after if not noted and rng.random() < 0.6 and not at.is_last else None,
            note=pick(rng, known.notes).format_map(slots),
            created_at=at.starts_at,
        )
        if noted:
            self._writer.put(
                "follow_up",
                done_at=None if at.is_last and rng.random() < 0.4 else after,
                uid=uid(rng),
                title=known.step.format(who=person.name, topic=topic),
                due_on=self._calendar.on(at.day + 14),
                contact_id=person.id,
                organisation_id=organisation,
                created_at=at.starts_at,
                huddle_id=at.id,
                pitch_id=pitch,
            )

    def _close(self, at: _Gathering) -> None:
        """Write the steps of the close-out: after the last huddle, welcome and hands are still to do."""
        done = self._calendar.moment(min(at.day + 1, self._calendar.days), 9, 0)
        for step in CLOSE_OUT_STEPS:
            if not at.is_last or step in ("unmatched", "thank"):
                self._writer.put("close_out", huddle_id=at.id, step=step, done_at=done)
