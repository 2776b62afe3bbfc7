"""Values in hundredths of their currency: as they are typed, and as they are written out."""

import re
from decimal import ROUND_HALF_UP, Decimal

MARKS = {"GBP": "£", "EUR": "€", "USD": "$"}

_TYPED = re.compile(
    r"(?:[£€$]|[A-Z]{3}\s)?\s*(?P<number>(?:[0-9]{1,3}(?:[,\u2009 ][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)"
    r"\s*(?P<unit>k|m|bn|thousand|million|billion)?\s*[£€$]?",
    re.IGNORECASE,
)
_UNITS = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}
_MOST = 10**17
"""What no value reaches; whole numbers of the store end not far above."""


def read_money(text: str) -> int:
    """Return what was typed ("£180k", "1.2m", "45,000") in hundredths; ValueError with the sentence to show.

    The currency is not told: it stands in a field of its own.
    """
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"“{text}” is no value. Write it as “180k”, “1.2m” or “45,000”.")
    number = Decimal(re.sub(r"[,\u2009 ]", "", found["number"]))
    units = number.scaleb(_UNITS.get((found["unit"] or "").lower(), 0) + 2)
    if units >= _MOST:
        raise ValueError(f"“{text}” is more than any value. Write it as “180k”, “1.2m” or “45,000”.")
    return int(units.to_integral_value(ROUND_HALF_UP))


def show_money(pence: int) -> str:
    """Return a value so that it reads back as the same: "180,000", "12.05"."""
    whole, part = divmod(pence, 100)
    return f"{whole:,}" + (f".{part:02}" if part else "")


def show_short(pence: int, currency: str) -> str:
    """Return a value in few letters: "£950", "£180k", "£1.28m", "£2bn"."""
    whole, mark = pence / 100, MARKS.get(currency, f"{currency} ")
    if whole >= 999_500_000:
        return f"{mark}{_figures(whole / 1_000_000_000, 2)}bn"
    if whole >= 999_500:
        return f"{mark}{_figures(whole / 1_000_000, 2)}m"
    if whole >= 1_000:
        return f"{mark}{_figures(whole / 1_000, 1 if whole < 10_000 else 0)}k"
    return f"{mark}{_figures(whole, 2 if pence % 100 else 0)}"


def show_exact(pence: int, currency: str) -> str:
    """Return a value to the last hundredth, whole ones without: "£1,200,000", "€12.05", "SEK 40"."""
    return f"{MARKS.get(currency, f'{currency} ')}{show_money(pence)}"


def _figures(number: float, places: int) -> str:
    text = f"{number:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
