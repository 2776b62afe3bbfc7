"""How needs, offers and their pairs read: names of kinds and states, and rows for their lists."""

from crm import clock, dates
from crm.needs import NEED_CATEGORIES, Match, NeedRow
from ui.kit.rows import ListRow
from ui.records.packed_lines import packed

CATEGORIES = tuple((key, key.capitalize()) for key in NEED_CATEGORIES)
STATES = {"open": "Open", "expired": "Expired", "closed": "Met"}
TONES = {"expired": "neutral", "closed": "ok"}
LINE = 58
"""So many letters of reasons stand on a line of a pair."""


def state_of(row: NeedRow) -> str:
    """Return how a need or an offer stands: open, expired, and met or closed."""
    return "Closed" if row.state == "closed" and row.kind == "offer" else STATES[row.state]


def who(row: NeedRow) -> str:
    """Return whose it is: the person and the organisation."""
    return " · ".join(filter(None, (row.contact, row.organisation)))


def maturity(row: NeedRow) -> str:
    """Return the range of maturity, empty where none is said."""
    least, most = row.maturity_from, row.maturity_to
    if least is None and most is None:
        return ""
    if least == most:
        return f"maturity {least}"
    if most is None:
        return f"maturity from {least}"
    return f"maturity {least}–{most}" if least is not None else f"maturity to {most}"


def need_row(row: NeedRow, *, chosen: bool = False) -> ListRow:
    """Return a need or an offer as a row; `chosen` where the pairs are only its own."""
    name = dict(CATEGORIES)[row.category]
    until = f"until {dates.show_date(row.expires_on, clock.today())}" if row.expires_on is not None else ""
    facts = " · ".join(filter(None, (name, maturity(row), until)))
    closed = state_of(row) if row.state != "open" else ""
    confidential = "Confidential" if row.confidential else ""
    spoken = (row.title, row.kind, name, who(row), *row.themes, maturity(row), until, closed, confidential)
    return ListRow(
        row.id,
        row.title,
        who(row),
        sector=row.symbol or None,
        more=tuple(filter(None, (facts, ", ".join(row.themes)))),
        pill=closed or confidential,
        pill_tone=TONES.get(row.state, "warn"),
        pill_icon="lock" if confidential and not closed else "",
        chosen=chosen,
        speech=", ".join(filter(None, (*spoken, "its pairs are shown" if chosen else ""))),
    )


def pair_row(match: Match) -> ListRow:
    """Return a pair as a row: what is needed, what is offered, by whom, and the reasons."""
    need, offer = match.need, match.offer
    nobody = match.need_contact_id is None or match.offer_contact_id is None
    pill = "Nobody named" if nobody else "Confidential" if match.is_confidential else ""
    sides = (f"Need of {_side(need)}: {need.title}", f"offer of {_side(offer)}: {offer.title}")
    spoken = (*sides, *match.reasons, "confidential" if match.is_confidential else "", "nobody named" if nobody else "")
    return ListRow(
        (need.id, offer.id),
        need.title,
        f"↔ {offer.title}",
        more=(f"{_side(need)}  ↔  {_side(offer)}", *packed(match.reasons, LINE)),
        pill=pill,
        pill_tone="warn",
        pill_icon="lock" if pill == "Confidential" else "",
        speech=", ".join(filter(None, spoken)),
    )


def _side(row: NeedRow) -> str:
    return row.contact or row.organisation
