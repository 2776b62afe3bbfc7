"""Cells that hold text and say nothing: placeholders, and employers that are none."""

from crm.text import fold

_NOTHING = frozenset(
    (
        "", "-", "--", "---", "–", "—", "―", ".", "..", "...", "…", "?", "??", "???", "/", "n/a", "n\\a", "n.a.", "n.a",
        "na", "n / a", "(n/a)", "none", "(none)", "nil", "null", "unknown", "(unknown)", "not known", "not given",
        "none given", "not provided", "not applicable", "not available", "not supplied", "tbc", "tba", "tbd", "t.b.c.",
        "to be confirmed", "to be advised", "to follow", "(blank)", "unspecified",
    )
)  # fmt: skip
# These are people's names, too: as part of a name they are nothing only where they are shouted or whispered.
_ALSO_NAMES = frozenset(("Na", "Null", "Nil"))
LONGEST_NOTHING = 20
NOTHING_BEGINS = frozenset(first for text in _NOTHING for first in (text[:1], text[:1].upper()))
"""The most characters of a cell that says nothing, and those it may begin with: what readers of many rows ask first."""
_NO_EMPLOYERS = frozenset(
    (
        "retired", "semi retired", "freelance", "freelancer", "self employed", "selfemployed", "independent",
        "independent consultant", "sole trader", "student", "unemployed", "not employed", "between jobs",
        "between roles", "career break", "private individual", "individual", "member of the public", "volunteer",
        "no organisation", "no company", "not affiliated", "unaffiliated", "no affiliation",
        "self", "freelance consultant", "not working", "private", "personal", "no organization", "no employer",
    )
)  # fmt: skip


def is_nothing(text: str) -> bool:
    """Tell whether a cell says that there is nothing to say: blank, "n/a", "-", "None", "TBC", "?"."""
    return len(text) <= LONGEST_NOTHING and text.strip().lower() in _NOTHING


def is_no_name(text: str) -> bool:
    """Tell whether a part of a name says nothing; "Na" and "Null" are names, "NA" and "null" are none."""
    return is_nothing(text) and text.strip() not in _ALSO_NAMES


def is_no_employer(text: str) -> bool:
    """Tell whether what stands for an organisation says that there is none that people share: Retired, Freelance."""
    return len(text) < 40 and fold(text).replace("-", " ").strip(" .()") in _NO_EMPLOYERS
