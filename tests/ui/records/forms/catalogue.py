"""Every form there is: how it is opened, what is typed into it, and how the same is changed elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from msgspec.structs import replace

from crm import clock
from crm.contacts import Address, AffiliationDraft, ContactDraft
from crm.filters import EVERYTHING
from crm.followups import FollowUpDraft
from crm.huddles import HuddleDraft, SeriesDraft
from crm.interactions import InteractionDraft, Party
from crm.introductions import IntroductionDraft
from crm.needs import NeedDraft
from crm.opportunities import OpportunityDraft, PartyDraft
from crm.organisations import OrganisationDraft
from crm.pipelines import StageDraft
from crm.pitches import PitchDraft
from crm.views import View
from crm.workspace import Workspace
from tests.ui.stage import Stage
from ui.contacts.addresses import AddressCard
from ui.contacts.affiliation_forms import AffiliationCard
from ui.contacts.bulk_actions import CadenceCard, ThemeCard
from ui.huddles.hands import HandForm
from ui.huddles.pitches import PitchForm
from ui.introductions.editor import MadeForm, OutcomeForm, RelationForm
from ui.introductions.needs_form import NeedForm
from ui.organisations.editor import PartnershipForm, RenameCard, RoleCard
from ui.pipeline.editor import MergeForm, ReasonForm
from ui.pipeline.files import RenameForm
from ui.pipeline.parties import PartyForm
from ui.pipeline.saved_view_form import SaveViewCard
from ui.records.kept_form import KeptForm
from ui.records.tags_card import TagsCard
from ui.settings.pipelines import PipelineCard, StageCard
from ui.settings.series import SeriesCard

ACME, DEE, JANE, BOB = 1, 2, 1, 2
HELD, OPEN, FIRST_STAGE = 1, 2, 1
LAST_MONTH = clock.today() - timedelta(days=30)


def write(made: Workspace) -> None:
    """One of everything that has a form."""
    made.organisations.create(OrganisationDraft("Acme Imaging", status="partner"))
    made.organisations.create(OrganisationDraft("Dee Bioworks"))
    home = Address("1 Quay Row", town="Chester")
    made.contacts.create(ContactDraft("Jane", "Roe", organisation_id=ACME, role="Head", addresses=(home,)))
    made.contacts.create(ContactDraft("Bob", "Lee", organisation_id=DEE))
    made.interactions.log(InteractionDraft(LAST_MONTH, subject="Scans", parties=(Party(JANE),)))
    made.followups.add(FollowUpDraft("Send the minutes", contact_id=JANE))
    made.huddles.plan(HuddleDraft(LAST_MONTH, time(15), time(16), title="Falls"))
    made.pitches.add(1, PitchDraft("Imaging pilot", contact_id=JANE))
    made.hands.raise_hand(1, BOB, note="Has a scanner")
    made.introductions.add(IntroductionDraft("A trial", (JANE, BOB)))
    made.needs.add(NeedDraft("need", "clinical site", "Two wards", organisation_id=ACME))
    made.opportunities.create(OpportunityDraft("Sensor kit", parties=(PartyDraft("lead", ACME, note="Ward time"),)))
    made.opportunities.create(OpportunityDraft("Sepsis test"))
    lost = next(stage.id for stage in made.pipelines.all()[0].stages if stage.outcome == "lost")
    made.opportunities.move(2, lost, reason="No money")
    note = made.path.with_name("plan.txt")
    note.write_text("A plan", encoding="utf-8")
    made.files.add(1, note)


@dataclass(frozen=True)
class Form:
    """One form: `typed` goes into its `field`; of a record `change` says `text` elsewhere, `stored` reads it back."""

    open: Callable[[Stage], object]
    field: str
    typed: str
    change: Callable[[Workspace, str], object] | None = None
    stored: Callable[[Workspace], Any] | None = None
    other: str = "Said elsewhere"

    @property
    def of_record(self) -> bool:
        return self.change is not None


def panel(kind: str, *ids: int, **target: int) -> Callable[[Stage], object]:
    return lambda stage: stage.context.navigator.open(kind, *ids, **target)


def card(make: Callable[[Stage], KeptForm]) -> Callable[[Stage], object]:
    return lambda stage: make(stage).show_over()


def _edit(service: str, id_: int, field: str) -> Callable[[Workspace, str], object]:
    """Change one field of a record that is edited by its whole draft."""

    def change(workspace: Workspace, text: str) -> object:
        held: Any = getattr(workspace, service)
        record = held.get(id_)
        return held.edit(id_, replace(record.draft(), **{field: text}))

    return change


def _interaction(workspace: Workspace, text: str) -> object:
    return workspace.interactions.edit(1, InteractionDraft(LAST_MONTH, subject=text, parties=(Party(JANE),)))


def _role(workspace: Workspace, text: str) -> object:
    held = workspace.contacts.get(JANE).affiliations[0]
    return workspace.contacts.edit_affiliation(JANE, held.id, AffiliationDraft(ACME, text, is_primary=True))


def _address(workspace: Workspace, text: str) -> object:
    held = workspace.contacts.get(JANE).addresses[0]
    return workspace.contacts.set_addresses(JANE, [replace(held, street=text)])


def _stage(workspace: Workspace, text: str) -> object:
    held = workspace.pipelines.stage(FIRST_STAGE)
    return workspace.pipelines.edit_stage(
        held.id, StageDraft(text, held.probability, held.outcome, held.stale_days, held.active)
    )


def _series(workspace: Workspace) -> Any:
    return workspace.huddles.series()[0]


def _party(workspace: Workspace) -> Any:
    return workspace.opportunities.parties(1)[0]


def _made(workspace: Workspace, text: str) -> object:
    return workspace.introductions.made(1, date.fromisoformat(text))


FORMS: dict[str, Form] = {
    "new contact": Form(panel("new_contact"), "name", "Ida Moss"),
    "new organisation": Form(panel("new_organisation"), "name", "Moss Labs"),
    "new opportunity": Form(panel("new_opportunity"), "title", "Robot trial"),
    "new introduction": Form(panel("new_introduction"), "reason", "A second trial"),
    "new need": Form(panel("new_need"), "title", "A scanner"),
    "new offer": Form(panel("new_offer"), "title", "A ward"),
    "plan huddle": Form(panel("plan_huddle"), "title", "Frailty"),
    "add follow-up": Form(panel("follow_up"), "title", "Ring Bob"),
    "change job": Form(panel("change_job", contact=JANE), "role", "Director"),
    "new role": Form(card(lambda s: AffiliationCard(s.context, JANE)), "role", "Adviser"),
    "new address": Form(card(lambda s: AddressCard(s.context, JANE)), "town", "Crewe"),
    "new pitch": Form(
        card(lambda s: PitchForm(s.context, s.workspace.huddles.get(HELD))), "topic", "A robot for the ward"
    ),
    "new hand": Form(card(lambda s: HandForm(s.context, s.workspace.pitches.get(1))), "note", "Fridays"),
    "new party": Form(card(lambda s: PartyForm(s.context, 1)), "note", "Ethics"),
    "who is wanted": Form(card(lambda s: PartyForm(s.context, 1, gap=True)), "note", "A data set"),
    "tags": Form(card(lambda s: TagsCard(s.context, "2 contacts", lambda add, remove: None)), "add", "imaging"),
    "themes": Form(card(lambda s: ThemeCard(s.context, [JANE, BOB], 2)), "add", "diag"),
    "cadence": Form(card(lambda s: CadenceCard(s.context, [JANE, BOB], 2)), "cadence_aim", "60"),
    "save view": Form(card(lambda s: SaveViewCard(s.context, View("", "pipeline", EVERYTHING))), "name", "Ours"),
    "who knows them": Form(card(lambda s: RelationForm(s.context, JANE)), "note", "A paper"),
    "merge": Form(card(lambda s: MergeForm(s.context, s.workspace.opportunities.get(1).row)), "other", "Sep"),
    "new pipeline": Form(card(lambda s: PipelineCard(s.context)), "name", "Trials"),
    "new stage": Form(card(lambda s: StageCard(s.context, 1)), "name", "Due diligence"),
    "new series": Form(card(lambda s: SeriesCard(s.context)), "name", "Breakfast"),
    "follow-up": Form(
        panel("follow_up", 1),
        "title",
        "Send the slides",
        _edit("followups", 1, "title"),
        lambda w: w.followups.get(1).row.title,
    ),
    "interaction": Form(
        panel("interaction", 1), "subject", "Wards", _interaction, lambda w: w.interactions.get(1).subject
    ),
    "huddle": Form(
        panel("plan_huddle", HELD),
        "title",
        "Frailty",
        _edit("huddles", HELD, "title"),
        lambda w: w.huddles.get(HELD).draft().title,
    ),
    "introduction": Form(
        panel("new_introduction", 1),
        "reason",
        "A second trial",
        _edit("introductions", 1, "reason"),
        lambda w: w.introductions.get(1).reason,
    ),
    "need": Form(
        card(lambda s: NeedForm(s.context, "need", s.workspace.needs.get(1))),
        "title",
        "Three wards",
        _edit("needs", 1, "title"),
        lambda w: w.needs.get(1).title,
    ),
    "name of an organisation": Form(
        card(lambda s: RenameCard(s.context, s.workspace.organisations.get(ACME))),
        "name",
        "Acme Scanning",
        lambda w, text: w.organisations.rename(ACME, text),
        lambda w: w.organisations.get(ACME).name,
    ),
    "standing": Form(
        card(lambda s: PartnershipForm(s.context, s.workspace.organisations.get(ACME))),
        "note",
        "A letter came",
        lambda w, text: w.organisations.set_partnership(ACME, "partner", None, "", text),
        lambda w: w.organisations.get(ACME).partnership.note,  # type: ignore[union-attr]
    ),
    "role at an organisation": Form(
        card(
            lambda s: RoleCard(
                s.context, s.workspace.organisations.get(ACME), s.workspace.organisations.get(ACME).people_now[0]
            )
        ),
        "role",
        "Director",
        _role,
        lambda w: w.contacts.get(JANE).affiliations[0].role,
    ),
    "role of a person": Form(
        card(lambda s: AffiliationCard(s.context, JANE, s.workspace.contacts.get(JANE).affiliations[0])),
        "role",
        "Director",
        _role,
        lambda w: w.contacts.get(JANE).affiliations[0].role,
    ),
    "address": Form(
        card(lambda s: AddressCard(s.context, JANE, s.workspace.contacts.get(JANE).addresses[0])),
        "street",
        "2 Mill Lane",
        _address,
        lambda w: w.contacts.get(JANE).addresses[0].street,
    ),
    "pitch": Form(
        card(lambda s: PitchForm(s.context, s.workspace.huddles.get(HELD), s.workspace.pitches.get(1))),
        "topic",
        "A robot",
        _edit("pitches", 1, "topic"),
        lambda w: w.pitches.get(1).topic,
    ),
    "hand": Form(
        card(lambda s: HandForm(s.context, s.workspace.pitches.get(1), s.workspace.hands.at_huddle(HELD)[0])),
        "note",
        "Fridays",
        lambda w, text: w.hands.edit(1, "interested", text, None),
        lambda w: w.hands.at_huddle(HELD)[0].note,
    ),
    "party": Form(
        card(lambda s: PartyForm(s.context, 1, _party(s.workspace))),
        "note",
        "Ethics",
        lambda w, text: w.opportunities.edit_party(1, replace(_party(w).draft(), note=text)),
        lambda w: _party(w).note,
    ),
    "introduced on": Form(
        card(lambda s: MadeForm(s.context, s.workspace.introductions.get(1))),
        "made_on",
        "1/2/2024",
        _made,
        lambda w: str(w.introductions.get(1).made_on),
        "2024-03-04",
    ),
    "what came of it": Form(card(lambda s: OutcomeForm(s.context, s.workspace.introductions.get(1))), "note", "A call"),
    "reason": Form(
        card(lambda s: ReasonForm(s.context, s.workspace.opportunities.get(2))),
        "reason",
        "No time",
        lambda w, text: w.opportunities.correct_reason(2, text),
        lambda w: w.opportunities.get(2).lost_reason,
    ),
    "file": Form(
        card(lambda s: RenameForm(s.context, s.workspace.files.get(1))),
        "name",
        "slides.txt",
        lambda w, text: w.files.rename(1, text),
        lambda w: w.files.get(1).name,
        "elsewhere.txt",
    ),
    "stage": Form(
        card(lambda s: StageCard(s.context, 1, s.workspace.pipelines.stage(FIRST_STAGE))),
        "name",
        "Due diligence",
        _stage,
        lambda w: w.pipelines.stage(FIRST_STAGE).name,
    ),
    "series": Form(
        card(lambda s: SeriesCard(s.context, _series(s.workspace))),
        "name",
        "Breakfast",
        lambda w, text: w.huddles.edit_series(_series(w).id, SeriesDraft(text, _series(w).cadence)),
        lambda w: _series(w).name,
    ),
}
RECORDS = {name: form for name, form in FORMS.items() if form.of_record}
