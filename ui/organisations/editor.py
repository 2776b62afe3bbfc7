"""Forms about one organisation: a new one, another name, another partnership, a person's last day there."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from crm import clock
from crm.contacts import AffiliationDraft, AffiliationRow
from crm.errors import Invalid
from crm.fields import ORGANISATION
from crm.organisations import Domain, OrganisationDetail, OrganisationDraft, PersonRow
from ui.context import Context
from ui.organisations.words import PARTNERSHIPS
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm, still_there
from ui.records.new_record_form import NewRecordForm
from ui.records.record_fields import shown_partial

DRAFT = "new_organisation"


class NewOrganisationPanel(NewRecordForm):
    """Asks for name, sector, place, website and partnership. One that has the name already is named, not refused."""

    KIND = "organisation"
    DECLARED = ORGANISATION
    ALSO: ClassVar = {"domains": "website"}

    def __init__(self, context: Context, name: str = "") -> None:
        self._given = name
        super().__init__(context, "New organisation", save="Add", draft=DRAFT)

    def fields(self) -> Iterable[ask.Row]:
        """What it is called, what it is, where, and how it stands to us."""
        yield self.of("name", example="Acme Imaging", required=True)
        yield tuple(
            self.of(f"{each}_id", options=ask.terms(self.context, each), at=each) for each in ("sector", "sub_region")
        )
        yield (
            self.of("website", example="acme.example"),
            ask.choice("status", "Partnership", [PARTNERSHIPS[-1], *PARTNERSHIPS[:-1]]),
        )

    def fill(self) -> None:
        """Begin with what it was opened with."""
        self.form.set_values({"name": self._given, "sector": None, "sub_region": None, "status": ""})

    def known(self) -> Sequence[str]:
        """Say which have the name already."""
        name, organisations = self.form.field("name").value(), self.context.workspace.organisations
        self.gone.look(name)
        same = [f"“{organisations.name(each)}”" for each in organisations.named(name)] if name else []
        return [f"There is {', '.join(same)} already. It can be added all the same."] if same else []

    def save(self, values: dict[str, Any]) -> str:
        """Add the organisation; its website's domain tells who writes from there."""
        website = values["website"]
        self.gone.ask_once(values["name"])
        draft = OrganisationDraft(**self.parts(), domains=(Domain(website),) if website else ())
        self.made = self.context.workspace.organisations.create(draft)
        return f"{values['name']} added"


class RenameCard(KeptForm):
    """Another name from a day on; the former one is kept. A mistake is corrected instead."""

    def __init__(self, context: Context, shown: OrganisationDetail) -> None:
        self._shown = shown
        note = "The former name stays findable, and in the history."
        super().__init__(
            context, f"Rename {shown.name}", note, "Rename", draft=f"rename_organisation:{shown.id}", of_record=True
        )
        self.form.field("name").selectAll()

    def fields(self) -> Iterable[ask.Row]:
        """The name, since when and why."""
        why = [(True, "It changed its name"), (False, "The name was written wrongly")]
        yield ask.text("name", "New name", required=True)
        yield (
            ask.partial_day("until", "Since", hint="When the former name ended"),
            ask.choice("kept", "Because", why),
        )

    def fill(self) -> None:
        """Show the name it has."""
        self._shown = shown = self.context.workspace.organisations.get(self._shown.id)
        self.form.set_values({"name": shown.name, "until": clock.today().isoformat(), "kept": True})

    def save(self, values: dict[str, Any]) -> str:
        """Rename, or correct."""
        organisations, name = self.context.workspace.organisations, values["name"]
        if name == self._shown.name:
            raise Invalid("name", "That is its name already.")
        if values["kept"]:
            organisations.rename(self._shown.id, name, values["until"])
            return f"{self._shown.name} is now {name}"
        organisations.edit(self._shown.id, name=name)
        return f"Name corrected to {name}"


class PartnershipForm(KeptForm):
    """Another partnership with the cluster from a day on; the period so far ends there."""

    def __init__(self, context: Context, shown: OrganisationDetail) -> None:
        self._shown, now = shown, shown.partnership
        said = f"Now: {now.status}" if now else "It has no partnership so far"
        since = f", since {shown_partial(now.started_on)}" if now and now.started_on else ""
        super().__init__(
            context,
            f"Partnership of {shown.name}",
            f"{said}{since}.",
            "Change",
            draft=f"standing:{shown.id}",
            of_record=True,
        )

    def fields(self) -> Iterable[ask.Row]:
        """The partnership, since when, and what was agreed."""
        yield ask.choice("status", "Partnership", PARTNERSHIPS), ask.partial_day("started_on", "From")
        yield ask.text("agreement", "Agreement", "As Memorandum of understanding")
        yield ask.text("note", "Note")

    def built(self) -> None:
        """Let another partnership begin anew."""
        self.form.field("status").edited.connect(self._changed)

    def fill(self) -> None:
        """Show the partnership it has."""
        self._shown = self.context.workspace.organisations.get(self._shown.id)
        now = self._shown.partnership
        if now is not None:
            self.show_record(now)
        else:
            today = clock.today().isoformat()
            self.form.set_values({"status": "prospect", "started_on": today, "agreement": "", "note": ""})

    def _changed(self) -> None:
        """Begin another partnership today and without the words of the one so far, unless something else was typed."""
        now, values = self._shown.partnership, self.form.values()
        if now is None or values["status"] == now.status:
            return
        begun = {"started_on": clock.today().isoformat(), "agreement": "", "note": ""}
        self.form.set_values({key: new for key, new in begun.items() if values[key] == getattr(now, key)})

    def save(self, values: dict[str, Any]) -> str:
        """Change the partnership."""
        self.context.workspace.organisations.set_partnership(self._shown.id, *values.values())
        words = dict(PARTNERSHIPS)[values["status"]].lower()
        return f"{self._shown.name}: {words}"


class RoleCard(KeptForm):
    """The role of a person at the organisation, and until when they held it."""

    def __init__(self, context: Context, shown: OrganisationDetail, person: PersonRow) -> None:
        self._person, self._shown = person, shown
        super().__init__(
            context, f"{person.name} at {shown.name}", draft=f"role:{person.affiliation_id}", of_record=True
        )

    def fields(self) -> Iterable[ask.Row]:
        """The role, from when to when."""
        yield ask.text("role", "Role", "As Head of Partnerships")
        yield (
            ask.partial_day("started", "Since"),
            ask.partial_day("ended", "Until", hint="With a day, they have left"),
        )

    def read(self) -> AffiliationRow:
        """Read the role as it is."""
        return affiliation(self.context, self._person)

    def save(self, values: dict[str, Any]) -> str:
        """Change the role."""
        change_role(self.context, self._person, **values, is_current=None)
        return f"Role of {self._person.name} saved"


def affiliation(context: Context, person: PersonRow) -> AffiliationRow:
    """Return a person's affiliation as it is now; raises NotFound."""
    return still_there(context.workspace.contacts.get(person.contact_id).affiliations, person.affiliation_id, "role")


def change_role(context: Context, person: PersonRow, **changed: Any) -> None:
    """Change what is named of a person's affiliation; raises CrmError."""
    contacts, held = context.workspace.contacts, affiliation(context, person)
    kept = {
        "role": held.role,
        "department": held.department,
        "kind": held.kind,
        "is_primary": held.is_primary,
        "is_lead": held.is_lead,
        "started": held.started,
        "ended": held.ended,
        "is_current": held.is_current,
    }
    contacts.edit_affiliation(
        person.contact_id, person.affiliation_id, AffiliationDraft(held.organisation_id, **{**kept, **changed})
    )
