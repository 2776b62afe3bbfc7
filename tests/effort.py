"""How much work something is, as a number that is the same on every machine, however busy."""

import itertools
import sys
from collections.abc import Callable


def calls(work: Callable[[], object]) -> int:
    """Return how many functions of Python are called while `work` runs in this thread."""
    counter = itertools.count()
    sys.setprofile(lambda _frame, event, _of: next(counter) if event == "call" else None)
    try:
        work()
    finally:
        sys.setprofile(None)
    return next(counter)
