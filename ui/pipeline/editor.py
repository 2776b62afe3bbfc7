"""The forms about an opportunity: a new one, why one was closed, and two records that become one."""

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec.structs import replace

from crm.errors import Invalid
from crm.fields import OPPORTUNITY
from crm.opportunities import OpportunityDetail, OpportunityDraft, OpportunityFilter, OpportunityRow
from crm.workspace import Workspace
from ui.context import Context
from ui.kit.chips_field import Picked, SuggestField
from ui.kit.choices import Choice
from ui.kit.fields import ChoiceField
from ui.pipeline.board_part import ANSWERS
from ui.pipeline.money_field import CURRENCIES, money_field
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm
from ui.records.record_fields import ContactField, OrganisationField

SOURCES = (
    ("", "Not specified"),
    ("huddle", "A huddle"),
    ("pitch", "A pitch"),
    ("introduction", "An introduction"),
    ("funding call", "A funding call"),
    ("other", "Other"),
)


class NewOpportunityPanel(KeptForm):
    """Opened with `pipeline` or `stage` it starts there, with a `pitch` or an `introduction` from what that says."""

    WIDTH = 600
    DECLARED = OPPORTUNITY

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
        self._made, self._organisation = 0, organisation
        self._pipeline, self._stage = pipeline, stage
        origins = {"pitch:": pitch, "introduction:": introduction, "": organisation}
        about = next((f":{origin}{record}" for origin, record in origins.items() if record is not None), "")
        super().__init__(
            context, "New opportunity", _with(workspace, self._before), save="Add", draft=f"new_opportunity{about}"
        )

    def fields(self) -> Iterable[ask.Row]:
        """What, at which stage, with whom, worth how much, by when, from where."""
        lead = OrganisationField(self.context, "Lead organisation")
        person = ContactField(self.context, "Person", only_known=True)
        yield self.of("title", example="Imaging pilot: two-trust study", required=True)
        yield (
            self.of("stage_id", self._stage_field, at="stage"),
            self.of("source", options=SOURCES, name="Where it came from"),
        )
        yield ask.own("lead", "Lead organisation", lead), ask.own("person", "Person", person)
        yield (
            self.of("value_pence", lambda name, _: money_field(name), at="value"),
            self.of("currency", options=CURRENCIES),
        )
        yield self.of("deadline", example="21/5, 6w"), self.of("expected_close", example="21/9, 6m")
        yield self.of("notes")

    def _stage_field(self, name: str, _example: str) -> ChoiceField:
        pipelines = self.context.workspace.pipelines.all()
        stages = [
            (each.id, f"{line.name}: {each.name}")
            for line in pipelines
            for each in line.stages
            if each.outcome == "open"
        ]
        first = next((line.stages[0].id for line in pipelines if line.id == self._pipeline), None)
        field = ChoiceField(name, stages)
        field.set_value(self._stage or first or (stages[0][0] if stages else None))
        return field

    def fill(self) -> None:
        """Begin with what it comes from."""
        draft = self._before
        lead = next((each for each in draft.parties if each.role == "lead"), None)
        place = lead.organisation_id if lead is not None else self._organisation
        self.show_record(
            draft,
            stage=self.form.field("stage").value(),
            lead=self.form.field("lead").known(place),
            person=self.form.field("person").known(lead.contact_id if lead is not None else None),
        )

    def save(self, values: dict[str, Any]) -> str:
        """Write the opportunity; a lead of a new name is made with it, as one step."""
        draft = replace(self._before, **self.parts("lead", "person"))
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


class ReasonForm(KeptForm):
    """Asks why it was closed; the history of moves tells the corrected reason."""

    def __init__(self, context: Context, detail: OpportunityDetail) -> None:
        self._detail = detail
        title = f"{detail.row.stage}: “{detail.row.title}”"
        super().__init__(context, title, draft=f"reason:{detail.id}", of_record=True)

    def fields(self) -> Iterable[ask.Row]:
        """The reason alone."""
        return (ask.text("reason", "Reason", ANSWERS[self._detail.row.outcome], part="lost_reason"),)

    def read(self) -> OpportunityDetail:
        """Read the reason there is."""
        return self.context.workspace.opportunities.get(self._detail.id)

    def save(self, values: dict[str, Any]) -> str:
        """Correct it."""
        self.context.workspace.opportunities.correct_reason(self._detail.id, values["reason"])
        return "Reason changed"


MOST_SUGGESTED = 6
MERGE_NOTE = (
    "Parties, follow-ups, files and notes of the other come here; the other goes to the trash. One Undo takes it back."
)


class MergeForm(KeptForm):
    """Asks which other opportunity is to go into this one."""

    def __init__(self, context: Context, row: OpportunityRow) -> None:
        self._row = row
        super().__init__(context, f"Merge into “{row.title}”", MERGE_NOTE, save="Merge", draft=f"merge:{row.id}")

    def fields(self) -> Iterable[ask.Row]:
        """The other alone."""
        field = SuggestField("The other", self.suggest, placeholder="Type its title", icon="columns")
        return (ask.own("other", "The other", field, required=True),)

    def suggest(self, text: str) -> Sequence[Choice]:
        """Return opportunities that match."""
        found = self.context.workspace.opportunities.rows(OpportunityFilter(text=text))
        others = [row for row in found if row.id != self._row.id]
        return [Choice(row.title, subtitle=row.organisation, data=row.id) for row in others[:MOST_SUGGESTED]]

    def save(self, values: dict[str, Any]) -> str:
        """Merge them."""
        picked: Picked | None = values["other"]
        if picked is None or not isinstance(picked.data, int):
            raise Invalid("other", "Choose the other opportunity from the list.")
        self.context.workspace.opportunities.merge(picked.data, self._row.id)
        return f"Merged: “{picked.text}” into “{self._row.title}”"
