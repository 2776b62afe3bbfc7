"""How figures are taken: ours and a raw baseline in turns (A B A B), medians, and the ceiling each must stay under."""

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a figure may cost: at most `times` its baseline, and at most `at_most` (seconds, or MiB for memory)."""

    times: float | None = None
    at_most: float | None = None

    def __str__(self) -> str:
        parts = [f"{self.times:g}x raw"] if self.times else []
        return " and ".join([*parts, *([in_words(self.at_most)] if self.at_most else [])])


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; values in seconds (MiB where `is_memory`). `raw` is None where nothing compares."""

    what: str
    size: int
    ours: float
    raw: float | None = None
    ceiling: Ceiling = Ceiling()
    is_memory: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Return how many times the baseline it costs."""
        return self.ours / self.raw if self.raw else None

    @property
    def is_met(self) -> bool | None:
        """Return whether the ceiling holds; None where there is none."""
        checks = []
        if self.ceiling.times is not None and self.ratio is not None:
            checks.append(self.ratio <= self.ceiling.times)
        if self.ceiling.at_most is not None:
            checks.append(self.ours <= self.ceiling.at_most)
        return all(checks) if checks else None


def in_words(seconds: float | None, is_memory: bool = False) -> str:
    """Return a value as people read it: 0.35 ms, 12 ms, 1.9 s, 131 MiB."""
    if seconds is None:
        return ""
    if is_memory:
        return f"{seconds:.0f} MiB"
    if seconds >= 1:
        return f"{seconds:.2f} s"
    return f"{seconds * 1000:.3g} ms"


def timed(work: Callable[[], object]) -> float:
    """Return how long one run takes, in seconds; garbage of before is gone first."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turns(ours: Callable[[], float], raw: Callable[[], float], rounds: int = ROUNDS) -> tuple[float, float]:
    """Return the medians of two things that time themselves, taken in turns."""
    pairs = [(ours(), raw()) for _ in range(rounds)]
    return statistics.median(first for first, _ in pairs), statistics.median(second for _, second in pairs)


def compared(
    ours: Callable[[], object], raw: Callable[[], object], rounds: int = ROUNDS, repeat: int = 1
) -> tuple[float, float]:
    """Return the medians of two pieces of work, taken in turns; short ones are repeated within each turn."""

    def of(work: Callable[[], object]) -> Callable[[], float]:
        def run() -> float:
            gc.collect()
            start = time.perf_counter()
            for _ in range(repeat):
                work()
            return (time.perf_counter() - start) / repeat

        return run

    return in_turns(of(ours), of(raw), rounds)


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a table in text."""
    heads = ("what", "contacts", "ours", "raw", "ratio", "ceiling", "")
    rows = [heads] + [
        (
            figure.what,
            f"{figure.size:,}" if figure.size else "any",
            in_words(figure.ours, figure.is_memory),
            in_words(figure.raw, figure.is_memory),
            f"{figure.ratio:.2f}" if figure.ratio else "",
            str(figure.ceiling) if not figure.is_memory else f"{figure.ceiling.times:g}x raw",
            {True: "met", False: "MISSED", None: ""}[figure.is_met] + (f"  {figure.note}" if figure.note else ""),
        )
        for figure in figures
    ]
    widths = [max(len(row[place]) for row in rows) for place in range(len(heads))]
    lines = [
        "  ".join(
            cell.ljust(width) if place in (0, 5, 6) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
