"""The Log panel: one line, what was understood of it, notes; saved as one action, never lost."""

from datetime import date
from typing import Any

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction, QCloseEvent

from crm import clock
from crm.dates import show_date, show_day
from crm.errors import CrmError
from crm.interactions import in_words
from crm.quick_log import SavedEntry
from crm.sentence import Entry, Hint
from ui.context import Context
from ui.interactions.day_edit import Edit, date_follow_up, date_when
from ui.interactions.log_draft import LineKeeper
from ui.interactions.log_layout import LogCard
from ui.interactions.log_line import LogLine
from ui.interactions.name_choices import Answer, People
from ui.interactions.prefill import Prefill
from ui.interactions.understood_parts import TONES, Role, UnderstoodPart, rows_of
from ui.kit.actions import Action, Scope
from ui.kit.menu import Menu
from ui.kit.text_entry import Completion, Span
from ui.records.draft_autosave import USE_KEY
from ui.records.typed_days import any_day, coming_day

SAVE_KEYS, ANOTHER_KEYS, PLAN_KEY = ("Ctrl+Return", "Ctrl+Enter"), ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"), "Alt+P"


class LogPanel(LogCard):
    """Opened with nothing, or from a `contact`, an `organisation` or a `follow_up` (which saving completes).

    Several `contacts` or `organisations` that were selected are taken together. It is no `KeptForm`: one line is
    understood as it is typed, and there are no fields.
    """

    def __init__(self, context: Context, **target: int | tuple[int, ...]) -> None:
        # Read first: whom it is about may be gone, and then there is no panel.
        self._people = People(context.workspace)
        self._begun, self._prefill = self._people.begin(target)
        super().__init__(PLAN_KEY)
        self._context, self._target = context, target
        self._keeper = LineKeeper(context.workspace, target, self)
        self._keeper.due.connect(self._keep)
        self._connect()
        self._start(self._keeper.load())

    def _connect(self) -> None:
        self.kinds.changed.connect(self._choose_kind)
        self.field.edited.connect(self._edited)
        self.field.more_pasted.connect(self.notes.add_lines)
        self.hints.plan.connect(self.plan_instead)
        self.hints.afresh.connect(self._start_afresh)
        self.hints.back.connect(self.bring_back)
        self.understood.activated.connect(self._activate)
        self.understood.removed.connect(self._remove)
        self.understood.asked.connect(self._ask)
        self.understood.dated.connect(self._dated)
        self.notes.edited.connect(self._notes_edited)
        self.save_button.clicked.connect(self.save)
        self.cancel_button.clicked.connect(self._cancel)

    def page_actions(self) -> list[Action]:
        """Return what the panel can do while it is open."""
        return _actions(self)

    def can_be_planned(self) -> bool:
        """Say whether the line could be of something still to come."""
        return Hint.PLAN_INSTEAD in self._entry.hints

    # -- from the line to what is shown

    def _start(self, kept: dict[str, Any] | None) -> None:
        """Begin with a kept draft, else with what the panel was opened from."""
        self._line = LogLine.from_draft(kept or self._begun.to_draft())
        self.notes.set_value(kept.get("notes", "") if kept else "")
        self.hints.show_draft(kept is not None, self._keeper.said_aside())
        if self._line.text != self._begun.text:
            self._prefill = None
        self.field.setPlainText(self._line.text)
        self._move_cursor(len(self._line.text), self._prefill.start if self._prefill else None)
        self._understand()

    def _move_cursor(self, at: int, selected_from: int | None = None) -> None:
        self.field.select(at if selected_from is None else selected_from, at)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _edited(self, text: str) -> None:
        if self._goes_on(text):
            return
        self._line.retype(text)
        self._understand()
        self._keeper.touch()

    def _goes_on(self, text: str) -> bool:
        """Whether the line was written anew because of what was typed over what it began with, or behind it."""
        if anew := self._keeper.typed_behind(text):
            self._begin_anew(text, anew)
            return True
        begun = self._prefill
        if begun is None:
            return False
        after = begun.after(text)
        if after is None:
            self._prefill = begun if begun.is_open(text) else None
            return False
        self._prefill = after if isinstance(after, Prefill) else None
        wanted = after.text if isinstance(after, Prefill) else after
        self.field.replace(0, len(text), wanted)
        if isinstance(after, Prefill):
            self.field.select(after.start, len(wanted))
        return True

    def _begin_anew(self, text: str, typed: str) -> None:
        """Begin as without the draft that was shown, with what was typed behind it."""
        self._keeper.set_aside(self.notes.toPlainText())
        self._begun, self._prefill = self._people.begin(self._target)
        self._line = LogLine.from_draft(self._begun.to_draft())
        self.notes.set_value("")
        self.hints.show_draft(False, self._keeper.said_aside())
        self.field.replace(0, len(text), (self._prefill.verb if self._prefill else "") + typed)

    def _understand(self) -> None:
        self._entry = entry = self._line.entry(self._people.names, clock.today())
        self._people.learn(entry)
        self._preview = self._context.workspace.entries.preview(entry, stands_for=self._line.stands_for)
        self.field.set_spans([Span(span.start, span.end, TONES[span.kind]) for span in entry.spans])
        self.kinds.set_current(entry.kind.value)
        self.understood.show_rows(rows_of(entry, self._preview, clock.today(), self._people.symbols))
        self.hints.show_hints(entry)
        self.say_problem("")

    def complete(self, text: str, at: int) -> Completion | None:
        """Return the people, organisations and tags that may be meant at the cursor."""
        return self._people.complete(text, at)

    @Slot(str)
    def _choose_kind(self, kind: str) -> None:
        self._line.choose_kind(kind)
        self._changed()

    def _changed(self) -> None:
        """Read the line again after an answer to one of its parts."""
        self._understand()
        self._keeper.touch()

    @Slot()
    def plan_instead(self) -> None:
        """Take it as something still to come."""
        if self.can_be_planned():
            self._line.planned = True
            self._changed()

    # -- chips

    @Slot(object)
    def _activate(self, part: UnderstoodPart) -> None:
        match part.role:
            case Role.WHEN:
                self.understood.ask_day(part, self._entry.day, coming_day if self._entry.planned else any_day)
            case Role.FOLLOW_UP:
                follow_up = self._entry.follow_up
                self.understood.ask_day(part, follow_up.due if follow_up else None, coming_day)
            case Role.ABOUT | Role.TAG:
                self._select(part)
            case _:
                chip = self.understood.chip_of(part)
                self._ask(part, chip.mapToGlobal(QPoint(0, chip.height() + 4)) if chip else QPoint())

    def _select(self, part: UnderstoodPart) -> None:
        """Go to the words of a part in the line."""
        start = part.span.start if part.span else self._line.text.find(part.text)
        if start >= 0:
            self.field.select(start, part.span.end if part.span else start + len(part.text))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object, QPoint)
    def _ask(self, part: UnderstoodPart, spot: QPoint) -> None:
        menu = Menu(self, once=True)
        self._people.fill(menu, part, self._entry, self._line.text)
        menu.triggered.connect(self._answered)
        if not menu.isEmpty():
            menu.setActiveAction(menu.actions()[0])
            menu.popup(spot)

    @Slot(QAction)
    def _answered(self, action: QAction) -> None:
        answer = action.data()
        if not isinstance(answer, Answer):
            return
        if answer.is_text:
            self._remove(answer.part)
        elif answer.part.role is Role.STANDS_FOR:
            self._line.stands_for[answer.part.key] = answer.stands_for
            self._changed()
        elif answer.means is not None:
            self._line.chosen[answer.part.key] = answer.means
            self._line.stands_for.pop(answer.part.key, None)
            self._changed()

    @Slot(object)
    def _remove(self, part: UnderstoodPart) -> None:
        if part.span is None:
            return
        self._line.make_plain(part.span)
        self._changed()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object, object, bool)
    def _dated(self, part: UnderstoodPart, day: date | None, back: bool) -> None:
        edit: Edit | None = None
        if day is not None:
            find = date_when if part.role is Role.WHEN else date_follow_up
            edit = find(self._line, self._entry, day, self._people.names, clock.today())
        if edit is not None:
            self.field.replace(*edit)
        self._understand()
        if day is not None and edit is None:
            self.say_problem("That day does not fit into the line as it is. Type it where it belongs.")
        if back:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- the draft

    @Slot()
    def _notes_edited(self) -> None:
        self.say_problem("")
        self._keeper.touch()

    def _content(self) -> dict[str, Any] | None:
        if self._line.text.strip() == self._begun.text.strip() and not self.notes.value():
            return None
        return {**self._line.to_draft(), "notes": self.notes.toPlainText()}

    @Slot()
    def _keep(self) -> None:
        said = self._keeper.keep(self._content())
        if said:
            self.say_problem(said)

    @Slot()
    def _start_afresh(self) -> None:
        self._begun, self._prefill = self._people.begin(self._target)
        self._keeper.discard()
        self._start(None)

    @Slot()
    def bring_back(self) -> None:
        """Show the draft that is aside; what is typed is aside in its place."""
        back = self._keeper.bring_back(self._content())
        if back is not None:
            self._start(back)
            self._keeper.touch()

    @Slot()
    def _cancel(self) -> None:
        """Throw away what is typed and kept, and close."""
        self._keeper.forget()
        self._start_afresh()
        self._context.overlay.close(self)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is typed."""
        self._keeper.keep(self._content())
        super().closeEvent(event)

    # -- saving

    @Slot()
    def save(self) -> None:
        """Save and close; or say what stands in the way, with everything kept."""
        if self._write() is not None:
            self._context.overlay.close(self)

    @Slot()
    def save_and_another(self) -> None:
        """Save and begin the next one, with the same organisation and day."""
        entry = self._entry
        if self._write() is not None:
            self._target.pop("follow_up", None)
            (self._begun, at), self._prefill = self._people.another(entry), None
            self._start(None)
            self._move_cursor(at)

    def _write(self) -> SavedEntry | None:
        if not self.understood.take_day():
            return None
        stands_in_the_way = self._what_is_missing()
        if stands_in_the_way:
            self.say_problem(stands_in_the_way)
            return None
        try:
            saved = self._context.workspace.entries.save(
                self._entry, self.notes.value(), stands_for=self._line.stands_for, completes=self._completes()
            )
        except CrmError as error:
            self._keep()
            self.say_problem(str(error))
            return None
        self._keeper.discard()
        self._line = LogLine.from_draft(self._begun.to_draft())
        self.notes.set_value("")
        self._context.toasts.undoable(_said(self._entry))
        return saved

    def _completes(self) -> int | None:
        follow_up = self._target.get("follow_up")
        return follow_up if isinstance(follow_up, int) else None

    def _what_is_missing(self) -> str:
        """Return what has to be settled before saving, and go there; nothing where all is settled."""
        entry = self._entry
        if not self._line.text.strip() and not self.notes.value():
            return "Write what happened, as “met jane roe re imaging pilot”."
        if entry.unresolved:
            open_ = entry.unresolved[0]
            chip = next((each for each in self.understood.chips() if each.part and each.part.key == open_.key), None)
            if chip is not None:
                chip.setFocus(Qt.FocusReason.TabFocusReason)
            return f"Choose who is meant by “{open_.name}”: Enter on the chip shows who it can be."
        if Hint.PLAN_INSTEAD in entry.hints:
            day = show_date(entry.day, clock.today())
            return f"{day} is still to come: plan it instead ({PLAN_KEY}), or correct the day."
        if Hint.FOLLOW_UP_WITHOUT_DAY in entry.hints:
            part = next(chip.part for chip in self.understood.chips() if chip.part and chip.part.role is Role.FOLLOW_UP)
            self.understood.ask_day(part, None, coming_day)
            return "Say by when the follow-up is due, or take it out of the line."
        return ""


def _actions(panel: LogPanel) -> list[Action]:
    here, group, another = Scope.PANEL, "Log", panel.save_and_another
    may_plan, is_aside = panel.can_be_planned, panel.hints.has_aside
    return [
        Action("log.save", "Save", panel.save, "check", SAVE_KEYS, here, group, "log keep done"),
        Action("log.another", "Save and log another", another, "plus", ANOTHER_KEYS, here, group, "next again"),
        Action(
            "log.plan", "Plan it instead", panel.plan_instead, "calendar", (PLAN_KEY,), here, group, "later", may_plan
        ),
        Action("log.back", "Use the draft", panel.bring_back, "restore", (USE_KEY,), here, group, "kept", is_aside),
    ]


def _said(entry: Entry) -> str:
    """Return what was saved, in a few words: "Logged: meeting with Jane Roe · follow-up Thu 4 Jun"."""
    names = [who.name for who in (*entry.people, *(place for place in entry.organisations if place.alone))]
    between = " about " if entry.kind == "note" else " with "
    text = f"{'Planned' if entry.planned else 'Logged'}: {entry.kind}{between + in_words(names) if names else ''}"
    if entry.follow_up is not None and entry.follow_up.due is not None:
        text += f" · follow-up {show_day(entry.follow_up.due, clock.today())}"
    return text
