"""Forms about one organisation: a new one, another name, another standing, a person's last day there."""

from typing import Any

from PySide6.QtCore import QTimer, Slot

from crm import clock
from crm.contacts import AffiliationDraft, AffiliationRow
from crm.errors import Invalid, NotFound
from crm.fields import ORGANISATION
from crm.organisations import Domain, OrganisationDetail, OrganisationDraft, PersonRow
from ui.context import Context
from ui.kit.fields import ChoiceField, TextField
from ui.kit.label import Label
from ui.organisations.words import PARTNERSHIPS
from ui.records.form_card import FormCard
from ui.records.form_fields import DeclaredForm
from ui.records.record_fields import partial_field, shown_partial
from ui.records.trash_notice import TrashNotice

DRAFT = "new_organisation"
FIELDS = {"domains": "website", "sector_id": "sector", "sub_region_id": "sub_region"}


def terms(context: Context, vocabulary: str) -> list[tuple[int | None, str]]:
    """Return the choices of a vocabulary, none first."""
    return [(None, "—"), *((term.id, term.name) for term in context.workspace.vocabularies.terms(vocabulary))]


class NewOrganisationPanel(FormCard):
    """Asks for name, sector, place, website and standing. One that has the name already is named, not refused."""

    def __init__(self, context: Context, name: str = "") -> None:
        super().__init__(context, "New organisation", save="Add")
        self._made = 0
        form = self.form
        declared = DeclaredForm(form, ORGANISATION)
        declared.add("name", example="Acme Imaging", required=True)
        self.warning = Label("", "secondary", tone="warn", wrap=True)
        self.warning.hide()
        for vocabulary in ("sector", "sub_region"):
            declared.add(f"{vocabulary}_id", options=terms(context, vocabulary), at=vocabulary, half=True)
        declared.add("website", example="acme.example", half=True)
        form.add("status", "Partnership", ChoiceField(options=[PARTNERSHIPS[-1], *PARTNERSHIPS[:-1]]), half=True)
        self.column.insertWidget(1, self.warning)
        self.gone = TrashNotice(context, "organisation")
        self.gone.restored.connect(self._restored)
        self.column.insertWidget(1, self.gone)
        self._look_up = QTimer(self, singleShot=True, interval=120)
        self._look_up.timeout.connect(self._warn)
        form.edited.connect(self._look_up.start)
        self._given = name
        self.begin(DRAFT)

    def fill(self) -> None:
        """Begin with what it was opened with."""
        self.form.set_values({"name": self._given, "sector": None, "sub_region": None, "status": ""})

    def refresh(self) -> None:
        """Say what is known by the name."""
        self._warn()

    def save(self, values: dict[str, Any]) -> str:
        """Add the organisation; its website's domain tells who writes from there."""
        workspace, website = self.context.workspace, values["website"]
        self.gone.ask_once(values["name"])
        self._made = workspace.organisations.create(
            OrganisationDraft(
                values["name"],
                sector_id=values["sector"],
                sub_region_id=values["sub_region"],
                website=website,
                domains=(Domain(website),) if website else (),
                status=values["status"],
            )
        )
        return f"{values['name']} added"

    @Slot(object)
    def _restored(self, organisation: int) -> None:
        """Show what came out of the trash; what was typed beside the name is kept."""
        values = self.form.values()
        if not any(value for key, value in values.items() if key != "name"):
            self.form.set_values({"name": ""})
        self.context.overlay.close(self)
        self.context.navigator.open("organisation", organisation)

    def saved(self) -> None:
        """Show the new organisation."""
        self.context.navigator.open("organisation", self._made)

    def field_of(self, field: str) -> str:
        """Return the key of the form's field for a field of the service."""
        return FIELDS.get(field, field)

    def _warn(self) -> None:
        name = self.form.field("name").value()
        self.gone.look(name)
        organisations = self.context.workspace.organisations
        same = [organisations.name(each) for each in organisations.named(name)] if name else []
        told = f"There is {', '.join(f'“{each}”' for each in same)} already. It can be added all the same."
        self.warning.setText(told if same else "")
        self.warning.setVisible(bool(same))


class RenameCard(FormCard):
    """Another name from a day on; the former one is kept. A mistake is corrected instead."""

    def __init__(self, context: Context, shown: OrganisationDetail) -> None:
        super().__init__(
            context, f"Rename {shown.name}", "The former name stays findable, and in the history.", "Rename"
        )
        self._shown = shown
        self.form.add("name", "New name", TextField(), required=True)
        self.form.add("until", "Since", partial_field("Since"), half=True, hint="When the former name ended")
        why = [(True, "It changed its name"), (False, "The name was written wrongly")]
        self.form.add("kept", "Because", ChoiceField(options=why), half=True)
        self.begin(f"rename_organisation:{shown.id}", of_record=True)
        self.form.field("name").selectAll()

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


class StandingCard(FormCard):
    """Another standing in the cluster from a day on; the period so far ends there."""

    def __init__(self, context: Context, shown: OrganisationDetail) -> None:
        now = shown.partnership
        said = f"Now: {now.status}" if now else "It has no partnership so far"
        since = f", since {shown_partial(now.started_on)}" if now and now.started_on else ""
        super().__init__(context, f"Partnership of {shown.name}", f"{said}{since}.", "Change")
        self._shown = shown
        self.form.add("status", "Partnership", ChoiceField(options=PARTNERSHIPS), half=True)
        self.form.add("started_on", "From", partial_field("From"), half=True)
        self.form.add("agreement", "Agreement", TextField(placeholder="As Memorandum of understanding"))
        self.form.add("note", "Note", TextField())
        self.form.field("status").edited.connect(self._changed)
        self.begin(f"standing:{shown.id}", of_record=True)

    def fill(self) -> None:
        """Show the standing it has."""
        self._shown = self.context.workspace.organisations.get(self._shown.id)
        now, today = self._shown.partnership, clock.today().isoformat()
        self.form.set_values(
            {
                "status": now.status if now else "prospect",
                "started_on": now.started_on if now else today,
                "agreement": now.agreement if now else "",
                "note": now.note if now else "",
            }
        )

    def _changed(self) -> None:
        """Begin another standing today and without the words of the one so far, unless something else was typed."""
        now, values = self._shown.partnership, self.form.values()
        if now is None or values["status"] == now.status:
            return
        begun = {"started_on": clock.today().isoformat(), "agreement": "", "note": ""}
        self.form.set_values({key: new for key, new in begun.items() if values[key] == getattr(now, key)})

    def save(self, values: dict[str, Any]) -> str:
        """Change the standing."""
        self.context.workspace.organisations.set_partnership(
            self._shown.id, values["status"], values["started_on"], values["agreement"], values["note"]
        )
        words = dict(PARTNERSHIPS)[values["status"]].lower()
        return f"{self._shown.name}: {words}"


class RoleCard(FormCard):
    """The role of a person at the organisation, and until when they held it."""

    def __init__(self, context: Context, shown: OrganisationDetail, person: PersonRow) -> None:
        super().__init__(context, f"{person.name} at {shown.name}")
        self._person, self._shown = person, shown
        self.form.add("role", "Role", TextField(placeholder="As Head of Partnerships"))
        self.form.add("started", "Since", partial_field("Since"), half=True)
        self.form.add("ended", "Until", partial_field("Until"), half=True, hint="With a day, they have left")
        self.begin(f"role:{person.affiliation_id}", of_record=True)

    def fill(self) -> None:
        """Show the role as it is."""
        held = affiliation(self.context, self._person)
        self.form.set_values({"role": held.role, "started": held.started, "ended": held.ended})

    def save(self, values: dict[str, Any]) -> str:
        """Change the role."""
        change_role(self.context, self._person, **values, is_current=None)
        return f"Role of {self._person.name} saved"


def affiliation(context: Context, person: PersonRow) -> AffiliationRow:
    """Return a person's affiliation as it is now; raises NotFound."""
    held = context.workspace.contacts.get(person.contact_id).affiliations
    found = next((each for each in held if each.id == person.affiliation_id), None)
    if found is None:
        raise NotFound("role", person.affiliation_id)
    return found


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
