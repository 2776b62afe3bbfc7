"""Commands that write: import, export, log, undo, redo, backup, restore, sample; and read, which needs no file."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import asdict, replace

from crm import clock, dates
from crm.app_dirs import FILE_NAME
from crm.cli import huddles, opportunities
from crm.cli.errors import WrongUse
from crm.cli.open_file import opened
from crm.cli.output import tell
from crm.cli.output_files import check_target, send, table_options
from crm.cli.streams import given, is_standard, read_words
from crm.errors import CrmError, FileDamaged, FileMissing, NewerFile, NotOurFile, OpeningError, UpgradeFailed
from crm.filters import Filter
from crm.formats.rows import UnreadableFile
from crm.views import View
from crm.workspace import Workspace


def read(options: argparse.Namespace) -> int:
    """Print what a file holds, always as JSON."""
    # The readers are loaded by those commands that read files.
    from crm.formats import detect

    with given([options.path]) as (path,):
        found = detect.read_either(path, encoding=options.encoding, on=options.on)
    tell(found.as_json(), (), wants_json=True)
    return 0


def import_files(options: argparse.Namespace) -> int:
    """Import each file, or say what would come of it."""
    if options.huddle is not None:
        return huddles.import_files(options)
    if options.series or options.day or options.counts_as:
        raise WrongUse("--series, --day and --as are about attendance: name the huddle with --huddle NUMBER.")
    answers: list[dict[str, Any]] = []
    with (
        given(options.files) as files,
        opened(options, writes=True, makes=not options.dry_run) as workspace,
    ):
        for path in files:
            answers.append(_import_one(workspace, path, options))
    lines = [line for answer in answers for line in _import_lines(answer)]
    tell(answers if len(answers) > 1 else answers[0], lines, options.json)
    return 0


def _import_one(workspace: Workspace, path: Path, options: argparse.Namespace) -> dict[str, Any]:
    hint = huddles.hint_at_attendance(workspace, path)
    try:
        plan = workspace.importing.plan(path, encoding=options.encoding)
    except UnreadableFile as error:
        if not hint:
            raise
        raise UnreadableFile(path, f"{error.reason} {hint}") from error
    if options.dry_run:
        counts, warnings = plan.counts, (*plan.warnings, *plan.problems)
        asked, moved = plan.organisation_questions, plan.moved()
    else:
        done = workspace.importing.apply(plan)
        counts, warnings = done.counts, (*done.warnings, *done.problems, *done.notes)
        asked, moved = done.organisation_questions, list(done.moved)
    warnings = (*warnings, *(f"{question.told} Decide it in the window." for question in asked))
    warnings = (*warnings, *(row.told_move for row in moved))
    return _import_answer(path, counts, (*warnings, hint) if hint else warnings)


def _import_answer(path: Path, counts: Any, warnings: tuple[str, ...]) -> dict[str, Any]:
    numbers = asdict(counts)
    numbers = {"created": numbers.pop("new"), "asked": numbers.pop("ask"), **numbers}
    # A problem of a line is among the warnings already; rows left out are not.
    return {"file": path.name, **numbers, "warnings": list(dict.fromkeys(warnings))}


def _import_lines(answer: dict[str, Any]) -> Iterator[str]:
    kinds = ("created", "updated", "unchanged", "same", "moved", "asked", "skipped", "failed")
    said = {"same": "the same person again", "moved": "seem to have moved"}
    always = kinds[:3] + kinds[5:]
    yield f"{answer['file']}: " + ", ".join(
        f"{answer[kind]} {said.get(kind, kind)}" for kind in kinds if answer[kind] or kind in always
    )
    yield from (f"  {warning}" for warning in answer["warnings"])


def export(options: argparse.Namespace) -> int:
    """Write a list, who came to huddles, opportunities, or the consortium of one to a file."""
    check_target(options)
    if options.name and options.what != "opportunity":
        raise WrongUse(f"“{options.what}” takes no name: --where TEXT and --view NAME choose what is exported.")
    if options.what != "opportunities" and options.pipeline:
        raise WrongUse("Only opportunities are exported of one pipeline: export opportunities --pipeline NAME.")
    if options.what == "attendance":
        return huddles.export(options)
    if options.huddle is not None or options.series:
        raise WrongUse("Only attendance is exported of one huddle: export attendance --huddle NUMBER.")
    if options.what == "opportunities":
        return opportunities.export(options)
    if options.what == "opportunity":
        return opportunities.export_consortium(options)
    with opened(options) as workspace:
        view = _view(workspace, options)
        send(
            options,
            options.what,
            lambda to: workspace.exporting.export(
                options.what,
                to,
                selection=view.shown,
                sort=view.sort,
                descending=view.descending,
                columns=() if options.all_columns else view.columns,
                everything=options.all_columns,
                options=replace(table_options(options), vcard_version=options.vcard, notes=not options.no_notes),
            ),
        )
    return 0


def _view(workspace: Workspace, options: argparse.Namespace) -> View:
    if options.view:
        view = workspace.views.usable(workspace.views.named(options.what, options.view))
    else:
        view = View(options.what, "", Filter())
    if not options.where:
        return view
    shown = Filter(options.where, parts=(view.shown,) if not view.shown.is_empty else ())
    return View(view.page, view.name, shown, view.sort, view.descending, view.columns)


def log(options: argparse.Namespace) -> int:
    """Log a sentence, or say how it is understood."""
    # The grammar is loaded by the one command that needs it.
    from crm.sentence import parse

    sentence = read_words() if options.sentence == ["-"] else " ".join(options.sentence)
    with opened(options, writes=not options.dry_run, makes=not options.dry_run) as workspace:
        entry = parse(sentence, workspace.entries.names(), clock.today())
        preview = workspace.entries.preview(entry)
        answer: dict[str, Any] = {"understood": entry, "new": [*preview.new_contacts, *preview.new_organisations]}
        if not options.dry_run:
            answer["saved"] = workspace.entries.save(entry)
        tell(answer, _log_lines(entry, preview, saved=not options.dry_run), options.json)
    return 0


def _log_lines(entry: Any, preview: Any, *, saved: bool) -> Iterator[str]:
    yield ("Logged: " if saved else "Would log: ") + preview.label
    who = ", ".join(
        " at ".join(filter(None, (party.contact, party.organisation))) + (" (new)" if party.is_new else "")
        for party in preview.parties
    )
    today = clock.today()
    rows = (
        ("Who", who),
        ("When", dates.echo_day(entry.day, today)),
        ("About", entry.about),
        ("Notes", entry.notes),
        ("Tags", " ".join(f"#{tag}" for tag in entry.tags)),
    )
    yield from (f"  {name:<10}{value}" for name, value in rows if value)
    if entry.follow_up is not None:
        due = dates.echo_day(entry.follow_up.due, today) if entry.follow_up.due else "no day"
        yield f"  {'Follow-up':<10}{due}: {entry.follow_up.title}"
    yield from (f"  {name} could be several people: say which" for name in preview.to_choose)
    yield from (f"  Note: {hint.value}" for hint in entry.hints)


def undo(options: argparse.Namespace) -> int:
    """Take back the newest action."""
    return _step(options, "Undone", "There is nothing to undo.", backwards=True)


def redo(options: argparse.Namespace) -> int:
    """Do the newest undone action again."""
    return _step(options, "Done again", "There is nothing to do again.", backwards=False)


def _step(options: argparse.Namespace, done: str, nothing: str, *, backwards: bool) -> int:
    with opened(options, writes=True) as workspace:
        label = workspace.undo() if backwards else workspace.redo()
        if label is None:
            raise CrmError(nothing)
        tell({"label": label}, [f"{done}: {label}"], options.json)
    return 0


def backup(options: argparse.Namespace) -> int:
    """Make a backup."""
    with opened(options, writes=True) as workspace:
        made = workspace.backups.make("by hand")
        tell({"file": made.path, "counts": made.counts}, [f"{made.path}: {made.summary}"], options.json)
    return 0


def restore(options: argparse.Namespace) -> int:
    """Put a backup in place of the file."""
    with given([options.backup]) as (backup,):
        try:
            with opened(options, writes=True) as workspace:
                path, kept = workspace.path, workspace.backups.restore(backup)
        except OpeningError as error:
            if not _makes_way(error):
                raise
            path = error.path
            workspace = Workspace.restore_over(path, backup)
            kept = workspace.made_way
            workspace.close()
    said = f"The backup is in place. The file as it was is kept as {kept}." if kept else "The backup is in place."
    tell({"file": path, "kept": kept}, [said], options.json)
    return 0


def _makes_way(error: OpeningError) -> bool:
    """Say whether a backup may take the place of a file that does not open; another program's file stays."""
    if isinstance(error, NotOurFile):
        return error.path.suffix == Path(FILE_NAME).suffix and error.path.is_file()
    return isinstance(error, FileMissing | FileDamaged | NewerFile | UpgradeFailed)


def sample(options: argparse.Namespace) -> int:
    """Make a file with an invented network."""
    # The generator is loaded by the one command that needs it.
    from crm.sample import check_size, make_sample

    if is_standard(options.to):
        raise WrongUse("The sample is a file to work with: name one after --to.")
    check_size(options.contacts, options.interactions, options.huddles, options.circle)
    workspace = Workspace.create(options.to)
    try:
        counts = make_sample(
            workspace.store,
            contacts=options.contacts,
            interactions=options.interactions,
            huddles=options.huddles,
            circle=options.circle,
            seed=options.seed,
        )
    finally:
        workspace.close()
    numbers = asdict(counts)
    said = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in numbers.items())
    tell({"file": options.to, **numbers}, [f"{options.to}: {said}"], options.json)
    return 0
