"""The consortium sheet of an opportunity on paper."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, Qt

from crm.exporting.consortium import Consortium, Gap, Member
from crm.phones import international
from ui.records.pdf import HEIGHT, INK, MARGIN, QUIET, WIDTH, Pdf, Text, fitting, rule, write

WIDE, HIGH = HEIGHT - 2 * MARGIN, WIDTH - 2 * MARGIN
HEAD, LINE, FOOT = 86.0, 34.0, 24.0
COLUMNS = (
    (0.0, 0.32, "Organisation"),
    (0.32, 0.11, "Role"),
    (0.43, 0.12, "Letter of support"),
    (0.55, 0.20, "Contact"),
    (0.75, 0.25, "How to reach them"),
)
LETTERS = {"": "not asked for", "requested": "requested", "received": "received"}
WANTED = "#8A5200"
"""Ink of who is wanted: told by its words, too."""

Lines = tuple[str, str]


def consortium_sheet(found: Consortium) -> bytes:
    """Return who takes part in what, on pages that lie; who is wanted stands at the end."""
    rows: list[tuple[Lines, ...]] = [_member(each) for each in found.members]
    rows += [_gap(each) for each in found.gaps]
    each_page = int((HIGH - HEAD - FOOT) // LINE)
    pages = max(1, ceil(len(rows) / each_page))
    with Pdf(f"{found.title}: consortium", lying=True) as paper:
        for number in range(pages):
            if number:
                paper.turn()
            shown = rows[number * each_page : (number + 1) * each_page]
            _page(paper, found, shown, max(0, len(found.members) - number * each_page), (number + 1, pages))
        return paper.finish()


def _member(member: Member) -> tuple[Lines, ...]:
    place = " · ".join(filter(None, (member.sector, member.sub_region)))
    share = f"{member.share} %" if member.share is not None else ""
    return (
        (member.organisation or "No organisation", place),
        (member.role.capitalize(), share),
        (LETTERS[member.letter].capitalize(), ""),
        (member.contact or "Nobody named", member.contact_role),
        (member.email, international(member.phone) if member.phone else ""),
    )


def _gap(gap: Gap) -> tuple[Lines, ...]:
    return ((f"Wanted: {gap.wanted}", gap.note),)


def _page(
    paper: Pdf, found: Consortium, rows: Sequence[tuple[Lines, ...]], members: int, page: tuple[int, int]
) -> None:
    painter = paper.painter
    write(painter, QRectF(MARGIN, MARGIN, WIDE, 26), found.title, Text(20, 600))
    *facts, as_at = (f"{name}: {value}" for name, value in found.facts)
    write(painter, QRectF(MARGIN, MARGIN + 28, WIDE, 16), "   ·   ".join(facts), Text(10, ink=QUIET))
    top = MARGIN + HEAD
    for start, share, title in COLUMNS:
        write(painter, QRectF(MARGIN + WIDE * start, top - 20, WIDE * share - 8, 16), title, Text(9, 600, QUIET))
    rule(painter, top, WIDE, 0.8)
    for number, row in enumerate(rows):
        y, inks = top + number * LINE, (WANTED, WANTED) if number >= members else (INK, QUIET)
        # Who is wanted has the line alone.
        places = COLUMNS if len(row) > 1 else ((0.0, 1.0, ""),)
        for place, ((start, share, _), (first, second)) in enumerate(zip(places, row, strict=True)):
            x, width = MARGIN + WIDE * start, WIDE * share - 8
            size = fitting(first, width, 11)
            write(painter, QRectF(x, y + 3, width, 15), first, Text(size, 400 if place else 600, inks[0]))
            write(painter, QRectF(x, y + 17, width, 13), second, Text(9, ink=inks[1]))
        rule(painter, y + LINE, WIDE)
    foot = QRectF(MARGIN, WIDTH - MARGIN - 14, WIDE, 14)
    write(painter, foot, as_at, Text(9, ink=QUIET))
    write(painter, foot, f"Page {page[0]} of {page[1]}", Text(9, ink=QUIET, align=Qt.AlignmentFlag.AlignRight))
