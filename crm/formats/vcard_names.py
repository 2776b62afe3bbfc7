"""The name on a vCard: of its N, FN and NICKNAME lines those that say it best."""

from collections.abc import Sequence

from msgspec.structs import replace

from crm.formats.emails import is_email
from crm.formats.names import join_name, split_name
from crm.formats.rows import ReadName
from crm.formats.vcard_values import split_escaped, unescaped
from crm.text import clean_line, fold, words

# The law's words for a company: at its end no person's name has them.
_LEGAL = frozenset(words("ltd limited plc llp llc inc incorporated gmbh cic cio corporation"))
# What stands in names of organisations with commas in them, and in no person's.
_OF_ORGANISATIONS = _LEGAL | frozenset(
    words(
        """and und et of the for university college hospital hospitals trust council department dept institute
        laboratory laboratories labs group partners associates services solutions consulting foundation society
        association charity centre center ministry agency"""
    )
)


def named(structured: Sequence[str], shown: str, nickname: str, organisation: str) -> tuple[ReadName, str]:
    """Return the name and the organisation of a card from its N values (still escaped), FN, NICKNAME and ORG.

    An address or the organisation shown as the name is none. A company's name in FN alone is the organisation.
    """
    name = _best(structured, shown)
    if not name and shown and not is_email(shown) and shown != organisation:
        if not organisation and _is_company(shown):
            return ReadName(), shown
        if not structured or fold(shown) != fold(nickname):  # else all that is known is the name they go by
            found = _split(shown)
            name = replace(found, prefix=name.prefix or found.prefix)
    if not (name or nickname):
        return ReadName(), organisation
    shown = "" if is_email(shown) else shown
    whole = shown or join_name(
        prefix=name.prefix, given=name.given, middle=name.middle, family=name.family, suffix=name.suffix
    )
    return replace(name, nickname=nickname, display=whole or nickname), organisation


def goes_by(name: ReadName) -> bool:
    """Return whether the nickname of a card stands in the name it shows, in place of the given name."""
    called = fold(f"{name.nickname} {name.family}".strip())
    whole = (name.display, name.display.removeprefix(f"{name.prefix} "))
    bare = (shown.removesuffix(name.suffix).rstrip(" ,") for shown in whole)
    return called in map(fold, (*whole, *bare))


def _best(structured: Sequence[str], shown: str) -> ReadName:
    """Return the name of the N line with a family name, else of the first that says something."""
    names = [_structured(value, shown) for value in structured if value]
    told = [name for name in names if name]
    return next((name for name in told if name.family), told[0] if told else names[0] if names else ReadName())


def _structured(value: str, shown: str) -> ReadName:
    parts = split_escaped(value, ";")
    whole = clean_line(unescaped(parts[0]))
    if ";" in whole and not any(part.strip() for part in parts[1:]):
        return _escaped_whole(whole, shown)
    parts += [""] * (5 - len(parts))
    family, given, middle, prefix = (_listed(part, " ") for part in parts[:4])
    if whole == shown and "," in whole and not (given or middle):  # commas of the name, not between several
        family = whole
    return ReadName(prefix, given, middle, family, _listed(parts[4], ", "))


def _escaped_whole(whole: str, shown: str) -> ReadName:
    """Return the name of an N whose semicolons were escaped, so that all of it stands in the first component."""
    parts = [part.strip() for part in whole.split(";")]
    parts += [""] * (5 - len(parts))
    found = ReadName(parts[3], parts[1], parts[2], parts[0], parts[4])
    good = shown and ";" not in shown and not is_email(shown)
    if not good:
        return found if whole.count(";") > 1 else ReadName(family=whole)
    inside = words(f"{found.given} {found.middle} {found.family}")
    return found if set(inside) <= set(words(shown)) else split_name(shown)


def _split(shown: str) -> ReadName:
    return ReadName(given=shown, display=shown) if "," in shown and _is_of_organisation(shown) else split_name(shown)


def _is_company(shown: str) -> bool:
    found = words(shown)
    return len(found) > 1 and found[-1] in _LEGAL


def _is_of_organisation(shown: str) -> bool:
    return "&" in shown or not _OF_ORGANISATIONS.isdisjoint(words(shown))


def _listed(component: str, between: str) -> str:
    """Return a component of a name, its several values (3.0, 4.0) as one text."""
    return between.join(filter(None, (clean_line(unescaped(part)) for part in split_escaped(component, ","))))
