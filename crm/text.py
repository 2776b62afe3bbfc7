"""Text as it is kept and as it is searched: one gate for what comes in, one folded form for what is looked up."""

import re
import unicodedata

from crm.errors import Invalid

_MEBI = 1_000_000

# Controls (but newline and tab), surrogates, non-characters, invisible joints and the marks that turn the reading
# direction around. Joiners that emoji and Persian need, and plain direction marks, stay.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

_APOSTROPHES = frozenset("'`´\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u2018\u2019\u201b\u2032\uff07")
_IGNORABLE = frozenset("\u00ad\u00b7\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2061, 0x2070), *range(0xFE00, 0xFE10)))
)
# Letters that Unicode does not take apart and whose names do not say what they look like.
_LETTERS = {"ı": "i", "ȷ": "j", "þ": "th", "ð": "d", "ŋ": "n", "ĸ": "k", "ə": "e", "ƶ": "z", "ɨ": "i", "ʉ": "u"}
_LATIN_WITH = re.compile(r"LATIN SMALL (?:LETTER|LIGATURE) (?:LONG )?([A-Z]{1,2})(?: WITH .+)?")
_TITLES = frozenset(
    (
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
        "revd",
        "reverend",
    )
)


def clean(text: str | None, *, limit: int = 10_000_000) -> str:
    """Return `text` as the database may hold it: NFC, LF line ends, no control characters or bidi overrides, stripped.

    The one gate for forms and imports. Newline and tab stay. Raises `Invalid` above `limit` characters.
    """
    if not text:
        return ""
    if text.isascii() and text.isprintable() and len(text) <= limit:  # nearly every value: nothing to repair
        return text.strip()
    if len(text) > limit:
        raise Invalid(
            "text", f"The text is too long: {len(text) / _MEBI:.1f} million characters, at most {limit:,} fit."
        )
    if not text.isprintable():
        text = _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", text).strip()


def holds_unwanted(text: str) -> bool:
    """Tell whether `clean` would take characters out of `text` (beyond blanks at its ends)."""
    return not text.isprintable() and _UNWANTED.search(text) is not None


def clean_line(text: str | None, *, limit: int = 10_000_000) -> str:
    """Return `clean(text)` on one line: every run of blanks and line ends becomes one space."""
    cleaned = clean(text, limit=limit)
    if "  " in cleaned or not cleaned.isprintable():
        return " ".join(cleaned.split())
    return cleaned


def begun(text: str) -> str:
    """Return a text with its first letter as a sentence begins; the names in it keep their capitals."""
    return text[:1].upper() + text[1:]


class _FoldTable(dict[int, str]):
    """Folded form per character, worked out when a character is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    canonical = unicodedata.normalize("NFD", character)
    if canonical != character:
        return "".join(map(_fold_character, canonical))
    if character in _APOSTROPHES or character in _IGNORABLE or unicodedata.combining(character):
        return ""
    for changed in (unicodedata.normalize("NFKD", character), character.casefold()):
        if changed != character:
            return "".join(map(_fold_character, changed))
    if character.isascii():
        return character
    if character in _LETTERS:
        return _LETTERS[character]
    named = _LATIN_WITH.fullmatch(unicodedata.name(character, ""))
    return named[1].lower() if named else character


_FOLDED = _FoldTable()


def fold(text: str) -> str:
    """Return the form of `text` that is compared and searched: no case, no accents, no apostrophes, for every letter.

    Łukasz -> lukasz, Sørensen -> sorensen, Straße -> strasse, O’Neill -> oneill. Folding twice changes nothing, and
    composed and decomposed spellings fold alike. SQLite's unicode61 does not fold all of these.
    """
    if text.isascii():
        text = text.lower()
        if "'" in text or "`" in text:
            return text.replace("'", "").replace("`", "")
        return text
    return text.translate(_FOLDED)


_ASCII_WORDS = re.compile("[a-z0-9]+")


class _WordTable(dict[int, str]):
    """Folded form per character with everything that is no letter, digit or mark turned into a space."""

    def __missing__(self, code: int) -> str:
        kept = (c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in _FOLDED[code])
        spaced = self[code] = "".join(kept)
        return spaced


_WORDS = _WordTable()


def words(text: str) -> list[str]:
    """Return the folded alphanumeric words of `text`, in order: what search indexes and what it looks for."""
    if text.isascii():
        return _ASCII_WORDS.findall(fold(text))
    return text.translate(_WORDS).split()


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "Ä": "ae", "Ö": "oe", "Ü": "ue",
                          "Ø": "oe", "Å": "aa"})  # fmt: skip
_APART = re.compile("[’'`ʼ‘]")


def other_spellings(name: str) -> list[str]:
    """Return the folded words by which a part of a name is looked for as well, where it is not typed as it is written.

    Müller -> mueller; O’Shea -> shea (beside o); Le Goff -> legoff; Jean-Luc -> jeanluc.
    """
    if name.isascii() and name.isalpha():  # nearly all: an import of many rows asks for each
        return []
    spelt = unicodedata.normalize("NFC", name)
    plain = words(spelt)
    joined = ["".join(plain[at : at + 2]) for at in range(len(plain) - 1)]
    found = [*joined, *words(spelt.translate(_UMLAUTS)), *words(_APART.sub(" ", spelt))]
    return [each for each in dict.fromkeys(found) if each not in plain]


def initials(name: str) -> str:
    """Return the two capital letters that stand for `name`; a title, brackets and what follows a comma are left out.

    One word gives its first two letters; a name without letters gives "".
    """
    plain = re.sub(r"\([^)]*\)?", " ", name).split(",", 1)[0]
    parts = ["".join(filter(str.isalnum, part)) for part in plain.split()]
    parts = [part for part in parts if part]
    while len(parts) > 1 and fold(parts[0]) in _TITLES:
        parts = parts[1:]
    if not parts:
        return ""
    letters = parts[0][0] + parts[-1][0] if len(parts) > 1 else parts[0][:2]
    return "".join(letter.upper()[:1] for letter in letters)
