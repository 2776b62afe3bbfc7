"""Files that are no tables or cards of people, told by their first bytes."""

import re
from pathlib import Path

from crm.formats.rows import UnreadableFile

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"II*\x00", "a picture (TIFF)"),
    (b"MM\x00*", "a picture (TIFF)"),
    (b"%PDF", "a PDF document"),
    (b"SQLite format 3", "a database"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a text document (RTF)"),
)
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|script|svg)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(rb"\s*(?:<\?xml|<!--|<[a-z][\w:.-]*(?:\s+[\w:.-]+\s*=|\s*/?>\s*<))", re.IGNORECASE)
_CALENDAR = re.compile(rb"\s*BEGIN:\s*V(?:CALENDAR|EVENT|TODO|JOURNAL|FREEBUSY)", re.IGNORECASE)
_CARD = re.compile(rb"BEGIN:\s*VCARD", re.IGNORECASE)
_MAILBOX = re.compile(rb"From \S+\s+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} ")
# Lines that only the head of a message has, and those that a sheet of one's own may begin with, too.
_MESSAGE = re.compile(
    rb"(?:Return-Path|Received|Delivered-To|Message-ID|MIME-Version|X-[\w-]+|DKIM-Signature|ARC-[\w-]+"
    rb"|Authentication-Results|Content-(?:Type|Transfer-Encoding)|In-Reply-To|References):",
    re.IGNORECASE,
)
_LETTER_HEAD = re.compile(rb"^(From|To|Cc|Bcc|Reply-To|Sender|Subject|Date|Sent):[ \t]", re.IGNORECASE | re.MULTILINE)
_LDIF = re.compile(rb"\s*(?:(?:#[^\n]*|version:[ \t]*\d+)\s+)*(?:dn::?[ \t]|objectclass:[ \t])", re.IGNORECASE)
_JSON = re.compile(rb"""\s*(?:\{\s*(?:"[^"\n]*"\s*:|\}\s*\Z)|\[\s*(?:[{\[]|\]\s*\Z|"[^"\n]*"\s*,\s*"))""")
_SQL = re.compile(
    rb"\s*(?:--[ \t]*(?:MySQL|MariaDB|PostgreSQL|SQLite|phpMyAdmin|Adminer|HeidiSQL|Dump)"
    rb"|(?:--[^\n]*\s+|/\*.*?\*/;?\s*)*(?:CREATE\s+(?:TABLE|DATABASE|SCHEMA|VIEW)\b|INSERT\s+INTO\b|DROP\s+TABLE\b"
    rb"|PRAGMA\s+\w+\s*=|SET\s+[\w@.]+\s*(?:=|TO\b|utf)|BEGIN(?:\s+TRANSACTION)?;|START\s+TRANSACTION;|USE\s+\S+;"
    rb"|COPY\s+\S+\s*\(|LOCK\s+TABLES\b|/\*!\d))",
    re.IGNORECASE | re.DOTALL,
)
_YAML = re.compile(rb"\s*(?:%YAML\b|---[ \t]*(?:#[^\n]*)?\r?\n\s*(?:- |[\w.-]+:(?:\s|$)))")
_NESTED = re.compile(r"\s*- +[\w\"'.-]+:(?: |$)|\s+[\w\"'.-]+:(?: |$)|\s*- \S|[\w.-]+:$")
_ITEM = re.compile(r"\s*- +[\w\"'.-]+:(?: |$)")
_RECORD = re.compile(r"([A-Za-z][\w.;-]*(?: [\w.-]+){0,2})(?:::?[ \t]+|[ \t]*=[ \t]*)\S")
_SENTENCE = re.compile(r"(?:\S+ ){7,}\S+|(?:\S+ ){4,}\S+[.!?]", re.ASCII)
_CELLS = re.compile(r"[\t;|]|,\S")

_MOST = 0.8
E_MAIL = "an e-mail message, not a list of contacts. Log it with its words as notes, and add its sender as a contact."


def refuse_strangers(path: Path, head: bytes) -> None:
    """Raise `UnreadableFile`, saying what it is, for a file whose first bytes are something else's than people's."""
    for signature, what in _SIGNATURES:
        if head.startswith(signature) and not (len(signature) == 2 and head[:64].isascii() and b"\x00" not in head):
            raise UnreadableFile(path, f"it is {what}, not a list of contacts.")
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        raise UnreadableFile(path, "it is a picture, sound or film, not a list of contacts.")
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    what = _markup(text) or _record(text)
    if what:
        raise UnreadableFile(path, f"it is {what}")


def _markup(text: bytes) -> str:
    """Say what a text is that shows in its first line what it is, and what to do; "" for any other."""
    if _HTML.match(text):
        return "a web page (HTML), perhaps a log-in page saved instead of the file."
    if _XML.match(text):
        return "an XML document, not a list of contacts."
    if _MAILBOX.match(text) or _MESSAGE.match(text) or _is_letter(text):
        return E_MAIL
    if _CALENDAR.match(text):
        return "a calendar, not a list of contacts. Plan its meeting as a huddle, paste its guests as a list."
    if _LDIF.match(text):
        return "an address book as LDIF. Export the address book as vCard (.vcf) or CSV instead, and import that."
    if _JSON.match(text):
        return "data as JSON, not a table. Export it as CSV or vCard instead."
    if _SQL.match(text):
        return "a dump of a database (SQL), not a table. Export its table as CSV instead."
    return "data as YAML, not a table. Export it as CSV or vCard instead." if _YAML.match(text) else ""


def _is_letter(text: bytes) -> bool:
    """Tell the head of a message by two of its lines at the top, since a sheet may begin with one ("Date: …")."""
    top = text.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return _LETTER_HEAD.match(top) is not None and len({name.lower() for name in _LETTER_HEAD.findall(top)}) > 1


def _record(text: bytes) -> str:
    """Say what a text is whose lines are no rows of cells, told by most of them; "" where they may be rows."""
    if _CARD.search(text):
        return ""
    lines = [line for line in text.decode("utf-8", "replace").splitlines() if line.strip()]
    if len(text) > 4_000 and len(lines) > 1:
        lines.pop()  # cut in the middle
    enough = max(3, len(lines) * _MOST)
    if sum(map(bool, map(_NESTED.match, lines))) >= enough and any(map(_ITEM.match, lines)):
        return "data as YAML, not a table. Export it as CSV or vCard instead."
    if any(map(_CELLS.search, lines[:5])):
        return ""
    names = [found[1] for found in map(_RECORD.match, lines) if found]
    if len(names) >= max(4, len(lines) * _MOST):
        return (
            f"a text that names each value in a line of its own (“{names[0]}”), not a table."
            " Export it as CSV or vCard instead."
        )
    if sum(map(bool, map(_SENTENCE.match, lines))) >= max(2, len(lines) * 0.6):
        return "a text in sentences and no list of people."
    return ""
