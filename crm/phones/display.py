"""Numbers as people read them: spaced, at home without the country, from elsewhere with it."""

import re
from functools import lru_cache

_GB_SHAPES = (
    (re.compile(r"\+44(2\d)(\d{4})(\d{4})", re.ASCII), r"\1 \2 \3"),
    (re.compile(r"\+44(11\d|1[2-9]1|3\d\d|8[04578]\d|9\d\d)(\d{3})(\d{4})", re.ASCII), r"\1 \2 \3"),
    (re.compile(r"\+44(7[1-57-9]\d{2})(\d{6})", re.ASCII), r"\1 \2"),
    (re.compile(r"\+44(1(?!3873|5242|539[4-6]|697[347]|768[347]|9467)[2-9]\d[02-9])(\d{6})", re.ASCII), r"\1 \2"),
)


@lru_cache(maxsize=65536)
def display(e164: str, *, home: str = "GB") -> str:
    """Return a number as people read it: "01632 960101" in its home region, "+353 1 234 5678" from elsewhere.

    What is no E.164 number comes back as it is.
    """
    if home == "GB":
        for shape, spaced in _GB_SHAPES:
            if shape.fullmatch(e164):
                return "0" + shape.sub(spaced, e164)
    return _format(e164, home)


@lru_cache(maxsize=65536)
def international(e164: str) -> str:
    """Return a number with its country code and spaces ("+44 1632 960101"): text to any spreadsheet.

    An extension behind it stays ("+441632960101 ext. 42").
    """
    for shape, spaced in _GB_SHAPES:
        if shape.fullmatch(e164):
            return "+44 " + shape.sub(spaced, e164)
    number, extension, digits = e164.partition(" ext. ")
    if extension:
        return f"{international(number)}{extension}{digits}"
    return _format(e164, "")


def _format(e164: str, home: str) -> str:
    import phonenumbers  # heavy: only for what the plain British shapes do not cover

    if not re.fullmatch(r"\+[0-9]{4,15}", e164):
        return e164
    try:
        parsed = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    at_home = bool(home) and home in phonenumbers.region_codes_for_country_code(parsed.country_code or 0)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)
