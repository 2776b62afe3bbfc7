"""The trash: records put aside and brought back. Nothing that refers to them moves."""

from collections.abc import Sequence

import msgspec

from crm import clock
from crm.db.store import Store, moment_text
from crm.errors import Invalid, NotFound
from crm.formats.names import split_name
from crm.identity import Agreement, AskedKeys, Doubt, KnownOrganisations, best_agreement, names_of
from crm.naming import RECORDS
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
        return sum(
            int(self._store.value(f"SELECT count(*) FROM {kind} WHERE deleted_at IS NOT NULL")) for kind in RECORDS
        )

    def rows(self, offset: int = 0, limit: int = 200) -> list[TrashRow]:
        """Return what is in the trash, what was put there last first."""
        parts = " UNION ALL ".join(
            f"SELECT '{kind}', r.id, {name}, r.deleted_at FROM {kind} r WHERE r.deleted_at IS NOT NULL"
            for kind, name in RECORDS.items()
        )
        rows = self._store.rows(f"{parts} ORDER BY 4 DESC, 1, 2 LIMIT ? OFFSET ?", (limit, offset))
        return [TrashRow(*row) for row in rows]

    def holds(self, kind: str, id_: int) -> bool:
        """Return whether a record is in the trash."""
        return bool(self._store.value(f"SELECT 1 FROM {kind} WHERE id = ? AND deleted_at IS NOT NULL", (id_,)))

    def named(self, kind: str, name: str, email: str = "") -> list[TrashRow]:
        """Return the contacts or organisations in the trash that a typed name means (rule 6), before another is made.

        A contact is meant by their address, too. An organisation of that name that is here is the one meant.
        """
        if kind == "contact":
            found = self._contacts_meant(clean_line(name), clean_line(email).lower())
        else:
            found = self._organisations_meant(clean_line(name))
        at = f"SELECT {RECORDS[kind]}, r.deleted_at FROM {kind} r WHERE r.id = ?"
        return [TrashRow(kind, row, *each) for row in found for each in self._store.rows(at, (row,))]

    def _contacts_meant(self, name: str, email: str) -> list[int]:
        state = self._store.state()  # names are asked for at every key: they are read again when anything was written
        if self._people is None or self._people[0] != state:
            self._people = state, AskedKeys(self._store)
        read, keys = split_name(name), self._people[1]
        names = names_of(f"{read.given} {read.middle}".strip(), read.family, read.nickname, read.suffix)
        alike = [row for each in names for key in each.keys for row in keys.in_trash(key)]
        meant = [row for row in alike if best_agreement(names, keys.person(row).names) is Agreement.FULL]
        meant += [row for row in keys.by_email(email) if self.holds("contact", row)] if email else []
        return list(dict.fromkeys(meant))

    def _organisations_meant(self, name: str) -> list[int]:
        if self._store.value("SELECT 1 FROM organisation WHERE deleted_at IS NOT NULL LIMIT 1") is None:
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
            self._store.executemany(
                f"UPDATE {kind} SET deleted_at = ?1 WHERE id = ?2 AND (deleted_at IS NULL) = (?1 IS NOT NULL)",
                ((at, id_) for id_ in ids),
            )
        return label

    def _check_numbers_free(self, ids: Sequence[int]) -> None:
        """Refuse to bring back a huddle whose number another one of its series took meanwhile."""
        marks = ", ".join("?" * len(ids))
        for id_ in ids:
            taken = self._store.row(
                "SELECT h.number, h.title, o.title FROM huddle h JOIN huddle o ON o.series_id = h.series_id "
                f"AND o.number = h.number AND o.id <> h.id AND (o.deleted_at IS NULL OR o.id IN ({marks})) "
                "WHERE h.id = ?",
                (*ids, id_),
            )
            if taken is not None:
                number, title, other = taken
                raise Invalid(
                    "number",
                    f"“{title}” stays in the trash: number {number} of its series is “{other}” now. "
                    "Give that one another number first.",
                )

    def _what(self, kind: str, ids: Sequence[int]) -> str:
        if len(ids) != 1:
            return f"{len(ids):,} {LABELS[kind][1]}"
        name = self._store.value(f"SELECT {RECORDS[kind]} FROM {kind} r WHERE r.id = ?", (ids[0],))
        if name is None:
            raise NotFound(LABELS[kind][0], ids[0])
        return str(name)
