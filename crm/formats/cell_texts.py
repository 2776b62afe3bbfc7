"""Texts that spreadsheet programs write into the cells of a table and that are not what the cell says."""

import re
from collections.abc import Sequence

from crm.formats.rows import Report

_ERROR = re.compile(r"#(?:N/?[AVD]|N/?A N/A|NO DISP\.?|GETTING_DATA|[A-ZÀ-ÞА-Я/0-9_]{2,20}[!?])|#{3,}|Err: ?\d{3}")
_GUARDED = re.compile(r'\s*="((?:[^"]|"")*)"\s*')


def is_error_value(text: str) -> bool:
    """Tell whether a cell shows that a spreadsheet could not work it out (#N/A, #DIV/0!, Err:502, ####), no value."""
    return text[:1] in ("#", "E", " ") and _ERROR.fullmatch(text.strip()) is not None


def unguarded(text: str) -> str:
    """Return the text of a cell written as the formula of a text (="01632 960101"); any other cell stays as it is."""
    found = _GUARDED.fullmatch(text)
    return found[1].replace('""', '"') if found else text


class CellTexts:
    """Puts the cells of a table's rows right, and counts the error values among them for the report."""

    def __init__(self, report: Report) -> None:
        self._report, self.errors = report, 0

    def put_right(self, cells: Sequence[str]) -> list[str]:
        """Return the cells with guarded texts as they were meant and error values empty (and counted)."""
        right = [unguarded(cell) if '="' in cell else cell for cell in cells]
        for place, cell in enumerate(right):
            if is_error_value(cell):
                right[place] = ""
                self.errors += 1
        return right

    def tell(self) -> None:
        """Say in one remark how many cells showed an error, if any did; forgets them, so that it is said once."""
        if self.errors:
            self._report.problem(f"Cells that show an error such as #REF! were read as empty: {self.errors:,}.")
        self.errors = 0
