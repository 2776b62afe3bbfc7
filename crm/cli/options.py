"""The words of the command line."""

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

FORMATS = ("csv", "xlsx", "vcf")
_EVERYWHERE = {"--file": 1, "--data-dir": 1, "--json": 0, "--new": 0}
"""The words that every command takes, each with how many values follow it."""


def arranged(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the words that every command takes in front; what follows a “--” stays as it is."""
    front, others = list[str](), list[str]()
    left = list(arguments)
    while left and left[0] != "--":
        word = left.pop(0)
        values = _EVERYWHERE.get(word, 0)
        is_ours = word in _EVERYWHERE and len(left) >= values
        is_ours = is_ours or any(word.startswith(f"{name}=") for name, number in _EVERYWHERE.items() if number)
        (front if is_ours else others).append(word)
        if is_ours:
            front += left[:values]
            del left[:values]
    return [*front, *others, *left]


def _words(text: str) -> str:
    """Return text as it was typed: a shell without a language hands its letters on as bytes, which are UTF-8."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeDecodeError:
        return text


class _Version(argparse.Action):
    """Prints the version."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        # Asked for seldom, and a look into the installed package.
        from crm.version import version

        print(parser.prog, version())
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    made = argparse.ArgumentParser(
        prog="cluster-desk-cli", description="Cluster Desk without a window: the same file, rules and histories."
    )
    made.add_argument("--version", action=_Version, nargs=0, help="say which version this is")
    _add_everywhere(made)
    shared = argparse.ArgumentParser(add_help=False)
    _add_everywhere(shared, default=argparse.SUPPRESS)  # which keeps what stood before the command
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, parents=[shared])

    read = add("read", "Say what a file of contacts or attendance holds, without any database.")
    _add_files(read, many=False)
    read.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day of the huddle")
    _add_import(add("import", "Import files of contacts, or of the attendance of a huddle; each is one undoable step."))
    _add_export(add("export", "Export a list: its names, columns and order, all rows."))
    add("search", "Find people, organisations, interactions and follow-ups.").add_argument(
        "text", nargs="+", type=_words
    )
    shown = add("show", "Show a contact or an organisation with its history.")
    shown.add_argument("what", choices=("contact", "organisation"))
    shown.add_argument("name", nargs="+", type=_words, help="a name, or the number that search prints")
    _add_log(add("log", "Log a meeting in a sentence, with its follow-up."))
    add("followups", "List what is to be done: overdue, today, next, later, waiting for them.")
    listed = add("huddles", "List huddles, the newest first.")
    listed.add_argument("--series", type=_words, metavar="NAME", help="only those of this series")
    _add_huddle(add("huddle", "Show a huddle: its numbers, who is on its list, pitches and hands."), "number")
    steered = add("opportunities", "List opportunities by pipeline and stage, with value and next step.")
    steered.add_argument("--pipeline", type=_words, metavar="NAME", help="only those of this pipeline")
    add("opportunity", "Show an opportunity: its parties, stages and follow-ups.").add_argument(
        "name", nargs="+", type=_words, help="words of its title, or the number that opportunities prints"
    )
    add("introductions", "List introductions: who, why, how it stands and what came of it.")
    _add_huddle(add("matches", "List needs with offers that may fit; at a huddle, who should talk."), "--huddle")
    add("history", "List what was done in the file, or what happened with someone.").add_argument(
        "name", nargs="*", type=_words
    )
    add("undo", "Take back the newest action.")
    add("redo", "Do the newest undone action again.")
    add("check", "Check the whole file.")
    add("backup", "Make a verified backup.")
    add("restore", "Put a backup in place of the file, which is kept; the file may be damaged or gone.").add_argument(
        "backup", type=Path, help="“-” for standard input"
    )
    add("info", "Say where the file is and what it holds.")
    _add_sample(add("sample", "Make a new file with an invented network."))
    return made


def _add_everywhere(command: argparse.ArgumentParser, **more: Any) -> None:
    said = "the file to work on; without it, the one the window opens"
    command.add_argument("--file", type=Path, metavar="FILE", help=said, **more)
    command.add_argument("--data-dir", type=Path, metavar="DIR", help="keep everything in this folder", **more)
    command.add_argument("--json", action="store_true", help="answer in JSON", **more)
    command.add_argument("--new", action="store_true", help="make the file where there is none", **more)


def _add_files(command: argparse.ArgumentParser, *, many: bool) -> None:
    command.add_argument(
        "files" if many else "path",
        type=Path,
        nargs="+" if many else None,
        metavar="FILE",
        help="“-” for standard input",
    )
    command.add_argument("--encoding", help="the encoding, where the one detected is wrong")


def _add_import(command: argparse.ArgumentParser) -> None:
    _add_files(command, many=True)
    command.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
    _add_huddle(command, "--huddle")
    command.add_argument(
        "--day",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="the day an attendance file means, where it leaves two",
    )
    command.add_argument(
        "--as", dest="counts_as", choices=("registered", "attended"), help="what a list that does not say so tells"
    )


def _add_export(command: argparse.ArgumentParser) -> None:
    command.add_argument("what", choices=("contacts", "organisations", "attendance", "opportunities", "opportunity"))
    command.add_argument(
        "name", nargs="*", type=_words, help="of the one opportunity whose consortium sheet is written"
    )
    command.add_argument(
        "--to", type=Path, required=True, metavar="OUT", help="ends in .xlsx, .csv or .vcf; “-” for standard output"
    )
    command.add_argument("--format", choices=FORMATS, help="of what goes to standard output")
    _add_huddle(command, "--huddle")
    command.add_argument("--where", type=_words, default="", metavar="TEXT", help="only those this text finds")
    command.add_argument("--view", type=_words, metavar="NAME", help="the filter, columns and order of a saved view")
    command.add_argument("--all-columns", action="store_true", help="everything that is known, to be read back")
    command.add_argument("--pipeline", type=_words, metavar="NAME", help="only opportunities of this pipeline")
    command.add_argument("--exact", action="store_true", help="CSV for programs: nothing guarded against formulas")
    command.add_argument("--delimiter", default=",", help="between the cells of a CSV")
    command.add_argument("--vcard", choices=("3.0", "4.0"), default="3.0", help="version of a .vcf")
    command.add_argument(
        "--no-notes",
        action="store_true",
        help="a .vcf for others: without private notes, addresses out of use and former affiliations",
    )


def _add_log(command: argparse.ArgumentParser) -> None:
    command.add_argument("sentence", nargs="+", type=_words, help="the sentence; “-” reads one from standard input")
    command.add_argument("--dry-run", action="store_true", help="say how it is understood, and write nothing")


def _add_huddle(command: argparse.ArgumentParser, name: str) -> None:
    command.add_argument(name, type=int, metavar="NUMBER", help="the number of a huddle")
    command.add_argument("--series", type=_words, metavar="NAME", help="its series, where several have that number")


def _add_sample(command: argparse.ArgumentParser) -> None:
    command.add_argument("--to", type=Path, required=True, metavar="FILE", help="a file that is not there yet")
    command.add_argument("--contacts", type=int, default=240)
    command.add_argument("--interactions", type=int, default=1_500)
    command.add_argument("--huddles", type=int, default=18, help="monthly ones held; the next one is planned besides")
    command.add_argument("--circle", type=int, default=240, help="how many people the huddles draw from")
    command.add_argument("--seed", type=int, default=1)
