"""The lines of attendance files that somebody had to decide about: what became of each, and those that still wait."""

import json
from collections.abc import Sequence

from crm import clock
from crm.attendance.queries import KEPT, WAITING, WAITING_ONE
from crm.attendance.report_records import Outcome, ReportLine, ReportPlan
from crm.db import schema
from crm.db.store import Store, moment_text
from crm.errors import NotFound
from crm.formats.attendance import Attendee
from crm.reviewing import AsideRow


class Earlier(AsideRow, frozen=True):
    """A line as it was kept: unmatched, matched (with whom) or dismissed."""

    huddle_id: int
    file_name: str
    format: str
    contact_id: int | None

    @property
    def person(self) -> Attendee:
        """Return whom it speaks of."""
        return Attendee.from_json(self.content)


class UnmatchedLines:
    """Reads and writes `import_batch` and `import_row` of huddles, inside the caller's action."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add_batch(self, plan: ReportPlan) -> int:
        """Note that a file was applied; return the batch."""
        return self._store.insert(
            schema.ImportBatch,
            file_name=plan.file_name,
            format=plan.format,
            sha256=plan.sha256,
            imported_at=moment_text(clock.now()),
            counts=json.dumps({outcome.value: len(plan.of(outcome)) for outcome in Outcome}),
            huddle_id=plan.huddle_id,
        )

    def keep(self, batch: int, line: ReportLine) -> None:
        """Keep a line for later, with who it is where that is known."""
        self._insert(batch, line, "unmatched", line.contact_id)

    def settle(self, batch: int, line: ReportLine, contact_id: int, earlier: Sequence[Earlier]) -> None:
        """Remember who a line is: where it waits already it waits no more; else only what a person decided is kept."""
        if earlier:
            for each in earlier:
                if (each.outcome, each.contact_id) != ("matched", contact_id) or line.correction is not None:
                    self.set_outcome(each.id, "matched", contact_id, line.reason)
        elif line.is_decided:
            self._insert(batch, line, "matched", contact_id)

    def set_outcome(self, kept_id: int, outcome: str, contact_id: int | None = None, reason: str = "") -> None:
        """Say what became of a kept line, and why where that is new."""
        facts = {"reason": reason} if reason else {}
        self._store.update(schema.ImportRow, kept_id, outcome=outcome, contact_id=contact_id, **facts)

    def of_huddle(self, huddle_id: int) -> dict[str, list[Earlier]]:
        """Return the lines of this huddle's files that were ever kept, by what they say; the newest last."""
        found: dict[str, list[Earlier]] = {}
        for each in self._store.all(KEPT, into=Earlier, huddle=huddle_id):
            found.setdefault(fingerprint(each.person), []).append(each)
        return found

    def waiting(self, huddle_id: int) -> list[Earlier]:
        """Return the lines that nobody was matched with yet."""
        return self._store.all(WAITING, into=Earlier, huddle=huddle_id)

    def one(self, kept_id: int) -> Earlier:
        """Return a line that waits; raises NotFound."""
        found = self._store.first(WAITING_ONE, into=Earlier, row=kept_id)
        if found is None:
            raise NotFound("unmatched line", kept_id)
        return found

    def _insert(self, batch: int, line: ReportLine, outcome: str, contact_id: int | None) -> None:
        self._store.insert(
            schema.ImportRow,
            batch_id=batch,
            line=line.attendee.line or line.number,
            outcome=outcome,
            reason=line.reason,
            content=json.dumps(line.attendee.as_json(), ensure_ascii=False),
            contact_id=contact_id,
        )


def fingerprint(person: Attendee) -> str:
    """Return what makes a line the same in another file."""
    stays = [(str(one.joined), str(one.left)) for one in person.sessions]
    came = [person.attended, person.apologies]
    says = [person.shown_name, person.email, stays, person.duration_seconds, person.registration_status, came]
    return json.dumps(says)
