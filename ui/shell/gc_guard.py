"""Garbage is collected in the window's thread alone: a widget destroyed in the worker would end the program."""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 2000


class GcGuard(QObject):
    """Collects by the clock, as much as Python's own thresholds ask for."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.collect)

    def begin(self) -> None:
        """Take over from Python's own collection, which runs in whatever thread allocates."""
        gc.disable()
        self._timer.start()

    def end(self) -> None:
        """Leave collecting to Python again."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def collect(self) -> None:
        """Collect the oldest generation that is due, and those below it."""
        states = enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        due = [number for number, (count, most) in states if count > most]
        if due:
            gc.collect(due[-1])
