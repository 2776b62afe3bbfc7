"""What happened in the sample network: five years of interactions, and what is still to do."""

from bisect import bisect
from collections import deque
from collections.abc import Callable
from itertools import accumulate

from crm.sample.conversations import (
    CLOSINGS,
    FOLLOW_UPS_THEM,
    MONTHS,
    OPENINGS,
    PLACES,
    RESULTS,
    ROOMS,
    TOPICS,
    WARDS,
)
from crm.sample.organisations import Organisations
from crm.sample.people import People, Person
from crm.sample.seeded_random import Deck, between, pick, uid

_KINDS = (("meeting", 30), ("call", 24), ("email", 20), ("video call", 13), ("note", 5), ("visit", 4), ("message", 4))
_NOTED = {"meeting": 0.82, "call": 0.68, "video call": 0.76, "email": 0.45, "visit": 0.9, "message": 0.3, "note": 1.0}
_MINUTES = {
    "meeting": (30, 45, 60, 60, 90),
    "call": (5, 10, 15, 20),
    "video call": (30, 30, 45, 60),
    "visit": (90, 120, 180),
}
_COMPANY = {
    "meeting": (0, 0, 0, 1, 1, 2, 2, 3, 5),
    "video call": (0, 0, 1, 1, 2, 3),
    "visit": (0, 1, 2, 4),
    "email": (0,) * 5 + (1, 2),
}
_NOT_FOR = {
    "hospital": (5, 6, 7, 23),
    "public": (7, 23),
    "academia": (19, 23),
    "entrepreneur": (12, 18),
    "industry": (12,),
}
_FOR_INVESTORS = (3, 4, 6, 7, 13, 15, 16, 17)

# Days from today when something is due; None stands for no day. Ours, then theirs.
_DUE_FROM_US = (
    -24,
    -13,
    -6,
    -3,
    -1,
    -1,
    0,
    0,
    0,
    0,
    1,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    7,
    9,
    12,
    14,
    16,
    21,
    21,
    28,
    35,
    49,
    63,
    None,
    None,
)
_DUE_FROM_THEM = (-9, -4, -1, 0, 3, 6, 8, 15, 22)


class Diary:
    """Writes interactions in the order of time, then follow-ups around today."""

    def __init__(self, organisations: Organisations, people: People, follow_up_plans: int) -> None:
        self.rng = people.rng
        self.writer = people.writer
        self.calendar = people.calendar
        self._organisations = organisations.made
        self._people = people.made
        self._tag_ids = organisations.tag_ids
        self._plans = follow_up_plans
        self._shares = list(accumulate(0.02 + self.rng.random() ** 4 for _ in self._people))
        self._kind_shares = list(accumulate(share for _, share in _KINDS))
        self._topics = {
            setting: Deck(self.rng, [i for i in range(len(TOPICS)) if i not in without])
            for setting, without in _NOT_FOR.items()
        }
        self._topics["investor"] = Deck(self.rng, _FOR_INVESTORS)
        self._subjects = [Deck(self.rng, topic.subjects) for topic in TOPICS]
        self._said = [Deck(self.rng, topic.said) for topic in TOPICS]
        self._next = [Deck(self.rng, topic.next_steps) for topic in TOPICS]
        self._openings = {kind: Deck(self.rng, lines) for kind, lines in OPENINGS.items()}
        self._closings = Deck(self.rng, CLOSINGS)
        self._last_topic: dict[int, int] = {}
        self._recent: deque[tuple[int, int, int | None, str]] = deque(maxlen=60 * follow_up_plans)

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
        rng, add, next_id = self.rng, self.writer.add, self.writer.next_id
        iso = self.calendar.iso[day]
        ahead = day > self.calendar.days
        lead = self._someone(day)
        person = self._people[lead]
        place = person.organisation_on(iso)
        kind = "meeting" if ahead else _KINDS[bisect(self._kind_shares, rng.random() * self._kind_shares[-1])][0]
        others = self._company(kind, lead, place, day)
        row = next_id("interaction")
        timed = rng.random() < 0.75 or ahead
        moment = self.calendar.moment(day, between(rng, 9, 17), pick(rng, (0, 0, 15, 30, 30, 45))) if timed else ""
        moment = moment or self.calendar.moment(day, 12, 0)
        topic = self._topic(lead, place)
        slots = self._slots(place, others)
        subject = self._subjects[topic].deal().format_map(slots)
        step = self._next[topic].deal().format_map(slots)
        promised = rng.random() < 0.45
        notes = (
            self._notes(kind, topic, slots, step if promised else "")
            if not ahead and rng.random() < _NOTED[kind]
            else ""
        )
        direction = pick(rng, ("in", "out", "out")) if kind in ("call", "email", "message") else ""
        minutes = pick(rng, _MINUTES[kind]) if kind in _MINUTES and rng.random() < 0.5 else None
        spot = pick(rng, PLACES) if kind in ("meeting", "visit") and rng.random() < 0.35 else ""
        status = "planned" if ahead else "cancelled" if kind == "meeting" and rng.random() < 0.02 else "held"
        add(
            "interaction",
            (row, uid(rng), kind, direction, subject, notes, moment, int(timed), minutes, spot, status, moment),
        )
        for member in (lead, *others):
            self._participant(row, self._people[member], iso, moment)
        if place is None or (kind in ("meeting", "visit") and rng.random() < 0.05):
            elsewhere = pick(rng, self._organisations)
            add("participant", (next_id("participant"), row, None, elsewhere.id, moment))
        if rng.random() < 0.08:
            add("interaction_tag", (next_id("interaction_tag"), row, pick(rng, self._tag_ids)))
        if promised and not ahead and status == "held":
            self._promise(row, person.id, place, step, day)

    def _someone(self, day: int) -> int:
        """Return a person who was known on that day (the last one drawn, where luck is out)."""
        people, shares = self._people, self._shares
        for _ in range(30):
            number = bisect(shares, self.rng.random() * shares[-1])
            if people[number].known_from <= day <= people[number].known_to:
                return number
        return number

    def _company(self, kind: str, lead: int, place: int | None, day: int) -> list[int]:
        wanted = pick(self.rng, _COMPANY[kind]) if kind in _COMPANY else 0
        found: list[int] = []
        colleagues = self._organisations[place].people if place is not None else []
        for _ in range(wanted):
            near = colleagues and self.rng.random() < 0.55
            number = pick(self.rng, colleagues) if near else self._someone(day)
            if number != lead and number not in found:
                found.append(number)
        return found

    def _participant(self, row: int, person: Person, iso: str, moment: str) -> None:
        place = person.organisation_on(iso)
        organisation = self._organisations[place].id if place is not None else None
        self.writer.add("participant", (self.writer.next_id("participant"), row, person.id, organisation, moment))

    def _topic(self, lead: int, place: int | None) -> int:
        deck = self._topics[self._organisations[place].setting if place is not None else "academia"]
        topic = deck.deal()
        if topic == self._last_topic.get(lead):
            topic = deck.deal()
        self._last_topic[lead] = topic
        return topic

    def _slots(self, place: int | None, others: list[int]) -> dict[str, object]:
        rng, organisations = self.rng, self._organisations
        here = organisations[place] if place is not None else pick(rng, organisations)
        other = pick(rng, organisations)
        if other is here:
            other = organisations[(organisations.index(other) + 1) % len(organisations)]
        who = self._people[others[0] if others else between(rng, 0, len(self._people) - 1)]
        return {
            "org": here.short, "other": other.short, "who": who.name, "theme": here.theme, "n": between(rng, 3, 24),
            "k": pick(rng, (15, 40, 75, 120, 250, 400, 600)), "month": pick(rng, MONTHS), "ward": pick(rng, WARDS),
            "room": pick(rng, ROOMS),
        }  # fmt: skip

    def _notes(self, kind: str, topic: int, slots: dict[str, object], step: str) -> str:
        opening = self._openings[kind].deal()
        long = self.rng.random() < 0.03
        said = list({self._said[topic].deal(): None for _ in range(pick(self.rng, (1, 1, 2, 2, 3)) if not long else 4)})
        if long:
            elsewhere = pick(self.rng, TOPICS)
            said += elsewhere.said[:3]
        parts = [part.format_map(slots) for part in (opening, *said) if part]
        text = ("\n- " if long else " ").join(parts)
        if step:
            text += ("\n\n" if long else " ") + self._closings.deal().format(next=_lower(step))
        return text[:1].upper() + text[1:]

    def _promise(self, row: int, contact: int, place: int | None, step: str, day: int) -> None:
        """Remember the promises made last for the open follow-ups; of older ones, one in three was noted and done."""
        organisation = self._organisations[place].id if place is not None else None
        self._recent.append((row, contact, organisation, step))
        if day < self.calendar.days - 60 and self.rng.random() < 0.33:
            rng = self.rng
            due = min(day + pick(rng, (3, 7, 7, 14, 14, 28)), self.calendar.days - 3)
            done = self.calendar.moment(min(max(day, due + between(rng, -4, 5)), self.calendar.days - 1), 16, 30)
            dropped = rng.random() < 0.05
            result = pick(rng, RESULTS).format(month=pick(rng, MONTHS)) if not dropped else ""
            self._follow_up(
                step, "us", self.calendar.iso[due], contact, organisation, row, self.calendar.moment(day, 17, 0),
                done=None if dropped else done, dropped=done if dropped else None, result=result,
            )  # fmt: skip

    # -- follow-ups

    def make_follow_ups(self) -> None:
        """Write the open follow-ups around today, from the promises made last."""
        waiting = list(self._recent) or [(0, person.id, None, "Say hello") for person in self._people]
        self.rng.shuffle(waiting)
        taken = 0
        for owed_by, plan in (("us", _DUE_FROM_US), ("them", _DUE_FROM_THEM)):
            for due in plan * self._plans:
                row, contact, organisation, step = waiting[taken % len(waiting)]
                taken += 1
                self._open_follow_up(owed_by, due, row or None, contact, organisation, step)

    def _open_follow_up(
        self, owed_by: str, due: int | None, row: int | None, contact: int, organisation: int | None, step: str
    ) -> None:
        rng, days = self.rng, self.calendar.days
        title = step
        if owed_by == "them":
            names = {place.id: place.short for place in self._organisations[:60]}
            title = pick(rng, FOLLOW_UPS_THEM).format(org=names.get(organisation or 0, "them"))
        due_on = None if due is None else self.calendar.iso[min(days + due, len(self.calendar.iso) - 1)]
        snoozed = self.calendar.iso[days + 2] if due is not None and due < -10 and owed_by == "us" else None
        due_time = f"{between(rng, 9, 16):02d}:30" if due == 0 and rng.random() < 0.5 else None
        self._follow_up(
            title, owed_by, due_on, contact, organisation, row, self.calendar.moment(days - between(rng, 1, 30), 17, 0),
            due_time=due_time, snoozed=snoozed, repeat="FREQ=MONTHLY" if due == 14 else "",
            priority=1 if rng.random() < 0.12 else 0,
        )  # fmt: skip

    def _follow_up(
        self,
        title: str,
        owed_by: str,
        due_on: str | None,
        contact: int,
        organisation: int | None,
        interaction: int | None,
        created_at: str,
        *,
        due_time: str | None = None,
        snoozed: str | None = None,
        repeat: str = "",
        priority: int = 0,
        done: str | None = None,
        dropped: str | None = None,
        result: str = "",
    ) -> None:
        self.writer.add(
            "follow_up",
            (
                self.writer.next_id("follow_up"), uid(self.rng), title, "", owed_by, due_on, due_time, snoozed, repeat,
                priority, done, dropped, result, contact, organisation, interaction, created_at, None, None, None,
                None,
            ),
        )  # fmt: skip


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
