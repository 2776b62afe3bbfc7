"""Lines of the grid as a table for a spreadsheet: a column a huddle with its day, a word a cell."""

from collections.abc import Sequence
from functools import partial

from crm.attendance.grid_records import BEFORE, WORDS, GridColumn
from ui.huddles.grid.model import PEOPLE, GridModel, Line
from ui.kit.table import Column


def lines_and_columns(model: GridModel, rows: Sequence[int], columns: Sequence[int]) -> tuple[list[Column], list[Line]]:
    """Return the columns of a copy and its lines: names, the huddles of `columns` of the model, the totals."""
    is_of_people = model.subject == PEOPLE
    names = [Column("name", "Person" if is_of_people else "Organisation", lambda line: line.name)]
    if is_of_people:
        names.append(Column("organisation", "Organisation", lambda line: line.organisation))
    huddles = [
        Column(str(column), _title(model.huddles[column - 1]), partial(_word, column - 1))
        for column in columns
        if 1 <= column <= len(model.huddles)
    ]
    totals = [
        Column("attended", "Attended", lambda line: str(line.attended)),
        Column("of", "Of", lambda line: str(line.of)),
    ]
    return [*names, *huddles, *totals], [line for row in rows if (line := model.line(row)) is not None]


def _title(huddle: GridColumn) -> str:
    return f"{huddle.label} {huddle.day.isoformat()}"


def _word(place: int, line: Line) -> str:
    """Return the word of a cell, nothing for what was before we knew them."""
    code = line.codes[place]
    return "" if code == BEFORE else WORDS[code]
