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
_XML = re.compile(rb"\s*<\?xml", re.IGNORECASE)
_MESSAGE = re.compile(
    rb"(?:From |(?:Return-Path|Received|Delivered-To|Message-ID|MIME-Version|X-Mozilla-Status|From|Subject|Date):)"
)
_CALENDAR = re.compile(rb"\s*BEGIN:\s*VCALENDAR", re.IGNORECASE)


def refuse_strangers(path: Path, head: bytes) -> None:
    """Raise `UnreadableFile`, saying what it is, for a file whose first bytes are something else's than people's."""
    for signature, what in _SIGNATURES:
        if head.startswith(signature) and not (len(signature) == 2 and head[:64].isascii() and b"\x00" not in head):
            raise UnreadableFile(path, f"it is {what}, not a list of contacts.")
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp":
        raise UnreadableFile(path, "it is a picture, sound or film, not a list of contacts.")
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    if _HTML.match(text):
        raise UnreadableFile(path, "it is a web page (HTML), perhaps a log-in page saved instead of the file.")
    if _XML.match(text):
        raise UnreadableFile(path, "it is an XML document, not a list of contacts.")
    if _MESSAGE.match(text):
        raise UnreadableFile(path, "it is an e-mail message, not a list of contacts.")
    if _CALENDAR.match(text):
        raise UnreadableFile(path, "it is a calendar, not a list of contacts.")
