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


def show_exact(pence: int, currency: str) -> str:
    """Return a value to the last hundredth, whole ones without: "£1,200,000", "€12.05", "SEK 40"."""
    return f"{MARKS.get(currency, f'{currency} ')}{show_money(pence)}"
