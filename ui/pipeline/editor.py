"""The form of a new opportunity: what, at which stage, with whom, worth how much, by when, from where."""

from dataclasses import replace
from typing import Any

from PySide6.QtGui import QCloseEvent

from crm.errors import CrmError
from crm.opportunities import OpportunityDraft, PartyDraft
from crm.workspace import Workspace
from ui.context import Context
from ui.days import coming_day, written
from ui.form_card import FormCard
from ui.keeping import Keeper
from ui.kit.chips_field import Picked
from ui.kit.date_field import DateField
from ui.kit.fields import ChoiceField, NotesField, TextField
from ui.pipeline.values import CURRENCIES, money_field
from ui.record_fields import ContactField, OrganisationField

SOURCES = (
    ("", "Not said"),
    ("huddle", "A huddle"),
    ("pitch", "A pitch"),
    ("introduction", "An introduction"),
    ("funding call", "A funding call"),
    ("other", "Something else"),
)
FIELDS = {"stage_id": "stage", "value_pence": "value"}
TYPED = ("title", "stage", "currency", "source", "notes")
PARSED = ("value", "deadline", "expected_close")
PICKED = ("lead", "person")


class NewOpportunityPanel(FormCard):
    """Opened with `pipeline` or `stage` it starts there, with `pitch` or `introduction` from that, else from nothing.

    What is typed survives Esc and a crash, until it is saved.
    """

    WIDTH = 600

    def __init__(
        self,
        context: Context,
        pipeline: int | None = None,
        stage: int | None = None,
        pitch: int | None = None,
        organisation: int | None = None,
        introduction: int | None = None,
    ) -> None:
        workspace = context.workspace
        self._before = OpportunityDraft("")
        if pitch is not None:
            self._before = workspace.opportunities.from_pitch(pitch)
        elif introduction is not None:
            self._before = workspace.opportunities.from_introduction(introduction)
        super().__init__(context, "New opportunity", _with(workspace, self._before), save="Add")
        self._made = 0
        self._build(pipeline, stage)
        self._fill(organisation)
        self._at_first = self._content()
        origins = {"pitch:": pitch, "introduction:": introduction, "": organisation}
        about = next((f":{origin}{record}" for origin, record in origins.items() if record is not None), "")
        self._keeper = Keeper(workspace, f"new_opportunity{about}", self)
        self._keeper.due.connect(self._keep)
        self._restore(self._keeper.load())
        self.form.edited.connect(self._keeper.touch)

    def _build(self, pipeline: int | None, stage: int | None) -> None:
        form, context = self.form, self.context
        pipelines = context.workspace.pipelines.all()
        stages = [
            (each.id, f"{line.name}: {each.name}")
            for line in pipelines
            for each in line.stages
            if each.outcome == "open"
        ]
        first = next((line.stages[0].id for line in pipelines if line.id == pipeline), None)
        form.add("title", "Title", TextField(placeholder="Imaging pilot: two-trust study"), required=True)
        form.add("stage", "Stage", ChoiceField("Stage", stages), half=True)
        form.field("stage").set_value(stage or first or (stages[0][0] if stages else None))
        form.add("source", "Where it came from", ChoiceField("Where it came from", SOURCES), half=True)
        form.add("lead", "Lead organisation", OrganisationField(context, "Lead organisation"), half=True)
        form.add("person", "Person", ContactField(context, "Person", only_known=True), half=True)
        form.add("value", "Value", money_field("Value"), half=True)
        form.add("currency", "Currency", ChoiceField("Currency", CURRENCIES), half=True)
        deadline = DateField("Call deadline", coming_day, written, placeholder="21/5, 6w")
        form.add("deadline", "Call deadline", deadline, half=True)
        close = DateField("Expected close", coming_day, written, placeholder="21/9, 6m")
        form.add("expected_close", "Expected close", close, half=True)
        form.add("notes", "Notes", NotesField("Notes", least=2, most=8))

    def _fill(self, organisation: int | None) -> None:
        draft, workspace = self._before, self.context.workspace
        lead = next((each for each in draft.parties if each.role == "lead"), None)
        place = lead.organisation_id if lead is not None else organisation
        person = lead.contact_id if lead is not None else None
        values: dict[str, Any] = {
            "title": draft.title,
            "source": draft.source,
            "currency": draft.currency,
            "value": draft.value_pence,
            "deadline": draft.deadline,
            "expected_close": draft.expected_close,
            "notes": draft.notes,
            "lead": Picked(workspace.organisations.name(place), place) if place is not None else None,
            "person": Picked(workspace.contacts.name(person), person) if person is not None else None,
        }
        self.form.set_values(values)

    # -- the draft

    def _content(self) -> dict[str, Any]:
        form = self.form
        picked: dict[str, Picked | None] = {key: form.field(key).value() for key in PICKED}
        return {
            **{key: form.field(key).value() for key in TYPED},
            **{key: form.field(key).text() for key in PARSED},
            **{key: [each.text, each.data] if each else None for key, each in picked.items()},
        }

    def _restore(self, kept: dict[str, Any] | None) -> None:
        if not kept:
            return
        self.form.set_values({key: kept[key] for key in TYPED if key in kept and key != "stage"})
        for key in PARSED:
            self.form.field(key).setText(str(kept.get(key, "")))
        for key in PICKED:
            self.form.field(key).set_value(Picked(*kept[key]) if kept.get(key) else None)

    def _keep(self) -> None:
        content = self._content()
        said = self._keeper.keep(None if content == self._at_first else content)
        if said:
            self.form.set_problem(said)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is typed."""
        self._keep()
        super().closeEvent(event)

    # -- saving

    def field_of(self, field: str) -> str:
        """Name the form's field for one of the service's."""
        return FIELDS.get(field, field)

    def save(self, values: dict[str, Any]) -> str:
        """Write the opportunity; a lead of a new name is made with it, as one step."""
        try:
            self._write(values)
        except CrmError:
            self._keep()
            raise
        self._at_first = self._content()
        self._keeper.discard()
        return f"Added: “{values['title'].strip()}”"

    def _write(self, values: dict[str, Any]) -> None:
        workspace, lead = self.context.workspace, self.form.field("lead")
        with workspace.store.action(f"Add opportunity {values['title'].strip()}"):
            place, person = lead.organisation_id(), self.form.field("person").chosen_id()
            others = tuple(each for each in self._before.parties if each.role != "lead")
            first = (PartyDraft("lead", place, person),) if place is not None or person is not None else ()
            draft = replace(
                self._before,
                title=values["title"],
                stage_id=values["stage"],
                value_pence=values["value"],
                currency=values["currency"],
                deadline=values["deadline"],
                expected_close=values["expected_close"],
                source=values["source"],
                notes=values["notes"],
                parties=(*first, *others),
            )
            self._made = workspace.opportunities.create(draft)

    def saved(self) -> None:
        """Go to the new opportunity."""
        self.context.navigator.open("opportunity", self._made)


def _with(workspace: Workspace, draft: OpportunityDraft) -> str:
    """Name those who take part beside the lead, whom the form does not show."""
    names = []
    for each in draft.parties:
        if each.role != "lead" and each.organisation_id is not None:
            names.append(workspace.organisations.name(each.organisation_id))
        elif each.role != "lead" and each.contact_id is not None:
            names.append(workspace.contacts.name(each.contact_id))
    return f"With {' and '.join(names)}" if names else ""
