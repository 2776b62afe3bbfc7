"""E-mail addresses as cells and cards hold them: bare, in angle brackets, several in one cell, or none at all."""

import re

from crm.formats.nothing import is_nothing

# Letters of every script may stand in an address; blanks, brackets and a second @ may not.
_ADDRESS = re.compile(
    r"[^\s@<>()\[\]\\,;:\"]{1,64}@(?:[^\s@<>()\[\]\\,;:\"._-](?:[^\s@<>()\[\]\\,;:\"._]*)\.)+[^\s@<>()\[\]\\,;:\".\d_-]{2,}"
)
_BETWEEN = re.compile(r" ::: |[;,\n|]|\s+/\s+|\s+(?:and|or)\s+")
_ANGLE = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")
_NO_ADDRESS = frozenset(("no email", "no e-mail", "no address", "info requested", "withheld"))
_LONGEST = 254


def read_emails(text: str) -> tuple[list[str], list[str]]:
    """Return the usable addresses of a cell, without repeats, and the pieces that are none, as they were typed.

    "Ann <ann@x.example>" and "mailto:ann@x.example" give the bare address; "n/a" and the like give nothing at all.
    """
    if _ADDRESS.fullmatch(text) and len(text) <= _LONGEST:  # nearly every cell
        return [text], []
    good: list[str] = []
    bad: list[str] = []
    for piece in _pieces(text):
        address = piece.strip(" \t\r'\"<>[]").removesuffix(".")
        if address[:7].lower() == "mailto:":
            address = address[7:].partition("?")[0]
        if _ADDRESS.fullmatch(address) and len(address) <= _LONGEST:
            if address.lower() not in (known.lower() for known in good):
                good.append(address)
        elif not is_nothing(address) and address.lower() not in _NO_ADDRESS:
            bad.append(piece.strip())
    return good, bad


def _pieces(text: str) -> list[str]:
    in_angles: list[str] = _ANGLE.findall(text)
    return in_angles or _BETWEEN.split(text)


def is_email(text: str) -> bool:
    """Tell whether `text` is one bare address."""
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None
