"""Commands that only read: search, show, followups, history, info, check."""

import argparse
from collections.abc import Iterator
from typing import Any

from peewee import SQL, fn

from crm import clock, dates
from crm.cli.open_file import opened
from crm.cli.output import tell
from crm.contacts import ContactDetail
from crm.db.schema import Contact, FollowUp, Interaction, Organisation
from crm.errors import CrmError, FileDamaged, NotFound
from crm.notices import Notice, NoticeKind
from crm.organisations import OrganisationDetail
from crm.timeline import Event
from crm.workspace import Workspace

MOST = 1_000
WHOLE = "The file is whole: every page, every reference and the search index were checked."


def search(options: argparse.Namespace) -> int:
    """Find by any words."""
    with opened(options) as workspace:
        hits = workspace.search.find(" ".join(options.text))
        lines = [f"{hit.kind:<13}{hit.id:>7}  {hit.title}  {hit.subtitle}".rstrip() for hit in hits]
        tell(hits, lines or ["Nothing found."], options.json)
    return 0


def find(workspace: Workspace, what: str, name: str) -> int:
    """Return the id of the one record a name or number means; raises NotFound, or CrmError with the choices."""
    service = workspace.contacts if what == "contact" else workspace.organisations
    if name.isdecimal():
        service.name(int(name))
        return int(name)
    hits = workspace.search.find(name, kinds=(what,))
    exact = [hit for hit in hits if hit.title.casefold() == name.casefold()]
    found = exact if len(exact) == 1 else hits
    if not found:
        raise NotFound(what, name)
    if len(found) > 1:
        choices = "; ".join(f"{hit.id} {hit.title} ({hit.subtitle})" for hit in found[:6])
        raise CrmError(f"Several fit “{name}”: {choices}. Name one by its number.")
    return found[0].id


def show(options: argparse.Namespace) -> int:
    """Show one record and its history."""
    with opened(options) as workspace:
        record = find(workspace, options.what, " ".join(options.name))
        if options.what == "contact":
            detail: Any = workspace.contacts.get(record)
            events = workspace.timeline.contact(record, limit=MOST)
            lines = [*_contact_lines(detail), "", *map(_event_line, events)]
        else:
            detail = workspace.organisations.get(record)
            events = workspace.timeline.organisation(record, limit=MOST)
            lines = [*_organisation_lines(detail), "", *map(_event_line, events)]
        tell({"facts": detail, "history": events}, lines, options.json)
    return 0


def _contact_lines(detail: ContactDetail) -> Iterator[str]:
    yield detail.name
    for row in detail.now:
        yield f"  {', '.join(filter(None, (row.role, row.organisation)))}{_since(row.started)}"
    for row in detail.formerly:
        until = f" until {dates.show_partial(row.ended)}" if row.ended else ""
        yield f"  formerly {', '.join(filter(None, (row.role, row.organisation)))}{until}"
    yield from (f"  {email.value}" for email in detail.emails)
    yield from (f"  {phone.typed}" for phone in detail.phones)
    if detail.tags:
        yield "  " + " ".join(f"#{tag}" for tag in detail.tags)


def _organisation_lines(detail: OrganisationDetail) -> Iterator[str]:
    yield detail.name
    yield "  " + " · ".join(
        filter(None, (detail.sector, detail.sub_region, detail.partnership.status if detail.partnership else ""))
    )
    for alias in detail.former_names:
        yield f"  formerly {alias.name}" + (f" until {dates.show_partial(alias.until)}" if alias.until else "")
    for person in detail.people_now:
        yield f"  {person.name}{', ' + person.role if person.role else ''}{_since(person.started)}"
    for person in detail.people_formerly:
        yield f"  formerly {person.name}{' → ' + person.went_to if person.went_to else ''}"


def _since(started: str | None) -> str:
    return f" since {dates.show_partial(started)}" if started else ""


def _event_line(event: Event) -> str:
    parts = (
        event.title,
        event.secondary,
        " ".join(event.body.split())[:200],
        " ".join(f"#{tag}" for tag in event.tags),
    )
    return f"{event.day:<12}" + " · ".join(filter(None, parts))


def followups(options: argparse.Namespace) -> int:
    """List follow-ups by when they are due."""
    today = clock.today()
    with opened(options) as workspace:
        groups = [group for group in workspace.followups.groups(today, limit=MOST) if group.count]
        lines = []
        for group in groups:
            lines.append(f"{group.name.replace('_', ' ').capitalize()} ({group.count})")
            for row in group.rows:
                due = dates.show_day(row.due_on, today) if row.due_on else "no day"
                who = " · ".join(filter(None, (row.contact, row.organisation)))
                lines.append(f"  {row.id:>6}  {due:<12}{row.title}{'  ' + who if who else ''}")
        tell({group.name: group.rows for group in groups}, lines or ["Nothing to do."], options.json)
    return 0


def history(options: argparse.Namespace) -> int:
    """List the actions of the file, or the events of a person or an organisation."""
    with opened(options) as workspace:
        if not options.name:
            actions = workspace.actions(limit=MOST)
            lines = [f"{row.at}  {row.label}{'' if row.in_effect else '  (undone)'}" for row in actions]
            tell(actions, lines or ["Nothing was done yet."], options.json)
            return 0
        name = " ".join(options.name)
        try:
            events = workspace.timeline.contact(find(workspace, "contact", name), limit=MOST)
        except NotFound:
            events = workspace.timeline.organisation(find(workspace, "organisation", name), limit=MOST)
        tell(events, map(_event_line, events), options.json)
    return 0


def info(options: argparse.Namespace) -> int:
    """Say what the file is."""
    with opened(options) as workspace:
        counts = {
            name: int(workspace.store.value(model.select(fn.count(SQL("*"))).where(model.deleted_at.is_null())))
            for name, model in (
                ("contacts", Contact),
                ("organisations", Organisation),
                ("interactions", Interaction),
                ("follow-ups", FollowUp),
            )
        }
        last = workspace.backups.last_good_backup()
        answer = {
            "file": workspace.path,
            "size": workspace.path.stat().st_size,
            "counts": counts,
            "last_backup": last.made_at if last else None,
            "notices": [notice.text for notice in workspace.notices],
        }
        lines = [
            str(workspace.path),
            ", ".join(f"{number:,} {name}" for name, number in counts.items()),
            f"Last backup: {last.made_on}" if last else "No backup yet.",
            *(notice.text for notice in workspace.notices),
        ]
        tell(answer, lines, options.json)
    return 0


def check(options: argparse.Namespace) -> int:
    """Check every page, index and reference, the search, and that nothing is missing or planted; change nothing.

    Tells all that was found; 1 where anything is to be put right, or could not be judged.
    """
    try:
        with opened(options) as workspace:
            found = workspace.backups.findings()
    except FileDamaged as error:
        found = [Notice(NoticeKind.DAMAGED, str(error), error.path, error.details)]
    wrong = [notice for notice in found if notice.kind is not NoticeKind.FOREIGN_TABLES]
    lines = [WHOLE if not wrong else "The file was checked, and this was found:"]
    for notice in found:
        lines += [notice.text, *(f"  {detail}" for detail in notice.details)]
    answer: dict[str, Any] = {"whole": not wrong}
    if found:
        answer["found"] = [
            {"kind": notice.kind.name.lower(), "text": notice.text, "details": notice.details} for notice in found
        ]
    tell(answer, lines, options.json)
    return 1 if wrong else 0
