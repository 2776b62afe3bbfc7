"""Other names and e-mail domains as one line that is read and typed: "AMI (acronym), Acme Scan Ltd (to Nov 2025)"."""

import re
from collections.abc import Sequence

from crm import dates
from crm.organisations import Alias, Domain
from ui.records.record_fields import shown_partial

_REMARK = re.compile(r"(?P<name>.+?)\s*(?:\((?P<remark>[^()]*)\))?")
_KINDS = {"acronym": "acronym", "also": "also", "former": "former", "formerly": "former"}


def show_domains(domains: Sequence[Domain]) -> str:
    """Return e-mail domains in one line; a shared one says so."""
    return ", ".join(f"{each.domain} (shared)" if each.shared else each.domain for each in domains)


def read_domains(text: str) -> tuple[Domain, ...]:
    """Return the domains of a line; raises ValueError with the sentence to show."""
    made = []
    for name, remark in _parts(text):
        if remark not in ("", "shared"):
            raise ValueError(f"“({remark})” is not understood. Only “(shared)” can stand after a domain.")
        if "." not in name.strip(".") or " " in name:
            raise ValueError(f"“{name}” is not a domain such as acme.example.")
        made.append(Domain(name.casefold(), remark == "shared"))
    return tuple(made)


def show_aliases(aliases: Sequence[Alias]) -> str:
    """Return other names in one line, with what each is."""
    return ", ".join(f"{each.name}{_said(each)}" for each in aliases)


def read_aliases(text: str) -> tuple[Alias, ...]:
    """Return the names of a line; raises ValueError with the sentence to show."""
    return tuple(_alias(name, remark) for name, remark in _parts(text))


def _said(alias: Alias) -> str:
    if alias.kind == "former":
        return f" (to {shown_partial(alias.until)})" if alias.until else " (former)"
    return f" ({alias.kind})" if alias.kind != "also" else ""


def _alias(name: str, remark: str) -> Alias:
    if not remark:
        return Alias(name)
    if remark in _KINDS:
        return Alias(name, _KINDS[remark])
    until = dates.parse_partial(remark.removeprefix("former ").removeprefix("to ").removeprefix("until "))
    if until is None:
        raise ValueError(f"“({remark})” is not understood. Write (acronym), (former) or (to Nov 2025).")
    return Alias(name, "former", until)


def _parts(text: str) -> list[tuple[str, str]]:
    found = []
    for part in re.split(r",(?![^(]*\))", text):
        match = _REMARK.fullmatch(part.strip())
        if match is not None:
            found.append((match["name"].strip(), (match["remark"] or "").strip().casefold()))
    return found
