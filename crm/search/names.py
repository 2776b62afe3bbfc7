"""The names of an open file as the parser of sentences asks for them: each look-up a range of the index of words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crm.db.derived import NAME as SHOWN_NAME
from crm.db.derived.stale import CONTACT, ORGANISATION
from crm.db.derived.tokens import NAME, OTHER_NAME
from crm.db.store import Store
from crm.db.today import is_current
from crm.identity import Doubt, KnownOrganisations
from crm.search.query import prefix_range, word_range
from crm.search.records import SUMMARY
from crm.sentence.names import MOST_HITS, NameHit
from crm.text import fold, words

_MOST = 100
"""Records looked at for one name, those in touch most lately first."""
_KEPT = 500
"""Answers kept at most."""
_MANY = 2000
"""A word that more names hold is not looked up but met among those in touch most lately."""
_LATEST = 6000

_SHOWN = {
    CONTACT: "s.contact_id, s.name, s.organisation_id, s.organisation_name, s.role",
    ORGANISATION: "s.organisation_id, s.name, s.organisation_id, s.name, ''",
}
_TRASHED = {
    CONTACT: f"SELECT c.id, {SHOWN_NAME.format(contact='c')}, c.given_name || ' ' || c.family_name, "
    "iif(c.preferred_name = '', '', c.preferred_name || ' ' || c.family_name) FROM contact c "
    "WHERE c.deleted_at IS NOT NULL",
    ORGANISATION: "SELECT id, name, name, short_name FROM organisation WHERE deleted_at IS NOT NULL",
}


@dataclass(frozen=True, slots=True)
class _Question:
    """One look-up: folded words, of which the last may be a beginning; `from_start`: a name must begin with them."""

    kind: int
    words: str
    last_begins: bool = False
    from_start: bool = False
    organisation: int | None = None

    @property
    def wanted(self) -> list[str]:
        return self.words.split()

    @property
    def parts(self) -> list[str]:
        """Return the words as they stand in a record's words: between spaces, a beginning with only one before it."""
        *whole, last = self.wanted or [""]
        if not last:
            return []
        return [*(f" {word} " for word in whole), f" {last}" if self.last_begins else f" {last} "]


class IndexNames:
    """`crm.sentence.Names` over the index; nothing is loaded ahead.

    While a sentence is typed the same names are asked for at every key: answers are kept until the file changes.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[_Question, list[NameHit]] = {}
        self._trash: dict[int, list[tuple[list[str], NameHit]]] = {}
        self._organisations: KnownOrganisations | None = None
        self._state: tuple[int, int, int] | None = None

    def people(self, words: str, organisation: int | None = None) -> Sequence[NameHit]:
        """See `Names.people`."""
        return self._answer(_Question(CONTACT, words, organisation=organisation))

    def organisations(self, words: str) -> Sequence[NameHit]:
        """See `Names.organisations`."""
        return self._answer(_Question(ORGANISATION, words, from_start=True))

    def people_starting(self, words: str) -> Sequence[NameHit]:
        """See `Names.people_starting`."""
        return self._answer(_Question(CONTACT, words, last_begins=True))

    def organisations_starting(self, words: str) -> Sequence[NameHit]:
        """See `Names.organisations_starting`."""
        return self._answer(_Question(ORGANISATION, words, last_begins=True, from_start=True))

    def tags(self, prefix: str) -> Sequence[str]:
        """See `Names.tags`."""
        names = [row[0] for row in self._store.rows("SELECT name FROM tag ORDER BY name")]
        return [name for name in names if fold(name).startswith(prefix)][:MOST_HITS]

    def _answer(self, question: _Question) -> Sequence[NameHit]:
        state = self._store.state()
        if state != self._state or len(self._known) > _KEPT:
            self._known.clear()
            self._trash.clear()
            self._organisations = None
            self._state = state
        if question not in self._known:
            self._known[question] = self._found(question) if question.parts else []
        return self._known[question]

    def _found(self, asked: _Question) -> list[NameHit]:
        found: list[tuple[bool, str, NameHit]] = []
        for names, touched, hit in self._candidates(asked):
            lines = [line[1:] for line in names.split("\n") if line[:1] in (str(NAME), str(OTHER_NAME))]
            if asked.from_start or all(any(part in line for line in lines) for part in asked.parts):
                exact = any(sorted(line.split()) == sorted(asked.wanted) for line in lines)
                found.append((exact, touched, replace(hit, exact=exact)))
        found.sort(key=lambda each: each[2].name)
        found.sort(key=lambda each: each[1], reverse=True)
        found.sort(key=lambda each: not each[0])
        hits = [hit for _, _, hit in found[:MOST_HITS]]
        if asked.last_begins or asked.organisation is not None:
            return hits
        hits += self._in_trash(asked)
        return hits or (self._spelled(asked) if asked.from_start and len(asked.wanted) > 1 else [])

    def _spelled(self, asked: _Question) -> list[NameHit]:
        """Return the organisations that a whole name means which none begins with: Mill Limited, Bury NHSFT."""
        if self._organisations is None:
            self._organisations = KnownOrganisations(self._store)
        match = self._organisations.find(asked.words)
        if match.organisation_id is not None:
            row = match.organisation_id
            return [NameHit(row, self._organisations.name(row), row, self._organisations.name(row), exact=True)]
        meant = () if match.doubt is Doubt.ALIKE else match.candidates
        return [NameHit(each.id, each.name, each.id, each.name, exact=True, in_trash=each.in_trash) for each in meant]

    def _in_trash(self, asked: _Question) -> list[NameHit]:
        """Return what is in the trash by this name, whole (of an organisation, its beginning): no index holds it."""
        if asked.kind not in self._trash:
            self._trash[asked.kind] = [
                (words(name), NameHit(row, shown, row if asked.kind == ORGANISATION else None, in_trash=True))
                for row, shown, *names in self._store.iterate(_TRASHED[asked.kind])
                for name in dict.fromkeys(filter(None, names))
            ]
        wanted = asked.wanted
        found: dict[int, NameHit] = {}
        for name, hit in self._trash[asked.kind]:
            exact = name == wanted if asked.from_start else sorted(name) == sorted(wanted)
            if exact or (asked.from_start and name[: len(wanted)] == wanted):
                found[hit.id] = replace(hit, exact=exact or (hit.id in found and found[hit.id].exact))
        return list(found.values())[:MOST_HITS]

    def _candidates(self, asked: _Question) -> list[tuple[str, str, NameHit]]:
        """Return words, last touch and name of the records whose words fit, those in touch most lately first."""
        ids, params = self._source(asked)
        table, key = SUMMARY[asked.kind]
        if asked.from_start:
            beginning = " ".join(asked.wanted) + ("" if asked.last_begins else " ")
            tests = [f"\n{weight} {beginning}" for weight in (NAME, OTHER_NAME)]
            fits = "(instr(r.words, ?) OR instr(r.words, ?))"
        else:
            tests = asked.parts
            fits = " AND ".join(["instr(r.words, ?)"] * len(tests))
        rows = self._store.rows(
            f"SELECT r.words, s.last_touch_at, {_SHOWN[asked.kind]} FROM ({ids}) t "
            f"CROSS JOIN search_record r ON r.kind = {asked.kind} AND r.id = t.id "
            f"CROSS JOIN {table} s ON s.{key} = t.id WHERE {fits} ORDER BY s.last_touch_at DESC LIMIT {_MOST}",
            (*params, *tests),
        )
        return [(names, touched, NameHit(*shown)) for names, touched, *shown in rows]

    def _source(self, asked: _Question) -> tuple[str, tuple[object, ...]]:
        """Return the shortest query of ids to look through: staff, the rarest word, or the latest in touch."""
        if asked.organisation is not None:
            staff = (
                f"SELECT DISTINCT contact_id AS id FROM affiliation a WHERE organisation_id = ? AND {is_current('a')}"
            )
            return staff, (asked.organisation,)
        ranges = [
            word_range(word) if part.endswith(" ") else prefix_range(word)
            for word, part in zip(asked.wanted, asked.parts, strict=True)
        ]
        named = f"FROM search_token WHERE kind = {asked.kind} AND token >= ? AND token < ? AND weight <= {OTHER_NAME}"
        sizes = [
            self._store.value(f"SELECT count(*) FROM (SELECT 1 {named} LIMIT {_MANY + 1})", bounds) for bounds in ranges
        ]
        if min(sizes) <= _MANY:
            return f"SELECT DISTINCT id {named}", ranges[sizes.index(min(sizes))]
        table, key = SUMMARY[asked.kind]
        latest = f"SELECT {key} AS id, sort_name FROM {table} ORDER BY last_touch_at DESC LIMIT {_LATEST}"
        holds = " AND ".join(["instr(' ' || sort_name || ' ', ?)"] * len(asked.parts))
        return f"SELECT id FROM ({latest}) WHERE {holds} LIMIT {_MOST}", tuple(asked.parts)
