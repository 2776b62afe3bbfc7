"""The names of an open file as the parser of sentences asks for them: each look-up a range of the index of words."""

from collections.abc import Sequence

from crm.db.derived.stale import CONTACT, ORGANISATION
from crm.db.derived.tokens import NAME, OTHER_NAME
from crm.db.store import Store
from crm.search.query import prefix_range
from crm.search.records import SUMMARY
from crm.sentence.names import MOST_HITS, NameHit
from crm.text import fold

_MOST = 300
"""Records looked at for one name, those in touch most lately first."""
_MANY = 2000
"""A word that more names hold is not looked up but met among those in touch most lately."""
_LATEST = 6000

_SHOWN = {
    CONTACT: "s.contact_id, s.name, s.organisation_id, s.organisation_name, s.role",
    ORGANISATION: "s.organisation_id, s.name, s.organisation_id, s.name, ''",
}


class IndexNames:
    """`crm.sentence.Names` over the index; nothing is loaded ahead."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def people(self, words: str, organisation: int | None = None) -> Sequence[NameHit]:
        """See `Names.people`."""
        return self._found(CONTACT, words.split(), organisation=organisation)

    def organisations(self, words: str) -> Sequence[NameHit]:
        """See `Names.organisations`."""
        return self._found(ORGANISATION, words.split(), from_start=True)

    def people_starting(self, words: str) -> Sequence[NameHit]:
        """See `Names.people_starting`."""
        return self._found(CONTACT, words.split(), last_begins=True)

    def organisations_starting(self, words: str) -> Sequence[NameHit]:
        """See `Names.organisations_starting`."""
        return self._found(ORGANISATION, words.split(), last_begins=True, from_start=True)

    def tags(self, prefix: str) -> Sequence[str]:
        """See `Names.tags`."""
        names = [row[0] for row in self._store.rows("SELECT name FROM tag ORDER BY name")]
        return [name for name in names if fold(name).startswith(prefix)][:MOST_HITS]

    def _found(
        self,
        kind: int,
        wanted: list[str],
        *,
        last_begins: bool = False,
        from_start: bool = False,
        organisation: int | None = None,
    ) -> list[NameHit]:
        if not wanted:
            return []
        endings = ["" if last_begins and place == len(wanted) - 1 else " " for place in range(len(wanted))]
        parts = [f" {word}{ending}" for word, ending in zip(wanted, endings, strict=True)]
        starts = " ".join(wanted) + endings[-1]
        found: list[tuple[bool, str, NameHit]] = []
        for names, touched, hit in self._candidates(kind, wanted, parts, organisation):
            lines = [line[1:] for line in names.split("\n") if line[:1] in (str(NAME), str(OTHER_NAME))]
            fits = (
                any(line.startswith(f" {starts}") for line in lines)
                if from_start
                else all(any(part in line for line in lines) for part in parts)
            )
            if fits:
                exact = any(sorted(line.split()) == sorted(wanted) for line in lines)
                found.append((exact, touched, NameHit(hit.id, hit.name, hit.organisation_id, hit.organisation,
                                                      hit.role, exact)))  # fmt: skip
        found.sort(key=lambda each: each[2].name)
        found.sort(key=lambda each: each[1], reverse=True)
        found.sort(key=lambda each: not each[0])
        return [hit for _, _, hit in found[:MOST_HITS]]

    def _candidates(
        self, kind: int, wanted: list[str], parts: list[str], organisation: int | None
    ) -> list[tuple[str, str, NameHit]]:
        """Return words, last touch and name of records that have all the parts among their words."""
        ids, params = self._source(kind, wanted, parts, organisation)
        table, key = SUMMARY[kind]
        rows = self._store.rows(
            f"SELECT r.words, s.last_touch_at, {_SHOWN[kind]} FROM ({ids}) t "
            f"CROSS JOIN search_record r ON r.kind = {kind} AND r.id = t.id "
            f"CROSS JOIN {table} s ON s.{key} = t.id "
            f"WHERE {' AND '.join(['instr(r.words, ?)'] * len(parts))} ORDER BY s.last_touch_at DESC LIMIT {_MOST}",
            (*params, *parts),
        )
        return [(names, touched, NameHit(*shown)) for names, touched, *shown in rows]

    def _source(
        self, kind: int, wanted: list[str], parts: list[str], organisation: int | None
    ) -> tuple[str, tuple[object, ...]]:
        """Return the shortest query of ids to look through: staff, the rarest word, or the latest in touch."""
        if organisation is not None:
            return "SELECT DISTINCT contact_id AS id FROM affiliation WHERE organisation_id = ? AND is_current", (
                organisation,
            )
        ranges = [
            (word, f"{word}\x20" if part.endswith(" ") else prefix_range(word)[1])
            for word, part in zip(wanted, parts, strict=True)
        ]
        named = f"FROM search_token WHERE kind = {kind} AND token >= ? AND token < ? AND weight <= {OTHER_NAME}"
        sizes = [
            self._store.value(f"SELECT count(*) FROM (SELECT 1 {named} LIMIT {_MANY + 1})", bounds) for bounds in ranges
        ]
        if min(sizes) <= _MANY:
            return f"SELECT DISTINCT id {named}", ranges[sizes.index(min(sizes))]
        table, key = SUMMARY[kind]
        latest = f"SELECT {key} AS id, sort_name FROM {table} ORDER BY last_touch_at DESC LIMIT {_LATEST}"
        holds = " AND ".join(["instr(' ' || sort_name || ' ', ?)"] * len(parts))
        return f"SELECT id FROM ({latest}) WHERE {holds} LIMIT {_MOST}", tuple(parts)
