"""How an organisation, its partnership and its people are said: for the page, the panel and screen readers."""

from datetime import date

from crm import dates
from crm.organisations import AsAt, OrganisationDetail, PartnershipRow, PersonRow
from ui.kit.rows import ListRow
from ui.records.list_columns import PARTNERSHIP_TONES
from ui.records.record_fields import period, shown_partial

PARTNERSHIPS = (
    ("prospect", "Prospect"),
    ("engaged", "Engaged"),
    ("partner", "Partner"),
    ("dormant", "Dormant"),
    ("left", "Left"),
    ("", "No partnership"),
)


def partnership(row: PartnershipRow | None) -> tuple[str, str]:
    """Return the words and the tone of a partnership: "Partner since 2021"; ("", neutral) for none."""
    if row is None:
        return "", "neutral"
    since = f" since {shown_partial(row.started_on[:7])}" if row.started_on else ""
    return f"{row.status.capitalize()}{since}", PARTNERSHIP_TONES[row.status]


def subtitle(detail: OrganisationDetail) -> str:
    """Return the line under the name: place, short and former names, how much is on record."""
    former = ""
    if detail.former_names:
        latest = detail.former_names[0]
        until = f" (to {shown_partial(latest.until[:7])})" if latest.until else ""
        former = f"formerly {latest.name}{until}"
    number = detail.interactions
    parts = (
        detail.sub_region,
        f"“{detail.short_name}”" if detail.short_name and detail.short_name != detail.name else "",
        former,
        f"{number:,} interaction{'' if number == 1 else 's'}",
    )
    return " · ".join(part for part in parts if part)


def person_now(person: PersonRow, symbol: str) -> ListRow:
    """Return someone who is there now as a row: name, role and since when."""
    detail = " · ".join(filter(None, (person.role, period(_month(person.started), None, True)))) or "No role on record"
    return ListRow(
        person.affiliation_id,
        person.name,
        detail,
        sector=symbol,
        avatar=person.name,
        pill="Lead" if person.is_lead else "",
        pill_tone="accent",
        speech=", ".join(filter(None, (person.name, "our lead contact" if person.is_lead else "", detail))),
    )


def person_formerly(person: PersonRow, symbol: str) -> ListRow:
    """Return someone who left as a row: when they were there, and where they went."""
    when = period(_month(person.started), _month(person.ended), False)
    detail = f"{when or person.role or 'Dates unknown'} → {person.went_to or 'not known'}"
    speech = ", ".join(filter(None, (person.name, person.role, when, f"now at {person.went_to or 'an unknown place'}")))
    return ListRow(person.affiliation_id, person.name, detail, sector=symbol, avatar=person.name, speech=speech)


def as_at(then: AsAt, day: date) -> str:
    """Return how things stood on a day in one line: "3 May 2024: Acme Scan, partner, 4 people"."""
    people = "1 person" if len(then.people) == 1 else f"{len(then.people):,} people"
    parts = (then.name, then.status or "no partnership", people)
    return f"{day.day} {dates.MONTHS[day.month - 1]} {day.year}: {', '.join(parts)}"


def _month(day: str | None) -> str | None:
    return day[:7] if day else None
