"""Affiliations: a change of job as one step, and a role added or corrected."""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from crm import clock
from crm.contacts import AffiliationDraft, AffiliationRow
from crm.contacts.affiliations import goes_on
from crm.dates import parse_partial
from ui.context import Context
from ui.kit.chips_field import Picked
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm, still_there
from ui.records.record_fields import OrganisationField

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


class ChangeJobPanel(KeptForm):
    """One step: the role so far ends on the day the new one begins; what was logged stays where it was."""

    def __init__(self, context: Context, contact: int) -> None:
        self._contact = context.workspace.contacts.get(contact)
        primary = self._contact.primary
        note = f"Now {_said(primary)}. That ends when the new role begins; what was logged stays where it was."
        super().__init__(
            context,
            f"{self._contact.name} changed job",
            note if primary else "No role is known so far.",
            "Change job",
            draft=f"change_job:contact:{contact}",
        )

    def fields(self) -> Iterable[ask.Row]:
        """Where they went, as what, when, and whether they stay elsewhere."""
        self.organisation = OrganisationField(self.context, "New organisation")
        others = [row for row in self._contact.now if not row.is_primary]
        hint = ", ".join(_said(row) for row in others)
        yield ask.own("organisation_id", "New organisation", self.organisation, required=True)
        yield ask.text("role", "Role", "As Head of Partnerships"), ask.partial_day("started", "From")
        yield ask.check("others_stay", "Keep the other roles", hint=hint, hidden=not others)

    def built(self) -> None:
        """Name the box apart from its hint."""
        self.form.field("others_stay").setAccessibleName("Keep the other roles")

    def fill(self) -> None:
        """Begin with this month."""
        self.form.set_values({"started": clock.today().isoformat()[:7]})

    def save(self, values: dict[str, Any]) -> str:
        """End the role so far and start the new one, its organisation made where it is new, as one action."""
        workspace, contact = self.context.workspace, self._contact
        role = self.parts("organisation_id")
        organisation = workspace.at_work.change_job(contact.id, self.organisation.meant(), **role)
        return f"{contact.name} is now at {workspace.organisations.name(organisation)}"


class AffiliationCard(KeptForm):
    """A role at an organisation for a period: a new one, or `row` corrected. With an end it is a former one."""

    def __init__(self, context: Context, contact: int, row: AffiliationRow | None = None) -> None:
        name = context.workspace.contacts.name(contact)
        self._contact, self._row = contact, row
        super().__init__(
            context,
            f"Role of {name}" if row else f"New role for {name}",
            draft=f"affiliation:{row.id}" if row else f"new_affiliation:{contact}",
            of_record=row is not None,
        )

    def fields(self) -> Iterable[ask.Row]:
        """Where, as what, from when to when, and what it means."""
        self.organisation = OrganisationField(self.context)
        yield ask.own("organisation_id", "Organisation", self.organisation, required=True)
        yield ask.text("role", "Role"), ask.text("department", "Department")
        yield ask.choice("kind", "Kind", KINDS), ask.partial_day("started", "From")
        yield ask.partial_day("ended", "Until", hint="Empty while it goes on"), ask.check("is_current", "Goes on")
        yield (
            ask.check("is_primary", "Main role", checked=False),
            ask.check("is_lead", "Our lead contact there", checked=False),
        )

    def built(self) -> None:
        """Let the end say whether it goes on."""
        self.form.field("ended").edited.connect(self._ended_edited)

    def fill(self) -> None:
        """Show the role as it is."""
        if self._row is None:
            self.form.set_values({"kind": "employee"})
            return
        row = still_there(self.context.workspace.contacts.get(self._contact).affiliations, self._row.id, "role")
        self.show_record(row, organisation_id=Picked(row.organisation, row.organisation_id))

    def save(self, values: dict[str, Any]) -> str:
        """Write the role, its organisation made where it is new, as one action."""
        workspace = self.context.workspace
        name = workspace.contacts.name(self._contact)
        held, role = self._row.id if self._row is not None else None, self.parts("organisation_id")
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
