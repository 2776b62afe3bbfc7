"""Which letters the bytes of a file stand for: BOM, then UTF-8, then what its words say, and what is doubtful."""

import codecs
import re
from pathlib import Path

import msgspec

from crm.errors import Invalid
from crm.formats.charset_letters import likely_charset

_CHUNK = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
AS_WINDOWS = "crm-as-windows"
_SHOWN = {
    "cp1252": "Western European (Windows-1252)",
    "iso8859-15": "Western European (ISO 8859-15)",
    "mac-roman": "Western European (Mac Roman)",
    "cp850": "Western European (DOS, code page 850)",
    "cp1250": "Central European (Windows-1250)",
    "iso8859-2": "Central European (ISO 8859-2)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1254": "Turkish (Windows-1254)",
}
# Letters that no Western text holds side by side, and bytes that Windows-1252 leaves empty.
_UNLIKELY = re.compile("ÿþ|þÿ|[\x81\x8d\x8f\x90\x9d]")
_CONVERTED_TWICE = re.compile(
    "Ã[\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2013-\u203a]|â€[™œ\x9d“”˜¦]|Â[£©®°·\u00a0]"
)


def _decode_as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    raw = error.object[error.start : error.end]
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in raw), error.end


codecs.register_error(AS_WINDOWS, _decode_as_windows)


class Charset(msgspec.Struct, frozen=True):
    """How to decode a file; `assumed` when nothing in it says so, `doubt` names what looks wrong ("" if nothing)."""

    name: str
    assumed: bool = False
    doubt: str = ""

    @property
    def shown(self) -> str:
        """The charset's name as a person knows it."""
        return _SHOWN.get(self.name, self.name.upper())

    @property
    def errors(self) -> str:
        """What to do with bytes that are no text in this charset: read as Windows-1252, or mark them."""
        return AS_WINDOWS if self.name in ("utf-8", "utf-8-sig", "cp1252") else "replace"


def chosen_charset(name: str) -> Charset:
    """Return the charset a person chose; raises `Invalid` where there is none of that name."""
    try:
        return Charset(codecs.lookup(name).name)
    except LookupError:
        raise Invalid("encoding", f"There is no character encoding “{name}”.") from None


def detect_charset(path: Path) -> Charset:
    """Look through a file for its charset; a whole pass over the bytes, in pieces of 1 MiB."""
    with path.open("rb") as handle:
        head = handle.read(4096)
        shown = charset_of_head(head)
        if shown:
            return shown
        decoder = codecs.getincrementaldecoder("utf-8")()
        chunk, start = head, 0
        try:
            while chunk:
                decoder.decode(chunk)
                start = handle.tell()
                chunk = handle.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            handle.seek(max(0, start - _CHUNK))
            return _not_utf8(handle.read(4 * _CHUNK))
        return Charset("utf-8", doubt=_doubt_of(head.decode("utf-8", "ignore")))


def charset_of_text(content: bytes) -> Charset:
    """Look through a whole text for its charset."""
    shown = charset_of_head(content[:4096])
    if shown:
        return shown
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(content[max(0, error.start - _CHUNK) :][: 4 * _CHUNK])
    return Charset("utf-8", doubt=_doubt_of(text[:4096]))


def charset_of_head(head: bytes) -> Charset | None:
    """Return the charset that the first bytes of a file give away: a BOM, or the empty bytes of UTF-16."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return Charset(name)
    wide = _wide(head)
    return Charset(wide, assumed=True) if wide else None


def _wide(head: bytes) -> str:
    """Return the UTF-16 of a text without BOM, told by its empty bytes, or ""."""
    half = len(head) // 2
    if half < 4:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return ""


def _not_utf8(sample: bytes) -> Charset:
    text = sample.decode("utf-8", "surrogateescape")
    strange = sum("\udc80" <= character <= "\udcff" for character in text)
    sound = sum(character > "\x7f" for character in text) - strange
    if sound > 2 * strange:
        return Charset("utf-8", doubt="some letters are not in the encoding of the rest (UTF-8)")
    name, doubtful = likely_charset(sample)
    if name == "cp1252":
        found = _UNLIKELY.search(sample.decode("cp1252", AS_WINDOWS))
        doubtful = found[0] if found else doubtful
    doubt = f"some letters look wrong (“{doubtful}”)" if doubtful else ""
    return Charset(codecs.lookup(name).name, assumed=True, doubt=doubt)


def _doubt_of(text: str) -> str:
    found = _CONVERTED_TWICE.search(text)
    return f"some letters look wrongly converted by another program (“{found[0]}”)" if found else ""
