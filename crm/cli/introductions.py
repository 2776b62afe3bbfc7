"""Commands about who should meet whom: introductions, matches."""

import argparse
from collections.abc import Iterator

from crm import dates
from crm.cli.huddles import MOST, find_huddle
from crm.cli.open_file import opened
from crm.cli.output import tell
from crm.introductions import IntroductionRow
from crm.needs import Conversation, Match, NeedRow


def list_introductions(options: argparse.Namespace) -> int:
    """List introductions, what was made or noted last first."""
    with opened(options) as workspace:
        rows = workspace.introductions.rows(limit=MOST)
        answer = [{"who": row.who, "state": row.state, "facts": row} for row in rows]
        lines = (line for row in rows for line in _introduction(row))
        tell(answer, lines if rows else ["Nobody was introduced yet."], options.json)
    return 0


def list_matches(options: argparse.Namespace) -> int:
    """List needs with the offers that may fit, or who should talk to whom at a huddle."""
    with opened(options) as workspace:
        if options.huddle is not None:
            talks = workspace.needs.conversations(find_huddle(workspace, options.huddle, options.series))
            nobody = "Of those on the list, nobody has what another one needs."
            tell(talks, (line for talk in talks for line in _talk(talk)) if talks else [nobody], options.json)
        else:
            found = workspace.needs.matches()
            tell(found, (line for each in found for line in _match(each)) if found else ["Nothing fits."], options.json)
    return 0


def _introduction(row: IntroductionRow) -> Iterator[str]:
    day = row.made_on.isoformat() if row.made_on else "not made"
    yield f"{day:<10}  {row.who}: {row.reason}"
    yield f"            {row.state}"
    for outcome in row.outcomes:
        note = f": {outcome.note}" if outcome.note else ""
        yield f"            {dates.show_partial(outcome.reached_on.isoformat())}  {outcome.step}{note}"


def _match(match: Match) -> Iterator[str]:
    yield f"{match.need.id:>5}  needs  {_said(match.need)}"
    yield f"{match.offer.id:>5}  offers {_said(match.offer)}"
    yield f"       {'; '.join(match.reasons)}"


def _talk(talk: Conversation) -> Iterator[str]:
    yield f"{talk.contact} and {talk.other}"
    yield f"  needs  {_said(talk.match.need)}"
    yield f"  offers {_said(talk.match.offer)}"
    yield f"  {'; '.join(talk.match.reasons)}"


def _said(row: NeedRow) -> str:
    who = ", ".join(filter(None, (row.contact, row.organisation)))
    return f"{row.title} ({who}){', confidential' if row.confidential else ''}"
