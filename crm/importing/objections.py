"""Who a file says does not want to be mailed: an objection for every purpose, with the file as evidence."""

from functools import cached_property

import msgspec

from crm.db.store import Store
from crm.importing import queries
from crm.importing.row_labels import Sink
from crm.importing.row_mapping import MappedRow

METHOD = "import"
_REFUSALS = ("objected", "withdrawn")


class _Act(msgspec.Struct, frozen=True):
    """What somebody said of a purpose."""

    contact_id: int
    purpose_id: int
    act: str


class Objections:
    """Writes what rows say of mailings; `source` is the file's name. An objection that stands is not written again."""

    def __init__(self, store: Store, sink: Sink, source: str, now: str) -> None:
        self._store, self._sink, self._source, self._now = store, sink, source, now

    def record(self, contact_id: int, wanted: MappedRow) -> bool:
        """Write the objections of a row, one for each purpose; return whether any was new."""
        if not wanted.refuses:
            return False
        wording = "; ".join(wanted.refuses)
        evidence = f"{self._source}, line {wanted.row.line}" if wanted.row.line else self._source
        new = [purpose for purpose in self._purposes if (contact_id, purpose) not in self._standing]
        for purpose in new:
            self._standing.add((contact_id, purpose))
            row = (self._sink.next_id("consent"), contact_id, purpose, "objected", METHOD, wording, evidence, self._now)
            self._sink.add("consent", row)
        return bool(new)

    @cached_property
    def _purposes(self) -> list[int]:
        return self._store.column(queries.PURPOSES)

    @cached_property
    def _standing(self) -> set[tuple[int, int]]:
        """Who has refused which purpose by their newest act."""
        newest: dict[tuple[int, int], str] = {}
        for each in self._store.all(queries.ACTS, into=_Act):
            newest[each.contact_id, each.purpose_id] = each.act
        return {key for key, act in newest.items() if act in _REFUSALS}
