"""The small panel that adds or edits one follow-up: what, by when, about whom, owed by whom, how often."""

from collections.abc import Iterable
from typing import Any, ClassVar

from msgspec.structs import replace

from crm import clock
from crm.dates import show_day
from crm.fields import FOLLOW_UP
from crm.followups import FollowUpDraft, repeats
from crm.text import begun
from ui.context import Context
from ui.kit.chips_field import Picked, SuggestField
from ui.kit.choices import Choice
from ui.kit.fields import NotesField
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm
from ui.records.record_fields import parties

OWED = (("us", "We owe it"), ("them", "They owe it"))
FROM = (("due", "from its due day"), ("completion", "from the day it is done"))
PRIORITIES = ((0, "Normal"), (1, "High"), (-1, "Low"))


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


class FollowUpPanel(KeptForm):
    """Opened with `id` it edits that one, else it adds one, with `contact` or `organisation` about them already.

    A `title` is what is to be done, to be changed or kept.
    """

    DECLARED = FOLLOW_UP
    ALSO: ClassVar = {"contact": "about", "organisation": "about"}

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
        self._id = id
        self._before = FollowUpDraft(
            title, contact_id=contact, organisation_id=organisation, opportunity_id=opportunity,
            introduction_id=introduction,
        )  # fmt: skip
        snoozed = ""
        if id is not None:
            held = context.workspace.followups.get(id)
            self._before, until = held.draft(), held.row.snoozed_until
            snoozed = f"Snoozed until {show_day(until, clock.today())}." if until and until > clock.today() else ""
        opened = {"": id, "contact:": contact, "organisation:": organisation, "opportunity:": opportunity,
                  "introduction:": introduction, "title:": title or None}  # fmt: skip
        key = "".join(["follow_up", *(f":{name}{number}" for name, number in opened.items() if number is not None)])
        name = "Follow-up" if id is not None else "Add a follow-up"
        super().__init__(context, name, snoozed, draft=key, of_record=id is not None)

    def fields(self) -> Iterable[ask.Row]:
        """What, by when, owed by whom, about whom, how often, and notes."""
        self.about = AboutField(self.context, FOLLOW_UP.edited_names["contact_id"])
        rule = self._before.repeat
        presets = tuple((each, words) for words, each in repeats.PRESETS)
        known = rule in ("", *(each for each, _ in presets))
        options = (("", "Does not repeat"), *presets, *(() if known else ((rule, begun(repeats.in_words(rule))),)))
        yield self.of("title", required=True)
        yield self.of("due_on", at="due"), self.of("owed_by", options=OWED)
        yield self.of("contact_id", lambda _, __: self.about, at="about")
        yield self.of("repeat", options=options, refreshes=True), self.of("priority", options=PRIORITIES)
        yield self.of("repeat_from", options=FROM)
        yield self.of("notes", lambda name, _: NotesField(name, least=2, most=6))

    def built(self) -> None:
        """Let one that there is be moved to the trash."""
        if self._id is not None:
            self.add_button("Move to trash", self._trash, "trash")

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
        self.show_record(draft, about=about)

    def refresh(self) -> None:
        """Ask from when it is counted only where it repeats."""
        self.form.set_shown("repeat_from", bool(self.form.field("repeat").value()))

    def _trash(self) -> None:
        id_, trash = self._id, self.context.workspace.trash
        if id_ is not None:
            self.end_with(lambda: trash.put("follow_up", [id_]), f"Moved to the trash: {self._before.title}")

    def save(self, values: dict[str, Any]) -> str:
        """Write the follow-up."""
        contact, organisation = self.about.id_of("contact"), self.about.id_of("organisation")
        if contact is not None and contact == self._before.contact_id:
            organisation = self._before.organisation_id
        draft = replace(self._before, **self.parts("about"), contact_id=contact, organisation_id=organisation)
        followups = self.context.workspace.followups
        if self._id is None:
            followups.add(draft)
        else:
            followups.edit(self._id, draft)
        due = f", due {show_day(draft.due_on, clock.today())}" if draft.due_on else ""
        return f"{'Follow-up added' if self._id is None else 'Follow-up changed'}: {draft.title}{due}"
