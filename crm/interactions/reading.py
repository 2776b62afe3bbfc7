"""Reads interactions; `Interactions` adds the writing."""

from collections.abc import Sequence
from datetime import date, time

from crm import clock, dates
from crm.db.derived import NAME
from crm.db.store import Store, moment_text
from crm.errors import NotFound
from crm.interactions.records import InteractionDetail, InteractionRow, Participant, moment_of, read_moment

_EXCERPT = 200


class InteractionReader:
    """Reads interactions, their participants and tags."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, interaction_id: int) -> InteractionDetail:
        """Return one interaction, a trashed one too; raises NotFound."""
        row = self._store.row(
            "SELECT id, kind, direction, subject, notes, status, happened_at, has_time, duration_minutes, place, "
            "created_at, deleted_at FROM interaction WHERE id = ?",
            (interaction_id,),
        )
        if row is None:
            raise NotFound("interaction", interaction_id)
        at = read_moment(row[6])
        local = dates.utc_to_local(at)
        return InteractionDetail(
            row[0], row[1], row[2], row[3], row[4], row[5], at, local.date(),
            local.time().replace(fold=0) if row[7] else None, row[8], row[9],
            self.participants([interaction_id]).get(interaction_id, ()),
            self.tags_of([interaction_id]).get(interaction_id, ()), row[10], row[11] is not None,
        )  # fmt: skip

    def recent(self, limit: int = 50, before: InteractionRow | None = None) -> list[InteractionRow]:
        """Return what was held until the end of today, newest first; `before` is the last row of the page before.

        What was logged this morning without a time of day stands at noon: it is shown at once.
        """
        latest = moment_text(before.at) if before else moment_of(clock.today(), time.max)
        return self._listed(
            "status = 'held' AND deleted_at IS NULL AND (happened_at, id) < (?, ?) "
            "ORDER BY happened_at DESC, id DESC LIMIT ?",
            (latest, before.id if before else 1 << 62, limit),
        )

    def planned(self, limit: int = 50) -> list[InteractionRow]:
        """Return what is planned, soonest first, what should have happened by now included."""
        return self._listed(
            "status = 'planned' AND deleted_at IS NULL ORDER BY happened_at, id LIMIT ?",
            (limit,),
        )

    def organisation_of_day(self, contact_id: int, day: date) -> int | None:
        """Return the organisation of the affiliation a contact had on a day, or None (rule 1)."""
        # Deferred: a start shows interactions, and nothing of the code of contacts.
        from crm.contacts.affiliations import on_date

        return on_date(self._store, contact_id, day)

    def participants(self, interaction_ids: Sequence[int]) -> dict[int, tuple[Participant, ...]]:
        """Return who took part in each interaction, in the order in which they were named."""
        rows = self._store.rows(
            f"SELECT p.interaction_id, p.id, p.contact_id, coalesce({NAME.format(contact='c')}, ''), "
            "p.organisation_id, coalesce(o.name, '') FROM participant p LEFT JOIN contact c ON c.id = p.contact_id "
            "LEFT JOIN organisation o ON o.id = p.organisation_id "
            f"WHERE p.interaction_id IN ({_marks(interaction_ids)}) ORDER BY p.interaction_id, p.id",
            tuple(interaction_ids),
        )
        found: dict[int, list[Participant]] = {}
        for interaction_id, *columns in rows:
            found.setdefault(interaction_id, []).append(Participant(*columns))
        return {id_: tuple(each) for id_, each in found.items()}

    def tags_of(self, interaction_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
        """Return the tags of each interaction by name."""
        rows = self._store.rows(
            "SELECT l.interaction_id, t.name FROM interaction_tag l JOIN tag t ON t.id = l.tag_id "
            f"WHERE l.interaction_id IN ({_marks(interaction_ids)}) ORDER BY l.interaction_id, t.name",
            tuple(interaction_ids),
        )
        found: dict[int, list[str]] = {}
        for interaction_id, name in rows:
            found.setdefault(interaction_id, []).append(name)
        return {id_: tuple(each) for id_, each in found.items()}

    def _listed(self, where: str, params: tuple[object, ...]) -> list[InteractionRow]:
        rows = self._store.rows(
            f"SELECT id, kind, direction, subject, substr(notes, 1, {_EXCERPT}), status, happened_at, has_time "
            f"FROM interaction WHERE {where}",
            params,
        )
        ids = [row[0] for row in rows]
        people, tags = self.participants(ids), self.tags_of(ids)
        made: list[InteractionRow] = []
        for id_, kind, direction, subject, notes, status, moment, has_time in rows:
            at = read_moment(moment)
            made.append(
                InteractionRow(
                    id_,
                    kind,
                    direction,
                    subject,
                    " ".join(notes.split()),
                    status,
                    at,
                    dates.utc_to_local(at).date(),
                    bool(has_time),
                    people.get(id_, ()),
                    tags.get(id_, ()),
                )
            )
        return made


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
