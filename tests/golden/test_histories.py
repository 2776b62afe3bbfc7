"""What changed, in words, and the timelines of people, organisations and opportunities."""

from datetime import date

from crm.timeline import GATHERINGS, INTRODUCTIONS, PARTNERSHIP, PEOPLE, PIPELINE, RECORD
from crm.workspace import Workspace
from tests.golden.frozen import Answers
from ui.records.what_changed import ChangesSource

_OTHERS = {
    "interaction": range(145, 172), "follow_up": (*range(1, 4), *range(95, 130)), "huddle": (8, 9, 10, 13, 14),
    "opportunity": (1, 2, 6, 28, 29, 31, 32, 33), "introduction": (1, 11, 12, 13, 14),
    "need_offer": (1, 3, 7, 17, 18, 19),
    "series": (1, 3), "pitch": range(38, 48), "hand": range(55, 72), "tag": range(1, 22), "pipeline": (1, 6),
    "stage": (1, 36), "import_batch": range(1, 9), "setting": (1, 2, 3), "saved_view": range(1, 8),
    "attachment": (1, 2),
    "relationship": (1, 2), "theme": (1, 10, 11),
}  # fmt: skip
_OF_THE_SAMPLE = (1, 2, 3, 60)
_KINDS = {
    "gatherings": GATHERINGS, "introductions": INTRODUCTIONS, "people": PEOPLE, "pipeline": PIPELINE, "record": RECORD,
    "partnership": PARTNERSHIP,
}  # fmt: skip


def test_what_changed_is_told_in_the_same_words(desk: Workspace, answers: Answers) -> None:
    made: dict[str, object] = {}
    for record, ids in (("contact", _ids(desk, "contact")), ("organisation", _ids(desk, "organisation"))):
        for record_id in ids:
            rows = ChangesSource(desk, record, record_id).page(0, 400)
            if len({row.title for row in rows}) > 3 or record_id in _OF_THE_SAMPLE:
                made[f"{record} {record_id}"] = _told(rows)
    for record, others in _OTHERS.items():
        for record_id in others:
            made[f"{record} {record_id}"] = _told(ChangesSource(desk, record, record_id).page(0, 400))
    answers.check("what_changed", made)


def test_timelines_tell_the_same(desk: Workspace, answers: Answers) -> None:
    timeline = desk.timeline
    made: dict[str, object] = {}
    newest = [
        max(_ids(desk, "contact")),
        *(each.id for each in desk.contacts.page(sort="last_touch", descending=True, limit=8)),
    ]
    for contact in (1, 2, 3, 8, 14, *newest):
        made[f"contact {contact}"] = timeline.contact(contact, limit=400)
        made[f"years of contact {contact}"] = timeline.years("contact", contact)
    for organisation in (1, 2, 4, 6, 16, *_ids(desk, "organisation")[-6:]):
        made[f"organisation {organisation}"] = timeline.organisation(organisation, limit=400)
        made[f"years of organisation {organisation}"] = timeline.years("organisation", organisation)
    for opportunity in _ids(desk, "opportunity"):
        made[f"opportunity {opportunity}"] = timeline.opportunity(opportunity, limit=400)
        made[f"years of opportunity {opportunity}"] = timeline.years("opportunity", opportunity)
    answers.check("timelines", made)


def test_timelines_of_some_kinds_and_of_a_day_tell_the_same(desk: Workspace, answers: Answers) -> None:
    timeline, made, then = desk.timeline, dict[str, object](), date(2025, 12, 31)
    for name, kinds in _KINDS.items():
        made[f"{name} of contact 1"] = [each.title for each in timeline.contact(1, limit=100, kinds=kinds)]
        made[f"{name} of organisation 1"] = [each.title for each in timeline.organisation(1, limit=100, kinds=kinds)]
        made[f"{name} of opportunity 1"] = [each.title for each in timeline.opportunity(1, limit=100, kinds=kinds)]
        made[f"years of {name}"] = [timeline.years("contact", 1, kinds), timeline.years("organisation", 1, kinds)]
    made["as at"] = timeline.organisation(1, limit=100, as_at=then)
    made["years as at"] = timeline.years("organisation", 1, as_at=then)
    for record, pages in (("contact", timeline.contact), ("organisation", timeline.organisation)):
        whole = pages(1, limit=400)
        paged, page = [], pages(1, limit=3)
        while page:
            paged += page
            page = pages(1, before=page[-1], limit=3)
        assert paged == whole, f"the pages of a {record}'s history are not its whole"
    answers.check("timelines_in_part", made)


def _ids(desk: Workspace, table: str) -> list[int]:
    return [row_id for (row_id,) in desk.store.rows(f"SELECT id FROM {table} ORDER BY id")]


def _told(rows: object) -> list[str]:
    return [
        line
        for row in rows  # type: ignore[attr-defined]
        for line in (f"{row.group} | {row.date} | {row.icon} | {row.title} | {row.secondary}", *row.body.splitlines())
    ]
