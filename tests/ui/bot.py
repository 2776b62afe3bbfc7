"""The hands of a test, which wait for the window as long as the machine needs."""

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot

from tests import patience

A_LOOK = 2  # milliseconds


class PatientBot(QtBot):
    """What every test gets as `qtbot`; only a hang is waited for in vain."""

    def waitUntil(self, callback: Callable[[], object], *, timeout: int = patience.MILLISECONDS) -> None:
        """Work off events until `callback()` is true."""
        super().waitUntil(callback, timeout=timeout)

    def wait(self, ms: int) -> None:
        """Work off events for a moment, however long is asked for: `waitUntil` looks again after it."""
        super().wait(min(ms, A_LOOK))

    def waitSignal(self, signal: Any, *, timeout: int = patience.MILLISECONDS, **more: Any) -> Any:
        """Work off events until the signal comes."""
        return super().waitSignal(signal, timeout=timeout, **more)

    def waitExposed(self, widget: Any, *, timeout: int = patience.MILLISECONDS) -> Any:
        """Work off events until the window is on the screen."""
        return super().waitExposed(widget, timeout=timeout)
