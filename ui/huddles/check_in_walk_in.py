"""A walk-in at the door: five fields in one go, with the answer about the newsletter and the wording it answers."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm.attendance import Candidate, WalkIn
from crm.errors import CrmError, Invalid
from crm.settings import NEWSLETTER_WORDING
from crm.text import words
from ui.context import Context
from ui.kit import painting, theme
from ui.kit.buttons import Button, SegmentedControl
from ui.kit.fields import TextField
from ui.kit.form import Form
from ui.kit.label import Label
from ui.record_fields import OrganisationField

ANSWERS = {"yes": True, "no": False, "": None}
FIELDS = {"given_name": "name", "emails": "email"}


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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        answer = {Qt.Key.Key_Y: True, Qt.Key.Key_N: False}.get(Qt.Key(event.key()))
        if answer is None or event.modifiers():
            super().keyPressEvent(event)
            return
        self.set_value(answer)
        self.edited.emit()


class _Notice(QWidget):
    """Says that this is somebody known already, with the way to check them in."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said = Label("", "secondary", tone="text", wrap=True)
        self.button = Button("")
        self.button.clicked.connect(self.wanted)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[theme.px(8)] * 4)
        row.setSpacing(theme.px(12))
        row.addSpacing(theme.px(4))
        row.addWidget(self.said, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painting.round_rect(QPainter(self), self.rect(), 8, "warn_soft", "warn")


class WalkInForm(QWidget):
    """The five fields. `saved(contact)` follows a check-in, `left` Esc; `known_chosen(contact)`: one known.

    What was typed stays until it is saved.
    """

    saved = Signal(object)
    left = Signal()
    known_chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._huddle, self._started_from = 0, ""
        self._known: Candidate | None = None
        self.notice = _Notice()
        self.notice.wanted.connect(self._take_known)
        self.form = Form("Add and check in")
        self.form.add("name", "Name", TextField("Name"), half=True)
        self.form.add("organisation", "Organisation", OrganisationField(context), half=True)
        self.form.add("role", "Role", TextField("Role"), half=True)
        self.form.add("email", "E-mail", TextField("E-mail"), half=True)
        self.newsletter = NewsletterField()
        self.form.add("newsletter", "Newsletter", self.newsletter)
        self.form.submitted.connect(self._save)
        self.form.cancelled.connect(self.left)
        self.form.edited.connect(self._compare)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16) - 3, theme.px(8), theme.px(16) - 3, theme.px(12))
        column.setSpacing(theme.px(10))
        column.addWidget(Label("Add a walk-in", "card"))
        column.addWidget(self.notice)
        column.addWidget(self.form)
        self.setAccessibleName("Add a walk-in")

    def start(self, huddle_id: int, text: str) -> None:
        """Begin with what was typed in the field, as a name or an e-mail; a draft begun from the same words goes on."""
        self._huddle = huddle_id
        self.newsletter.set_wording(self._context.workspace.settings.get(NEWSLETTER_WORDING))
        typed = text.strip()
        if not self.has_draft() or (typed and typed != self._started_from):
            self.clear()
            self.form.set_values({"email" if "@" in typed else "name": typed})
            self._started_from = typed
        self._compare()
        self.form.focus_first()
        if self.form.field("name").value():
            self.form.field("organisation").setFocus(Qt.FocusReason.OtherFocusReason)

    def has_draft(self) -> bool:
        """Say whether anything is typed."""
        return any(value not in ("", None) for value in self.form.values().values())

    def clear(self) -> None:
        """Empty every field."""
        self.form.set_values(dict.fromkeys(("name", "email", "organisation", "role"), ""))
        self.newsletter.set_value(None)
        self.form.set_problem("")
        for key in ("name", "email", "organisation", "role"):
            self.form.set_error(key, "")
        self._started_from = ""

    @Slot()
    def _compare(self) -> None:
        """Say whether this is somebody known: by the e-mail it is that person, by the name it may be."""
        workspace = self._context.workspace
        name, email = self.form.field("name").value(), self.form.field("email").value()
        owners = workspace.contacts.email_also_used_by(email) if "@" in email else ()
        self._known = None
        said = ""
        if len(owners) == 1:
            said = f"{email} is the address of {owners[0]}: the tick goes to them, and nobody new is made."
        elif owners:
            said = f"{email} is shared by {', '.join(owners)}. A new contact is made with the same address."
        elif len(wanted := words(name)) > 1:
            found = workspace.attendance.candidates(self._huddle, name, 1)
            if found and set(wanted) <= set(words(found[0].name)):
                self._known = found[0]
                place = f", {found[0].organisation}" if found[0].organisation else ""
                said = f"You know a {found[0].name} already{place}."
        self.notice.said.setText(said)
        self.notice.button.setVisible(self._known is not None)
        if self._known is not None:
            self.notice.button.setText(f"Check in {self._known.name}")
        self.notice.setVisible(bool(said))

    @Slot()
    def _take_known(self) -> None:
        if self._known is not None:
            self.known_chosen.emit(self._known.contact_id)

    @Slot(object)
    def _save(self, values: dict[str, object]) -> None:
        workspace, organisation = self._context.workspace, self.form.field("organisation")
        email, answer = str(values["email"]), self.newsletter.value()
        owners = workspace.contacts.email_also_used_by(email) if email else ()
        person = WalkIn(
            str(values["name"]) or (owners[0] if len(owners) == 1 else ""),
            organisation.text().strip(),
            str(values["role"]),
            email,
            answer,
            workspace.settings.get(NEWSLETTER_WORDING) if answer is not None else "",
        )
        try:
            contact = workspace.attendance.walk_in(self._huddle, person)
        except Invalid as error:
            self._refused(error)
        except CrmError as error:
            self.form.set_problem(str(error))
        else:
            self.clear()
            self.saved.emit(contact)

    def _refused(self, error: Invalid) -> None:
        field = FIELDS.get(error.field, error.field)
        if field in self.form.values():
            self.form.set_error(field, str(error))
            self.form.field(field).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.set_problem(str(error))
