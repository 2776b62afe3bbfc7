"""Values as they are typed: "£180k", "1.2m", "180,000"."""

import re
from decimal import Decimal

from crm.money import MARKS
from ui.kit.fields import ParsedField

CURRENCIES = (("GBP", "£ pound"), ("EUR", "€ euro"), ("USD", "$ dollar"))
_TYPED = re.compile(
    r"(?P<number>\d[\d,\u2009 ]*(?:\.\d+)?)\s*(?P<unit>k|m|bn|thousand|million|billion)?", re.IGNORECASE
)
_UNITS = {"k": 3, "thousand": 3, "m": 6, "million": 6, "bn": 9, "billion": 9}


def money_field(name: str) -> ParsedField:
    """A field for a value; its value is in hundredths of whatever the currency is."""
    return ParsedField(name, read_money, show_money, placeholder="180k, 1.2m, 45,000")


def read_money(text: str) -> int:
    """Return what was typed in hundredths; ValueError with the sentence to show."""
    bare = text.strip().strip("".join(MARKS.values())).strip()
    found = _TYPED.fullmatch(bare)
    if found is None:
        raise ValueError(f"“{text}” is no value. Write it as “180k”, “1.2m” or “45,000”.")
    number = Decimal(re.sub(r"[,\u2009 ]", "", found["number"]))
    return int((number * 10 ** _UNITS.get((found["unit"] or "").lower(), 0) * 100).to_integral_value())


def show_money(pence: int) -> str:
    """Return a value so that it reads back as the same: "180,000"."""
    whole, part = divmod(pence, 100)
    return f"{whole:,}" + (f".{part:02}" if part else "")
