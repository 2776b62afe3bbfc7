"""`cluster-desk`: reads the command line, and says in one sentence what keeps the window from starting."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

# Loading code makes no garbage, but would have it looked for many times.
gc.disable()

# Ahead of Qt, whose library puts a step of its own before every import.
import crm.followups  # noqa: E402
import crm.workspace  # noqa: E402, F401
from ui.shell import startup_checks  # noqa: E402

gc.enable()


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window until it is closed; return the exit code, 1 where it could not start."""
    options = _options(argv)
    if options.shots is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif startup_checks.no_display(dict(os.environ)):
        return _refuse(startup_checks.no_display_sentence())
    try:
        app = load()
    except ImportError as error:
        sentence = startup_checks.missing_library(error)
        if sentence is None:
            raise
        return _refuse(sentence)
    if options.shots is not None:
        gc.enable()
    code: int = app.run(app.Options(options.file, options.sample, options.data_dir, options.shots))
    return code


def load() -> ModuleType:
    """Load the code of the window; raises ImportError where one of Qt's system libraries is missing.

    Garbage is not collected meanwhile nor after: the window does it by its own clock (`ui.shell.gc_guard`).
    """
    gc.disable()
    # Deferred: Qt's system libraries may be missing, and then this is where it shows.
    import PySide6  # noqa: F401

    _spare_sources()
    from ui.shell import app

    # What was loaded stays to the end: no collection looks through it again.
    gc.freeze()
    return app


def _spare_sources() -> None:
    """Keep Qt's library from reading the source of each module it sees imported, for a feature that none of ours asks.

    It would look for its own name in them; the answer is given at once. Where it looks in another way, it looks.
    """
    support = sys.modules.get("shibokensupport.feature")
    if support is not None and hasattr(support, "_mod_uses_pyside"):
        vars(support)["_mod_uses_pyside"] = lambda module: True


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
