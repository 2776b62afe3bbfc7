"""`python -m tests.benchmarks`: print how fast the program is, each figure beside its raw baseline of the same run.

Nothing in the tests depends on these figures: a ratio taken on one machine at one time is for people to look at.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import board, door, gathering, introducing, moving, reading, report, saving, starting, window
from tests.benchmarks.material import Material
from tests.benchmarks.measuring import ROUNDS, Ceiling, Figure, table

_GROWTH = 1.5
_GROWING = (
    "search, a key pressed: median",
    "list: first page",
    "contact with its history, read",
    "a meeting with follow-up saved",
)
_SECTIONS: dict[str, Callable[[Material, int, int], list[Figure]]] = {
    "start": starting.figures,
    "read": reading.figures,
    "window": window.figures,
    "save": lambda material, size, rounds: saving.figures(material, size),
    "door": lambda material, size, rounds: door.figures(material, size),
    "move": moving.figures,
    "report": report.figures,
    "huddles": gathering.figures,
    "paths": introducing.figures,
    "matches": introducing.matching,
    "pipeline": board.figures,
}
_OF_ONE_SIZE = ("huddles", "pipeline", "matches")
"""Sections with material of their own: taken once."""


def main() -> int:
    """Take the figures asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,10000,100000", help="numbers of contacts, with commas between")
    parser.add_argument("--only", default="", help=f"some of: {', '.join(_SECTIONS)}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each thing is measured")
    parser.add_argument("--folder", type=Path, help="keep the files that are measured here, for the next run")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    chosen = [name for name in _SECTIONS if not options.only or name in options.only.split(",")]
    with tempfile.TemporaryDirectory(prefix="cluster-desk-benchmarks-") as scratch:
        folder = options.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        found: list[Figure] = []
        for place, size in enumerate(sizes):
            for name in chosen:
                if name in _OF_ONE_SIZE and place:
                    continue
                print(f"{size:,} contacts: {name} …", file=sys.stderr, flush=True)
                found += _SECTIONS[name](Material(folder), size, options.rounds)
    print(table([*found, *_growth(found)]))
    missed = [figure for figure in found if figure.is_met is False]
    print(f"\n{len(found)} figures, {len(missed)} over their ceiling.")
    return 0


def _growth(found: list[Figure]) -> list[Figure]:
    """Return how what is used all day grows with the file, the largest beside the size below."""
    grown = []
    for what in _GROWING:
        taken = sorted((figure for figure in found if figure.what == what), key=lambda figure: figure.size)
        if len(taken) > 1:
            small, large = taken[-2], taken[-1]
            ceiling = Ceiling(times=_GROWTH)
            grown.append(Figure(f"growth from {small.size:,}: {what}", large.size, large.ours, small.ours, ceiling))
    return grown


if __name__ == "__main__":
    raise SystemExit(main())
