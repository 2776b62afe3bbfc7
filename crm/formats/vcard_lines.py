"""The lines of a vCard file: unfolded, taken apart and gathered into cards, whatever programs have done to them.

vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350, parameter escapes of RFC 6868). Works on bytes, because a fold may stand
inside a letter and each property may have its own charset.
"""

import codecs
import io
import quopri
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

import msgspec

from crm.formats.charset import AS_WINDOWS, Charset, charset_of_head, chosen_charset
from crm.formats.rows import Report, UnreadableFile

_PIECE = 1 << 20
_LONGEST = 10_000_000
_DEEPEST = 50
_PROPERTY = re.compile(rb"\s*(?:[\w-]+\.)*[\w/ -]+(?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?:")
_BINARY = re.compile(rb";(?:ENCODING=)?(?:BASE64|B)\s*[;:]", re.IGNORECASE)
_QUOTED_PRINTABLE = re.compile(rb";(?:ENCODING=)?QUOTED-PRINTABLE\b", re.IGNORECASE)
_TEXT_CHARSET = re.compile(
    r"(?:utf|iso|windows|cp|us-ascii|ascii|latin|koi8|gb|big5|shift|sjis|euc|mac|tis|hz)", re.IGNORECASE
)
_USUAL = re.compile(rb"(?:TEL|ADR|N|FN|ORG|EMAIL|TITLE|URL|REV|PHOTO|UID|LABEL|BDAY|NOTE|VERSION)[;:]")
# What programs and mail leave around the first and the last line of a card: blanks, marks, NUL, an old end of file.
_STRAY = rb"(?:[\s\x00\x1a\xa0,;]|\xc2\xa0|\xef\xbb\xbf|\xe2\x80[\x80-\x8f\xa8-\xaf]|\xe2\x81\xa0)*"
_BEGIN = re.compile(_STRAY + rb"BEGIN\s*:\s*VCARD" + _STRAY, re.IGNORECASE)
_END = re.compile(_STRAY + rb"END\s*:\s*VCARD" + _STRAY, re.IGNORECASE)
_MARK = re.compile(rb"VCARD", re.IGNORECASE)
_SEAM = re.compile(rb"END\s*:\s*VCARD[^\r]{0,80}?\r*BEGIN\s*:\s*VCARD" + _STRAY, re.IGNORECASE)
_HEAD = re.compile(rb"^" + _STRAY + rb"BEGIN\s*:\s*VCARD" + _STRAY + rb"(?=[\w.-]+[:;])", re.IGNORECASE)
_ENCODINGS = frozenset(("QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"))
_CARETS = {"^n": "\n", "^^": "^", "^'": '"'}


class Property(msgspec.Struct):
    """One line of a card: name in capitals, group in lower case, parameters, and the value still as bytes."""

    name: str
    group: str
    params: dict[str, list[str]]
    raw: bytes
    line: int

    def param(self, name: str) -> str:
        """Return the first value of a parameter, or ""."""
        values = self.params.get(name)
        return values[0] if values else ""

    @property
    def types(self) -> list[str]:
        """The values of TYPE in lower case, those without TYPE= (2.1) among them."""
        return [kind.lower() for kind in self.params.get("TYPE", ())]


class Card(msgspec.Struct):
    """One card: where it begins, its lines, how letters without a charset are read, and whether its END was there."""

    line: int
    properties: list[Property] = msgspec.field(default_factory=list)
    fallback: str = ""
    ended: bool = True
    strange: list[int] = msgspec.field(default_factory=list)


class CardFile:
    """A file of vCards being read: iterate for its cards, once."""

    def __init__(self, path: Path, report: Report, encoding: str | None = None) -> None:
        self._path = path
        self._file: BinaryIO = path.open("rb")
        self._size = max(1, path.stat().st_size)
        self._report = report
        head = self._file.read(4096)
        self._file.seek(0)
        self._chosen = chosen_charset(encoding).name if encoding else ""
        shown = charset_of_head(head)
        self.encoding = self._chosen or (shown.name if shown else "utf-8")
        self._lines = self._physical(head, shown)

    def position(self) -> float:
        """Return the share of the file read so far, 0 to 1."""
        return 1.0 if self._file.closed else self._file.tell() / self._size

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _physical(self, head: bytes, shown: Charset | None) -> Iterator[bytes]:
        """Yield the lines without their ends: UTF-16 becomes UTF-8, old Mac line ends are understood."""
        if shown and shown.name.startswith(("utf-16", "utf-32")):
            text = io.TextIOWrapper(self._file, shown.name, errors="replace")
            return (line.rstrip("\r\n").encode("utf-8", "replace") for line in text)
        if b"\r" in head and b"\n" not in head:
            text = io.TextIOWrapper(self._file, "latin-1", newline=None)
            return (line.rstrip("\n").encode("latin-1") for line in text)
        return self._bytes()

    def _bytes(self) -> Iterator[bytes]:
        """Yield each line, cut where it is longer than ten million bytes (the rest is passed over)."""
        read = self._file.readline
        first = True
        while piece := read(_PIECE):
            if piece[-1] != 10 and len(piece) == _PIECE:
                parts, size = [piece], len(piece)
                while (piece := read(_PIECE)) and size >= 0:
                    size += len(piece)
                    if size <= _LONGEST:
                        parts.append(piece)
                    if piece[-1] == 10:
                        break
                piece = b"".join(parts)
            if first:
                piece, first = piece.removeprefix(b"\xef\xbb\xbf"), False
            yield piece.rstrip(b"\r\n")

    def _parted(self) -> Iterator[tuple[int, bytes]]:
        """Yield (number, line): a card that begins on the line where another ends has lines of its own."""
        for number, line in enumerate(self._lines, 1):
            if b"\r" not in line and not _MARK.search(line):
                yield number, line
                continue
            pieces = _SEAM.sub(b"\rEND:VCARD\rBEGIN:VCARD\r", line).split(b"\r")
            yield from ((number, part) for piece in pieces for part in _HEAD.sub(b"BEGIN:VCARD\r", piece).split(b"\r"))

    def _unfolded(self) -> Iterator[tuple[int, bytes]]:
        """Yield (number of its first line, whole line): folds, soft line breaks and bare base64 lines joined."""
        parts: list[bytes] = []
        start, size = 0, 0
        soft = binary = False
        over = False
        for number, line in self._parted():
            if not line.strip():
                binary = False
                continue
            if parts and not over and self._goes_on(line, soft, binary):
                if soft:
                    parts[-1] = parts[-1][:-1]
                elif line[0] in b" \t":
                    line = line[1:]
                size += len(line)
                if size <= _LONGEST:
                    parts.append(line)
            else:
                if parts:
                    yield start, b"".join(parts)
                parts, start, size = [line], number, len(line)
                over = _END.fullmatch(line) is not None
                binary = _BINARY.search(line, 0, 300) is not None
            soft = line[-1:] == b"=" and not binary and _QUOTED_PRINTABLE.search(parts[0]) is not None
        if parts:
            yield start, b"".join(parts)

    @staticmethod
    def _goes_on(line: bytes, soft: bool, binary: bool) -> bool:
        """Tell whether `line` continues the one before it."""
        if soft:
            return not (_BEGIN.fullmatch(line) or _END.fullmatch(line) or _looks_like_next(line))
        return line[0] in b" \t" or (binary and _PROPERTY.match(line) is None)

    def __iter__(self) -> Iterator[Card]:
        card: Card | None = None
        nested = empty = 0
        for number, line in self._unfolded():
            if _BEGIN.fullmatch(line):
                if card and (nested or (card.properties and card.properties[-1].name == "AGENT")):
                    nested += 1
                    continue
                if card:
                    empty = 0 if card.properties else empty + 1
                    if empty > _DEEPEST:
                        raise UnreadableFile(self._path, f"cards stand inside cards, more than {_DEEPEST} deep.")
                    card.ended = False
                    yield self._finished(card)
                card = Card(number)
            elif card is None:
                if _PROPERTY.match(line) and not _END.fullmatch(line):
                    self._report.problem("a line between the cards was left out", number)
            elif _END.fullmatch(line):
                if nested:
                    nested -= 1
                    continue
                yield self._finished(card)
                card = None
            elif not nested:
                self._add(card, number, line)
        if card:
            card.ended = False
            yield self._finished(card)

    @staticmethod
    def _add(card: Card, number: int, line: bytes) -> None:
        found = take_apart(line, number)
        if found:
            card.properties.append(found)
        else:
            card.strange.append(number)

    def _finished(self, card: Card) -> Card:
        """Settle how the letters of a card without a charset of their own are read."""
        card.fallback = self._chosen
        if not card.fallback:
            declared = (prop.param("CHARSET").lower() for prop in card.properties)
            card.fallback = next((name for name in declared if name and not name.startswith("utf")), "cp1252")
        return card


def _looks_like_next(line: bytes) -> bool:
    """Tell a property of a card (`TEL;`, `N:`, in capitals) from the text that follows a soft line break."""
    return _USUAL.match(line) is not None


def take_apart(line: bytes, number: int) -> Property | None:
    """Return the property on an unfolded line, or None where the line is none."""
    head, colon, value = line.partition(b":")
    if colon and head.count(b'"') % 2:  # the colon stands inside quotation marks
        found = _PROPERTY.match(line)
        if found:
            head, value = line[: found.end() - 1], line[found.end() :]
    if not colon or len(head) > 10_000:
        return None
    text = head.decode("utf-8", "replace")
    name, _, rest = text.partition(";")
    group, _, name = name.strip().upper().rpartition(".")
    if not name or not name.replace("-", "").replace("/", "").replace("_", "").replace(" ", "").isalnum():
        return None
    return Property(name, group.lower(), _params(rest) if rest else {}, value, number)


def _params(text: str) -> dict[str, list[str]]:
    params: dict[str, list[str]] = {}
    for piece in _split_outside_quotes(text, ";"):
        name, equals, value = piece.partition("=")
        if not equals:
            bare = name.strip().upper()
            name, value = ("ENCODING", bare) if bare in _ENCODINGS else ("TYPE", name)
        values = params.setdefault(name.strip().upper(), [])
        for part in _split_outside_quotes(value, ","):
            part = part.strip().strip('"')
            if "^" in part:
                part = re.sub(r"\^[n^']", lambda found: _CARETS[found[0]], part)
            values.extend(part.split(",") if name.upper() == "TYPE" else (part,))
    return params


def _split_outside_quotes(text: str, separator: str) -> list[str]:
    if '"' not in text:
        return text.split(separator)
    pieces: list[str] = []
    for piece in text.split(separator):
        if pieces and pieces[-1].count('"') % 2:
            pieces[-1] += separator + piece
        else:
            pieces.append(piece)
    return pieces


def text_of(prop: Property, fallback: str, report: Report) -> str:
    """Return the value of a property as text, still escaped: quoted-printable undone, letters in their charset.

    Letters that are no UTF-8 are read in `fallback`; an unknown charset is reported and read the same way.
    """
    raw = prop.raw
    if b"=" in raw and prop.param("ENCODING").upper() == "QUOTED-PRINTABLE":
        raw = quopri.decodestring(raw)
    charset = prop.param("CHARSET")
    if charset and not _is_known(charset):
        report.problem(f"the character encoding “{charset[:40]}” is not known; the letters may be wrong", prop.line)
        charset = ""
    for name in (charset, "utf-8", fallback):
        if name and _is_known(name):
            try:
                return raw.decode(name)
            except UnicodeError:
                continue
    return raw.decode("cp1252", AS_WINDOWS)


@lru_cache(maxsize=256)
def _is_known(charset: str) -> bool:
    """Tell whether a charset a card names is one of text that Python can read."""
    try:
        return _TEXT_CHARSET.match(charset) is not None and bool(codecs.lookup(charset).name)
    except LookupError:
        return False
