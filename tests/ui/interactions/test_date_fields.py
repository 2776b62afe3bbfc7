"""One grammar for every field that takes a day: ahead where the field looks ahead, behind where it looks back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from crm.interactions import InteractionDraft, Party
from tests.crm.test_date_phrases import AHEAD, BEHIND
from tests.ui.stage import Stage
from ui.contacts.facts import date_field
from ui.kit.date_field import DateField
from ui.kit.fields import ParsedField
from ui.records.record_fields import partial_field
from ui.records.typed_days import any_day, coming_day, written

MONDAY = date(2026, 11, 30)
# The same day in every field, and days that lie ahead or behind by where a field looks.
PHRASES = ("6m", "a week today", "tuesday fortnight", "in a week's time", "monday in two weeks", "end of next month")
LOOKS_AHEAD = {"friday": "2026-12-04", "12/11": "2027-11-12", "the 20th": "2026-12-20"}
LOOKS_BACK = {"friday": "2026-11-27", "12/11": "2026-11-12", "the 20th": "2026-11-20"}


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Monday on which all days are said."""
    monkeypatch.setattr("ui.records.typed_days.clock.today", lambda: MONDAY)


def interaction(stage: Stage, status: str) -> int:
    day = MONDAY + timedelta(days=3 if status == "planned" else -3)
    return stage.workspace.interactions.log(InteractionDraft(day, status=status, parties=(Party(1),)))


def opened(stage: Stage, kind: str, id_: int | None = None, **args: Any) -> list[DateField]:
    stage.context.navigator.open(kind, id_, **args)
    return found_in(stage.context.overlay.top() or stage.window.host.current_page())


def found_in(owner: QObject | None) -> list[DateField]:
    assert owner is not None
    fields: list[DateField] = owner.findChildren(DateField)
    assert fields
    return fields


OPENINGS: dict[str, tuple[Callable[[Stage], list[DateField]], bool]] = {
    "a follow-up": (lambda stage: opened(stage, "follow_up"), True),
    "a huddle": (lambda stage: opened(stage, "plan_huddle"), True),
    "an opportunity": (lambda stage: opened(stage, "new_opportunity"), True),
    "a need": (lambda stage: opened(stage, "new_need"), True),
    "an offer": (lambda stage: opened(stage, "new_offer"), True),
    "what was held": (lambda stage: opened(stage, "interaction", interaction(stage, "held")), False),
    "what is planned": (lambda stage: opened(stage, "interaction", interaction(stage, "planned")), True),
    "an organisation as it was": (lambda stage: opened(stage, "organisation", 1), False),
}


@pytest.mark.parametrize(("fields", "ahead"), OPENINGS.values(), ids=OPENINGS)
def test_every_form_reads_days_in_words(stage: Stage, fields: Callable[[Stage], list[DateField]], ahead: bool) -> None:
    phrases = {phrase: AHEAD[phrase] for phrase in PHRASES} | (LOOKS_AHEAD if ahead else LOOKS_BACK)
    for field in fields(stage):
        for phrase, day in phrases.items():
            field.setText(phrase)
            found = field.value()
            assert (found.isoformat() if found else field.problem()) == day
            assert field.echo() == written(date.fromisoformat(day or ""))


@pytest.mark.parametrize(("meant", "table"), [(coming_day, AHEAD), (any_day, BEHIND)], ids=["ahead", "behind"])
def test_what_a_field_shows_reads_back_as_the_same_day(
    meant: Callable[[str], date], table: dict[str, str | None]
) -> None:
    for phrase, day in table.items():
        if day:
            assert (meant(phrase).isoformat(), meant(written(meant(phrase))).isoformat()) == (day, day)


@pytest.fixture
def partial(qtbot: QtBot) -> ParsedField:
    made = partial_field("Since")
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("typed", "value", "echo"),
    [
        ("2019", "2019", ""),
        ("may 2019", "2019-05", "May 2019"),
        ("3/5/2019", "2019-05-03", "3 May 2019"),
        ("last friday", "2026-11-27", "27 Nov 2026"),
        ("a month ago", "2026-10-30", "30 Oct 2026"),
        ("yesterday", "2026-11-29", "29 Nov 2026"),
        ("31/12", "2026-12-31", "31 Dec 2026"),
        ("in two weeks", "2026-12-14", "14 Dec 2026"),
    ],
)
def test_a_date_of_any_precision_may_be_a_day_in_words(partial: ParsedField, typed: str, value: str, echo: str) -> None:
    partial.setText(typed)
    assert (partial.value(), partial.echo(), partial.problem()) == (value, echo, "")


@pytest.mark.parametrize("typed", ["31/02", "soon", "31 feb 2026"])
def test_what_is_no_date_is_said(partial: ParsedField, typed: str) -> None:
    partial.setText(typed)
    assert partial.value() is None
    assert f"“{typed}”" in partial.problem()


@pytest.mark.parametrize(
    ("typed", "value"),
    [("9 May", "--05-09"), ("9/5", "--05-09"), ("29 feb", "--02-29"), ("9 May 1979", "1979-05-09"), ("1979", "1979")],
)
def test_a_birthday_may_have_no_year(qtbot: QtBot, typed: str, value: str) -> None:
    field = date_field("Birthday")
    qtbot.addWidget(field)
    field.setText(typed)
    assert field.value() == value
