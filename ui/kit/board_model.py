"""The cards of a board's column as an item model, dragged and dropped by their own kind of data."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import (
    QByteArray,
    QMimeData,
    QModelIndex,
    Qt,
    Signal,
)

from ui.kit.painted_list import Index, RowModel

CARD_MIME = "application/x-cluster-desk-card"
LAST = -1
"""The place of a card that goes behind all others."""


class BoardCard(msgspec.Struct, frozen=True):
    """One card: `title`, `detail` below it, the marks of sectors and `value`; then a pill and how old it is.

    `pill_tone` neutral is plain text with its icon, another a filled pill. `ages` are the same age in ever shorter
    words: where room is short a shorter one is drawn, then none. `said` is the card as a sentence.
    """

    id: int
    title: str
    detail: str = ""
    sectors: tuple[str, ...] = ()
    value: str = ""
    pill: str = ""
    pill_tone: str = "neutral"
    pill_icon: str = "clock"
    ages: tuple[str, ...] = ()
    age_warns: bool = False
    said: str = ""

    def spoken(self) -> str:
        """Return the card as it is read out."""
        return self.said or self.title


class BoardColumn(msgspec.Struct, frozen=True):
    """A column with its cards; `total` stands at the right of its head, `tip` tells more of it.

    One that is a `slot` is no column: a place at the side to drop cards into, with the `count` of what is there.
    """

    id: int
    name: str
    cards: tuple[BoardCard, ...] = ()
    total: str = ""
    tip: str = ""
    slot: bool = False
    count: int = 0


def card_in(data: QMimeData) -> int | None:
    """Return the card that is dragged, None where something else is."""
    if not data.hasFormat(CARD_MIME):
        return None
    text = bytes(data.data(CARD_MIME).data()).decode("ascii", "ignore")
    return int(text) if text.isdecimal() else None


def carried(card: int) -> QMimeData:
    """Return a card as what is dragged."""
    data = QMimeData()
    data.setData(CARD_MIME, QByteArray(str(card).encode("ascii")))
    return data


class CardModel(RowModel[BoardCard]):
    """The cards as they were given. A drop changes nothing here: `dropped(card, place)` asks for it."""

    dropped = Signal(object, int)

    def tip(self, row: BoardCard) -> str:
        return row.said

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        # Between cards is where one drops, never onto one.
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags | Qt.ItemFlag.ItemIsDropEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [CARD_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return carried(self.rows[indexes[0].row()].id) if indexes else QMimeData()

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        return card_in(data) is not None

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        card = card_in(data)
        if card is None:
            return False
        place = row if 0 <= row < len(self.rows) else LAST
        here = self.row_of(card)
        # Places are counted without the card itself.
        self.dropped.emit(card, place - 1 if 0 <= here < place else place)
        return True
