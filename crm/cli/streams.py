"""What stands between a command and the shell: UTF-8 out, remarks apart from the answer, and “-” for a file."""

import contextlib
import io
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from crm.cli.errors import AnswerLost, WrongUse
from crm.errors import CrmError
from crm.temp_folders import Scratch

_HERE = Path("-")
STANDARD_INPUT = "standard input"


def speak_utf8() -> None:
    """Print in UTF-8 on every platform, whatever the shell's own encoding; bytes of no text are written escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def remark(sentence: str) -> None:
    """Say something beside the answer, on standard error; nobody may be listening there."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            print(sentence, file=sys.stderr, flush=True)


def is_standard(path: Path) -> bool:
    """Say whether a path is “-”: standard input or output."""
    return path == _HERE


@contextlib.contextmanager
def given(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """Give files to read: those named, and for “-” a private copy of standard input."""
    if not any(map(is_standard, paths)):
        yield list(paths)
        return
    if sum(map(is_standard, paths)) > 1:
        raise WrongUse("Standard input can be read once: name “-” once.")
    with Scratch() as folder:
        copy = folder / STANDARD_INPUT
        with os.fdopen(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as writing:
            shutil.copyfileobj(_standard_input(), writing)
        yield [copy if is_standard(path) else path for path in paths]


def read_words() -> str:
    """Return the one line of text that standard input holds; raises CrmError for several, none or no UTF-8."""
    try:
        text = _standard_input().read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CrmError("Standard input is not UTF-8 text. Nothing was changed.") from error
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) != 1:
        held = f"{len(lines)} lines" if lines else "nothing"
        raise CrmError(f"One sentence is read from standard input, in one line; it holds {held}. Nothing was changed.")
    return lines[0]


def pour(path: Path) -> None:
    """Write a file's bytes to standard output as they are; raises AnswerLost."""
    out = getattr(sys.stdout, "buffer", None)
    if out is None:
        raise AnswerLost("Standard output is closed. Nothing was written.")
    try:
        sys.stdout.flush()
        with path.open("rb") as reading:
            shutil.copyfileobj(reading, out)
        out.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise AnswerLost(f"Not all of it could be written to standard output: {error.strerror}.") from error


def end_answer() -> None:
    """See the last of the answer out; raises AnswerLost, or BrokenPipeError where the reader has seen enough."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise AnswerLost(f"It was done, but what there is to say could not be printed: {error.strerror}.") from error


def leave_quietly() -> None:
    """Send what is still to be printed nowhere, so that the end of the program does not complain of a closed pipe."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        number = sys.stdout.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)


def _standard_input() -> io.BufferedIOBase:
    source = getattr(sys.stdin, "buffer", None)
    if source is None:
        raise CrmError("There is nothing on standard input. Nothing was changed.")
    return source  # type: ignore[no-any-return]
