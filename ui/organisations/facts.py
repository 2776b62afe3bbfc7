"""The facts of an organisation, edited where they stand."""

from collections.abc import Sequence
from typing import Any, ClassVar

from msgspec import structs
from PySide6.QtWidgets import QWidget

from crm.fields import ORGANISATION, value_of
from crm.organisations import Alias, OrganisationDetail
from ui.context import Context
from ui.kit.chips_field import Picked
from ui.kit.fields import ChoiceField, ParsedField
from ui.organisations.names_text import read_aliases, read_domains, show_aliases, show_domains
from ui.records import form_fields as ask
from ui.records.fact_card import FactColumn
from ui.records.facts import Fact, facts_of
from ui.records.links import shown_address, tel_address, web_address
from ui.records.record_fields import OrganisationField

NAME_ROOM = 80


def _domains_field() -> ParsedField:
    return ParsedField("E-mail domains", read_domains, show_domains, placeholder="acme.example, nhs.net (shared)")


def _aliases_field() -> ParsedField:
    return ParsedField("Other names", read_aliases, show_aliases, placeholder="AMI (acronym), Acme Scan (to 2025)")


FACTS = facts_of(
    ORGANISATION,
    {
        "sector_id": {"multiline": True},
        "sub_region_id": {"multiline": True},
        "parent_id": {"multiline": True},
        "website": {"show": shown_address, "tone": "accent", "multiline": True, "address": web_address},
        "phone": {"address": tel_address},
        "domains": {"make": _domains_field, "show": show_domains, "multiline": True},
        "other_names": {"key": "aliases", "make": _aliases_field, "show": show_aliases, "multiline": True},
    },
)


class OrganisationFacts(FactColumn[OrganisationDetail]):
    """Facts of an organisation."""

    facts: ClassVar[Sequence[Fact]] = FACTS

    def in_file(self, fact: Fact) -> Fact:
        """Return the fact as the open file has it: with its terms, or its organisations."""
        if fact.key == "parent_id":
            return structs.replace(fact, make=self.parent_field, show=_text)
        if fact.key in ("sector_id", "sub_region_id"):
            vocabulary = fact.key.removesuffix("_id")
            return structs.replace(fact, make=_Terms(self.context, vocabulary), show=_Named(self.context, vocabulary))
        return fact

    def parent_field(self) -> QWidget:
        """Make the field for the organisation above this one."""
        but = self.shown.id if self.shown is not None else 0
        return OrganisationField(self.context, "Parent", only_known=True, but=but)

    def value(self, record: OrganisationDetail, key: str) -> Any:
        """Return the value of a fact."""
        if key == "parent_id":
            parent = record.parent
            return Picked(parent.name, parent.id, sector=parent.symbol) if parent else None
        return value_of(record, key)

    def write(self, record: OrganisationDetail, key: str, value: Any) -> None:
        """Write one fact."""
        organisations = self.context.workspace.organisations
        if key == "domains":
            organisations.set_domains(record.id, value or ())
        elif key == "aliases":
            organisations.set_aliases(record.id, _known_again(value or (), record.aliases))
        elif key == "tags":
            organisations.set_tags(record.id, value)
        elif key == "themes":
            organisations.set_themes(record.id, value)
        else:
            if key == "parent_id" and value is not None:
                value = value.data if isinstance(value.data, int) else organisations.named(value.text)[0]
            organisations.edit(record.id, **{key: value})

    def said(self, record: OrganisationDetail, name: str) -> str:
        """Return what is said when a fact was saved."""
        return f"{name} of {record.name} saved"


class _Terms:
    """Makes the field for a term of a vocabulary."""

    def __init__(self, context: Context, vocabulary: str) -> None:
        self._context, self._vocabulary = context, vocabulary

    def __call__(self) -> QWidget:
        return ChoiceField(options=ask.terms(self._context, self._vocabulary))


class _Named:
    """Names a term of a vocabulary, a retired one too."""

    def __init__(self, context: Context, vocabulary: str) -> None:
        self._context, self._vocabulary = context, vocabulary

    def __call__(self, term: int) -> str:
        known = self._context.workspace.vocabularies.terms(self._vocabulary, retired=True)
        return next((each.name for each in known if each.id == term), "a deleted one")


def _text(picked: Picked) -> str:
    return picked.text


def _known_again(typed: Sequence[Alias], held: Sequence[Alias]) -> list[Alias]:
    """Return the names as typed, each with the identity it has already."""
    ids = {alias.name.casefold(): alias.id for alias in held}
    return [structs.replace(alias, id=ids.get(alias.name.casefold(), 0)) for alias in typed]
