"""Every file the program writes, by what stands in it."""

from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from crm.errors import CrmError
from crm.exporting import ExportOptions
from crm.filters import Condition, Filter
from crm.opportunities import OpportunityFilter
from crm.workspace import Workspace
from tests.golden.frozen import Answers


@pytest.mark.parametrize("what", ["contacts", "organisations"])
def test_a_list_is_exported_as_before(desk: Workspace, answers: Answers, tmp_path: Path, what: str) -> None:
    service = desk.exporting
    partners = Filter(parts=(Condition("partnership", ("partner",)),))
    few = [*range(1, 6), *(row_id for (row_id,) in desk.store.rows(f"SELECT id FROM {what[:-1]} ORDER BY id"))][-25:]
    made: dict[str, object] = {
        "columns on screen": [column.title for column in service.chosen(what)],
        "columns": [
            (column.key, column.title, column.kind, column.width, column.on_screen)
            for column in service.chosen(what, everything=True)
        ],
        "counts": [service.count(what), service.count(what, partners), service.count(what, (1, 2))],
        "preview": service.preview(what, service.chosen(what, everything=True), partners, "name", True, 3),
    }
    everything = tmp_path / f"{what}.csv"
    made["everything"] = service.export(what, everything, everything=True)
    made["everything as CSV"] = everything.read_text(encoding="utf-8-sig")
    some = tmp_path / "some.csv"
    chosen = ("name", "next_follow_up", "sector", "last_touch")
    exact = ExportOptions(for_spreadsheets=False, delimiter=";", bom=False)
    made["some"] = service.export(
        what, some, selection=partners, sort="sub_region", descending=True, columns=chosen, options=exact
    )
    made["some as CSV"] = some.read_text(encoding="utf-8")
    book = tmp_path / f"{what}.xlsx"
    made["as a workbook"] = service.export(what, book, selection=few, everything=True)
    made["workbook"] = _sheet(book)
    for version in ("3.0", "4.0"):
        for notes in (True, False):
            cards = tmp_path / f"{what} {version} {notes}.vcf"
            options = ExportOptions(vcard_version=version, notes=notes)  # type: ignore[arg-type]
            selection = few[-14:] if version == "3.0" and notes else few[-6:]
            made[f"cards {version}, notes {notes}"] = service.export(what, cards, selection=selection, options=options)
            made[f"cards {version}, notes {notes}, written"] = cards.read_bytes().decode().replace("\r\n", "\n")
    made["refused"] = [
        _refused(desk, what, tmp_path / "a.doc"),
        _refused(desk, what, tmp_path / "a.csv", columns=("colour",)),
        _refused(desk, what, tmp_path / "a.csv", selection=Filter(parts=(Condition("tag", (9_999,)),))),
    ]
    answers.check(f"export_of_{what}", made)


def test_attendance_opportunities_and_consortia_are_exported_as_before(
    desk: Workspace, answers: Answers, tmp_path: Path
) -> None:
    service, made = desk.exporting, dict[str, object]()
    for name, huddle in (("all", None), ("one", 8), ("new", 13)):
        path = tmp_path / f"attendance {name}.csv"
        made[f"attendance of {name}"] = service.attendance(path, huddle_id=huddle)
        made[f"attendance of {name}, written"] = path.read_text(encoding="utf-8-sig")
    book = tmp_path / "attendance.xlsx"
    made["attendance as a workbook"] = service.attendance(book, huddle_id=8)
    made["attendance workbook"] = _sheet(book)
    wanted = (
        ("all", None),
        ("of one pipeline", OpportunityFilter(pipeline_id=2)),
        ("closed", OpportunityFilter(closed=True)),
    )
    for name, shown in wanted:
        path = tmp_path / f"opportunities {name}.csv"
        made[f"opportunities {name}"] = service.opportunities(path, shown=shown, sort="value", descending=True)
        made[f"opportunities {name}, written"] = path.read_text(encoding="utf-8-sig")
    book = tmp_path / "opportunities.xlsx"
    made["opportunities as a workbook"] = service.opportunities(book, sort="age")
    made["opportunities workbook"] = _sheet(book)
    for opportunity in (1, 10, 14, 31):
        path = tmp_path / f"consortium {opportunity}.csv"
        made[f"consortium {opportunity}"] = service.consortium(path, opportunity)
        made[f"consortium {opportunity}, written"] = path.read_text(encoding="utf-8-sig")
        made[f"consortium {opportunity}, read"] = service.consortium_of(opportunity)
    book = tmp_path / "consortium.xlsx"
    service.consortium(book, 31)
    made["consortium workbook"] = _sheet(book)
    answers.check("export_of_results", made)


def test_calendars_are_written_as_before(desk: Workspace, answers: Answers, tmp_path: Path) -> None:
    made: dict[str, object] = {}
    for huddle in (8, 9, 10, 13, 14):
        path = tmp_path / f"{huddle}.ics"
        desk.huddles.write_calendar(huddle, path)
        made[f"huddle {huddle}"] = path.read_bytes().decode().replace("\r\n", "\n")
    answers.check("calendars", made)


def _sheet(path: Path) -> list[list[object]]:
    return [list(row) for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()]


def _refused(desk: Workspace, what: str, to: Path, **options: object) -> str:
    with pytest.raises(CrmError) as refusal:
        desk.exporting.export(what, to, **options)  # type: ignore[arg-type]
    return f"{type(refusal.value).__name__}: {refusal.value}"
