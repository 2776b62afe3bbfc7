"""What the cells of a column hold, told by themselves, for where its heading does not say or says something else."""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from crm.formats.emails import read_emails
from crm.formats.organisation_words import names_organisation
from crm.formats.placeholders import is_nothing
from crm.phones import parse_phones
from crm.text import words

CellKind = Literal["", "email", "phone", "profile", "link", "postcode", "date", "yes or no", "number", "text"]
"""What most cells of a column hold; "" where they hold nothing."""

_MOST = 0.6
_LONGEST = 300
_PHONE = re.compile(r"\+?[\d\s().\-–/]{9,24}(?:\s*(?:x|ext\.?|extn\.?)\s*\d{1,6})?", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PROFILE = re.compile(r"(?:https?://)?(?:[\w-]+\.)?linkedin\.[a-z.]+/\S*", re.IGNORECASE)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.IGNORECASE)
_DATE = re.compile(
    r"\d{1,4}[./ -](?:\d{1,2}|[A-Za-z]{3,9})[./ -]\d{2,4}(?:[T ,]+\d{1,2}:\d{2}.*)?|\d{1,2} ?[A-Za-z]{3,9},? \d{4}"
)
_NUMBER = re.compile(r"[-+£$€]?\s?\d[\d,. ]*%?")
_YES_OR_NO = frozenset(
    ("yes", "no", "y", "n", "true", "false", "x", "✓", "✔", "✗", "0", "1", "tick", "ticked", "on", "off")
)
# Letters alone may be anything: "Y" and "X" are short names, too.
_PLAIN_ANSWERS = frozenset(("yes", "no", "true", "false", "✓", "✔", "✗", "tick", "ticked"))
_ORGANISATION = frozenset(
    words(
        """uni school clinic surgery charity bank practice network agency union church ccg icb team services service
        holdings international cooperative enterprises enterprise industries library museum borough company co
        corporation corp consortium cluster hub accelerator incubator catapult"""
    )
)


def kind_of_cells(values: Sequence[str]) -> CellKind:
    """Return what most of the cells that say anything hold."""
    said = [value.strip() for value in values if not is_nothing(value)]
    if not said:
        return ""
    answers = {value.lower() for value in said if len(value) < len("answers")}
    if answers.isdisjoint(_PLAIN_ANSWERS) and not {"y", "n"} <= answers and answers != {"0", "1"}:
        tests = _TESTS[1:]
    else:
        tests = _TESTS
    for kind, test in tests:
        if sum(len(value) <= _LONGEST and test(value) for value in said) >= _MOST * len(said):
            return kind
    return "text"


def is_yes_or_no(text: str) -> bool:
    """Tell whether a cell answers a question with yes or no."""
    return text.strip().lower() in _YES_OR_NO


def is_phone(text: str) -> bool:
    """Tell whether a cell holds a telephone number that shows itself as one: not a date, not a number of a list."""
    plain = text.strip()
    if not _PHONE.fullmatch(plain) or _DATE.fullmatch(plain):
        return False
    first = plain.lstrip("( ")[:1]
    digits = sum(map(str.isdigit, plain))
    if first not in ("0", "+") and not (digits == len("7700900000") and first in "1237"):
        return False
    return any(phone.e164 for phone in parse_phones(plain))


def is_link(text: str) -> bool:
    """Tell whether a cell holds an address of the web."""
    return _LINK.fullmatch(text.strip()) is not None


def is_profile(text: str) -> bool:
    """Tell whether a cell holds a link to LinkedIn."""
    return _PROFILE.fullmatch(text.strip()) is not None


def is_date(text: str) -> bool:
    """Tell whether a cell is written like a date, also like an impossible one."""
    return _DATE.fullmatch(text.strip()) is not None and len(text) < 40


def is_number(text: str) -> bool:
    """Tell whether a cell is a number and nothing else."""
    return _NUMBER.fullmatch(text.strip()) is not None


def is_organisation_like(text: str) -> bool:
    """Tell whether a text is worded like an organisation's name: Moor Trust, Ross Uni, Peel Ltd."""
    return names_organisation(text) or not _ORGANISATION.isdisjoint(words(text))


def _is_email(text: str) -> bool:
    if "@" not in text:
        return False
    good, bad = read_emails(text)
    return bool(good) and not bad


def _is_postcode(text: str) -> bool:
    return _POSTCODE.fullmatch(text) is not None


_TESTS: tuple[tuple[CellKind, Callable[[str], bool]], ...] = (
    ("yes or no", is_yes_or_no),
    ("email", _is_email),
    ("phone", is_phone),
    ("profile", is_profile),
    ("link", is_link),
    ("postcode", _is_postcode),
    ("date", is_date),
    ("number", is_number),
)
