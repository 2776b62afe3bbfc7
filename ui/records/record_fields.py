"""Fields for people, organisations, dates, times and numbers: typed with completion, new names made on save."""

from collections.abc import Sequence
from datetime import time

from crm import dates
from crm.known_or_new import Meant
from ui.context import Context
from ui.kit.chips_field import ChipsField, Picked, SuggestField
from ui.kit.choices import Choice
from ui.kit.fields import ParsedField
from ui.kit.matching import fit
from ui.records.typed_days import partial_day

MOST_SUGGESTED, MOST_TAGS = 6, 7
NEW = "new"
"""What a choice carries that says: nobody, or no organisation, that is here or in the trash."""


def partial_field(name: str = "Date") -> ParsedField:
    """A field for a date of any precision: 2019, May 2019, 3 May 2019, or a day in words; its value is ISO text."""
    return ParsedField(name, partial_day, shown_partial, placeholder="2019, May 2019, 3 May 2019")


def time_field(name: str) -> ParsedField:
    """A field for a time of day."""
    return ParsedField(name, _time, _shown_time, placeholder="14:30, 3pm")


def number_field(name: str, example: str = "") -> ParsedField:
    """A field for a whole number, of minutes, places, ..."""
    return ParsedField(name, _number, str, placeholder=example)


def shown_partial(text: str) -> str:
    """Return a partial date for reading, as it stands where it is none."""
    try:
        return dates.show_partial(text)
    except ValueError:
        return text


def period(started: str | None, ended: str | None, is_current: bool) -> str:
    """Return from when to when something held: "since May 2019", "2019–2022", empty where nothing is known."""
    begun, over = (shown_partial(text) if text else "" for text in (started, ended))
    if is_current:
        return ", ".join(filter(None, (begun and f"since {begun}", over and f"until {over}")))
    if begun and over:
        return begun if begun == over else f"{begun}–{over}"
    return f"until {over}" if over else f"from {begun}" if begun else ""


class TagsField(ChipsField):
    """Tags by name, new ones too unless `only_known`."""

    def __init__(self, context: Context, name: str, *, placeholder: str = "", only_known: bool = False) -> None:
        self._context = context
        super().__init__(name, self.suggest, placeholder=placeholder, only_known=only_known)

    def suggest(self, text: str) -> Sequence[Choice]:
        """Return the tags that begin with a text."""
        return [Choice(name, icon="tag") for name in self._context.workspace.tags.names(text, MOST_TAGS)]


class ThemesField(ChipsField):
    """Themes by name, of those there are."""

    def __init__(self, context: Context, name: str, *, placeholder: str = "") -> None:
        self._context = context
        super().__init__(name, self.suggest, placeholder=placeholder, only_known=True)

    def suggest(self, text: str) -> Sequence[Choice]:
        """Return the themes that fit a text."""
        known = self._context.workspace.vocabularies.terms("theme")
        return [Choice(term.name, icon="hash") for term in known if fit(text, term.name)]


class OrganisationField(SuggestField):
    """An organisation by name; one that is nobody's yet is made on save, unless `only_known`."""

    def __init__(self, context: Context, name: str = "Organisation", *, only_known: bool = False, but: int = 0) -> None:
        self._context, self._only_known, self._but = context, only_known, but
        super().__init__(name, self.suggest, placeholder="Type a name", icon="building")

    def suggest(self, text: str) -> Sequence[Choice]:
        """Return organisations that match, and the offer to make one of this name."""
        hits = self._context.workspace.search.find(text, MOST_SUGGESTED, ("organisation",))
        rows = [
            Choice(hit.title, subtitle=hit.subtitle, avatar=hit.title, sector=hit.symbol, square=True, data=hit.id)
            for hit in hits
            if hit.id != self._but
        ]
        if not self._only_known and not any(row.title.casefold() == text.casefold() for row in rows):
            rows += in_trash(self._context, "organisation", text)
            rows.append(Choice(text, subtitle="New organisation", icon="plus", data=NEW))
        return rows

    def problem(self) -> str:
        """Say that an organisation is not known, where only those known are wanted, or that it is in the trash."""
        picked: Picked | None = self.value()
        if self._only_known and picked is not None and self.known_id() is None:
            return f"There is no organisation “{picked.text}”."
        return told_of_trash(self._context, "organisation", picked)

    def known(self, organisation: int | None) -> Picked | None:
        """Return the value that shows an organisation."""
        return Picked(self._context.workspace.organisations.name(organisation), organisation) if organisation else None

    def known_id(self) -> int | None:
        """Return the organisation chosen or named; None for none and for a new one."""
        picked: Picked | None = self.value()
        if picked is None:
            return None
        if isinstance(picked.data, int):
            return picked.data
        known = self._context.workspace.organisations.named(picked.text)
        return known[0] if len(known) == 1 else None

    def meant(self) -> Meant | None:
        """Return the organisation chosen or named, None for none."""
        picked: Picked | None = self.value()
        return meant_by(picked) if picked is not None else None

    def answer(self) -> int | None:
        """Return the organisation chosen from the list, 0 for a new one, None where the name alone was typed."""
        picked: Picked | None = self.value()
        if picked is None or picked.data is None:
            return None
        return picked.data if isinstance(picked.data, int) else 0

    def is_new(self) -> bool:
        """Say whether the name is that of no organisation yet."""
        return self.value() is not None and self.known_id() is None and not self.problem()


class ContactField(SuggestField):
    """A person by name; one who is not known yet is made on save, unless `only_known`."""

    def __init__(self, context: Context, name: str = "Name", *, only_known: bool = False) -> None:
        self._context, self._only_known = context, only_known
        super().__init__(name, self.suggest, placeholder="Type a name", icon="user")

    def suggest(self, text: str) -> Sequence[Choice]:
        """Return people who match, and the offer to make one of this name: two people may share a name."""
        return people(self._context, text, only_known=self._only_known)

    def problem(self) -> str:
        """Say that a person is not known, where only those known are wanted, or that they are in the trash."""
        if not self._only_known:
            return told_of_trash(self._context, "contact", self.value())
        if self.value() is not None and self.chosen_id() is None:
            return f"Choose who “{self.text().strip()}” is from the list; somebody new is added to the people first."
        return ""

    def known(self, contact: int | None) -> Picked | None:
        """Return the value that shows a person."""
        return Picked(self._context.workspace.contacts.name(contact), contact) if contact else None

    def chosen_id(self) -> int | None:
        """Return the person chosen from those known, None for a new one: a name alone never says who it is."""
        picked: Picked | None = self.value()
        return picked.data if picked is not None and isinstance(picked.data, int) else None

    def meant(self) -> Meant:
        """Return who was chosen or named."""
        return meant_by(self.value() or Picked(""))


def people(context: Context, text: str, *, only_known: bool = False) -> list[Choice]:
    """Return people who match, whoever is in the trash by this name, and the offer to make one of it."""
    hits = context.workspace.search.find(text, MOST_SUGGESTED, ("contact",))
    rows = [Choice(hit.title, subtitle=hit.subtitle, avatar=hit.title, sector=hit.symbol, data=hit.id) for hit in hits]
    if only_known:
        return rows
    new = Choice(text, subtitle="New contact", icon="user-plus", data=NEW)
    return [*rows, *in_trash(context, "contact", text), new]


def parties(context: Context, text: str) -> list[Choice]:
    """Return the people and organisations that match, ranked as in the palette; the data is the kind and the id."""
    return [
        Choice(
            hit.title,
            subtitle=hit.subtitle,
            avatar=hit.title,
            sector=hit.symbol,
            square=hit.kind == "organisation",
            data=(hit.kind, hit.id),
        )
        for hit in context.workspace.search.parties(text, MOST_SUGGESTED)
    ]


def meant_by(picked: Picked) -> Meant:
    """Return what a value means, for the service that saves it."""
    return Meant(picked.text, picked.data if isinstance(picked.data, int) else None, picked.data == NEW)


def in_trash(context: Context, kind: str, text: str) -> list[Choice]:
    """Return the choices of what is in the trash by a name: choosing one restores it."""
    return [
        Choice(row.name, subtitle="In the trash: restore", icon="restore", data=row.id)
        for row in context.workspace.trash.named(kind, text)
    ]


def told_of_trash(context: Context, kind: str, picked: Picked | None) -> str:
    """Say that a name that was typed, and not chosen, is that of something in the trash, else ""."""
    gone = context.workspace.trash.named(kind, picked.text) if picked is not None and picked.data is None else []
    new = "new contact" if kind == "contact" else "new organisation"
    return f"{gone[0].name} is in the trash. Choose from the list: restore, or a {new}." if gone else ""


def _time(text: str) -> time:
    found = dates.understand_time(text)
    if found is None:
        raise ValueError(f"“{text}” is no time of day. Write it as “14:30” or “3pm”.")
    return found


def _shown_time(at: time) -> str:
    return f"{at:%H:%M}"


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise ValueError("Write a whole number, as “45”.")
    return int(text)
