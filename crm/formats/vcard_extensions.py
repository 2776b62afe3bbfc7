"""What we know beyond a vCard's own properties, as extension properties that our reader understands.

Each holds the parts of one fact, between semicolons. On a card they stand in `ReadContact.jobs` and in `extra`: single
facts by their key, the rest under `own`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from crm.fields import ORGANISATION
from crm.formats.rows import ReadContact, ReadJob

PREFIX = "X-CLUSTER-DESK-"
AFFILIATION = f"{PREFIX}AFFILIATION"
FACTS = (*(field.key for field in ORGANISATION.plain_texts), "sector", "sub_region")
_SINGLE = ("closed_on", "parent", "inactive", "unattached", "cadence_aim", "cadence_limit")
_PRIVATE = frozenset(("inactive", "unattached", "cadence_aim", "cadence_limit", "partnerships"))
# Facts of several parts, of which there may be several.
_SEVERAL: dict[str, tuple[str, ...]] = {
    "aliases": ("name", "kind", "until"),
    "domains": ("domain", "shared"),
    "themes": ("name",),
    "partnerships": ("status", "started_on", "ended_on", "agreement", "note"),
}
_JOB = ("organisation", "role", "department", "kind", "started", "ended", "is_lead", "is_current", "is_primary")
_YES = "yes"


def own_facts(contact: ReadContact, *, private: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the extension properties of a card and their parts; what concerns nobody but us only where `private`."""
    for key in FACTS:
        if contact.extra.get(key):
            yield _name(key), (str(contact.extra[key]),)
    own = contact.extra.get("own", {})
    for key in _SINGLE:
        if own.get(key) and (private or key not in _PRIVATE):
            yield _name(key), (str(own[key]),)
    for key, parts in _SEVERAL.items():
        if private or key not in _PRIVATE:
            yield from ((_name(key), tuple(_text(each.get(part)) for part in parts)) for each in own.get(key, ()))
    if private:
        yield from ((AFFILIATION, tuple(_text(getattr(job, part)) for part in _JOB)) for job in contact.jobs)


def take(name: str, parts: list[str], extra: dict[str, Any]) -> None:
    """Put an extension property into `extra`; one we do not know (a newer version's) is kept as any other."""
    key = _KEYS.get(name, "")
    if key in FACTS:
        extra[key] = parts[0]
    elif key in _SINGLE:
        extra.setdefault("own", {})[key] = parts[0]
    elif key:
        padded = [*parts, *[""] * len(_SEVERAL[key])]
        fact: dict[str, Any] = dict(zip(_SEVERAL[key], padded, strict=False))
        extra.setdefault("own", {}).setdefault(key, []).append(fact)
        if key == "partnerships" and not fact["ended_on"]:
            extra["partnership"] = fact["status"]
    elif any(parts):
        extra.setdefault("other", {})[name.removeprefix(PREFIX).replace("-", " ").capitalize()] = "; ".join(parts)


def job_of(parts: list[str]) -> ReadJob:
    """Return the affiliation of its parts."""
    organisation, role, department, kind, started, ended, *marks = (*parts, *[""] * len(_JOB))[: len(_JOB)]
    lead, current, primary = (mark == _YES for mark in marks)
    return ReadJob(organisation, role, department, kind or "employee", started, ended, lead, current, primary)


def has_no_main(jobs: Iterable[ReadJob], shown: ReadJob) -> bool:
    """Return whether none of all affiliations is the main one, and what the card shows is but one of them."""
    return not any(job.is_primary for job in jobs) and any(job.organisation == shown.organisation for job in jobs)


def _name(key: str) -> str:
    return PREFIX + key.replace("_", "-").upper()


def _text(value: Any) -> str:
    return (_YES if value else "") if isinstance(value, bool | None) else str(value)


_KEYS = {_name(key): key for key in (*FACTS, *_SINGLE, *_SEVERAL)}
