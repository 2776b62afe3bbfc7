"""The trash: records put aside and brought back. Nothing that refers to them moves.

Each kind of record that has a trash declares itself in `KINDS`; `put` and `restore` are the one way there and back.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, reduce
from operator import add
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from peewee import JOIN, SQL, Select, Value, fn

from crm import clock
from crm.db.query_builder import at_most, bind, each_of, in_order_of
from crm.db.schema import FollowUp, Huddle, Introduction, NeedOffer, Pitch
from crm.db.store import Store, moment_text
from crm.errors import Invalid, NotFound
from crm.interactions import labels
from crm.record_names import NAMES, RECORDS, word_for
from crm.text import clean_line

if TYPE_CHECKING:
    from crm.namesakes import Namesakes


class TrashRow(msgspec.Struct, frozen=True):
    """A record in the trash."""

    kind: str
    id: int
    name: str
    deleted_at: str


_LISTED = {kind: record for kind, record in RECORDS.items() if kind != "pitch"}
"""What the trash shows; a pitch is one with its huddle's agenda, and comes back by undo."""


def _row(kind: str) -> Any:
    model, name = RECORDS[kind]
    return model.select(Value(kind).alias("kind"), model.id, name.alias("name"), model.deleted_at)


IN_TRASH: dict[str, Any] = {
    kind: model.select(model.id).where(model.id == bind("id"), model.deleted_at.is_null(False))
    for kind, (model, _) in RECORDS.items()
}
"""A row where a record is in the trash."""
PAGE = (
    reduce(add, (_row(kind).where(model.deleted_at.is_null(False)) for kind, (model, _) in _LISTED.items()))
    .order_by(SQL("4 DESC"), SQL("1"), SQL("2"))
    .limit(at_most("limit"))
    .offset(bind("offset"))
)
"""What is in the trash, what was put there last first."""
_IDS = reduce(add, (model.select(model.id).where(model.deleted_at.is_null(False)) for model, _ in _LISTED.values()))
NUMBER = Select([_IDS.alias("t")], [fn.count(SQL("*"))])
ROWS: dict[str, Any] = {
    kind: _row(kind).where(model.id.in_(each_of("ids")), model.deleted_at.is_null(False))
    for kind, (model, _) in _LISTED.items()
}
"""Those of some records that are in the trash."""
PUT: dict[str, Any] = {
    kind: model.update(deleted_at=bind("at")).where(model.id == bind("id"), model.deleted_at.is_null())
    for kind, (model, _) in RECORDS.items()
}
RESTORE: dict[str, Any] = {
    kind: model.update(deleted_at=None).where(model.id == bind("id"), model.deleted_at.is_null(False))
    for kind, (model, _) in RECORDS.items()
}
CALLED: dict[str, Any] = {
    "follow_up": FollowUp.select(Value("“").concat(FollowUp.title).concat("”")).where(FollowUp.id == bind("id")),
    "introduction": Introduction.select(Value("the introduction “").concat(Introduction.reason).concat("”")).where(
        Introduction.id == bind("id")
    ),
    "need_offer": NeedOffer.select(
        Value("the ").concat(NeedOffer.kind).concat(" “").concat(NeedOffer.title).concat("”")
    ).where(NeedOffer.id == bind("id")),
    "pitch": Pitch.select(Value("the pitch “").concat(Pitch.topic).concat("”")).where(Pitch.id == bind("id")),
}
"""What the label of an action calls a record whose name alone would not tell what it is."""
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


def _check_numbers_free(store: Store, ids: Sequence[int]) -> None:
    """Refuse to bring back a huddle whose number another one of its series took meanwhile."""
    if (taken := store.first(NUMBER_TAKEN, into=_Taken, ids=ids)) is not None:
        raise Invalid(
            "number",
            f"“{taken.title}” stays in the trash: number {taken.number} of its series is “{taken.other}” now. "
            "Give that one another number first.",
        )


def _beside(store: Store, ids: Sequence[int]) -> str:
    """Return what the label says of another organisation here that goes by the name of the one that comes back."""
    # Deferred: a start does without the code of names.
    from crm.namesakes import Namesakes

    other = Namesakes(store).beside(ids[0]) if len(ids) == 1 else ""
    return f"; “{other}” is here, too" if other else ""


def _called(kind: str) -> Callable[[Store, int], str]:
    query = CALLED.get(kind, NAMES[kind])

    def called(store: Store, id_: int) -> str:
        name = store.value(query, id=id_)
        if name is None:
            raise NotFound(word_for(kind), id_)
        return str(name)

    return called


class Kind(msgspec.Struct, frozen=True):
    """What a kind of record declares for the way into the trash and back; `crm.record_names` has its name."""

    many: str
    called: Callable[[Store, int], str]
    """What the label of an action calls a record; raises NotFound."""
    check: Callable[[Store, Sequence[int]], None] | None = None
    """What raises Invalid where something stands in the way of bringing records back."""
    told: Callable[[Store, Sequence[int]], str] | None = None
    """What the label says besides when records come back."""


KINDS = {
    "contact": Kind("contacts", _called("contact")),
    "organisation": Kind("organisations", _called("organisation"), told=_beside),
    "interaction": Kind("interactions", labels.called),
    "follow_up": Kind("follow-ups", _called("follow_up")),
    "huddle": Kind("huddles", _called("huddle"), check=_check_numbers_free),
    "opportunity": Kind("opportunities", _called("opportunity")),
    "introduction": Kind("introductions", _called("introduction")),
    "need_offer": Kind("needs and offers", _called("need_offer")),
    "pitch": Kind("pitches", _called("pitch")),
}
"""Every kind of record that has a trash."""


class Hanging(Protocol):
    """A service of records with something beside them that goes and comes with them, in the action of the trash."""

    def went(self, ids: Sequence[int]) -> None:
        """Let go what hangs on records that went into the trash."""

    def came_back(self, ids: Sequence[int]) -> None:
        """Take up again what hangs on records that came back."""


class Trash:
    """Sets and clears `deleted_at` on records of all `KINDS`; `hanging` are the services of those that go not alone."""

    def __init__(self, store: Store, hanging: Mapping[str, Callable[[], Hanging]] | None = None) -> None:
        self._store = store
        self._hanging = hanging or {}

    def count(self) -> int:
        """Return how many records are in the trash."""
        return int(self._store.value(NUMBER))

    def rows(self, offset: int = 0, limit: int = 200) -> list[TrashRow]:
        """Return what is in the trash, what was put there last first; a pitch comes back by undo alone."""
        return self._store.all(PAGE, into=TrashRow, limit=limit, offset=offset)

    def holds(self, kind: str, id_: int) -> bool:
        """Return whether a record is in the trash."""
        return self._store.value(IN_TRASH[kind], id=id_) is not None

    def named(self, kind: str, name: str, email: str = "") -> list[TrashRow]:
        """Return the contacts or organisations in the trash that a typed name means (rule 6), before another is made.

        A contact is meant by their address, too. An organisation of that name that is here is the one meant.
        """
        if kind == "contact":
            found = self._namesakes.contacts(clean_line(name), clean_line(email).lower())
        else:
            found = self._namesakes.organisations(clean_line(name))
        rows = {row.id: row for row in self._store.all(ROWS[kind], into=TrashRow, ids=found)} if found else {}
        return [rows[id_] for id_ in found if id_ in rows]

    def put(self, kind: str, ids: Sequence[int]) -> str:
        """Put records into the trash as one action; return its label, which names the record or the number.

        Raises NotFound for one that is not there.
        """
        label = f"Move {self._what(kind, ids)} to the trash"
        with self._store.action(label):
            going = [id_ for id_ in ids if not self.holds(kind, id_)] if kind in self._hanging else ids
            at = moment_text(clock.now())
            self._store.run_for_each(PUT[kind], ({"at": at, "id": id_} for id_ in ids))
            if kind in self._hanging:
                self._hanging[kind]().went(going)
        return label

    def restore(self, kind: str, ids: Sequence[int]) -> str:
        """Bring records back as one action; return its label, which names an organisation of the same name here.

        Raises NotFound for one that is not there, Invalid where something stands in the way.
        """
        told = KINDS[kind].told if kind in KINDS else None
        label = f"Restore {self._what(kind, ids)}{told(self._store, ids) if told else ''}"
        with self._store.action(label):
            self._bring_back(kind, ids)
        return label

    def bring_back(self, kind: str, id_: int) -> bool:
        """Take a record that was chosen out of the trash, inside the caller's action; return whether it was in it."""
        is_in_trash = self.holds(kind, id_)
        if is_in_trash:
            self._bring_back(kind, [id_])
        return is_in_trash

    def namesake(self, organisation: int) -> str:
        """Return the name of another organisation here that goes by an organisation's name, "" where there is none."""
        return self._namesakes.beside(organisation)

    @cached_property
    def _namesakes(self) -> "Namesakes":
        # Deferred: as `_beside`.
        from crm.namesakes import Namesakes

        return Namesakes(self._store)

    def _bring_back(self, kind: str, ids: Sequence[int]) -> None:
        if (check := KINDS[kind].check) is not None:
            check(self._store, ids)
        coming = [id_ for id_ in ids if self.holds(kind, id_)] if kind in self._hanging else ids
        self._store.run_for_each(RESTORE[kind], ({"id": id_} for id_ in ids))
        if kind in self._hanging:
            self._hanging[kind]().came_back(coming)

    def _what(self, kind: str, ids: Sequence[int]) -> str:
        if kind not in KINDS:
            raise Invalid("kind", f"There is no trash for “{kind}”.")
        declared = KINDS[kind]
        return declared.called(self._store, ids[0]) if len(ids) == 1 else f"{len(ids):,} {declared.many}"
