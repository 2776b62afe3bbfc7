"""Copies rows of a list: as text between tabs and as a table for documents; or addresses for a letter."""

import html
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from crm.formats.tables import neutralised
from ui.kit.table import Column


def put_table(columns: Sequence[Column], rows: Iterable[Any]) -> None:
    """Put rows under their titles on the clipboard; a spreadsheet they are pasted into calculates nothing of them."""
    lines = [[column.title for column in columns]]
    lines += [[neutralised(" ".join(column.text(row).split())) for column in columns] for row in rows]
    data = QMimeData()
    data.setText("\n".join("\t".join(line) for line in lines))
    data.setHtml(f"<table>{''.join(_row(line) for line in lines)}</table>")
    QApplication.clipboard().setMimeData(data)


def put_addresses(addresses: Iterable[str]) -> int:
    """Put e-mail addresses on the clipboard, each once, as the line of a letter takes them; return how many."""
    known = list(dict.fromkeys(each for each in addresses if each))
    QApplication.clipboard().setText("; ".join(known))
    return len(known)


def _row(cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in cells)}</tr>"
