"""Which 8-bit character set words are written in, told by the letters they have: ł and ř are no ³ and ø."""

import re
from itertools import pairwise

import msgspec

_MOST_WORDS = 3_000
_LONGEST_WORD = 100
_WORD = re.compile(rb"[^\x00-\x20,;|\"<>()\[\]{}@/\\=:-]*[\x80-\xff][^\x00-\x20,;|\"<>()\[\]{}@/\\=:-]*")

# The letters beside a to z that one language has; a word is written in one of them.
_WESTERN = (
    "àâæçéèêëîïôœùûüÿ", "äöüßé", "áéíñóúüàèïòç", "ãáàâçéêíóôõúü", "åäöæøéü", "áéíóúýþðæö", "áíóúýæøð", "õäöüšž",
    "âêîôûïöáéà", "áéíóú", "ëïöüéèáóúí", "àèéìîòù", "áàéèíìóòúù",
)  # fmt: skip
_CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýžäö", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţșț", "äöüßé", "ëç")
_CYRILLIC = ("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўђѓјљњћќџѕ",)
_TURKISH = ("çğıöşüâîûi̇",)
_LANGUAGES = {
    "cp1252": _WESTERN, "cp850": _WESTERN, "mac-roman": _WESTERN, "iso8859-15": _WESTERN,
    "cp1250": _CENTRAL, "iso8859-2": _CENTRAL, "cp1254": _TURKISH, "cp1251": _CYRILLIC,
}  # fmt: skip
_VOWELS = frozenset("aeiouyàâæéèêëîïôœùûüÿäöáíóúãõåøýìòąęěůőűăıi̇")
# Where a Western word has a letter that comes from another set: ø after a vowel is ř, ñ before a consonant ń.
_ODD_WESTERN = re.compile(
    "[aeiouáéíóúěý][øõòùœ]|[aoeiu]æ|[aoe]è|[aeo]ì|ñ(?![aeiouyáéíóúüàèêãçô'’]|$)|ã(?![oesi]|$)|þ(?![aeiouyáéíóúöæjr])|õ(?!e)"
    "|(?<![aeiouyáéíóúöær])ð|[aeiouy]þ[aeiouy]|yý|aá|oó|uú|iê(?!n)|øe[zcčšj]|[bvndtzm]ì[bcdfghjklmnprstvz]|zû|[bcdfghjklmnpqrstvwxz]{2}[ìùò](?=[bcdfghjklmnpqrstvwxz])|[čšž].*[ùìèøòæ]|[ùìèøòæ].*[šž]",
)
_ODD_FINE = re.compile("(?:i|u|y|qu|gu)è|s[ãõ]|[bfghjklmnprstv]ø(?!e[zcčš])e?")
_PAIR = re.compile("[bcdfghjklmnpqrstvwxzčćđšžřňťďĺľŕłńśźżğşç]")
# An apostrophe belongs into O’Dowd and d’Arcy, into don’t and the year’s.
_APOSTROPHE = re.compile(
    r"(?:^|[^\w])(?:[A-Za-z]|Mc|Ma|qu|dell|all|nell|sull|sant|t)[’‘]\w|[’](?:s|t|re|ll|ve|d|m|n|em|er|S)?$|s’"
)
_PARTICLES = frozenset(
    (
        "van", "von", "de", "da", "di", "del", "der", "den", "la", "le", "du", "dos", "das", "of", "and", "y", "e", "i",
        "to", "the", "und", "et", "for", "at", "in", "on",
    )
)  # fmt: skip
_PLAIN_SIGNS = re.compile(
    "^[“”‘’„‚«»‹›¿¡(•·–—*£€$¥#'\"…]+|[“”‘’»›«)!?.,…™®©–—•°ºª²³%'\"&+£€]+$|(?<=\\d)[°ºª½¼¾²³×€£–—](?=\\d|[A-Za-z]?$)?"
)


class _Tally(msgspec.Struct):
    """How many words are likely, unlikely and impossible in one charset, and the first that is not likely."""

    good: float = 0
    odd: int = 0
    wrong: int = 0
    shown: str = ""

    @property
    def cost(self) -> float:
        return self.wrong * 3 + self.odd


def likely_charset(sample: bytes) -> tuple[str, str]:
    """Return the charset that the words of a sample (which is no UTF-8) speak for, and a word to doubt it by, or "".

    Windows-1252 is taken unless its words look wrong and those of another set do not.
    """
    found = _words_of(sample)
    tallies = {name: _tally(found, name) for name in _LANGUAGES}
    western = tallies["cp1252"]
    if not western.cost:
        return "cp1252", ""
    best = min(tallies, key=lambda name: (tallies[name].cost, -tallies[name].good))
    chosen = tallies[best]
    if best == "cp1252" or not _is_better(chosen, western, len(found)):
        return "cp1252", western.shown if western.wrong or _speaks_for(chosen, western) else ""
    read = _reads(best, found)
    rivals = [name for name in tallies if tallies[name].cost <= chosen.cost and _reads(name, found) != read]
    unsure = chosen.wrong or chosen.odd * 4 > len(found) or rivals or len(found) < 3
    return best, (chosen.shown or read[0]) if unsure else ""


def _words_of(sample: bytes) -> list[bytes]:
    """Return the first words that hold letters beside a to z, each once; more of them would say no more."""
    found: dict[bytes, None] = {}
    for word in _WORD.finditer(sample):
        found[word[0][:_LONGEST_WORD]] = None
        if len(found) == _MOST_WORDS:
            break
    return list(found)


def _is_better(other: _Tally, western: _Tally, words: int) -> bool:
    return other.cost * 3 <= western.cost and (western.wrong > 0 or western.odd * 3 >= words)


def _speaks_for(other: _Tally, western: _Tally) -> bool:
    return other.cost < western.cost


def _reads(name: str, found: list[bytes]) -> list[str]:
    return [word.decode(name, "replace") for word in found[:200]]


def _tally(found: list[bytes], name: str) -> _Tally:
    tally = _Tally()
    for raw in found:
        try:
            word = raw.decode(name)
        except UnicodeDecodeError:
            word = raw.decode(name, "replace")
        verdict = _verdict(word, name)
        if verdict == 2:
            tally.wrong += 1
        elif verdict == 1:
            tally.odd += 1
        else:
            tally.good += sum(letter in "éèäöüßñáíóçåøæêô" for letter in word.lower())
        if verdict and not tally.shown:
            tally.shown = word[:30]
    return tally


def _verdict(word: str, name: str) -> int:
    """Return 0 for a word that may well be one, 1 for an unlikely one and 2 for what is no word in any language."""
    if "\ufffd" in word or any("\x80" <= letter <= "\x9f" for letter in word):
        return 2
    if "\xa0" in word:
        parts = word.split("\xa0")
        if any(a[-1:].isalpha() and b[:1].islower() and b not in _PARTICLES for a, b in pairwise(parts)):
            return 1
        return max((_verdict(part, name) for part in parts if not part.isascii()), default=0)
    core = _PLAIN_SIGNS.sub("", word)
    if not core or core.isascii():
        return _at_the_edge(word, core)
    inner = [letter for letter in core if not letter.isascii() and not letter.isalpha()]
    if inner:
        return _signs_inside(core)
    if any(letter in "ªºµƒˆˉ" for letter in core):
        return 2
    return max(_cased(core), _spelt(core.lower(), name))


def _at_the_edge(word: str, core: str) -> int:
    """Judge signs around a plain word: a closing one before it, or an opening one or a power after a name, is none."""
    if not core:
        return 0
    before, after = word[: word.find(core)], word[word.find(core) + len(core) :]
    if core[0].isalpha() and any(sign in "£€¥°²³ºª½%™" for sign in before):
        return 2
    if not core[-1:].isalpha():
        return 0
    if any(sign in "‚„‘“¿¡«‹£¥" for sign in after):
        return 2
    powers = any(sign in "²³ºª" for sign in after)
    return 2 if powers and len(core) > 2 and core.lower() not in ("sqm", "tel") else 0


def _signs_inside(core: str) -> int:
    """Judge a word with signs inside of it: an apostrophe, a dash between two words, or what is none."""
    rest = core.replace("l·l", "ll").replace("L·L", "LL")
    if "’" in rest or "‘" in rest:
        if not _APOSTROPHE.search(rest):
            return 2 if re.search(r"[a-z][’‘][a-z]", rest) else 1
        rest = re.sub("[’‘]", "'", rest)
    for dash in "–—…":
        if dash in rest:
            parts = [part for part in rest.split(dash) if part]
            joined = all(len(part) > 2 or not part.isalpha() or part[:1].isupper() for part in parts)
            if not joined or (dash == "–" and re.search("[a-z]–[aeiou]", rest) and min(map(len, parts)) < 5):
                return 2
            rest = rest.replace(dash, "")
    if rest.isascii():
        return 0
    strange = [letter for letter in rest if not letter.isascii() and not letter.isalpha()]
    if not strange:
        return _cased(rest)
    return 2 if any(letter.isalpha() and letter not in "ªº" for letter in rest) else 0


def _cased(core: str) -> int:
    """Judge capitals: a letter of ours is no capital in the middle of a word that is not written in capitals."""
    for place, letter in enumerate(core):
        if place and letter.isupper() and not letter.isascii() and core[place - 1].isalpha():
            follows = core[place + 1 : place + 2]
            if core[place - 1].islower() or follows.islower():
                return 2
        if letter.islower() and not letter.isascii() and place > 1 and core[place - 2 : place].isupper():
            return 1 if letter in "ßıÿ" else 2
    return 0


def _spelt(word: str, name: str) -> int:
    """Judge the spelling: letters of one language, vowels and consonants as words have them."""
    own = {letter for letter in word if not letter.isascii() and letter.isalpha()}
    scripts = {"а" <= letter <= "џ" for letter in word if letter.isalpha()}
    if len(scripts) > 1:
        return 2
    covered = any(own <= set(language) for language in _LANGUAGES[name])
    if name == "cp1251":
        return 0 if covered and own else 2
    if len(re.findall(r"[^\x00-\x7f]{4,}", word)):
        return 2
    odd = 0 if covered else 1
    if _LANGUAGES[name] is _WESTERN:
        odd += bool(_ODD_WESTERN.search(_ODD_FINE.sub("", word)))
    if re.search(rf"{_PAIR.pattern}{{4,}}", word) or not _VOWELS & set(word):
        odd += any(letter in "čřňťďćđłńśğşšž" for letter in own)
    return min(odd, 2 if name not in ("cp1252",) else 1)
