"""Introductions in words: consents, sources, statuses, and sentences for what is read out."""

from datetime import date

from crm import clock, dates
from crm.introductions import INTRODUCTION_STEPS, IntroductionParty, IntroductionRow, OutcomeRow
from ui.kit.rows import ListRow

CONSENTS = {
    "": ("Not asked", "neutral"),
    "asked": ("Asked", "warn"),
    "yes": ("Agreed", "ok"),
    "no": ("Said no", "danger"),
}
SOURCES = (
    ("", "Not specified"),
    ("huddle", "A huddle"),
    ("pitch", "A pitch"),
    ("match", "A need and an offer"),
    ("other", "Other"),
)
STATUSES = (
    ("", "Any status"),
    ("to make", "Still to be made"),
    ("not asked", "Somebody not asked yet"),
    ("asked", "Waiting for an answer"),
    ("ready", "All agreed"),
    ("refused", "Somebody said no"),
    ("made", "Made"),
    ("check due", "Check due"),
    ("no outcome", "Made, outcome not known"),
    *((step, step.capitalize()) for step in INTRODUCTION_STEPS),
)
_STEP_TONES = {"no contact": "neutral", "met": "accent", "exploring": "accent"}


def day(on: date | None) -> str:
    """Return a day as lists show it, '' for none."""
    return dates.show_date(on, clock.today()) if on is not None else ""


def status(row: IntroductionRow) -> tuple[str, str]:
    """Return how an introduction stands, in few words, and the tone of it."""
    if row.made_on is not None:
        return (row.step.capitalize(), _STEP_TONES.get(row.step, "ok")) if row.step else ("Made", "accent")
    answers = {party.consent for party in row.parties}
    if "no" in answers:
        return "Refused", "danger"
    if answers == {"yes"}:
        return "All agreed", "ok"
    return ("Waiting", "warn") if "asked" in answers else ("To be asked", "neutral")


def agreed(row: IntroductionRow) -> str:
    """Return how many of the parties agreed: "1 of 2"."""
    return f"{sum(party.consent == 'yes' for party in row.parties)} of {len(row.parties)}"


def check(row: IntroductionRow) -> tuple[str, str]:
    """Return when we ask what came of it, and the tone of it; '' where no check is open."""
    if row.check_on is None:
        return "", "neutral"
    late = (clock.today() - row.check_on).days
    if late > 0:
        return f"{late} day{'' if late == 1 else 's'} overdue", "danger"
    return day(row.check_on), "warn" if late == 0 else "neutral"


def sentence(row: IntroductionRow) -> str:
    """Return an introduction as it is read out."""
    text, _ = check(row)
    made = f"made on {day(row.made_on)}" if row.made_on is not None and row.step else ""
    return ", ".join(filter(None, (row.who, row.reason, row.state, made, f"check {text}" if text else "")))


def summary(count: int, to_make: int, due: int) -> str:
    """Return how many introductions there are, are still to be made, and are to be asked about."""
    parts = (
        f"{count:,} introduction{'' if count == 1 else 's'}",
        f"{to_make:,} still to be made" if to_make else "",
        f"{due:,} check{'' if due == 1 else 's'} overdue" if due else "",
    )
    return " · ".join(filter(None, parts)) if count else ""


def party_row(party: IntroductionParty) -> ListRow:
    """Return a party as a row: who, from where, and what they said."""
    text, tone = CONSENTS[party.consent]
    return ListRow(party.contact_id, party.contact, party.organisation, avatar=party.contact, pill=text, pill_tone=tone)


def outcome_row(outcome: OutcomeRow) -> ListRow:
    """Return a step that was reached as a row."""
    return ListRow(outcome.id, outcome.step.capitalize(), outcome.note, note=day(outcome.reached_on))
