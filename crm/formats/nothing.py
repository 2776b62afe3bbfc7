"""Cells that hold text and say nothing: placeholders, a spreadsheet's errors, and employers that are none."""

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
_ERRORS = frozenset(
    (
        "#div/0!", "#n/a", "#name?", "#null!", "#num!", "#ref!", "#value!", "#spill!", "#calc!", "#field!", "#busy!",
        "#getting_data", "#error!", "#blocked!", "#connect!", "#unknown!",
    )
)  # fmt: skip
_EMPTY = _NOTHING | _ERRORS
LONGEST_EMPTY = 20
"""The most characters of a cell that is as good as empty."""
_NO_EMPLOYERS = frozenset(
    (
        "retired", "semi retired", "freelance", "freelancer", "self employed", "selfemployed", "independent",
        "independent consultant", "sole trader", "student", "unemployed", "not employed", "between jobs",
        "between roles", "career break", "private individual", "individual", "member of the public", "volunteer",
        "no organisation", "no company", "not affiliated", "unaffiliated", "no affiliation",
    )
)  # fmt: skip


def is_nothing(text: str) -> bool:
    """Tell whether a cell says that there is nothing to say: blank, "n/a", "-", "None", "TBC", "?"."""
    return len(text) <= LONGEST_EMPTY and text.strip().lower() in _NOTHING


def is_empty(text: str) -> bool:
    """Tell whether a cell is as good as empty: it says nothing, or shows a spreadsheet's error."""
    return text.strip().lower() in _EMPTY or is_error(text)


def is_no_name(text: str) -> bool:
    """Tell whether a part of a name says nothing; "Na" and "Null" are names, "NA" and "null" are none."""
    return is_empty(text) and text.strip() not in _ALSO_NAMES


def is_error(text: str) -> bool:
    """Tell whether a cell shows a spreadsheet's error, such as `#DIV/0!`, `#N/A` or `Err:502`."""
    if text[:1] == "#":
        return text.strip().lower() in _ERRORS
    return text[:4] in ("Err:", "err:") and text[4:].strip().isdecimal()


def is_no_employer(text: str) -> bool:
    """Tell whether what stands for an organisation says that there is none that people share: Retired, Freelance."""
    return len(text) < 40 and fold(text).replace("-", " ").strip(" .()") in _NO_EMPLOYERS
