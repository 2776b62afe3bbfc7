"""How long a test waits for what must come: so long that only a hang is a failure, however busy the machine is.

Nothing else in the tests holds a number of seconds: what a test asserts never depends on a clock.
"""

from collections.abc import Callable
from threading import Event

SECONDS = 120
MILLISECONDS = SECONDS * 1000
MOMENT = 0.3
"""For what must not happen: a slow machine sees less of it, and never fails for that."""
_STEP = 0.001


def until(fact: Callable[[], object]) -> None:
    """Return once `fact()` is true; for threads without an event loop. Raises TimeoutError where it never is."""
    for _ in range(int(SECONDS / _STEP)):
        if fact():
            return
        Event().wait(_STEP)
    raise TimeoutError("it never came")
