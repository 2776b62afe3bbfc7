"""The form of a need or an offer: what, of which kind, whose, about which themes, how mature, until when, how open."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from crm.fields import NEED_OFFER
from crm.needs import NeedDraft, NeedRow
from ui.context import Context
from ui.introductions.needs_words import CATEGORIES
from ui.kit.chips_field import ChipsField, Picked
from ui.kit.choices import Choice
from ui.kit.fields import CheckField
from ui.kit.matching import fit
from ui.records.form_card import FormCard
from ui.records.form_fields import DeclaredForm
from ui.records.record_fields import ContactField, OrganisationField

LEVELS = ((None, "Any"), *((level, str(level)) for level in range(1, 10)))
FIELDS = {"who": "organisation", "maturity": "maturity_from", "expires_on": "expiry"}
HEADS = {"need": ("New need", "Edit the need"), "offer": ("New offer", "Edit the offer")}
EXAMPLES = {"need": "Two wards to test a falls sensor", "offer": "Half a day a month of health economics"}


class NeedForm(FormCard):
    """Adds a need or an offer (`kind`), or edits the one given."""

    WIDTH = 600

    def __init__(
        self, context: Context, kind: str, need: NeedRow | None = None, about: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(context, HEADS[kind][need is not None], save="Save" if need is not None else "Add")
        self._kind, self._need = kind, need
        self._before = need.draft() if need is not None else NeedDraft(kind, CATEGORIES[0][0], "")
        self._build()
        self._about = dict(about or {})
        about_whom = "".join(f":{record}:{id_}" for record, id_ in self._about.items())
        self.begin(f"need:{need.id}" if need is not None else f"new_{kind}{about_whom}", of_record=need is not None)

    def _build(self) -> None:
        form, context = DeclaredForm(self.form, NEED_OFFER), self.context
        regions = context.workspace.vocabularies.terms("sub_region")
        places = ((None, "Where the organisation is"), *((term.id, term.name) for term in regions))
        what = "What is needed" if self._kind == "need" else "What is offered"
        form.add("title", name=what, example=EXAMPLES[self._kind], required=True)
        form.add("category", options=CATEGORIES, half=True)
        form.add("expires_on", at="expiry", half=True)
        form.add("organisation_id", lambda name, _: OrganisationField(context, name), at="organisation", half=True)
        form.add("contact_id", lambda name, _: ContactField(context, name, only_known=True), at="person", half=True)
        form.add("themes", self._themes_field)
        form.add("maturity_from", options=LEVELS, half=True)
        form.add("maturity_to", options=LEVELS, half=True)
        form.add("sub_region_id", options=places, at="place", half=True)
        form.add("confidential", lambda _, example: CheckField(example), name=" ", half=True)
        form.add("notes")

    def _themes_field(self, name: str, example: str) -> ChipsField:
        return ChipsField(name, self.themes_like, placeholder=example, only_known=True)

    def fill(self) -> None:
        """Show it as it is, or whose it begins with."""
        workspace = self.context.workspace
        if self._need is not None:
            self._before = workspace.needs.get(self._need.id).draft()
        draft, contact, organisation = self._before, self._about.get("contact"), self._about.get("organisation")
        place = draft.organisation_id if draft.organisation_id is not None else organisation
        person = draft.contact_id if draft.contact_id is not None else contact
        self.form.set_values(
            {
                "title": draft.title,
                "category": draft.category,
                "expiry": draft.expires_on,
                "organisation": Picked(workspace.organisations.name(place), place) if place is not None else None,
                "person": Picked(workspace.contacts.name(person), person) if person is not None else None,
                "themes": list(draft.themes),
                "maturity_from": draft.maturity_from,
                "maturity_to": draft.maturity_to,
                "place": draft.sub_region_id,
                "confidential": draft.confidential,
                "notes": draft.notes,
            }
        )

    def themes_like(self, text: str) -> Sequence[Choice]:
        """Return the themes that fit a text."""
        terms = self.context.workspace.vocabularies.terms("theme")
        return [Choice(term.name, icon="hash") for term in terms if fit(text, term.name)]

    def field_of(self, field: str) -> str:
        """Name the form's field for one of the service's."""
        return FIELDS.get(field, field)

    def save(self, values: dict[str, Any]) -> str:
        """Write it; an organisation of a new name is made with it, as one step."""
        draft = replace(
            self._before,
            title=values["title"],
            category=values["category"],
            contact_id=self.form.field("person").chosen_id(),
            themes=tuple(each.text for each in values["themes"]),
            maturity_from=values["maturity_from"],
            maturity_to=values["maturity_to"],
            sub_region_id=values["place"],
            expires_on=values["expiry"],
            confidential=values["confidential"],
            notes=values["notes"],
        )
        at, title = self.form.field("organisation").meant(), values["title"].strip()
        self.context.workspace.needs.save(draft, at, self._need.id if self._need is not None else None)
        return f"Changed: “{title}”" if self._need is not None else f"{self._kind.capitalize()} added: “{title}”"


class NewNeedPanel(NeedForm):
    """A new need, of a `contact` or an `organisation` where it is opened with one."""

    def __init__(self, context: Context, **about: int) -> None:
        super().__init__(context, "need", about=about)


class NewOfferPanel(NeedForm):
    """A new offer, of a `contact` or an `organisation` where it is opened with one."""

    def __init__(self, context: Context, **about: int) -> None:
        super().__init__(context, "offer", about=about)
