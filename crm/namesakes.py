"""Namesakes: what goes by the name of a record, in the trash and beside one that comes out of it (rule 6)."""

from crm.db.schema import Organisation
from crm.db.store import Store
from crm.formats.names import split_name
from crm.identity import Agreement, AskedKeys, Doubt, KnownOrganisations, best_agreement, names_read

ANY_ORGANISATION = Organisation.select(Organisation.id).where(Organisation.deleted_at.is_null(False)).limit(1)


class Namesakes:
    """Finds whom a name means; names are asked for at every key, and read again when anything was written."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._people: tuple[tuple[int, int, int], AskedKeys] | None = None
        self._organisations: tuple[tuple[int, int, int], KnownOrganisations] | None = None

    def contacts(self, name: str, email: str) -> list[int]:
        """Return the contacts in the trash that a name means, then those of an address, in the trash or not."""
        state = self._store.state()
        if self._people is None or self._people[0] != state:
            self._people = state, AskedKeys(self._store)
        names, keys = names_read(split_name(name)), self._people[1]
        alike = [row for each in names for key in each.keys for row in keys.in_trash(key)]
        meant = [row for row in alike if best_agreement(names, keys.person(row).names) is Agreement.FULL]
        return list(dict.fromkeys((*meant, *(keys.by_email(email) if email else ()))))

    def organisations(self, name: str) -> list[int]:
        """Return the organisations in the trash that a name means; one of that name that is here is the one meant."""
        if self._store.value(ANY_ORGANISATION) is None:
            return []
        match = self._known().find(name)
        return [each.id for each in match.candidates if each.in_trash] if match.doubt is Doubt.TRASH else []

    def beside(self, organisation: int) -> str:
        """Return the name of another organisation here that goes by an organisation's name, "" where there is none."""
        known = self._known()
        match = known.find(known.name(organisation))
        live = [match.organisation_id] if match.organisation_id is not None else []
        live += [each.id for each in match.candidates if not each.in_trash]
        return next((known.name(row) for row in live if row != organisation), "")

    def _known(self) -> KnownOrganisations:
        state = self._store.state()
        if self._organisations is None or self._organisations[0] != state:
            self._organisations = state, KnownOrganisations(self._store)
        return self._organisations[1]
