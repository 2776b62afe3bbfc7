"""Files that commands write: to a path, whose ending says the format, or with “-” to standard output."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from crm.cli.errors import WrongUse
from crm.cli.output import tell, tell_aside
from crm.cli.streams import is_standard, pour
from crm.exporting import Exported, ExportOptions
from crm.temp_folders import Scratch


def check_target(options: argparse.Namespace) -> None:
    """Raise WrongUse where it is not plain what is to be written; asked before any file is opened."""
    if not is_standard(options.to):
        if options.format is not None:
            raise WrongUse("--format is for --to -; of a file the ending says the format.")
    elif options.format is None:
        raise WrongUse("Name the format of what goes to standard output: --to - --format csv, xlsx or vcf.")
    elif options.format == "xlsx" and sys.stdout is not None and sys.stdout.isatty():
        raise WrongUse("A workbook is nothing to read on a screen: send it on, as in --to - --format xlsx > out.xlsx.")


def table_options(options: argparse.Namespace) -> ExportOptions:
    """Return how a table is written."""
    return ExportOptions(for_spreadsheets=not options.exact, delimiter=options.delimiter)


def send(options: argparse.Namespace, what: str, write: Callable[[Path], Exported]) -> None:
    """Write a file and say how many rows it has: on standard error where the file itself is on standard output."""
    check_target(options)
    if not is_standard(options.to):
        done = write(options.to)
        tell(_answer(options, done), _lines(done, what, str(options.to)), options.json)
        return
    with Scratch() as folder:
        path = folder / f"{options.what}.{options.format}"
        done = write(path)
        pour(path)
    tell_aside(_answer(options, done), _lines(done, what, "standard output"), options.json)


def _answer(options: argparse.Namespace, done: Exported) -> dict[str, object]:
    return {"file": options.to, "rows": done.rows, "notes": done.notes}


def _lines(done: Exported, what: str, where: str) -> list[str]:
    return [f"{done.rows:,} {what} written to {where}", *done.notes]
