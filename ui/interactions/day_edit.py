"""Another day for what is in the line: the edit of the text that says it, found by trying what reads back right."""

import re
from collections.abc import Iterator
from datetime import date

from crm.dates import day_at
from crm.sentence import Entry, Names, Span, SpanKind
from ui.interactions.log_line import LogLine
from ui.records.typed_days import typed

Edit = tuple[int, int, str]
"""Letters from, up to, and what takes their place."""


def date_when(line: LogLine, entry: Entry, day: date, names: Names, today: date) -> Edit | None:
    """Return the edit after which the line says that it happened on `day`, or None where none does."""
    for edit in _edits_of_when(line.text, entry, typed(day), today):
        after = _after(line, edit, names, today)
        if after.day == day and len(after.people) == len(entry.people):
            return edit
    return None


def date_follow_up(line: LogLine, entry: Entry, day: date, names: Names, today: date) -> Edit | None:
    """Return the edit after which the follow-up of the line is due on `day`, or None where none does."""
    if entry.follow_up is None:
        return None
    span, text = entry.follow_up.span, line.text
    edits = [*_in_span(text, span, typed(day), today)]
    edits += [(span.end, span.end, f" {typed(day)}"), (span.end, span.end, f" by {typed(day)}")]
    for edit in edits:
        found = _after(line, edit, names, today).follow_up
        if found is not None and found.due == day and found.title == entry.follow_up.title:
            return edit
    return None


def _edits_of_when(text: str, entry: Entry, written: str, today: date) -> Iterator[Edit]:
    for span in entry.spans:
        if span.kind is SpanKind.WHEN:
            yield from _in_span(text, span, written, today)
            yield span.start, span.end, written
            return
    ends = [span.end for span in entry.spans if span.kind in (SpanKind.WHO, SpanKind.ORGANISATION)]
    for at in (*reversed(ends), len(text.rstrip())):
        yield at, at, f" {written}"
    yield 0, 0, f"{written} "


def _in_span(text: str, span: Span, written: str, today: date) -> Iterator[Edit]:
    for word in re.finditer(r"\b\w", text[span.start : span.end]):
        start = span.start + word.start()
        found = day_at(text, start, today, future=True)
        if found is not None and found.end <= span.end:
            yield start, found.end, written


def _after(line: LogLine, edit: Edit, names: Names, today: date) -> Entry:
    start, end, written = edit
    trial = LogLine.from_draft(line.to_draft())
    trial.retype(line.text[:start] + written + line.text[end:])
    return trial.entry(names, today)
