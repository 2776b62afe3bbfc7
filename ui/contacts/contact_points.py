"""How a contact is reached: e-mail addresses and phones edited where they stand, each with what can be done with it."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm import phones
from crm.contacts import ContactDetail, Email, PhoneNumber
from crm.text import begun
from ui.context import Context
from ui.kit import theme
from ui.kit.buttons import IconButton
from ui.kit.field_row import NAME_WIDTH, FieldRow
from ui.kit.fields import TextField
from ui.kit.menu import Menu
from ui.records.link_opener import write_to
from ui.records.service_calls import write, write_or_tell

EMAIL_KINDS = ("work", "home", "other")
PHONE_KINDS = ("work", "mobile", "home", "other")
SHORT_NAME = 62
"""Room for the kind of an address, in design pixels."""
STATES = {"ok": "In use", "bounced": "Bounces", "former": "No longer in use"}


class _Entry(QWidget):
    """One address or number, and its menu."""

    def __init__(self, item: Any, name: str, text: str, tone: str, placeholder: str, width: int) -> None:
        super().__init__()
        self.item = item
        self.row = FieldRow(name, TextField, placeholder=placeholder, tone=tone, name_width=width)
        self.row.set_value(text)
        self.menu_button = IconButton("more", f"More for {text}", size=28)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.row, 1)
        line.addWidget(self.menu_button)
        self.menu_button.setVisible(item is not None)


class _ReachList(QWidget):
    """Items of a contact, and an empty line that adds one; `brief` leaves that out where there is an item.

    With `brief` each line says what it is, else its kind alone.
    """

    noun, plural = "", ""

    def __init__(self, context: Context, *, brief: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._brief = context, brief
        self._contact: ContactDetail | None = None
        self._items: tuple[Any, ...] = ()
        self.entries: list[_Entry] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))

    def show_contact(self, contact: ContactDetail) -> None:
        """Show a contact's items; a line that is open for the same contact keeps what is typed in it."""
        same = self._contact is not None and self._contact.id == contact.id
        items = self.items_of(contact)
        editing = same and any(entry.row.is_editing() for entry in self.entries)
        unchanged = same and items == self._items and bool(self.entries)
        self._contact = contact
        if unchanged:
            return
        self._items = items
        if editing:
            self._tell_open_lines()
            return
        for entry in self.entries:
            self._column.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        lines = items if self._brief and items else (*items, None)
        self.entries = [self._entry(item) for item in lines]
        for entry in self.entries:
            self._column.addWidget(entry)
            entry.show()

    def _tell_open_lines(self) -> None:
        """Tell each line what its item is by now: what is typed builds on that, and overwrites nothing unseen."""
        held = {item.id: item for item in self._items}
        for entry in self.entries:
            if entry.item is not None:
                entry.item = held.get(entry.item.id)
                entry.row.show_stored(self.text_of(entry.item) if entry.item is not None else "")

    def stops(self) -> list[QWidget]:
        """Return what takes the keyboard, in order: first the first line, then its menu, then the lines below."""
        return [stop for entry in self.entries for stop in (entry.row, entry.menu_button)]

    def start_adding(self) -> QWidget:
        """Open the empty line and return it."""
        row = self.entries[-1].row
        row.edit()
        return row

    def _entry(self, item: Any) -> _Entry:
        width = NAME_WIDTH if self._brief else SHORT_NAME
        if item is None:
            adding = f"Add {self.noun[:1].lower()}{self.noun[1:]}"
            made = _Entry(None, self.noun, "", "text", adding, width)
        else:
            said = self.remark_on(item)
            label = f"{self.noun}, {said}" if self._brief and said else begun(said) or self.noun
            made = _Entry(item, label, self.text_of(item), self.tone(item), "", width)
        made.row.committed.connect(self._committed)
        made.menu_button.clicked.connect(self._open_menu)
        return made

    def _committed(self, value: object) -> None:
        entry = next((each for each in self.entries if each.row is self.sender()), None)
        if entry is None or self._contact is None:
            return
        text = str(value or "").strip()
        items = [self.changed(each, text) if each is entry.item else each for each in self._items]
        if entry.item is None and text:
            items.append(self.made(text))
        kept = [each for each in items if each is not None]
        refusal = self._write(kept, f"{self.noun} of {self._contact.name} saved{self.remark(text)}")
        entry.row.set_error(refusal)

    def _write(self, items: Sequence[Any], said: str) -> str:
        contact = self._contact
        if contact is None:
            return ""
        return write(self._context, lambda: self.save(contact.id, items), said)

    def _replace(self, item: Any, changed: Any) -> None:
        items = [changed if each == item else each for each in self._items]
        contact = self._contact
        if contact is not None:
            kept = [each for each in items if each is not None]
            said = f"{self.plural} of {contact.name} saved"
            write_or_tell(self._context, lambda: self.save(contact.id, kept), said)

    def _open_menu(self) -> None:
        button = self.sender()
        entry = next((each for each in self.entries if each.menu_button is button), None)
        if entry is None:
            return
        menu = Menu(self, once=True)
        self.fill_menu(menu, entry.item)
        menu.addSeparator()
        menu.add("Remove", self._picked, icon="trash", data=(entry.item, None))
        menu.popup(entry.menu_button.mapToGlobal(entry.menu_button.rect().bottomLeft()))

    def _add_choices(self, menu: Menu, item: Any, choices: Sequence[tuple[str, Any, bool]]) -> None:
        for text, changed, on in choices:
            action = menu.add(text, self._picked, data=(item, changed))
            action.setCheckable(True)
            action.setChecked(on)

    def _picked(self) -> None:
        sender: Any = self.sender()
        item, changed = sender.data()
        if item != changed:
            self._replace(item, changed)

    def _copy(self) -> None:
        sender: Any = self.sender()
        QGuiApplication.clipboard().setText(str(sender.data()))
        self._context.toasts.say(f"{sender.data()} copied")

    # -- what differs between addresses and numbers

    def items_of(self, contact: ContactDetail) -> tuple[Any, ...]:
        """Return what a contact has."""
        return ()

    def text_of(self, item: Any) -> str:
        """Return an item as it is read and edited."""
        return str(item)

    def changed(self, item: Any, text: str) -> Any:
        """Return the item with another text, None where the text is empty."""
        return item if text else None

    def made(self, text: str) -> Any:
        """Return a new item."""
        return text

    def save(self, contact: int, items: Sequence[Any]) -> None:
        """Write the items."""

    def remark_on(self, item: Any) -> str:
        """Return the word that tells an item from the others: its kind."""
        return str(item.kind)

    def tone(self, item: Any) -> str:
        """Return the ink of an item."""
        return "text"

    def remark(self, text: str) -> str:
        """Return what there is to say about a new text, beside that it was saved."""
        return ""

    def fill_menu(self, menu: Menu, item: Any) -> None:
        """Add what can be done with an item."""


class EmailList(_ReachList):
    """The e-mail addresses: write, copy, main one, kind, state."""

    noun, plural = "E-mail", "E-mail addresses"

    def items_of(self, contact: ContactDetail) -> tuple[Any, ...]:
        return contact.emails

    def text_of(self, item: Any) -> str:
        return str(item.value)

    def changed(self, item: Any, text: str) -> Any:
        return replace(item, value=text) if text else None

    def made(self, text: str) -> Any:
        return Email(text)

    def save(self, contact: int, items: Sequence[Any]) -> None:
        self._context.workspace.contacts.set_emails(contact, items)

    def tone(self, item: Any) -> str:
        return {"bounced": "danger", "former": "text3"}.get(item.state, "accent")

    def remark_on(self, item: Any) -> str:
        return {"bounced": "bounces", "former": "former"}.get(item.state, str(item.kind))

    def remark(self, text: str) -> str:
        others = self._context.workspace.contacts.email_also_used_by(text, self._contact.id if self._contact else None)
        return f". {', '.join(others)} has it too" if text and others else ""

    def fill_menu(self, menu: Menu, item: Any) -> None:
        menu.add(f"Write to {item.value}", self._write_mail, icon="mail", data=item.value)
        menu.add("Copy", self._copy, icon="copy", data=item.value)
        menu.addSeparator()
        if not item.is_primary:
            menu.add("Make it the main one", self._make_main, icon="star", data=item)
        kinds = menu.add_menu("Kind")
        self._add_choices(kinds, item, [(k.capitalize(), replace(item, kind=k), item.kind == k) for k in EMAIL_KINDS])
        states = menu.add_menu("State")
        self._add_choices(states, item, [(t, replace(item, state=k), item.state == k) for k, t in STATES.items()])

    def _make_main(self) -> None:
        sender: Any = self.sender()
        wanted, contact = sender.data(), self._contact
        items = [replace(each, is_primary=each == wanted) for each in self._items]
        if contact is not None:
            said = f"{wanted.value} is the main address of {contact.name}"
            write_or_tell(self._context, lambda: self.save(contact.id, items), said)

    def _write_mail(self) -> None:
        sender: Any = self.sender()
        write_to(self._context, str(sender.data()))


class PhoneList(_ReachList):
    """The phones: copy, kind."""

    noun, plural = "Phone", "Phones"

    def items_of(self, contact: ContactDetail) -> tuple[Any, ...]:
        return contact.phones

    def text_of(self, item: Any) -> str:
        return shown_phone(item)

    def changed(self, item: Any, text: str) -> Any:
        return replace(item, typed=text, e164=None, extension="") if text else None

    def made(self, text: str) -> Any:
        return PhoneNumber(text)

    def save(self, contact: int, items: Sequence[Any]) -> None:
        self._context.workspace.contacts.set_phones(contact, items)

    def fill_menu(self, menu: Menu, item: Any) -> None:
        menu.add("Copy", self._copy, icon="copy", data=shown_phone(item))
        kinds = menu.add_menu("Kind")
        self._add_choices(kinds, item, [(k.capitalize(), replace(item, kind=k), item.kind == k) for k in PHONE_KINDS])


def shown_phone(phone: PhoneNumber) -> str:
    """Return a phone as people read it, with its extension."""
    shown = phones.display(phone.e164) if phone.e164 else phone.typed
    return f"{shown} ext. {phone.extension}" if phone.extension and phone.e164 else shown
