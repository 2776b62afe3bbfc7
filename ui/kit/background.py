"""The ground behind lists and scrolled columns."""

from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def let_through(area: QAbstractScrollArea) -> None:
    """Let what lies behind `area` show through; before mouse tracking is set, which its viewport takes over.

    By a viewport of our own: asking for the one Qt made has its Python library load every class of widget there is.
    """
    area.setViewport(QWidget())
