"""What holds today in SQL: an affiliation is current until its last day is over, without anybody writing it down."""

from typing import Any

from crm import clock


def give_today(connection: Any) -> None:
    """Let the SQL of a connection ask for `today()`, the local day as ISO text."""
    connection.create_function("today", 0, lambda: clock.today().isoformat())


def is_current(alias: str) -> str:
    """Return the SQL, 1 or 0, of whether an affiliation is current; a month or a year ends with its last day."""
    return (
        f"({alias}.is_current AND ({alias}.ended IS NULL "
        f"OR {alias}.ended >= substr(today(), 1, length({alias}.ended))))"
    )
