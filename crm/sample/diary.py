"""What happened in the sample network: five years of interactions, and what is still to do."""

from bisect import bisect
from collections import deque
from collections.abc import Callable, Iterable
from itertools import accumulate, cycle
from typing import Any

import msgspec
from msgspec.structs import replace

from crm.sample.organisations import Organisation, Organisations, lowered
from crm.sample.people import People
from crm.sample.seeded_random import Deck, between, pick, uid
from crm.sample.words import Conversations, InteractionKind


class _Promise(msgspec.Struct, frozen=True):
    """What was promised, to whom, in which interaction."""

    interaction: int | None
    contact: int
    organisation: int | None
    step: str


class Diary:
    """Writes interactions in the order of time, then follow-ups around today."""

    def __init__(
        self, organisations: Organisations, people: People, known: Conversations, follow_up_plans: int
    ) -> None:
        self.rng = people.rng
        self.writer = people.writer
        self.calendar = people.calendar
        self._organisations = organisations.made
        self._people = people.made
        self._tag_ids = organisations.tag_ids
        self._plans = follow_up_plans
        self._shares = list(accumulate(0.02 + self.rng.random() ** 4 for _ in self._people))
        self._known = known
        self._kind_shares = list(accumulate(kind.share for kind in known.kinds))
        self._meeting = next(kind for kind in known.kinds if kind.name == "meeting")
        self._topics = {
            setting: Deck(self.rng, [at for at, topic in enumerate(known.topics) if setting not in topic.not_for])
            for setting in {"academia", *(each.setting for each in self._organisations)}
        }
        self._subjects = [Deck(self.rng, topic.subjects) for topic in known.topics]
        self._said = [Deck(self.rng, topic.said) for topic in known.topics]
        self._next = [Deck(self.rng, topic.next_steps) for topic in known.topics]
        self._openings = {kind.name: Deck(self.rng, kind.openings) for kind in known.kinds}
        self._closings = Deck(self.rng, known.closings)
        self._last_topic: dict[int, int] = {}
        self._recent: deque[_Promise] = deque(maxlen=60 * follow_up_plans)

    def make_interactions(self, count: int, tell: Callable[[int], None]) -> None:
        """Write `count` interactions, the last few of them planned ones; `tell` hears how many are done."""
        planned = min(10, count // 50)
        days = self.calendar.days
        drawn = sorted(int(days * self.rng.random() ** 0.75) for _ in range(count - planned))
        drawn += sorted(days + between(self.rng, 1, 18) for _ in range(planned))
        for number, day in enumerate(drawn):
            while self.calendar.is_weekend[day] and self.rng.random() < 0.97:
                day += -1 if day else 2
            self._make_interaction(day)
            if number % 5_000 == 0:
                tell(number)

    def _make_interaction(self, day: int) -> None:
        rng, put, known = self.rng, self.writer.put, self._known
        iso = self.calendar.iso[day]
        ahead = day > self.calendar.days
        lead = self._someone(day)
        person = self._people[lead]
        place = person.organisation_on(iso)
        kind = self._meeting if ahead else known.kinds[bisect(self._kind_shares, rng.random() * self._kind_shares[-1])]
        name = kind.name
        others = self._company(kind, lead, place, day)
        row = self.writer.next_id("interaction")
        timed = rng.random() < 0.75 or ahead
        hour, minute = (between(rng, 9, 17), pick(rng, (0, 0, 15, 30, 30, 45))) if timed else (12, 0)
        moment = self.calendar.moment(day, hour, minute)
        topic = self._topic(lead, place)
        slots = self._slots(place, others)
        subject = self._subjects[topic].deal().format_map(slots)
        step = self._next[topic].deal().format_map(slots)
        promised = rng.random() < 0.45
        noted = not ahead and rng.random() < kind.noted
        notes = self._notes(name, topic, slots, step if promised else "") if noted else ""
        direction = pick(rng, ("in", "out", "out")) if name in ("call", "email", "message") else ""
        minutes = pick(rng, kind.minutes) if kind.minutes and rng.random() < 0.5 else None
        spot = pick(rng, known.places) if name in ("meeting", "visit") and rng.random() < 0.35 else ""
        status = "planned" if ahead else "cancelled" if name == "meeting" and rng.random() < 0.02 else "held"
        put(
            "interaction",
            id=row,
            uid=uid(rng),
            kind=name,
            direction=direction,
            subject=subject,
            notes=notes,
            happened_at=moment,
            has_time=timed,
            duration_minutes=minutes,
            place=spot,
            status=status,
            created_at=moment,
        )
        self._make_participants(row, (lead, *others), iso, moment)
        if place is None or (name in ("meeting", "visit") and rng.random() < 0.05):
            elsewhere = pick(rng, self._organisations)
            put("participant", interaction_id=row, organisation_id=elsewhere.id, happened_at=moment)
        if rng.random() < 0.08:
            put("interaction_tag", interaction_id=row, tag_id=pick(rng, self._tag_ids))
        if promised and not ahead and status == "held":
            self._promise(_Promise(row, person.id, person.organisation_id_on(iso), step), day)

    def _make_participants(self, row: int, members: Iterable[int], iso: str, moment: str) -> None:
        for person in (self._people[member] for member in members):
            there = person.organisation_id_on(iso)
            self.writer.put(
                "participant", interaction_id=row, contact_id=person.id, organisation_id=there, happened_at=moment
            )

    def _someone(self, day: int) -> int:
        """Return a person who was known on that day (the last one drawn, where luck is out)."""
        people, shares = self._people, self._shares
        for _ in range(30):
            number = bisect(shares, self.rng.random() * shares[-1])
            if people[number].known_from <= day <= people[number].known_to:
                return number
        return number

    def _company(self, kind: InteractionKind, lead: int, place: Organisation | None, day: int) -> list[int]:
        wanted = pick(self.rng, kind.company) if kind.company else 0
        found: list[int] = []
        colleagues = place.people if place is not None else []
        for _ in range(wanted):
            near = colleagues and self.rng.random() < 0.55
            number = pick(self.rng, colleagues) if near else self._someone(day)
            if number != lead and number not in found:
                found.append(number)
        return found

    def _topic(self, lead: int, place: Organisation | None) -> int:
        deck = self._topics[place.setting if place is not None else "academia"]
        topic = deck.deal()
        if topic == self._last_topic.get(lead):
            topic = deck.deal()
        self._last_topic[lead] = topic
        return topic

    def _slots(self, place: Organisation | None, others: list[int]) -> dict[str, object]:
        rng, organisations, known = self.rng, self._organisations, self._known
        here = place if place is not None else pick(rng, organisations)
        other = pick(rng, organisations)
        if other is here:
            other = organisations[(organisations.index(other) + 1) % len(organisations)]
        who = self._people[others[0] if others else between(rng, 0, len(self._people) - 1)]
        return {
            "org": here.short,
            "other": other.short,
            "who": who.name,
            "theme": here.theme,
            "n": between(rng, 3, 24),
            "k": pick(rng, (15, 40, 75, 120, 250, 400, 600)),
            "month": pick(rng, known.months),
            "ward": pick(rng, known.wards),
            "room": pick(rng, known.rooms),
        }

    def _notes(self, kind: str, topic: int, slots: dict[str, object], step: str) -> str:
        opening = self._openings[kind].deal()
        long = self.rng.random() < 0.03
        said = list({self._said[topic].deal(): None for _ in range(pick(self.rng, (1, 1, 2, 2, 3)) if not long else 4)})
        if long:
            elsewhere = pick(self.rng, self._known.topics)
            said += elsewhere.said[:3]
        parts = [part.format_map(slots) for part in (opening, *said) if part]
        text = ("\n- " if long else " ").join(parts)
        if step:
            text += ("\n\n" if long else " ") + self._closings.deal().format(next=lowered(step))
        return text[:1].upper() + text[1:]

    def _promise(self, promise: _Promise, day: int) -> None:
        """Remember the promises made last for the open follow-ups; of older ones, one in three was noted and done."""
        self._recent.append(promise)
        if day < self.calendar.days - 60 and self.rng.random() < 0.33:
            rng, known = self.rng, self._known
            due = min(day + pick(rng, (3, 7, 7, 14, 14, 28)), self.calendar.days - 3)
            done = self.calendar.moment(min(max(day, due + between(rng, -4, 5)), self.calendar.days - 1), 16, 30)
            if rng.random() < 0.05:
                ended = {"dropped_at": done}
            else:
                result = pick(rng, known.results).format(month=pick(rng, known.months))
                ended = {"done_at": done, "result": result}
            made = self.calendar.moment(day, 17, 0)
            self._follow_up(promise, due_on=self.calendar.iso[due], created_at=made, **ended)

    # -- follow-ups

    def make_follow_ups(self) -> None:
        """Write the open follow-ups around today, from the promises made last."""
        waiting = list(self._recent) or [_Promise(None, person.id, None, "Say hello") for person in self._people]
        self.rng.shuffle(waiting)
        again = cycle(waiting)
        for owed_by, plan in (("us", self._known.due_from_us), ("them", self._known.due_from_them)):
            for due in plan * self._plans:
                self._open_follow_up(next(again), owed_by, due)

    def _open_follow_up(self, promise: _Promise, owed_by: str, due: int | None) -> None:
        rng, days = self.rng, self.calendar.days
        ours = owed_by == "us"
        if not ours:
            names = {place.id: place.short for place in self._organisations[:60]}
            org = names.get(promise.organisation or 0, "them")
            promise = replace(promise, step=pick(rng, self._known.owed_by_them).format(org=org))
        due_time = f"{between(rng, 9, 16):02d}:30" if due == 0 and rng.random() < 0.5 else None
        self._follow_up(
            promise,
            owed_by=owed_by,
            due_on=None if due is None else self.calendar.on(days + due),
            created_at=self.calendar.moment(days - between(rng, 1, 30), 17, 0),
            due_time=due_time,
            snoozed_until=self.calendar.on(days + 2) if due is not None and due < -10 and ours else None,
            repeat="FREQ=MONTHLY" if due == 14 else "",
            priority=1 if rng.random() < 0.12 else 0,
        )

    def _follow_up(self, promise: _Promise, **values: Any) -> None:
        self.writer.put(
            "follow_up",
            uid=uid(self.rng),
            title=promise.step,
            contact_id=promise.contact,
            organisation_id=promise.organisation,
            interaction_id=promise.interaction,
            **values,
        )
