"""One row of an attendance file, as its reader understood it."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from crm.formats.attendance import Mode, Role, Session
from crm.formats.attendee_names import ShownName


class Row(msgspec.Struct):
    """What one row of a file says about one person; `stated` is the duration it names, in seconds.

    `absence_inferred` says that nothing is written of somebody's coming, where it is of others.
    """

    shown: ShownName
    line: int
    email: str = ""
    organisation: str = ""
    role: Role = "attendee"
    join: datetime | None = None
    leave: datetime | None = None
    is_session: bool = False
    stated: int | None = None
    attended: bool | None = None
    absence_inferred: bool = False
    status: str = ""
    registered_at: datetime | None = None
    checked_in_at: datetime | None = None
    apologies: bool = False
    mode: Mode = ""
    source: str = ""
    other_emails: tuple[str, ...] = ()
    extra: dict[str, Any] = msgspec.field(default_factory=dict)

    @property
    def session(self) -> Session | None:
        """The stay this row tells of, or None; where it names no end, its duration does."""
        if not self.is_session or (self.join is None and self.leave is None):
            return None
        left = self.leave
        if left is None and self.join and self.stated is not None:
            left = self.join + timedelta(seconds=self.stated)
        return Session(self.join, left)
