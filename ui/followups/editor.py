"""The small panel that adds or edits one follow-up: what, by when, about whom, owed by whom, how often."""

from typing import Any

from msgspec.structs import replace

from crm import clock
from crm.dates import show_day
from crm.fields import FOLLOW_UP
from crm.followups import FollowUpDraft, repeats
from crm.text import begun
from ui.context import Context
from ui.kit.buttons import Button
from ui.kit.chips_field import Picked, SuggestField
from ui.kit.choices import Choice
from ui.kit.fields import NotesField
from ui.records.form_card import FormCard
from ui.records.form_fields import DeclaredForm
from ui.records.record_fields import parties
from ui.records.service_calls import write_or_tell

OWED = (("us", "We owe it"), ("them", "They owe it"))
FROM = (("due", "from its due day"), ("completion", "from the day it is done"))
PRIORITIES = ((0, "Normal"), (1, "High"), (-1, "Low"))
FIELDS = {"due_on": "due", "contact": "about", "organisation": "about"}


class AboutField(SuggestField):
    """Whom a follow-up is about: a known person or organisation, by name."""

    def __init__(self, context: Context, name: str) -> None:
        self._context = context
        super().__init__(name, self.suggest, placeholder="A person or an organisation", icon="user")

    def suggest(self, text: str) -> list[Choice]:
        """Return people and organisations that match."""
        return parties(self._context, text)

    def id_of(self, kind: str) -> int | None:
        """Return the id of the contact or organisation chosen, None where the other or nothing is."""
        picked: Picked | None = self.value()
        if picked is None or not isinstance(picked.data, (tuple, list)) or picked.data[0] != kind:
            return None
        return int(picked.data[1])

    def problem(self) -> str:
        """Say that a typed name is nobody's."""
        picked: Picked | None = self.value()
        known = picked is None or picked.data is not None
        return "" if known else f"“{self.text().strip()}” is not known: choose from the list, or leave it empty."


class FollowUpPanel(FormCard):
    """Opened with `id` it edits that one, else it adds one, with `contact` or `organisation` about them already.

    A `title` is what is to be done, to be changed or kept.
    """

    def __init__(
        self,
        context: Context,
        id: int | None = None,
        contact: int | None = None,
        organisation: int | None = None,
        opportunity: int | None = None,
        introduction: int | None = None,
        title: str = "",
    ) -> None:
        workspace = context.workspace
        until = workspace.followups.get(id).row.snoozed_until if id is not None else None
        snoozed = f"Snoozed until {show_day(until, clock.today())}." if until and until > clock.today() else ""
        super().__init__(context, "Follow-up" if id is not None else "Add a follow-up", snoozed)
        self._id = id
        self._before = workspace.followups.get(id).draft() if id is not None else FollowUpDraft(
            title, contact_id=contact, organisation_id=organisation, opportunity_id=opportunity,
            introduction_id=introduction,
        )  # fmt: skip
        self._build()
        if id is not None:
            trash = Button("Move to trash", "ghost", icon="trash")
            trash.clicked.connect(self._trash)
            self.form.buttons.insertWidget(0, trash)
        opened = {"": id, "contact:": contact, "organisation:": organisation, "opportunity:": opportunity,
                  "introduction:": introduction, "title:": title or None}  # fmt: skip
        key = "".join(["follow_up", *(f":{name}{number}" for name, number in opened.items() if number is not None)])
        self.begin(key, of_record=id is not None)

    def _build(self) -> None:
        form = DeclaredForm(self.form, FOLLOW_UP)
        form.add("title", required=True)
        form.add("due_on", at="due", half=True)
        form.add("owed_by", options=OWED, half=True)
        self.about: AboutField = form.add("contact_id", lambda name, _: AboutField(self.context, name), at="about")
        kept = ((self._before.repeat, begun(repeats.in_words(self._before.repeat))),)
        presets = tuple((rule, words) for words, rule in repeats.PRESETS)
        known = self._before.repeat in ("", *(rule for rule, _ in presets))
        options = (("", "Does not repeat"), *presets, *(() if known else kept))
        form.add("repeat", options=options, half=True)
        form.add("priority", options=PRIORITIES, half=True)
        form.add("repeat_from", options=FROM)
        form.add("notes", lambda name, _: NotesField(name, least=2, most=6))
        self.form.field("repeat").edited.connect(self.refresh)

    def fill(self) -> None:
        """Show the follow-up as it is, or whom a new one is about."""
        workspace = self.context.workspace
        if self._id is not None:
            self._before = workspace.followups.get(self._id).draft()
        draft = self._before
        about: Picked | None = None
        if draft.contact_id is not None:
            about = Picked(workspace.contacts.name(draft.contact_id), ("contact", draft.contact_id))
        elif draft.organisation_id is not None:
            about = Picked(workspace.organisations.name(draft.organisation_id), ("organisation", draft.organisation_id))
        self.form.set_values(
            {
                "title": draft.title,
                "due": draft.due_on,
                "owed_by": draft.owed_by,
                "about": about,
                "repeat": draft.repeat,
                "repeat_from": draft.repeat_from,
                "priority": draft.priority,
                "notes": draft.notes,
            }
        )

    def refresh(self) -> None:
        """Ask from when it is counted only where it repeats."""
        self.form.set_shown("repeat_from", bool(self.form.field("repeat").value()))

    def _trash(self) -> None:
        id_, trash = self._id, self.context.workspace.trash
        said = f"Moved to the trash: {self._before.title}"
        if id_ is not None and write_or_tell(self.context, lambda: trash.put("follow_up", [id_]), said):
            self.context.overlay.close(self)

    # -- saving

    def field_of(self, field: str) -> str:
        """Name the form's field for one of the service's."""
        return FIELDS.get(field, field)

    def save(self, values: dict[str, Any]) -> str:
        """Write the follow-up."""
        contact, organisation = self.about.id_of("contact"), self.about.id_of("organisation")
        if contact is not None and contact == self._before.contact_id:
            organisation = self._before.organisation_id
        draft = replace(
            self._before,
            title=values["title"],
            due_on=values["due"],
            owed_by=values["owed_by"],
            contact_id=contact,
            organisation_id=organisation,
            repeat=values["repeat"],
            repeat_from=values["repeat_from"],
            priority=values["priority"],
            notes=values["notes"],
        )
        followups = self.context.workspace.followups
        if self._id is None:
            followups.add(draft)
        else:
            followups.edit(self._id, draft)
        due = f", due {show_day(draft.due_on, clock.today())}" if draft.due_on else ""
        return f"{'Follow-up added' if self._id is None else 'Follow-up changed'}: {draft.title}{due}"
