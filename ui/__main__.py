"""`cluster-desk`: reads the command line, and says in one sentence what keeps the window from starting."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

# Ahead of Qt, whose library reads the source of every module that is imported after it.
import crm.followups
import crm.workspace  # noqa: F401
from ui import starting


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window until it is closed; return the exit code, 1 where it could not start."""
    options = _options(argv)
    if options.shots is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif starting.no_display(dict(os.environ)):
        return _refuse(starting.no_display_sentence())
    else:
        # The window collects by its own clock (`ui.collecting`); until then loading code would trigger it many times.
        gc.disable()
    try:
        # Deferred: Qt's system libraries may be missing, and then this is where it shows.
        from ui.app import Options, run
    except ImportError as error:
        sentence = starting.missing_library(error)
        if sentence is None:
            raise
        return _refuse(sentence)
    return run(Options(options.file, options.sample, options.data_dir, options.shots))


def _options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="cluster-desk", description="A contact-relationship manager for the head of a regional innovation cluster."
    )
    parser.add_argument(
        "file", nargs="*", type=Path, metavar="FILE", help="the file to open, or contact files to import"
    )
    parser.add_argument(
        "--sample", action="store_true", help="open a fresh invented network; your own file is not touched"
    )
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="keep the file, its backups and the log in DIR")
    parser.add_argument("--shots", type=Path, metavar="DIR", help="paint every page into PNG files in DIR, and end")
    return parser.parse_args(argv)


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
