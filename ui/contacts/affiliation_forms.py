"""Affiliations: a change of job as one step, and a role added or corrected."""

from typing import Any

from msgspec.structs import replace

from crm import clock
from crm.contacts import AffiliationDraft, AffiliationRow
from crm.contacts.affiliations import goes_on
from crm.dates import parse_partial
from crm.errors import NotFound
from ui.context import Context
from ui.kit.chips_field import Picked
from ui.kit.fields import CheckField, ChoiceField, TextField
from ui.records.form_card import FormCard
from ui.records.record_fields import OrganisationField, partial_field

KINDS = (
    ("employee", "Employee"),
    ("founder", "Founder"),
    ("honorary", "Honorary"),
    ("board", "Board"),
    ("adviser", "Adviser"),
    ("investor", "Investor"),
    ("student", "Student"),
    ("other", "Other"),
)


class ChangeJobPanel(FormCard):
    """One step: the role so far ends on the day the new one begins; what was logged stays where it was."""

    def __init__(self, context: Context, contact: int) -> None:
        self._contact = context.workspace.contacts.get(contact)
        primary = self._contact.primary
        note = f"Now {_said(primary)}. That ends when the new role begins; what was logged stays where it was."
        super().__init__(
            context, f"{self._contact.name} changed job", note if primary else "No role is known so far.", "Change job"
        )
        self.organisation = OrganisationField(context, "New organisation")
        self.form.add("organisation_id", "New organisation", self.organisation, required=True)
        self.form.add("role", "Role", TextField(placeholder="As Head of Partnerships"), half=True)
        self.form.add("started", "From", partial_field("From"), half=True)
        others = [row for row in self._contact.now if not row.is_primary]
        keep = CheckField("Keep the other roles", checked=True)
        self.form.add("others_stay", "", keep, hint=", ".join(_said(row) for row in others))
        keep.setAccessibleName("Keep the other roles")
        self.form.set_shown("others_stay", bool(others))
        self.begin(f"change_job:contact:{contact}")

    def fill(self) -> None:
        """Begin with this month."""
        self.form.set_values({"started": clock.today().isoformat()[:7]})

    def save(self, values: dict[str, Any]) -> str:
        """End the role so far and start the new one, its organisation made where it is new, as one action."""
        workspace, contact = self.context.workspace, self._contact
        role = {key: values[key] for key in ("role", "started", "others_stay")}
        organisation = workspace.at_work.change_job(contact.id, self.organisation.meant(), **role)
        return f"{contact.name} is now at {workspace.organisations.name(organisation)}"


class AffiliationCard(FormCard):
    """A role at an organisation for a period: a new one, or `row` corrected. With an end it is a former one."""

    def __init__(self, context: Context, contact: int, row: AffiliationRow | None = None) -> None:
        name = context.workspace.contacts.name(contact)
        super().__init__(context, f"Role of {name}" if row else f"New role for {name}")
        self._contact, self._row = contact, row
        form = self.form
        self.organisation = OrganisationField(context)
        form.add("organisation_id", "Organisation", self.organisation, required=True)
        form.add("role", "Role", TextField(), half=True)
        form.add("department", "Department", TextField(), half=True)
        form.add("kind", "Kind", ChoiceField("Kind", KINDS), half=True)
        form.add("started", "From", partial_field("From"), half=True)
        form.add("ended", "Until", partial_field("Until"), half=True, hint="Empty while it goes on")
        form.add("is_current", "", CheckField("Goes on", checked=True), half=True)
        form.add("is_primary", "", CheckField("Main role"), half=True)
        form.add("is_lead", "", CheckField("Our lead contact there"), half=True)
        form.field("ended").edited.connect(self._ended_edited)
        self.begin(f"affiliation:{row.id}" if row else f"new_affiliation:{contact}", of_record=row is not None)

    def fill(self) -> None:
        """Show the role as it is."""
        if self._row is None:
            self.form.set_values({"kind": "employee"})
            return
        held = self.context.workspace.contacts.get(self._contact).affiliations
        row = next((each for each in held if self._row is not None and each.id == self._row.id), None)
        if row is None:
            raise NotFound("role", self._row.id)
        self.organisation.set_value(Picked(row.organisation, row.organisation_id))
        keys = ("role", "department", "kind", "started", "ended", "is_current", "is_primary", "is_lead")
        self.form.set_values({key: getattr(row, key) for key in keys})

    def save(self, values: dict[str, Any]) -> str:
        """Write the role, its organisation made where it is new, as one action."""
        workspace = self.context.workspace
        name = workspace.contacts.name(self._contact)
        role = {key: value for key, value in values.items() if key != "organisation_id"}
        held = self._row.id if self._row is not None else None
        organisation = workspace.at_work.save_role(self._contact, held, self.organisation.meant(), **role)
        return f"Role of {name} at {workspace.organisations.name(organisation)} saved"

    def _ended_edited(self) -> None:
        text = self.form.field("ended").text().strip()
        ended = parse_partial(text)
        self.form.set_values({"is_current": not text or (ended is not None and goes_on(ended))})


def ended_today(row: AffiliationRow) -> AffiliationDraft:
    """Return a role as it is when it ends today."""
    today = clock.today().isoformat()
    return replace(draft_of(row), ended=today, is_current=False, is_primary=False)


def draft_of(row: AffiliationRow) -> AffiliationDraft:
    """Return the draft that, saved, changes nothing."""
    return AffiliationDraft(
        row.organisation_id,
        row.role,
        row.department,
        row.kind,
        row.is_primary,
        row.is_lead,
        row.started,
        row.ended,
        row.is_current,
    )


def _said(row: AffiliationRow | None) -> str:
    if row is None:
        return ""
    return f"{row.role} at {row.organisation}" if row.role else f"at {row.organisation}"
