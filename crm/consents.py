"""Consents: what people said about being written to; every act is kept, and the newest one holds."""

import msgspec
from peewee import fn

from crm import clock
from crm.db import schema
from crm.db.query_builder import bind
from crm.db.schema import Consent, Purpose
from crm.db.schema.allowed import CONSENT_ACTS
from crm.db.store import Store, moment_text
from crm.errors import Invalid, NotFound
from crm.text import clean

NEWSLETTER = "Newsletter"

PURPOSE = Purpose.select(Purpose.id).where(Purpose.name == bind("name"))

PURPOSES = Purpose.select(fn.count(Purpose.id))

ACTS = (
    Consent.select(
        Consent.id,
        Purpose.name.alias("purpose"),
        Consent.act,
        Consent.basis,
        Consent.method,
        Consent.wording,
        Consent.evidence,
        Consent.at,
    )
    .join(Purpose, on=Purpose.id == Consent.purpose)
    .where(Consent.contact == bind("contact"))
    .order_by(Consent.at.desc(), Consent.id.desc())
)


class ConsentRow(msgspec.Struct, frozen=True):
    """One act of consent; `at` is a UTC moment."""

    id: int
    purpose: str
    act: str
    basis: str
    method: str
    wording: str
    evidence: str
    at: str


class Consents:
    """Writes acts of consent, which never change afterwards, and reads them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def record(
        self,
        contact_id: int,
        act: str,
        *,
        purpose: str = NEWSLETTER,
        basis: str = "consent",
        method: str = "",
        wording: str = "",
        evidence: str = "",
        huddle_id: int | None = None,
    ) -> int:
        """Write what a person said, with the wording they answered to; return its id. Raises Invalid, NotFound."""
        if act not in CONSENT_ACTS:
            raise Invalid("act", f"“{act}” is no act of consent.")
        self._store.check_there((schema.Contact, contact_id))
        purpose_id = self._store.value(PURPOSE, name=purpose)
        if purpose_id is None:
            raise NotFound("purpose", purpose)
        with self._store.action(f"{purpose}: {act}"):
            return self._store.insert(
                schema.Consent,
                contact_id=contact_id,
                purpose_id=purpose_id,
                act=act,
                basis=basis,
                method=method,
                wording=clean(wording),
                evidence=clean(evidence),
                at=moment_text(clock.now()),
                huddle_id=huddle_id,
            )

    def purposes(self) -> int:
        """Return how many purposes there are."""
        return int(self._store.value(PURPOSES))

    def refusals(self, contact_id: int) -> list[ConsentRow]:
        """Return the purposes for which a contact is not to be written to: those whose newest act is an objection."""
        newest: dict[str, ConsentRow] = {}
        for act in self.of(contact_id):
            newest.setdefault(act.purpose, act)
        return [act for act in newest.values() if act.act in ("objected", "withdrawn")]

    def of(self, contact_id: int) -> list[ConsentRow]:
        """Return a contact's acts of consent, the newest first."""
        return self._store.all(ACTS, into=ConsentRow, contact=contact_id)
