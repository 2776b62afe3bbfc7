"""E-mail addresses as cells and cards hold them: bare, in angle brackets, several in one cell, or none at all."""

import re

import msgspec

from crm.formats.placeholders import is_nothing
from crm.text import words

# Letters of every script may stand in an address; blanks, brackets and a second @ may not.
_ADDRESS = re.compile(
    r"[^\s@<>()\[\]\\,;:\"]{1,64}@(?:[^\s@<>()\[\]\\,;:\"'._-](?:[^\s@<>()\[\]\\,;:\"'._]*)\.)+[^\s@<>()\[\]\\,;:\"'.\d_-]{2,}"
)
_BETWEEN = re.compile(r" ::: |[;,\n|]|\s+/\s+|\s+(?:and|or)\s+")
_QUOTES = "'`\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u00ab\u00bb"
_AROUND = ' \t\r\n\u00a0"<>[],;' + _QUOTES
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_KINDS = {
    word: kind
    for kind, listed in (("work", "work w office business job"), ("home", "home h private personal"))
    for word in listed.split()
}
_KNOWN = _KINDS.keys() | words("e email mail address main primary preferred other internet")
_LABEL = re.compile(
    r"\s*((?:(?:work|office|business|home|private|personal|main|primary|e-?mail|mail|address|e|w|h)\s*)+)[:=]\s*",
    re.IGNORECASE,
)
_ANGLE = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>|\]\(mailto:([^()\s]+)\)", re.IGNORECASE)
# What stands for an address where there is none; Microsoft Forms writes the last one where nobody signs in.
_NO_ADDRESS = frozenset(("no email", "no e-mail", "no address", "info requested", "withheld", "anonymous"))
_LONGEST = 254


class EmailFound(msgspec.Struct, frozen=True):
    """A usable address of a cell: `kind` is what the cell itself says of it, `beside` what else stands with it."""

    address: str
    kind: str = ""
    beside: str = ""


def read_emails(text: str) -> tuple[list[str], list[str]]:
    """Return the usable addresses of a cell, without repeats, and the pieces that are none, as they were typed.

    "Ann <ann@x.example>" and "mailto:ann@x.example" give the bare address; "n/a" and the like give nothing at all.
    """
    if _is_plain(text):  # nearly every cell
        return [text], []
    good, bad = find_emails(text)
    return [found.address for found in good], bad


def find_emails(text: str) -> tuple[list[EmailFound], list[str]]:
    """Return what `read_emails` does, each address with the words beside it: "ann@x.example (work)" is one for work."""
    if _is_plain(text):
        return [EmailFound(text)], []
    good: list[EmailFound] = []
    bad: list[str] = []
    for piece in _pieces(text):
        found = _found_in(piece)
        if found is None:
            address = piece.strip(_AROUND)
            if not is_nothing(address) and address.lower() not in _NO_ADDRESS:
                bad.append(piece.strip())
        elif found.address.lower() not in (known.address.lower() for known in good):
            good.append(found)
    return good, bad


def _is_plain(text: str) -> bool:
    return _ADDRESS.fullmatch(text) is not None and len(text) <= _LONGEST and text[0] not in _QUOTES


def _found_in(piece: str) -> EmailFound | None:
    address = _bare(piece)
    if is_email(address):
        return EmailFound(address)
    plain, held = _BRACKETS.sub(" ", piece), [one.strip() for one in _BRACKETS.findall(piece) if "@" not in one]
    label = _LABEL.match(plain)
    if label:
        plain = plain[label.end() :]
        held.insert(0, label[1])
    address = _bare(plain)
    if not is_email(address) or not held:
        return None
    kind = next((_KINDS[word] for one in held for word in words(one) if word in _KINDS), "")
    beside = "; ".join(one for one in held if any(word not in _KNOWN for word in words(one)))
    return EmailFound(address, kind, beside)


def _bare(piece: str) -> str:
    """Return a piece without the quotes, angles and stops around it, and without `mailto:`."""
    address = piece.strip(_AROUND)
    if address[:7].lower() == "mailto:":
        address = address[7:].partition("?")[0].strip(_AROUND)
    return address.rstrip(".")


def _pieces(text: str) -> list[str]:
    in_angles = [found[1] or found[2] for found in _ANGLE.finditer(text)]
    if in_angles:
        return in_angles
    pieces: list[str] = []
    for piece in _BETWEEN.split(text):
        several = piece.split()
        pieces += several if len(several) > 1 and all(is_email(_bare(each)) for each in several) else [piece]
    return pieces


def is_email(text: str) -> bool:
    """Tell whether `text` is one bare address."""
    return len(text) <= _LONGEST and _ADDRESS.fullmatch(text) is not None
