"""What the services answer when they are asked: an open record of each kind, and every list, count and number."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crm.attendance.grid import GridFilter, sentence
from crm.errors import CrmError
from crm.filters import Condition, Filter
from crm.huddles.letters import LETTERS
from crm.introductions import INTRODUCTION_STEPS, STATUSES, LedgerFilter
from crm.lifecycle_states import STATES
from crm.opportunities import OpportunityFilter
from crm.settings import CADENCE_AIM, CADENCE_LIMIT, IS_SAMPLE, NEWSLETTER_WORDING, USER_NAME
from crm.workspace import Workspace
from tests.golden.day import TODAY
from tests.golden.frozen import Answers

_HUDDLES = (8, 9, 10, 12, 13, 14)
_SUBJECTS = {"contact": (1, 2, 3, 5, 14), "organisation": (1, 2, 3, 4)}
_OPPORTUNITY_SORTS = ("title", "stage", "value", "weighted", "next_step", "deadline", "expected_close", "age")
_OF_OPPORTUNITIES = (
    OpportunityFilter(pipeline_id=1), OpportunityFilter(text="imag pilot"), OpportunityFilter(sector_id=3),
    OpportunityFilter(sub_region_id=4), OpportunityFilter(stale=True), OpportunityFilter(no_next_step=True),
    OpportunityFilter(organisation_id=1), OpportunityFilter(contact_id=1), OpportunityFilter(ids=(3, 1)),
    OpportunityFilter(closed=True), OpportunityFilter(closed=False, text="a"),
)  # fmt: skip
_LEDGER_SORTS = ("newest", "who", "reason", "source", "made_on", "check_on", "outcome")


def test_people_and_organisations_open_as_before(desk: Workspace, answers: Answers) -> None:
    made: dict[str, object] = {}
    people, places, then = desk.contacts, desk.organisations, date(2025, 6, 1)
    for contact in (1, 2, 3, 8, *_last(desk, "contact", 11)):
        made[f"contact {contact}"] = people.get(contact)
        made[f"contact {contact}, asked"] = [
            people.name(contact), people.affiliation_on(contact, then), people.affiliation_on(contact, TODAY),
            desk.consents.of(contact), desk.consents.refusals(contact), desk.lifecycles.state_of(contact),
            desk.lifecycles.state_of(contact, 1),
        ]  # fmt: skip
    made["who has an address, too"] = [
        people.email_also_used_by("zoe@acme.example"), people.email_also_used_by("z.carver@acme.example", 1),
        desk.consents.purposes(),
    ]  # fmt: skip
    for organisation in (1, 2, 5, 16, *_last(desk, "organisation", 7)):
        made[f"organisation {organisation}"] = places.get(organisation)
        made[f"organisation {organisation}, asked"] = [
            places.name(organisation), places.as_at(organisation, then), desk.trash.namesake(organisation),
            desk.lifecycles.state_of_organisation(organisation), desk.lifecycles.state_of_organisation(organisation, 2),
        ]  # fmt: skip
    names = ("Ribblesdale Institute", "St Elphins", "Acme Medical", "Mersey", "")
    made["organisations meant"] = [_said(places.meant, name) for name in names]
    made["any records"] = [desk.has_any(each) for each in ("contact", "huddle", "opportunity", "need_offer")]
    answers.check("open_records", made)


def test_words_views_trash_and_settings_read_as_before(desk: Workspace, answers: Answers) -> None:
    words, views, trash = desk.vocabularies, desk.views, desk.trash
    made: dict[str, object] = {name: words.terms(name, retired=True) for name in ("sector", "sub_region", "theme")}
    made["themes in use"] = words.terms("theme")
    made["tags"] = [*desk.tags.all(), desk.tags.names(), desk.tags.names("im", 2)]
    made["views"] = [*views.all(), views.get(1), views.named("contacts", "investors"), views.all("organisations")]
    gone = Filter(parts=(Condition("tag", (9_999,)), Condition("sector", (1,)), Condition("organisation", (9_999,))))
    made["views asked"] = [views.gone(gone), views.gone(Filter()), _said(views.get, 99), _said(views.named, "a", "b")]
    made["trash"] = [
        trash.count(),
        *trash.rows(),
        trash.rows(2, 3),
        trash.holds("contact", 8),
        trash.holds("contact", 1),
    ]
    keys = (USER_NAME, CADENCE_AIM, CADENCE_LIMIT, IS_SAMPLE, NEWSLETTER_WORDING)
    made["settings"] = [desk.settings.get(key) for key in keys]
    made["drafts"] = [*desk.drafts.all(), desk.drafts.load("contact:3"), desk.drafts.load("log")]
    made["files"] = [*desk.files.of(1), desk.files.get(1), _said(desk.files.get, 99)]
    names = desk.naming()
    tables = ("contact", "organisation", "interaction", "follow_up", "huddle", "opportunity", "introduction",
              "need_offer", "sector", "sub_region", "theme", "tag", "series", "pitch", "purpose", "pipeline", "stage",
              "affiliation")  # fmt: skip
    made["names"] = {
        table: [names.name(table, 1), names.name(table, 9_999), names.references(table)] for table in tables
    }
    made["backups"] = [(each.reason, each.counts, each.summary) for each in desk.backups.list_backups()]
    made["actions that undo and redo would take"] = [desk.next_undo_is_large(), desk.next_redo_is_large()]
    answers.check("words_and_views", made)


def test_interactions_and_followups_read_as_before(desk: Workspace, answers: Answers) -> None:
    meetings, todo, made = desk.interactions, desk.followups, dict[str, object]()
    recent = meetings.recent(12)
    made["recent"] = recent
    made["before those"] = meetings.recent(5, recent[-1])
    made["planned"] = meetings.planned()
    for interaction in (1, 2, 5, *_last(desk, "interaction", 12)):
        made[f"interaction {interaction}"] = meetings.get(interaction)
    made["participants"] = meetings.participants((1, 2, 151))
    made["tags of interactions"] = meetings.tags_of((1, 2, 151))
    made["organisation of the day"] = [meetings.organisation_of_day(1, day) for day in (TODAY, date(2020, 1, 1))]
    for day in (None, date(2026, 6, 30)):
        made[f"groups on {day}"] = [
            (each.name, each.count, [row.id for row in each.rows]) for each in todo.groups(day, 40)
        ]
        made[f"numbers on {day}"] = [
            todo.counts(day),
            todo.overdue_count(day),
            [row.id for row in todo.due_now(9, day)],
        ]
    for group in ("overdue", "today", "next", "later", "waiting", "snoozed"):
        made[f"page of {group}"] = [row.id for row in todo.page(group, None, 1, 4)]
    made["first of each group"] = todo.groups(None, 2)
    made["any follow-up"] = todo.has_any()
    for follow_up in (1, 2, 3, *_last(desk, "follow_up", 16)):
        made[f"follow-up {follow_up}"] = todo.get(follow_up)
        made[f"against {follow_up}"] = todo.log_against(follow_up).sentence
    for record in ("contact", "organisation", "interaction", "huddle", "pitch", "opportunity", "introduction"):
        for record_id in (1, 2, 3):
            made[f"to do of {record} {record_id}"] = [row.id for row in todo.of(record, record_id)]
            made[f"done of {record} {record_id}"] = [row.id for row in todo.of(record, record_id, include_done=True)]
    made["refused"] = [_said(todo.get, 9_999), _said(meetings.get, 9_999)]
    answers.check("meetings_and_followups", made)


def test_huddles_read_as_before(desk: Workspace, answers: Answers) -> None:
    huddles, lists, door = desk.huddles, desk.attendance, ("", "an", "zoe", "trust", "zz")
    made: dict[str, object] = {"series": huddles.series(), "huddles": huddles.rows(), "of a series": huddles.rows(2, 2)}
    made["next and last"] = [huddles.next(), huddles.next(2), huddles.last(), huddles.last(1), huddles.at_the_door()]
    made["numbers"] = [huddles.next_number(1), huddles.next_number(None), *huddles.numbered(1), *huddles.numbered(41)]
    made["before"] = huddles.last(1, huddles.get(8).row)
    made["suggestions"] = [huddles.suggestion(1), huddles.suggestion(2, TODAY), huddles.suggestion()]
    for huddle in _HUDDLES:
        made[f"huddle {huddle}"] = huddles.get(huddle)
        made[f"its list, {huddle}"] = lists.rows(huddle)
        made[f"its numbers, {huddle}"] = [lists.counts(huddle), *lists.by_sector(huddle), lists.undoes(huddle)]
        made[f"who arrived, {huddle}"] = [row.contact_id for row in lists.arrived(huddle, 5)]
        made[f"one of it, {huddle}"] = [lists.row(huddle, 1), lists.row(huddle, 2)]
        made[f"at its door, {huddle}"] = {words or "nothing": lists.candidates(huddle, words) for words in door}
        made[f"its close-out, {huddle}"] = desk.close_out.steps(huddle)
        made[f"kept lines, {huddle}"] = desk.reports.kept(huddle)
    for kind in LETTERS:
        made[f"letter: {kind}"] = [desk.close_out.letter(8, kind), desk.close_out.letter(9, kind, 1)]
    made["recipients"] = desk.close_out.recipients((1, 2, 3, 8, 72, 73, 14, 1))
    made["refused"] = [_said(huddles.get, 99), _said(huddles.set_status, 8, "planned")]
    answers.check("huddles", made)


def test_pitches_and_hands_read_as_before(desk: Workspace, answers: Answers) -> None:
    service, raised, made = desk.pitches, desk.hands, dict[str, object]()
    for huddle in _HUDDLES:
        made[f"pitches of {huddle}"] = service.of_huddle(huddle)
        made[f"agenda of {huddle}"] = [(slot.number, slot.starts, slot.length, slot.pitch and slot.pitch.id)
                                       for slot in service.agenda(huddle)]  # fmt: skip
        made[f"hands at {huddle}"] = raised.at_huddle(huddle)
        made[f"open hands at {huddle}"] = [row.id for row in raised.at_huddle(huddle, only_open=True)]
    for subject in _SUBJECTS["contact"]:
        made[f"of contact {subject}"] = [*service.of_contact(subject), *raised.of("contact", subject)]
    for subject in _SUBJECTS["organisation"]:
        made[f"of organisation {subject}"] = [row.id for row in service.of_organisation(subject)]
        made[f"hands of organisation {subject}"] = [row.id for row in raised.of("organisation", subject)]
    made["one of each"] = [service.get(1), raised.get(1), *raised.of_pitch(1)]
    answers.check("pitches", made)


def test_lifecycles_and_the_grid_read_as_before(desk: Workspace, answers: Answers) -> None:
    life, grid, made = desk.lifecycles, desk.grid, dict[str, object]()
    for series in (None, 1, 2):
        made[f"people of {series}"] = {
            key: [one.state, one.times, one.mask] for key, one in sorted(life.people(series).items())
        }
        made[f"organisations of {series}"] = {
            key: [one.state, one.times, one.mask] for key, one in sorted(life.organisations(series).items())
        }
        made[f"counts of {series}"] = life.counts(series)
        made[f"lapsed of {series}"] = life.lapsed_regulars(series)
        made[f"new at {series}"] = life.first_timers(series)
        made[f"never pitched at {series}"] = life.never_pitched(series)
        made[f"hanging on one of {series}"] = life.hanging_on_one(series)
    made["hanging on one at"] = life.hanging_on_one(None, 1)
    columns = grid.columns(limit=8)
    made["columns"] = columns
    made["columns said"] = [column.said for column in columns]
    made["other columns"] = [each.huddle_id for each in grid.columns(2, 2, ("huddle", "workshop"))]
    shown = (GridFilter(), GridFilter(sector_id=3), GridFilter(sub_region_id=4), GridFilter(text="an"),
             *(GridFilter(state=state) for state in STATES))  # fmt: skip
    for number, each in enumerate(shown):
        made[f"who, {number}"] = grid.people(columns, each)
        made[f"where, {number}"] = grid.organisations(columns, each)
    for sort in ("name", "organisation", "total"):
        made[f"by {sort}"] = [grid.people(columns, sort=sort, descending=True), grid.organisations(columns, sort=sort)]
    people = grid.cells(columns, grid.people(columns)[:30])
    made["cells"] = people
    places = grid.organisation_cells(columns, grid.organisations(columns)[:12])
    made["cells of organisations"] = places
    made["said"] = [sentence(column, people[0], at) for at, column in enumerate(columns)]
    made["said of an organisation"] = [sentence(column, places[0], at) for at, column in enumerate(columns)]
    for subject, ids in _SUBJECTS.items():
        strips = [grid.strip(subject, each, 4) for each in ids]
        made[f"strips of {subject}"] = [strip and [strip.sentence, strip.line] for strip in strips]
    answers.check("grid", made)


def test_the_pipeline_reads_as_before(desk: Workspace, answers: Answers) -> None:
    service, made = desk.opportunities, dict[str, object]()
    made["pipelines"] = [*desk.pipelines.all(), *desk.pipelines.all(retired=True)][-2:]
    made["stages"] = {each: desk.pipelines.stages(each) for each in (1, 6)}
    made["one"] = [desk.pipelines.get(None), desk.pipelines.named("ADOPTION"), desk.pipelines.stage(3)]
    made["rows"] = service.rows()
    for sort in _OPPORTUNITY_SORTS:
        made[f"by {sort}"] = [[row.id for row in service.rows(sort=sort, descending=way)] for way in (False, True)]
    for number, shown in enumerate(_OF_OPPORTUNITIES):
        made[f"shown, {number}"] = [service.count(shown), [row.id for row in service.rows(shown, "value")]]
    for opportunity in (1, 2, 10, 14, 28, *_last(desk, "opportunity", 3)):
        made[f"opportunity {opportunity}"] = service.get(opportunity)
        made[f"spells of {opportunity}"] = service.spells(opportunity)
        made[f"who fits {opportunity}"] = [service.who_fits(party).to_json() for party in service.parties(opportunity)]
    for subject, ids in _SUBJECTS.items():
        made[f"of {subject}"] = {each: [row.id for row in service.of(subject, each)] for each in ids}
    made["named"] = [[row.id for row in service.named(title)] for title in ("pilot", "Falls sensor in care homes", "")]
    made["open"] = service.open_count()
    for pipeline in (None, 1, 2, 3, 6):
        for day in (None, date(2025, 12, 31)):
            made[f"funnel of {pipeline} on {day}"] = service.forecasts.funnel(pipeline, day)
            made[f"forecast of {pipeline} on {day}"] = service.forecasts.forecast(pipeline, day)
    made["refused"] = [_said(service.get, 999), _said(service.rows, sort="colour"), _said(desk.pipelines.get, 99)]
    answers.check("pipeline", made)


def test_introductions_paths_needs_and_matches_read_as_before(desk: Workspace, answers: Answers) -> None:
    ledger, needs, made = desk.introductions, desk.needs, dict[str, object]()
    made["introductions"] = ledger.rows()
    made["some of them"] = [row.id for row in ledger.rows(2, 3)]
    made["in words"] = [(row.who, row.step, row.state) for row in ledger.rows()]
    for sort in _LEDGER_SORTS:
        made[f"by {sort}"] = [[row.id for row in ledger.ledger(sort=sort, descending=way)] for way in (False, True)]
    for status in (*STATUSES, *INTRODUCTION_STEPS):
        made[f"that stand at {status}"] = [row.id for row in ledger.ledger(LedgerFilter(status=status))]
    for words in ("ward", "trust nolan", "zz"):
        made[f"with {words}"] = [row.id for row in ledger.ledger(LedgerFilter(words))]
    made["to make"] = ledger.to_make_count()
    made["letters"] = [ledger.letter(each) for each in (1, 6, 13)]
    for contact in (1, 2, 3, 5, 8, 20, 40, 60):
        made[f"paths to contact {contact}"] = ledger.paths(contact, 6)
        made[f"who knows contact {contact}"] = ledger.relationships(contact)
    for organisation in (1, 2, 4, 12, 20):
        made[f"paths into organisation {organisation}"] = ledger.paths_into(organisation, 4)
    made["needs"] = needs.rows(state="")
    for kind in ("", "need", "offer"):
        made[f"open: {kind}"] = [row.id for row in needs.rows(kind)]
    for state in ("closed", "expired"):
        made[state] = _said(lambda state=state: [row.id for row in needs.rows(state=state)])  # type: ignore[misc]
    made["one"] = needs.get(17)
    made["of huddles"] = [needs.of_huddle(each) for each in (1, 8, 13)]
    made["of ids"] = sorted(needs.of_ids((1, 2, 9_999)))
    for subject, ids in _SUBJECTS.items():
        for each in ids:
            made[f"introductions of {subject} {each}"] = [row.id for row in ledger.of(subject, each)]
            made[f"needs of {subject} {each}"] = [row.id for row in needs.of(subject, each)]
    made["matches"] = [_match(each) for each in needs.matches()]
    made["matches of one"] = [_match(each) for each in (*needs.matches(1), *needs.matches(offer_id=9))]
    made["a match"] = needs.matches(limit=1)
    made["matches at a huddle"] = [_match(each) for huddle in (6, 9) for each in needs.matches(huddle_id=huddle)]
    made["dismissed"] = [_match(each) for each in needs.dismissed()]
    made["conversations"] = [needs.conversations(huddle) for huddle in (5, 6, 9)]
    made["refused"] = [_said(ledger.get, 99), _said(needs.get, 99), _said(ledger.ledger, LedgerFilter(status="x")),
                       _said(needs.conversations, 99)]  # fmt: skip
    answers.check("introductions_and_needs", made)


def _match(match: Any) -> list[object]:
    return [match.need.id, match.offer.id, match.need_contact_id, match.offer_contact_id, list(match.reasons)]


def _last(desk: Workspace, table: str, number: int) -> Iterable[int]:
    found = desk.store.rows(f"SELECT id FROM {table} ORDER BY id DESC LIMIT ?", (number,))
    return sorted(row_id for (row_id,) in found)


def _said(call: Any, *arguments: object, **named: Any) -> object:
    """Return what a call answers, or how it refuses."""
    try:
        return call(*arguments, **named)
    except CrmError as refusal:
        return f"{type(refusal).__name__}: {refusal}"
