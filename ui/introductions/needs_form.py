"""The form of a need or an offer: what, of which kind, whose, about which themes, how mature, until when, how open."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from msgspec.structs import replace

from crm.fields import NEED_OFFER
from crm.needs import NeedDraft, NeedRow
from ui.context import Context
from ui.introductions.needs_words import CATEGORIES
from ui.kit.fields import CheckField
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm
from ui.records.record_fields import ContactField, OrganisationField, ThemesField

LEVELS = ((None, "Any"), *((level, str(level)) for level in range(1, 10)))
HEADS = {"need": ("New need", "Edit the need"), "offer": ("New offer", "Edit the offer")}
EXAMPLES = {"need": "Two wards to test a falls sensor", "offer": "Half a day a month of health economics"}


class NeedForm(KeptForm):
    """Adds a need or an offer (`kind`), or edits the one given."""

    WIDTH = 600
    DECLARED = NEED_OFFER
    ALSO: ClassVar = {"who": "organisation", "maturity": "maturity_from"}

    def __init__(
        self, context: Context, kind: str, need: NeedRow | None = None, about: Mapping[str, int] | None = None
    ) -> None:
        self._kind, self._need = kind, need
        self._about = dict(about or {})
        about_whom = "".join(f":{record}:{id_}" for record, id_ in self._about.items())
        super().__init__(
            context,
            HEADS[kind][need is not None],
            save="Save" if need is not None else "Add",
            draft=f"need:{need.id}" if need is not None else f"new_{kind}{about_whom}",
            of_record=need is not None,
        )

    def fields(self) -> Iterable[ask.Row]:
        """What, of which kind, whose, about what, how mature, where, how open."""
        what, example = "What is needed" if self._kind == "need" else "What is offered", EXAMPLES[self._kind]
        places = ask.terms(self.context, "sub_region", none="Where the organisation is")
        yield self.of("title", name=what, example=example, required=True)
        yield self.of("category", options=CATEGORIES), self.of("expires_on", at="expiry")
        yield (
            self.of("organisation_id", lambda name, _: OrganisationField(self.context, name), at="organisation"),
            self.of("contact_id", lambda name, _: ContactField(self.context, name, only_known=True), at="person"),
        )
        yield self.of("themes", lambda name, example: ThemesField(self.context, name, placeholder=example))
        yield self.of("maturity_from", options=LEVELS), self.of("maturity_to", options=LEVELS)
        yield (
            self.of("sub_region_id", options=places, at="place"),
            self.of("confidential", lambda _, example: CheckField(example), name=" "),
        )
        yield self.of("notes")

    def fill(self) -> None:
        """Show it as it is, or whose it begins with."""
        if self._need is not None:
            self._before = self.context.workspace.needs.get(self._need.id).draft()
            self.show_record(self._before)
            return
        self._before = NeedDraft(self._kind, CATEGORIES[0][0], "")
        organisation = self.form.field("organisation").known(self._about.get("organisation"))
        person = self.form.field("person").known(self._about.get("contact"))
        self.show_record(self._before, organisation=organisation, person=person)

    def save(self, values: dict[str, Any]) -> str:
        """Write it; an organisation of a new name is made with it, as one step."""
        themes = tuple(each.text for each in values["themes"])
        draft = replace(self._before, **self.parts("organisation", "themes"), themes=themes)
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
