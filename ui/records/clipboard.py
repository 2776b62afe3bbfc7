"""Copies rows of a list: as text between tabs and as a table for documents; or addresses for a letter."""

import html
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from crm.formats.table_output import neutralised
from ui.context import Context
from ui.kit.table import Column


def put_table(columns: Sequence[Column], rows: Iterable[Any]) -> None:
    """Put rows under their titles on the clipboard; a spreadsheet they are pasted into calculates nothing of them."""
    lines = [[column.title for column in columns]]
    lines += [[_cell(column, row) for column in columns] for row in rows]
    data = QMimeData()
    data.setText("\n".join("\t".join(line) for line in lines))
    data.setHtml(f"<table>{''.join(_row(line) for line in lines)}</table>")
    QApplication.clipboard().setMimeData(data)


def put_addresses(addresses: Iterable[str]) -> int:
    """Put e-mail addresses on the clipboard, each once, as every mail program takes them; return how many."""
    known = list(dict.fromkeys(each for each in addresses if each))
    QApplication.clipboard().setText(", ".join(known))
    return len(known)


def copy_addresses(context: Context, addresses: Iterable[str], without: int = 0) -> None:
    """Put e-mail addresses on the clipboard and say how many, and how many people are `without` one."""
    copied = put_addresses(addresses)
    said = f"{copied:,} e-mail address{'' if copied == 1 else 'es'} copied"
    context.toasts.say(f"{said}, {without:,} without one" if without else said)


def iso_day(day: date | None) -> str:
    """Return a day as a spreadsheet takes it (2026-02-14), empty for none."""
    return day.isoformat() if day is not None else ""


def _cell(column: Column, row: Any) -> str:
    return neutralised(" ".join((column.copied or column.text)(row).split()))


def _row(cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in cells)}</tr>"
