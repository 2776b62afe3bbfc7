"""`python -m tests.renders [--chosen] [--pictures FOLDER]`: every page in every look, and what is wrong with it."""

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from tests.renders.files import write
from tests.renders.looks import CHOSEN, CONTENTS, every
from tests.renders.running import wrong_with


def main() -> int:
    """Paint them, print what is wrong, and return 1 where anything is."""
    parser = argparse.ArgumentParser(prog="python -m tests.renders", description=__doc__)
    parser.add_argument("--chosen", action="store_true", help="only the looks that the tests paint")
    parser.add_argument("--pictures", type=Path, help="a folder for the pictures, one folder a look")
    options = parser.parse_args()
    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(made)
        for content in CONTENTS:
            write(content, scratch / f"{content}.desk")
        for look in CHOSEN if options.chosen else every():
            folder = options.pictures / look.name if options.pictures else None
            wrong = wrong_with(look, scratch / f"{look.content}.desk", scratch, folder)
            print(f"{look.name}: {sum(map(len, wrong.values()))}", flush=True)
            for page, found in wrong.items():
                for fault in found:
                    seen[f"{page}: {fault}"] += 1
                    print(f"  {page}: {fault}")
    print(f"{len(seen)} different faults")
    return 1 if seen else 0


raise SystemExit(main())
