"""Numbers as they are typed, and the diallable form of those that have one."""

import re
from functools import lru_cache

import msgspec

from crm.phones.several import part

_FILLING = str.maketrans("", "", " -().\t\u00a0\u2010\u2011\u2012\u2013\u2014")
# The national numbers of Great Britain without their 0: areas, non-geographic, corporate, mobile, free and dear ones.
# Numbers reserved for drama are among them; an Irish mobile ("087 123 4567") is a digit short.
_NATIONAL = r"(?:1[1-9]|2[03489]|3[0347]|5[056]|7\d|8[0247]|9[018])\d{8}"
_PLAIN_GB = re.compile(rf"(?:\+440?|00440?)([1-9]\d{{9}})|(?:440?|0)({_NATIONAL})", re.ASCII)
# Without the 0, as spreadsheets leave them.
_BARE_GB = re.compile(r"(?:1[1-9]\d|20[3478]|2[3489]\d|3[0347]\d|7\d\d|8[0247]\d)\d{7}", re.ASCII)
_AMERICAN = re.compile(r"\(\d{3}\)\W*\d{3}\W?\d{4}|\d{3}[-.]?\d{3}[-.]\d{4}", re.ASCII)
_SCIENTIFIC = re.compile(r"\s*\d(?:[.,]\d+)?E\+?\d+\s*", re.IGNORECASE)
_LOST_ZERO = re.compile(r"\s*[1-3578]\d{8,9}(?:\.0)?\s*")
_FLOAT = re.compile(r"\s*([0-9]{7,})\.0\s*")
_NATIONAL_GB = re.compile(r"[\s(]*0")
_ABROAD = re.compile(r"[\s(]*(?:\+|00)")


class Phone(msgspec.Struct, frozen=True):
    """One number: `e164` ("+441632960101"; None where nothing can be dialled), `typed` as given, `extension` digits.

    `kind` is what the cell itself says of the number: mobile, work, home, fax, main, or "".
    """

    e164: str | None
    typed: str
    extension: str = ""
    kind: str = ""


def parse_phones(text: str, region: str = "GB") -> list[Phone]:
    """Return the numbers written in `text` ("a / b" holds two), each with what was typed; nothing is ever refused.

    `region` (ISO 3166) is assumed where no country is given. In Great Britain numbers need only have the shape of one:
    those reserved for drama, and new ranges, count. Text that is no number there comes back with `e164` None.
    """
    if region == "GB":  # nearly every cell: one number in a plain British spelling
        plain = _plain(text)
        if plain:
            return [Phone(plain, text.strip())]
    found = []
    for piece in part(text):
        if _SCIENTIFIC.fullmatch(piece.typed):  # a spreadsheet threw the last digits away: nothing to dial
            found.append(Phone(None, piece.typed))
            continue
        whole = _FLOAT.fullmatch(piece.typed)
        number = whole[1] if whole else piece.number
        e164 = _dialled(number, region) if number else None
        found.append(Phone(e164, piece.typed, piece.extension if e164 else "", piece.kind))
    return found


def _plain(text: str) -> str | None:
    """Return the E.164 form of a plain British spelling, or None."""
    digits = text.translate(_FILLING)
    found = _PLAIN_GB.fullmatch(digits)
    if found:
        return "+44" + (found[1] or found[2])
    if _BARE_GB.fullmatch(digits) and not _AMERICAN.fullmatch(text.strip()):
        return "+44" + digits
    return None


def _dialled(number: str, region: str) -> str | None:
    abroad = _ABROAD.match(number) is not None
    plain = _plain(number) if region == "GB" or abroad else None
    if plain or (region == "GB" and not abroad and not _NATIONAL_GB.match(number)):
        return plain
    return _ask_library(number, region)


@lru_cache(maxsize=4096)
def _ask_library(number: str, region: str) -> str | None:
    import phonenumbers  # heavy: only for what the plain British spellings do not cover

    abroad = _ABROAD.match(number)
    tries = [number, "+" + number[abroad.end() :]] if abroad else [number]
    for text in tries:
        try:
            parsed = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        # With its country a number need only be possible; without, it must be one of the region it is said to be of.
        if phonenumbers.is_valid_number(parsed) or (abroad and phonenumbers.is_possible_number(parsed)):
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return None


def spreadsheet_damage(typed: str) -> str:
    """Return what a spreadsheet did to a number ("" when nothing shows): digits lost, or the leading 0 (region GB)."""
    if _SCIENTIFIC.fullmatch(typed):
        return f"The number “{typed.strip()}” was shortened by a spreadsheet; its last digits are lost."
    if _LOST_ZERO.fullmatch(typed):
        return f"The number “{typed.strip()}” has lost its leading 0 in a spreadsheet."
    return ""
