"""What a report of an error says, shown whole before it is copied."""

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.kit import theme
from ui.kit.buttons import Button
from ui.kit.label import Label
from ui.kit.overlay import Overlay


class ReportCard(QWidget):
    """The report, with Copy and Close; it holds no names, addresses or notes."""

    def __init__(self, text: str, overlay: Overlay) -> None:
        super().__init__()
        self._overlay = overlay
        self.setAccessibleName("Error report")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
        column.setSpacing(theme.px(12))
        column.addWidget(Label("Something went wrong in the program", "section"))
        column.addWidget(
            Label(
                "What was saved is safe, and you can go on working. This is everything the report holds: no names, "
                "addresses or notes.",
                wrap=True,
            )
        )
        self.view = QPlainTextEdit(text)
        self.view.setReadOnly(True)
        self.view.setAccessibleName("Report")
        self.view.setTabChangesFocus(True)
        column.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.copy_button = Button("Copy report", icon="copy")
        self.copy_button.clicked.connect(self._copy)
        close = Button("Close", "primary")
        close.clicked.connect(self._close)
        row.addWidget(self.copy_button)
        row.addWidget(close)
        column.addLayout(row)
        self.setFocusProxy(close)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(640), theme.px(380))

    def hasHeightForWidth(self) -> bool:
        """No: the report scrolls."""
        return False

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.view.toPlainText())

    @Slot()
    def _close(self) -> None:
        self._overlay.close(self)
