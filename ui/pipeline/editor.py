"""The form of a new opportunity: what, at which stage, with whom, worth how much, by when, from where."""

from typing import Any

from msgspec.structs import replace

from crm.fields import OPPORTUNITY
from crm.opportunities import OpportunityDraft
from crm.workspace import Workspace
from ui.context import Context
from ui.kit.chips_field import Picked
from ui.pipeline.money_field import CURRENCIES, money_field
from ui.records.form_card import FormCard
from ui.records.form_fields import DeclaredForm
from ui.records.record_fields import ContactField, OrganisationField

SOURCES = (
    ("", "Not said"),
    ("huddle", "A huddle"),
    ("pitch", "A pitch"),
    ("introduction", "An introduction"),
    ("funding call", "A funding call"),
    ("other", "Something else"),
)
FIELDS = {"stage_id": "stage", "value_pence": "value"}


class NewOpportunityPanel(FormCard):
    """Opened with `pipeline` or `stage` it starts there, with a `pitch` or an `introduction` from what that says."""

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
        self._organisation = organisation
        origins = {"pitch:": pitch, "introduction:": introduction, "": organisation}
        about = next((f":{origin}{record}" for origin, record in origins.items() if record is not None), "")
        self.begin(f"new_opportunity{about}")

    def _build(self, pipeline: int | None, stage: int | None) -> None:
        form, context = DeclaredForm(self.form, OPPORTUNITY), self.context
        pipelines = context.workspace.pipelines.all()
        stages = [
            (each.id, f"{line.name}: {each.name}")
            for line in pipelines
            for each in line.stages
            if each.outcome == "open"
        ]
        first = next((line.stages[0].id for line in pipelines if line.id == pipeline), None)
        form.add("title", example="Imaging pilot: two-trust study", required=True)
        chosen = form.add("stage_id", options=stages, at="stage", half=True)
        chosen.set_value(stage or first or (stages[0][0] if stages else None))
        form.add("source", options=SOURCES, name="Where it came from", half=True)
        self.form.add("lead", "Lead organisation", OrganisationField(context, "Lead organisation"), half=True)
        self.form.add("person", "Person", ContactField(context, "Person", only_known=True), half=True)
        form.add("value_pence", lambda name, _: money_field(name), at="value", half=True)
        form.add("currency", options=CURRENCIES, half=True)
        form.add("deadline", example="21/5, 6w", half=True)
        form.add("expected_close", example="21/9, 6m", half=True)
        form.add("notes")

    def fill(self) -> None:
        """Begin with what it comes from."""
        draft, workspace, organisation = self._before, self.context.workspace, self._organisation
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

    def field_of(self, field: str) -> str:
        """Name the form's field for one of the service's."""
        return FIELDS.get(field, field)

    def save(self, values: dict[str, Any]) -> str:
        """Write the opportunity; a lead of a new name is made with it, as one step."""
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
        )
        lead, person = self.form.field("lead").meant(), self.form.field("person").chosen_id()
        self._made = self.context.workspace.opportunities.create_led(draft, lead, person)
        return f"Added: “{values['title'].strip()}”"

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
