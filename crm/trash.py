"""The trash: records put aside and brought back. Nothing that refers to them moves."""

from collections.abc import Sequence
from functools import reduce
from operator import add
from typing import Any

import msgspec
from peewee import JOIN, SQL, Select, Value, fn

from crm import clock
from crm.db.query_builder import at_most, bind, each_of, in_order_of
from crm.db.schema import Huddle, Organisation
from crm.db.store import Store, moment_text
from crm.errors import Invalid, NotFound
from crm.formats.names import split_name
from crm.identity import Agreement, AskedKeys, Doubt, KnownOrganisations, best_agreement, names_read
from crm.record_names import NAMES, RECORDS
from crm.text import clean_line

LABELS = {
    "contact": ("contact", "contacts"),
    "organisation": ("organisation", "organisations"),
    "interaction": ("interaction", "interactions"),
    "follow_up": ("follow-up", "follow-ups"),
    "huddle": ("huddle", "huddles"),
    "opportunity": ("opportunity", "opportunities"),
    "introduction": ("introduction", "introductions"),
    "need_offer": ("need or offer", "needs and offers"),
}


class TrashRow(msgspec.Struct, frozen=True):
    """A record in the trash."""

    kind: str
    id: int
    name: str
    deleted_at: str


def _row(kind: str) -> Any:
    model, name = RECORDS[kind]
    return model.select(Value(kind).alias("kind"), model.id, name.alias("name"), model.deleted_at)


IN_TRASH: dict[str, Any] = {
    kind: model.select(model.id).where(model.id == bind("id"), model.deleted_at.is_null(False))
    for kind, (model, _) in RECORDS.items()
}
"""A row where a record is in the trash."""
PAGE = (
    reduce(add, (_row(kind).where(model.deleted_at.is_null(False)) for kind, (model, _) in RECORDS.items()))
    .order_by(SQL("4 DESC"), SQL("1"), SQL("2"))
    .limit(at_most("limit"))
    .offset(bind("offset"))
)
"""What is in the trash, what was put there last first."""
_IDS = reduce(add, (model.select(model.id).where(model.deleted_at.is_null(False)) for model, _ in RECORDS.values()))
NUMBER = Select([_IDS.alias("t")], [fn.count(SQL("*"))])
ROWS: dict[str, Any] = {kind: _row(kind).where(RECORDS[kind][0].id.in_(each_of("ids"))) for kind in RECORDS}
ANY_ORGANISATION = Organisation.select(Organisation.id).where(Organisation.deleted_at.is_null(False)).limit(1)
PUT: dict[str, Any] = {
    kind: model.update(deleted_at=bind("at")).where(model.id == bind("id"), model.deleted_at.is_null())
    for kind, (model, _) in RECORDS.items()
}
RESTORE: dict[str, Any] = {
    kind: model.update(deleted_at=None).where(model.id == bind("id"), model.deleted_at.is_null(False))
    for kind, (model, _) in RECORDS.items()
}
_Other = Huddle.alias()
_HUDDLES = in_order_of("ids")
NUMBER_TAKEN = (
    Huddle.select(Huddle.number, Huddle.title, _Other.title.alias("other"))
    .from_(_HUDDLES)
    .join(Huddle, JOIN.CROSS)
    .join(_Other, on=(_Other.series == Huddle.series) & (_Other.number == Huddle.number))
    .where(
        Huddle.id == _HUDDLES.c.value,
        _Other.id != Huddle.id,
        _Other.deleted_at.is_null() | _Other.id.in_(each_of("ids")),
    )
    .order_by(_HUDDLES.c.key)
    .limit(1)
)
"""The first of some huddles whose number is another one's, here or among them."""


class _Taken(msgspec.Struct, frozen=True):
    """A huddle whose number `other` has, too."""

    number: int
    title: str
    other: str


class Trash:
    """Sets and clears `deleted_at` on contacts, organisations, interactions, follow-ups, huddles, opportunities,
    introductions, needs and offers.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._people: tuple[tuple[int, int, int], AskedKeys] | None = None
        self._organisations: tuple[tuple[int, int, int], KnownOrganisations] | None = None

    def count(self) -> int:
        """Return how many records are in the trash."""
        return int(self._store.value(NUMBER))

    def rows(self, offset: int = 0, limit: int = 200) -> list[TrashRow]:
        """Return what is in the trash, what was put there last first."""
        return self._store.all(PAGE, into=TrashRow, limit=limit, offset=offset)

    def holds(self, kind: str, id_: int) -> bool:
        """Return whether a record is in the trash."""
        return self._store.value(IN_TRASH[kind], id=id_) is not None

    def named(self, kind: str, name: str, email: str = "") -> list[TrashRow]:
        """Return the contacts or organisations in the trash that a typed name means (rule 6), before another is made.

        A contact is meant by their address, too. An organisation of that name that is here is the one meant.
        """
        if kind == "contact":
            found = self._contacts_meant(clean_line(name), clean_line(email).lower())
        else:
            found = self._organisations_meant(clean_line(name))
        rows = {row.id: row for row in self._store.all(ROWS[kind], into=TrashRow, ids=found)} if found else {}
        return [rows[id_] for id_ in found if id_ in rows]

    def _contacts_meant(self, name: str, email: str) -> list[int]:
        state = self._store.state()  # names are asked for at every key: they are read again when anything was written
        if self._people is None or self._people[0] != state:
            self._people = state, AskedKeys(self._store)
        names, keys = names_read(split_name(name)), self._people[1]
        alike = [row for each in names for key in each.keys for row in keys.in_trash(key)]
        meant = [row for row in alike if best_agreement(names, keys.person(row).names) is Agreement.FULL]
        meant += [row for row in keys.by_email(email) if self.holds("contact", row)] if email else []
        return list(dict.fromkeys(meant))

    def _organisations_meant(self, name: str) -> list[int]:
        if self._store.value(ANY_ORGANISATION) is None:
            return []
        state = self._store.state()
        if self._organisations is None or self._organisations[0] != state:
            self._organisations = state, KnownOrganisations(self._store)
        match = self._organisations[1].find(name)
        return [each.id for each in match.candidates if each.in_trash] if match.doubt is Doubt.TRASH else []

    def put(self, kind: str, ids: Sequence[int]) -> str:
        """Put records into the trash as one action; return its label, which names the record or the number."""
        return self._mark(kind, ids, moment_text(clock.now()), "Move {what} to the trash")

    def restore(self, kind: str, ids: Sequence[int]) -> str:
        """Bring records back as one action; return its label, which names an organisation of the same name here."""
        namesake = self.namesake(ids[0]) if kind == "organisation" and len(ids) == 1 else ""
        return self._mark(kind, ids, None, "Restore {what}" + (f"; “{namesake}” is here, too" if namesake else ""))

    def bring_back(self, kind: str, id_: int) -> bool:
        """Take a record that was chosen out of the trash, inside the caller's action; return whether it was in it."""
        is_in_trash = self.holds(kind, id_)
        if is_in_trash:
            self.restore(kind, [id_])
        return is_in_trash

    def namesake(self, organisation: int) -> str:
        """Return the name of another organisation here that goes by an organisation's name, "" where there is none."""
        known = KnownOrganisations(self._store)
        match = known.find(known.name(organisation))
        live = [match.organisation_id] if match.organisation_id is not None else []
        live += [each.id for each in match.candidates if not each.in_trash]
        return next((known.name(row) for row in live if row != organisation), "")

    def _mark(self, kind: str, ids: Sequence[int], at: str | None, label: str) -> str:
        if kind not in RECORDS:
            raise Invalid("kind", f"There is no trash for “{kind}”.")
        label = label.format(what=self._what(kind, ids))
        if kind == "huddle" and at is None:
            self._check_numbers_free(ids)
        with self._store.action(label):
            if at is None:
                self._store.run_for_each(RESTORE[kind], ({"id": id_} for id_ in ids))
            else:
                self._store.run_for_each(PUT[kind], ({"at": at, "id": id_} for id_ in ids))
        return label

    def _check_numbers_free(self, ids: Sequence[int]) -> None:
        """Refuse to bring back a huddle whose number another one of its series took meanwhile."""
        if (taken := self._store.first(NUMBER_TAKEN, into=_Taken, ids=ids)) is not None:
            raise Invalid(
                "number",
                f"“{taken.title}” stays in the trash: number {taken.number} of its series is “{taken.other}” now. "
                "Give that one another number first.",
            )

    def _what(self, kind: str, ids: Sequence[int]) -> str:
        if len(ids) != 1:
            return f"{len(ids):,} {LABELS[kind][1]}"
        name = self._store.value(NAMES[kind], id=ids[0])
        if name is None:
            raise NotFound(LABELS[kind][0], ids[0])
        return str(name)
