"""Telephone numbers: what was typed, what can be dialled (E.164), and how people like to read it."""

import re
from dataclasses import dataclass
from functools import lru_cache

# What stands between two numbers in one cell. A piece with fewer digits than a number stays with the one before it.
_BETWEEN = re.compile(r"( ::: |\s*[/;\n|,&]\s*|\s+(?:or|and)\s+)", re.IGNORECASE)
_FEWEST_DIGITS = 6
_RUN = re.compile(r"\+?[(\d][\d\s().\-\u2010-\u2015\u00a0]*")
_EXTENSION = re.compile(r"(?:;ext=|\bext(?:ension)?\b\.?:?\s*|\bx\s*|#\s*)(\d{1,7})\s*\)?\s*$", re.IGNORECASE)
_FILLING = str.maketrans("", "", " -().\t\u00a0\u2010\u2011\u2012\u2013\u2014")
_PLAIN_GB = re.compile(r"(?:\+440?|00440?|440?|0)([1-9]\d{9})|([1-357]\d{9}|8\d{9})", re.ASCII)
_SCIENTIFIC = re.compile(r"\s*\d(?:[.,]\d+)?E\+?\d+\s*", re.IGNORECASE)
_BARE_GB = re.compile(r"\s*[1-3578]\d{8,9}(?:\.0)?\s*")
_FLOAT = re.compile(r"\s*([0-9]{7,})\.0\s*")
_GB_SHAPES = (
    (re.compile(r"\+44(2\d)(\d{4})(\d{4})", re.ASCII), r"\1 \2 \3"),
    (re.compile(r"\+44(11\d|1[2-9]1|3\d\d|8[04578]\d|9\d\d)(\d{3})(\d{4})", re.ASCII), r"\1 \2 \3"),
    (re.compile(r"\+44(7[1-57-9]\d{2})(\d{6})", re.ASCII), r"\1 \2"),
    (re.compile(r"\+44(1(?!3873|5242|539[4-6]|697[347]|768[347]|9467)[2-9]\d[02-9])(\d{6})", re.ASCII), r"\1 \2"),
)


@dataclass(frozen=True, slots=True)
class Phone:
    """One number: `e164` ("+441632960101"; None where nothing can be dialled), `typed` as given, `extension` digits."""

    e164: str | None
    typed: str
    extension: str = ""


def parse_phones(text: str, region: str = "GB") -> list[Phone]:
    """Return the numbers written in `text` ("a / b" holds two), each with what was typed; nothing is ever refused.

    `region` (ISO 3166) is assumed where no country is given. Numbers need only be possible, not valid: those reserved
    for drama, and new ranges, count. Text that is no number comes back with `e164` None.
    """
    if region == "GB":  # nearly every cell: one number in a plain British spelling
        plain = _plain(text)
        if plain:
            return [Phone(plain, text.strip())]
    return [_parse_one(typed, region) for typed in _split(text)]


def _plain(text: str) -> str | None:
    """Return the E.164 form of a plain British spelling, or None."""
    found = _PLAIN_GB.fullmatch(text.translate(_FILLING))
    return "+44" + (found[1] or found[2]) if found else None


def _split(text: str) -> list[str]:
    text = text.strip()
    if not text:
        return []
    pieces = _BETWEEN.split(text)
    numbers = [pieces[0]]
    for between, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if _digits(piece) >= _FEWEST_DIGITS and _digits(numbers[-1]) >= _FEWEST_DIGITS:
            numbers.append(piece)
        else:
            numbers[-1] += between + piece
    return [number.strip() for number in numbers]


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)


def _parse_one(typed: str, region: str) -> Phone:
    plain = _plain(typed) if region == "GB" else None
    if plain:
        return Phone(plain, typed)
    e164, extension = _ask_library(typed, region)
    return Phone(e164, typed, extension)


@lru_cache(maxsize=4096)
def _ask_library(typed: str, region: str) -> tuple[str | None, str]:
    import phonenumbers  # heavy: only for what the plain British spellings do not cover

    if _SCIENTIFIC.fullmatch(typed):  # a spreadsheet threw the last digits away: nothing to dial
        return None, ""
    whole = _FLOAT.fullmatch(typed)
    number = whole[1] if whole else typed
    ending = _EXTENSION.search(number)
    extension = ending[1] if ending else ""
    runs = [
        run for run in _RUN.findall(number[: ending.start()] if ending else number) if _digits(run) >= _FEWEST_DIGITS
    ]
    if not runs:
        return None, ""
    try:
        parsed = phonenumbers.parse(runs[0], region)
    except phonenumbers.NumberParseException:
        return None, ""
    if not phonenumbers.is_possible_number(parsed):
        return None, ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164), extension


def spreadsheet_damage(typed: str) -> str:
    """Return what a spreadsheet did to a number ("" when nothing shows): digits lost, or the leading 0 (region GB)."""
    if _SCIENTIFIC.fullmatch(typed):
        return f"The number “{typed.strip()}” was shortened by a spreadsheet; its last digits are lost."
    if _BARE_GB.fullmatch(typed):
        return f"The number “{typed.strip()}” has lost its leading 0 in a spreadsheet."
    return ""


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
    """Return a number with its country code and spaces ("+44 1632 960101"): text to any spreadsheet."""
    for shape, spaced in _GB_SHAPES:
        if shape.fullmatch(e164):
            return "+44 " + shape.sub(spaced, e164)
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
