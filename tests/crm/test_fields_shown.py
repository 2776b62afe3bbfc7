"""The command line tells each field that is declared to be shown."""

import json
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from crm.__main__ import main
from crm.contacts import ContactDraft
from crm.fields import FOLLOW_UP, HUDDLE, INTRODUCTION, OPPORTUNITY, Fields, Shown
from crm.followups import FollowUpDraft
from crm.huddles import HuddleDraft, SeriesDraft
from crm.introductions import IntroductionDraft
from crm.opportunities import OpportunityDraft, PartyDraft
from crm.workspace import Workspace

TOLD_AS = {
    "day": "at", "starts_at": "at", "ends_at": "until", "locked_at": "is_locked", "wanted": "parties",
    "agreed": "consent",
}  # fmt: skip
"""What is told under another name than its field's."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = Workspace.create(tmp_path / "network.desk")
    jane, bob = (made.contacts.create(ContactDraft(given, "Roe")) for given in ("Jane", "Bob"))
    made.followups.add(FollowUpDraft("Send the minutes", contact_id=jane))
    series = made.huddles.add_series(SeriesDraft("Breakfast"))
    made.huddles.plan(HuddleDraft(date(2026, 5, 20), time(15), time(16), number=1, series_id=series))
    made.introductions.add(IntroductionDraft("A trial", (jane, bob)))
    made.opportunities.create(OpportunityDraft("Sensor kit", parties=(PartyDraft("lead", contact_id=jane),)))
    made.close()
    return tmp_path / "network.desk"


def keys_in(answer: Any) -> Iterator[str]:
    if isinstance(answer, dict):
        yield from answer
        answer = list(answer.values())
    if isinstance(answer, list):
        for each in answer:
            yield from keys_in(each)


@pytest.mark.parametrize(
    ("fields", "command"),
    [
        (FOLLOW_UP, ("followups",)),
        (HUDDLE, ("huddle", "1")),
        (OPPORTUNITY, ("opportunity", "1")),
        (INTRODUCTION, ("introductions",)),
    ],
    ids=lambda each: each.table if isinstance(each, Fields) else "",
)
def test_every_field_that_is_shown_is_in_the_answer(
    file: Path, capsys: pytest.CaptureFixture[str], fields: Fields, command: tuple[str, ...]
) -> None:
    assert main(["--file", str(file), *command, "--json"]) == 0
    told = set(keys_in(json.loads(capsys.readouterr().out)))
    wanted = {TOLD_AS.get(field.key, field.key) for field, _ in fields.told("shown", Shown)}
    assert {key for key in wanted if not {key, key.removesuffix("_id"), f"{key}s"} & told} == set()
