"""A walk-in at the door: five fields in one go, with the answer about the newsletter and the wording it answers."""

from collections.abc import Iterable
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm.attendance import WalkIn
from crm.fields import CONTACT
from crm.identity import Key
from crm.settings import NEWSLETTER_WORDING
from crm.text import words
from ui.context import Context
from ui.kit import theme
from ui.kit.buttons import SegmentedControl
from ui.kit.label import Label
from ui.records import form_fields as ask
from ui.records.kept_form import PageForm
from ui.records.record_fields import OrganisationField
from ui.records.trash_notice import Notice

ANSWERS = {"yes": True, "no": False, "": None}


class NewsletterField(QWidget):
    """Yes, No or not asked, under the sentence that is read to them; Y and N answer by key. One Tab stop."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.wording = Label("", "secondary", tone="text2", wrap=True)
        self.answers = SegmentedControl((("", "Not asked"), ("yes", "Yes"), ("no", "No")), "Newsletter")
        self.answers.changed.connect(self.edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.wording)
        column.addWidget(self.answers)
        self.setAccessibleName("Newsletter")

    def set_wording(self, text: str) -> None:
        """Show the sentence that is asked, and name the answers by it."""
        self.wording.setText(f"“{text}”")
        self.answers.setAccessibleName(f"Newsletter: {text} Y for yes, N for no")

    def value(self) -> bool | None:
        """Return the answer, None where they were not asked."""
        return ANSWERS[self.answers.current()]

    def set_value(self, value: object) -> None:
        """Show an answer."""
        self.answers.set_current(next(key for key, answer in ANSWERS.items() if answer is value))

    def mark(self, wrong: bool) -> None:
        """Nothing here can be wrong."""

    def problem(self) -> str:
        """Every answer is understood."""
        return ""

    def kept(self) -> object:
        return self.answers.current()

    def restore(self, kept: object) -> None:
        self.set_value(ANSWERS.get(str(kept)))

    def words(self) -> str:
        return {"yes": "yes", "no": "no"}.get(self.answers.current(), "not asked")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answer = {Qt.Key.Key_Y: True, Qt.Key.Key_N: False}.get(Qt.Key(event.key()))
        if answer is None or event.modifiers():
            super().keyPressEvent(event)
            return
        self.set_value(answer)
        self.edited.emit()


class WalkInForm(PageForm):
    """The five fields. `checked_in(contact)` follows a check-in, `left` whatever ends it.

    What was typed stays until it is saved, a crash or another name between; Cancel throws it away.
    """

    DECLARED = CONTACT
    ALSO: ClassVar = {"given_name": "name", "emails": "email"}
    checked_in = Signal(object)

    def __init__(self, context: Context) -> None:
        self._huddle, self._started_from = 0, ""
        self._known: int | None = None
        self._chosen: int | None = None
        self._contact = 0
        super().__init__(context, "Add a walk-in", save="Add and check in")

    def fields(self) -> Iterable[ask.Row]:
        """Who, from where, as what, and whether they want the newsletter."""
        self.newsletter = NewsletterField()
        yield self.of("name"), self.of("organisation", lambda name, _: OrganisationField(self.context, name))
        yield self.of("role"), self.of("email")
        yield ask.own("newsletter", "Newsletter", self.newsletter)

    def lay_out(self, title: str, note: str) -> None:
        """Put the title, the draft that is offered, who it may be and the form under each other."""
        self.notice = Notice()
        self.column.setContentsMargins(theme.px(16) - 3, theme.px(8), theme.px(16) - 3, theme.px(12))
        self.column.setSpacing(theme.px(10))
        for part in (Label(title, "card"), self.draft_line, self.notice, self.form):
            self.column.addWidget(part)

    def built(self) -> None:
        """Look who it may be while one types."""
        self.notice.wanted.connect(self._take_known)
        self.form.edited.connect(self.refresh)

    def start(self, huddle_id: int, text: str) -> None:
        """Begin with what was typed in the field, as a name or an e-mail; a draft begun from the same words goes on."""
        begun, self._huddle = self._huddle, huddle_id
        self.newsletter.set_wording(self.context.workspace.settings.get(NEWSLETTER_WORDING))
        typed = text.strip()
        if begun != huddle_id or not self.has_draft() or (typed and typed != self._started_from):
            self.keeper.begin(f"walk_in:{huddle_id}", of_record=False)
            self.form.set_values({"email" if "@" in typed else "name": typed})
            self._started_from = typed
            self.keeper.rebase()
        self.refresh()
        self.form.focus_first()
        if self.form.field("name").value():
            self.form.field("organisation").setFocus(Qt.FocusReason.OtherFocusReason)

    def has_draft(self) -> bool:
        """Say whether anything is typed."""
        return any(value not in ("", None) for value in self.form.values().values())

    def fill(self) -> None:
        """Empty every field."""
        self.form.set_values(dict.fromkeys(("name", "email", "organisation", "role"), ""))
        self.newsletter.set_value(None)
        self.form.set_problem("")
        for key in ("name", "email", "organisation", "role"):
            self.form.set_error(key, "")
        self._started_from = ""

    @Slot()
    def refresh(self) -> None:
        """Say whether this is somebody known: by the e-mail it is that person, by the name it may be."""
        typed = self._typed()
        name, email = typed.name.strip(), typed.email.strip()
        self._known = None
        said = button = ""
        if "@" in email or len(words(name)) > 1:
            said, button = self._recognised(typed)
        self.notice.show_said(said, button)

    def _recognised(self, typed: WalkIn) -> tuple[str, str]:
        """Return what is to be said of whom the words mean, and what the button beside it does; both may be nothing."""
        workspace = self.context.workspace
        match = workspace.attendance.who_is(typed)
        if match.contact_id is not None:
            name = workspace.contacts.name(match.contact_id)
            by_address = match.by is Key.EMAIL
            said = f"{typed.email} is the address of {name}" if by_address else f"This is {name}: {match.reason}"
            return f"{said}: the tick goes to them, and nobody new is made.", ""
        if not match.asks:
            return "", ""
        self._known = match.candidates[0]
        name = workspace.contacts.name(self._known)
        if workspace.trash.holds("contact", self._known):
            return f"{name} is in the trash.", f"Restore {name} and check in"
        if not match.by_name_only:
            return f"{name}: {match.reason} Adding makes a new contact.", f"Check in {name}"
        place = workspace.contacts.rows([self._known])[0].organisation
        return f"You know a {name} already{f', {place}' if place else ''}.", f"Check in {name}"

    def _typed(self) -> WalkIn:
        """Return what stands in the fields."""
        workspace, values = self.context.workspace, self.form.values()
        answer = self.newsletter.value()
        return WalkIn(
            str(values["name"]),
            self.form.field("organisation").text().strip(),
            str(values["role"]),
            str(values["email"]),
            answer,
            workspace.settings.get(NEWSLETTER_WORDING) if answer is not None else "",
            self.form.field("organisation").answer(),
        )

    @Slot()
    def _take_known(self) -> None:
        self._chosen = self._known
        try:
            if self._chosen is not None:
                self.write()
        finally:
            self._chosen = None

    def save(self, values: dict[str, Any]) -> str:
        """Check them in; the page says so."""
        self._contact = self.context.workspace.attendance.walk_in(self._huddle, self._typed(), self._chosen)
        return ""

    def saved(self) -> None:
        """Say who is there."""
        self.checked_in.emit(self._contact)
