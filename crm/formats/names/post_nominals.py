"""Letters after a name, told by their shape: MRCPsych, FFICM, BSc(Hons), Ph.D., Jr., III, (Retd).

A list names only those that could be read as a name. What has to be told from them are family names in capitals:
Ann LEE, Mary Ann SMITH, Jean MROZ.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from crm.formats.names.titles import key
from crm.text import words

Rank = Literal[0, 1, 2]
"""How surely a word is letters: 0 a name, 1 letters behind two words of a name, 2 letters behind one."""

HELD = "\ue000"
"""Stands for the blanks inside what is one piece: "(1st Class Hons)"."""

_GENERATIONS = frozenset(words("jr jnr sr snr ii iii iv"))
_ROMAN = re.compile(r"II|III|IV|VI|VII|VIII|ii|iii|iv")
# These are letters however they are written; in small letters they are no names.
_PLAIN = frozenset(
    words(
        """phd dphil msc bsc mphil meng beng mres mbbs mbchb bds dds llb llm pgce pgcert pgdip mba mbe obe cbe kbe dbe
        frs frse frsb frcp frcs frcgp frcpath frcr mrcp mrcgp mrcs freng ceng fiet fbcs esq esquire mchem cphys cchem
        fca acca fcma cfa pmp edd dba psyd frsa mcipr chpc rgn retd rtd hons pharmd mpharm bpharm dsc"""
    )
)
# In capitals these could be read as names; as letters they are common.
_CAPITALS = _PLAIN | frozenset(
    words(
        """ba ma mb bs bm md om rn qc kc jp dl mp msp ms sc aca acma acii fcii fia aia ffa acis fcis cipfa cima cipd
        frics friba riba miet fiet mice fice miod fiod miosh fiosh cmiosh mipa milt filt cmilt miam fiam rodp fres fras
        cisa cism cissp citp afhea fhea sfhea pfhea facs facp facc fesc rvn kcb kcmg cmg cvo kcvo gbe gcb dcb lvo mvo
        bem dso dfc afc qpm qam rcs cio fba fsa dip cert mrsa mires mrics mciob micp mipem fipem dipe dchp msf cma
        cae eng reng ing oam qn nebosh iosh assoc llm"""
    )
)
_SURE_TWO = frozenset(words("md"))
_UNITS = (
    "Ph|Psychol|Psych|Psy|Phil|Pharm|Phys|Path|Physiol|Dip|Cert|Adv|Hons?|Eur|Litt|Mus|Theol|Th|Reg|Tech|Sci|Sc|Med|Dent|"
    "Nurs|Nutr|Chir|Chem|Ch|Dr|Prof|Grad|Assoc|Lic|Inst|Fell|Soc|Clin|Vet|Eng|Ed|Biol|Biochem|Math|Stat|Comp|Mgr|"
    "Mgmt|Geol|Acc|Admin|Arch|Bus|Ec|Econ|Env|Int|Law|Mech|Ment|Mid|Obst|Oph|Optom|Ost|Par|Plan|Pol|Prac|Radiol|Rad|"
    "Res|Stud|Surg|St|Teach|Trop|Univ|Bact|Agric|For|Hort|Hum|Fin|Des|Jur|Can|Lib|Log|Min|Pod|Pub|Sp|Lang|Lond|Oxon|"
    "Fd|HE|SW|Cantab|Edin|Glas|Nat|Appl|Ap|Ae|Mar|Mat|Met|Nuc|Op|Tel|Inf|IT|Msc|Bsc|Phd|Ling|Orth|Anaes|Derm|Paed|Neuro|Hist"
)
_UNIT = re.compile(f"(?:{_UNITS})")
# "MRCPsych", "BSc", "CEng", "DPhil": two capitals before the first small letter.
_TWO_CAPITALS = re.compile(r"[A-Z]{2,}[a-z][A-Za-z&]*")
_ONE_THEN_WORD = re.compile(r"[A-Z]([A-Z][a-z]{2,})")  # "DPhil", but also "OBrien"
# "PhD", "DipHE", "EngTech", "PharmD": units one behind the other, with single capitals between them.
_OF_UNITS = re.compile(f"(?:{_UNITS})(?:[A-Z]|{_UNITS})*")
_DOTTED = re.compile(rf"(?:[A-Z]|(?:{_UNITS})|[A-Z]{{2,5}})(?:\.(?:[A-Z]|{_UNITS}))+\.?|(?:[A-Z]\.){{2,}}")
_BRACKET_AT_END = re.compile(r"([A-Za-z&.]{2,})\([^()]*\)\.?")
_HONOURS = re.compile(
    r"(?:(?:\w+[ \ue000])*hons?\.?|oxon\.?|cantab\.?|ret(?:\.|'?d\.?|ired)?|rtd\.?|jr\.?|snr\.?)", re.IGNORECASE
)
# How no name of a person begins or ends, where it is all in capitals.
_STARTS = re.compile(
    r"F[BCDFGHKMNPSTVXZ]|FR[BCDGHMNPSTV]|M[DFGHPX][^H]|MR[BCDPSTV]|MCI[A-Z]{1,2}$|MB[CS]|D[BFGPT]|B[BCDFGKMNPSTV]"
    r"|C[BCDFGKPQT]|L[BCDFGMPRST]|P[BCDGMQ]|R[BCDFGMNPSTV]|G[BCDPS]|HC|HN"
)
_ENDS = re.compile(r"(?:TC|PD|CM|CN|CP|CR|DC|GC|MC|NP|PC|PM|CB|CD|CG|CPD)$")
_VOWEL = re.compile("[AEIOUY]")
# "Ph. D.", "Cert. Ed.", "M. Sc.", "Adv Dip": two words that are one thing.
_PAIR = re.compile(
    r"(?:Ph|Psy|Ed)\.? ?D\.?|[BMD]\.? (?:Sc|Phil|Ed|Eng|Litt|Mus|Pharm|Med|Chir)\.?|M\. ?D\."
    r"|(?:PG|Adv|Grad)\.? (?:Dip|Cert)\.?"
    rf"|(?:Cert|Dip)\.? (?:{_UNITS}|[A-Z]{{2,6}})\.?"
)


@lru_cache(maxsize=16384)
def rank(word: str, *, shouted: bool = False) -> Rank:
    """Tell how surely `word` is letters after a name; `shouted` says that the whole name is in capitals."""
    if word[:1] in ("(", "["):
        return 2 if word[-1:] in (")", "]", ".") else 0
    bracketed = _BRACKET_AT_END.fullmatch(word)
    word = (bracketed[1] if bracketed else word).strip("*;:")
    if HELD in word:
        return _rank_of_pair(word.replace(HELD, " "))
    plain = key(word)
    if plain in _GENERATIONS:
        return _rank_of_generation(word)
    if not word.isascii() or not plain or plain.isdecimal():
        return 0
    if "." in word.rstrip("."):
        return _rank_of_dotted(word, plain)
    word = word.rstrip(".")
    if word.isupper() and len(word) > 1:
        return _rank_of_capitals(word, shouted=shouted)
    if plain in _PLAIN:
        return 2
    return _rank_of_mixed(word)


def is_generation(word: str) -> bool:
    """Tell whether `word` says which of several of one name is meant: Jr., Snr, III."""
    return key(word) in _GENERATIONS and _rank_of_generation(word) > 0


def _rank_of_generation(word: str) -> Rank:
    bare = word.strip(".;:")
    if "." in bare or (bare.upper() == bare and bare in ("JR", "SR")):  # "Smith, J.R." has initials
        return 1
    return 2 if bare[:1] in "jJsS" or _ROMAN.fullmatch(bare) else 0


def _rank_of_pair(word: str) -> Rank:
    if not _PAIR.fullmatch(word):
        return 0
    return 1 if key(word) in _SURE_TWO else 2  # "M. D." may be initials


def _rank_of_dotted(word: str, plain: str) -> Rank:
    if plain in _PLAIN or (plain in _CAPITALS and _DOTTED.fullmatch(word)):
        return 2 if len(plain) > 2 or plain in _SURE_TWO else 1
    if not _DOTTED.fullmatch(word):
        return 0
    if _UNIT.search(word.replace(".", " ")) and re.search("[a-z]", word):
        return 2
    return 1 if _looks_professional(plain.upper(), shouted=False) else 0


def _rank_of_capitals(word: str, *, shouted: bool) -> Rank:
    plain = word.replace("&", "").replace("-", "")
    if not plain.isalnum():  # O'NEIL
        return 0
    if plain.lower() in _CAPITALS:
        if len(plain) > 2 or plain.lower() in _SURE_TWO:
            return 2
        return 0 if shouted and _VOWEL.search(plain) else 1
    if "-" in word:
        return 0
    if "&" in word or (len(plain) > 3 and plain[-1].isdecimal()):
        return 1
    return (2 if len(plain) > 3 else 1) if _looks_professional(plain, shouted=shouted) else 0


def _looks_professional(capitals: str, *, shouted: bool) -> bool:
    if len(capitals) < 3:
        return False
    if not _VOWEL.search(capitals):
        return capitals[0] in "BCDFLMPQR" or not shouted
    if _STARTS.match(capitals):
        return len(capitals) < 9
    return len(capitals) < 7 and capitals[0] in "ABCDEFGILMPQR" and _ENDS.search(capitals) is not None


def _rank_of_mixed(word: str) -> Rank:
    if word.lower() == word or not word.replace("&", "").isalpha():
        return 0
    one = _ONE_THEN_WORD.fullmatch(word)
    if one:
        return 2 if _OF_UNITS.fullmatch(one[1]) else 0
    if _TWO_CAPITALS.fullmatch(word):
        return 2
    capitals = sum(map(str.isupper, word))
    return 2 if capitals > 1 and _OF_UNITS.fullmatch(word) else 0


def is_honour(text: str) -> bool:
    """Tell whether what stands in brackets belongs to the letters before it or is letters itself: Hons, Oxon, Retd."""
    return _HONOURS.fullmatch(text.strip()) is not None or (
        bool(text.strip()) and all(rank(word) == 2 for word in text.split())
    )


def hold_pairs(text: str) -> str:
    """Return `text` with what are two words of one thing made one piece: Ph. D., Cert. Ed."""
    if not re.search(r"[A-Za-z] [A-Z.]|[a-z]\. ", text):
        return text
    return re.sub(rf"(?<=[\s,])(?:{_PAIR.pattern})(?=[\s,]|$)", lambda found: found[0].replace(" ", HELD), text)


def take_letters(pieces: list[str], *, leaving: int, shouted: bool) -> list[str]:
    """Take the letters off the end of `pieces` and return them.

    `leaving` is how many words of a name must stay before what is only probably letters; before sure ones one stays.
    """
    start = len(pieces)
    for place in range(len(pieces) - 1, 0, -1):
        found = rank(pieces[place], shouted=shouted)
        if found == 0 and (shouted or not _is_capitals(pieces[place])):
            break
        if found == 2 or (found == 1 and place >= leaving):
            start = place
    taken = pieces[start:]
    del pieces[start:]
    return taken


def are_letters(pieces: Sequence[str], *, behind: int, family: bool, shouted: bool) -> bool:
    """Tell whether `pieces`, all that stands between two commas, are letters and no given names.

    `behind` is how many words stand before the first comma, `family` that they can only be a family name ("van Dyke").
    """
    ranks = [rank(piece, shouted=shouted) for piece in pieces]
    if len(pieces) > 1:
        sure = 2 in ranks or behind > 1
        return sure and all(
            found or (_is_capitals(piece) and not shouted) for found, piece in zip(ranks, pieces, strict=True)
        )
    if ranks == [2]:
        return True
    if behind < 2 or family:
        return False
    return ranks == [1] or (not shouted and len(pieces[0]) == 3 and _is_capitals(pieces[0]))


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and word.isupper()
