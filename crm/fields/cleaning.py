"""How a value becomes what the file holds: by the kind of its field, or by the field's own rule."""

import re
from collections.abc import Callable
from typing import Any

from crm import clock
from crm.dates import parse_partial, partial_start
from crm.errors import Invalid
from crm.fields.declaration import Field, Fields, Kind
from crm.text import clean, clean_line

LONGEST_TEXT = 10_000_000
LONGEST = {Kind.LONG_TEXT: LONGEST_TEXT}
LONGEST_LINE = 500
_TEXTS = (Kind.TEXT, Kind.LINES, Kind.LONG_TEXT, Kind.LINK)
_BIRTHDAY = re.compile(r"--(\d\d)-(\d\d)")


def cleaned(field: Field, value: Any) -> Any:
    """Return a value as the database holds it; raises Invalid with the field's key."""
    made = _by_kind(field, value) if field.clean is None else field.clean(field.key, value)
    longest = field.longest or LONGEST.get(field.kind, LONGEST_LINE)
    if isinstance(made, str) and len(made) > longest:
        raise Invalid(field.key, f"The {field.in_words} is too long: at most {longest:,} characters fit.")
    return made


def cleaned_texts(fields: Fields, draft: Any) -> dict[str, Any]:
    """Return the texts of a draft as the database holds them, by column; raises Invalid with the field's key."""
    return {
        field.key: cleaned(field, getattr(draft, field.key))
        for field in fields
        if field.is_stored and field.kind in _TEXTS and hasattr(draft, field.key)
    }


def needed(reason: str) -> Callable[[str, Any], str]:
    """Return the rule of a line that must not be empty; `reason` is what it says then."""

    def line(key: str, value: Any) -> str:
        text = clean_line(value)
        if not text:
            raise Invalid(key, reason)
        return text

    return line


def fact(fields: Fields, key: str, value: Any) -> Any:
    """Return one fact as the database holds it; raises Invalid with the key, which may be of no field at all."""
    if key not in fields.labels:
        a = "An" if fields.noun[0] in "aeiou" else "A"
        raise Invalid(key, f"{a} {fields.noun} has no field “{key}”.")
    return cleaned(fields[key], value)


def facts_of(fields: Fields, draft: Any) -> dict[str, Any]:
    """Return what a draft says of each field it has, as the database holds it; raises Invalid with the field's key."""
    said = {key: getattr(draft, key) for key in fields.labels if hasattr(draft, key)} | draft.more
    return {key: fact(fields, key, value) for key, value in said.items()}


def _by_kind(field: Field, value: Any) -> Any:
    match field.kind:
        case Kind.RECORD:
            return value or None
        case Kind.YES_NO:
            return int(bool(value))
        case Kind.DAY:
            return partial(field.key, value)
        case Kind.LONG_TEXT | Kind.LINES:
            return clean(value)
        case Kind.NUMBER | Kind.MONEY | Kind.MOMENT | Kind.TIME:
            return value
    return clean_line(value)


def partial(key: str, value: str | None) -> str | None:
    """Return a partial date as the database holds it; raises Invalid with the field's key."""
    text = clean_line(value)
    if not text:
        return None
    found = parse_partial(text)
    if found is None:
        raise Invalid(key, f"“{text}” is not a date. Try 3 May 2019, May 2019 or 2019.")
    return found


def days(key: str, value: Any) -> int | None:
    """Return a number of days from 1 to 3650, or None for an empty value."""
    if value in (None, ""):
        return None
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = 0
    if not 1 <= number <= 3650:
        raise Invalid(key, "Days are a whole number from 1 to 3650; leave it empty for the default.")
    return number


def birthday(key: str, value: str | None) -> str | None:
    """Return a birthday as a partial date, or `--MM-DD` where the year is not known ("3 May")."""
    text = clean_line(value)
    if not text:
        return None
    if (without_year := _BIRTHDAY.fullmatch(text)) is not None:
        text = f"{without_year[2]}/{without_year[1]}"
    found = parse_partial(text)
    if found is not None and partial_start(found) <= clock.today():
        return found
    for leap_year in (f"{text}/2000", f"{text} 2000"):  # so that the 29th of February is a day
        if found is None and (day := parse_partial(leap_year)) is not None and len(day) == 10:
            return f"-{day[4:]}"
    raise Invalid(key, f"“{text}” is not a birthday. Try 3 May 1980, 3 May, May 1980 or 1980.")
