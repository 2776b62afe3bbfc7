"""A cell of telephone numbers parted: one piece a number, with its extension and what it is said to be.

"T: 01632 960101 x136 M: 07700 900123" holds two numbers, the second of them a mobile.
"""

import re

import msgspec

from crm.text import words

# What stands between two numbers in one cell. A piece with fewer digits than a number stays with the one before it.
_BETWEEN = re.compile(r"( ::: |\s*[/\\;\n|,&\u2022\u00b7]\s*|\s+(?:or|and)\s+)", re.IGNORECASE)
_FEWEST_DIGITS = 6
_FEWEST_OF_WHOLE = 9  # two numbers with nothing between them are only told where both are as long as this
_RUN = re.compile(r"\+?[(\d][\d\s().\-\u2010-\u2015\u00a0]*")
_KINDS = {
    "mobile": "m mob mobile cell cellular handy gsm portable",
    "fax": "f fax telefax",
    "home": "h home private privat personal residence",
    "work": "w work office off o business bus b direct d dd ddi desk",
    "main": "main switchboard sb reception",
    "": "t tel telephone phone ph p landline l line no number telefon",
}
_KIND_OF = {word: kind for kind, listed in _KINDS.items() for word in listed.split()}
_LABEL = "|".join(sorted(_KIND_OF, key=len, reverse=True))
_NUMBER_BEGINS = r"(?=[\s(]*\+?[\s(]*\d)"
_LABELLED = re.compile(rf"(?<![a-z(])(?:(?:{_LABEL})\.?[\s/]*)+(?P<mark>[:=)]?)\s*{_NUMBER_BEGINS}", re.IGNORECASE)
_NEXT_NUMBER = re.compile(r"(?<=[\d)\s])\s*(?=\+\d)|\s+[-\u2010-\u2015]?\s*(?=\(?0)")
_EXTENSION = re.compile(
    r"[\s,;\-\u2010-\u2015]*(?:\([^()\d]*\)[\s,;]*)?[(\[]?\s*"
    r"(?:;?ext\s*=|(?:extension|extn|ext|xtn|ex|x|#|poste|durchwahl|dw|toestel)\s*(?:no|number|nr)?\s*[.:=]?)\s*(\d{1,7})(?!\d)",
    re.IGNORECASE,
)
_PAUSED = re.compile(r"\s*(?:,{1,3}|;)\s*(\d{2,5})\s*#?\s*$")
_EXTENSION_BEFORE = re.compile(r"(?<![a-z])(?:extension|extn|ext)\.?:?\s*(\d{1,6})\W*$", re.IGNORECASE)


class Piece(msgspec.Struct, frozen=True):
    """One number of a cell: as it was `typed`, the `number` alone ("" where there is none), extension and kind."""

    typed: str
    number: str
    extension: str = ""
    kind: str = ""


def part(text: str) -> list[Piece]:
    """Return the numbers of a cell, in order; every digit of the text is in what one of them was typed as."""
    return [_piece(typed) for split in _split(text) for typed in _split_unmarked(split)]


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


def _split_unmarked(text: str) -> list[str]:
    """Part what holds two numbers with nothing but a label or a blank between them."""
    if _digits(text) < 2 * _FEWEST_DIGITS:
        return [text]
    leads = text[:1].isalpha()  # labels stand before their numbers
    places = [found.start() for found in _LABELLED.finditer(text) if leads or found["mark"]]
    fewest = dict.fromkeys(places, _FEWEST_DIGITS)
    for found in _NEXT_NUMBER.finditer(text):
        fewest.setdefault(found.end(), _FEWEST_OF_WHOLE)
    pieces: list[str] = []
    start = 0
    for place in sorted(fewest):
        least = fewest[place]
        if _digits(text[start:place]) >= least and _digits(text[place:]) >= least:
            pieces.append(text[start:place])
            start = place
    return [piece for piece in (each.strip(" \t,;-") for each in [*pieces, text[start:]]) if piece]


def _piece(typed: str) -> Piece:
    run = next((found for found in _RUN.finditer(_evened(typed)) if _digits(found[0]) >= _FEWEST_DIGITS), None)
    if run is None:
        return Piece(typed, "")
    number = run[0].rstrip("( .-\u2010\u2011\u2012\u2013\u2014\u2015\u00a0\t\n")
    before, after = typed[: run.start()], typed[run.start() + len(number) :]
    ending = _EXTENSION.match(after) or _PAUSED.match(after)
    leading = None if ending else _EXTENSION_BEFORE.search(before)
    extension = ending[1] if ending else leading[1] if leading else ""
    if ending:
        after = after[ending.end() :]
    return Piece(typed, number, extension, _kind(before) or _kind(after))


def _evened(text: str) -> str:
    """Return the text with other brackets and blanks as numbers have them, every character in its place."""
    if text.isascii() and "[" not in text and "+ " not in text:
        return text
    return re.sub(r"\+ (?=\d)", " +", text.replace("[", "(").replace("]", ")").replace("\uff0b", "+"))


def _kind(text: str) -> str:
    said = {_KIND_OF[word] for word in words(text) if word in _KIND_OF}
    if "fax" in said and "" in said:  # "Tel/Fax"
        return ""
    return next((kind for kind in _KINDS if kind in said), "")


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))
