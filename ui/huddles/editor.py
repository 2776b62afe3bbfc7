"""The panel that plans or edits a huddle: the series, when, where, and the slots for pitches."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from crm import clock, dates
from crm.attendance.huddle_matching import FileHuddles
from crm.fields import HUDDLE
from crm.huddles import HOME_ZONE, HuddleDraft
from ui.context import Context
from ui.huddles import words
from ui.kit.date_field import DateField
from ui.records import form_fields as ask
from ui.records.kept_form import KeptForm
from ui.records.record_fields import OrganisationField, time_field
from ui.records.typed_days import any_day, coming_day, written

ZONES = (
    HOME_ZONE,
    "Europe/Dublin",
    "Europe/Lisbon",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Madrid",
    "Europe/Rome",
    "Europe/Amsterdam",
    "Europe/Stockholm",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "UTC",
)


class HuddlePanel(KeptForm):
    """Opened with `id` it edits that huddle, else it plans the next one of a series.

    With an attendance file (`of`) it plans the huddle of its day, or of the one given, filled from the file, and says
    which to `planned`.
    """

    DECLARED = HUDDLE
    ALSO: ClassVar = {"series": "series_id", "sub-region": "sub_region_id"}

    def __init__(
        self,
        context: Context,
        id: int | None = None,
        series: int | None = None,
        of: FileHuddles | None = None,
        day: date | None = None,
        planned: Callable[[int], None] | None = None,
    ) -> None:
        self._id, self._of, self._day, self._planned = id, of, day, planned
        self.context, huddles = context, context.workspace.huddles
        self._series = huddles.series()
        if id is not None:
            self._before = huddles.get(id).draft()
        else:
            first = next((each.id for each in self._series if each.active), None)
            self._before = self._suggestion(series if series is not None else first)
        super().__init__(
            context,
            "Edit huddle" if id is not None else "Plan a huddle",
            f"Filled from {of.file_name}, which is reviewed for it next." if of is not None else "",
            save="Save" if id is not None else "Plan",
            draft=self._draft_key(),
            of_record=id is not None,
        )

    def fields(self) -> Iterable[ask.Row]:
        """When, of which series, where, how, and the slots for pitches."""
        series = tuple(
            (each.id, each.name) for each in self._series if each.active or each.id == self._before.series_id
        )
        regions = ask.terms(self.context, "sub_region", none="Not specified")
        zones = ZONES if self._before.time_zone in ZONES else (*ZONES, self._before.time_zone)
        yield (
            self.of("day", self._day_field, required=True),
            self.of("series_id", options=(*series, (None, "No series"))),
        )
        yield (
            self.of("starts_at", lambda name, _: time_field(name), at="starts", part="starts", required=True),
            self.of("ends_at", lambda name, _: time_field(name), at="ends", part="ends", required=True),
        )
        yield self.of("number"), self.of("kind", options=words.KINDS)
        yield self.of("title")
        yield self.of("format", options=words.FORMATS, refreshes=True), self.of("capacity")
        yield self.of("venue")
        yield self.of("join_link")
        yield self.of("host_organisation_id", self._host_field, at="host"), self.of("sub_region_id", options=regions)
        yield self.of("pitch_slots"), self.of("pitch_minutes")
        yield (
            self.of("pitches_after"),
            self.of("time_zone", options=tuple((zone, zone.replace("_", " ")) for zone in zones)),
        )
        yield self.of("notes")

    def built(self) -> None:
        """Let a series say what its huddles have, and one that there is be moved to the trash."""
        self.form.field("series_id").edited.connect(self._series_changed)
        if self._id is not None:
            self.add_button("Move to trash", self._trash, "trash")

    def _host_field(self, name: str, _example: str) -> OrganisationField:
        return OrganisationField(self.context, name, only_known=True)

    def _day_field(self, name: str, example: str) -> DateField:
        # Of one that was held, what is typed lies behind.
        meant = any_day if self._id is not None and self._before.day < clock.today() else coming_day
        return DateField(name, meant, written, placeholder=example)

    def read(self) -> HuddleDraft:
        """Read the huddle as it is, or begin with the next one of its series."""
        if self._id is not None:
            self._before = self.context.workspace.huddles.get(self._id).draft()
        return self._before

    def _suggestion(self, series: int | None) -> HuddleDraft:
        """Return the next huddle of a series, with what the file in hand says of it."""
        suggested = self.context.workspace.huddles.suggestion(series)
        return suggested if self._of is None else self._of.draft(suggested, self._day)

    def _draft_key(self) -> str:
        if self._id is not None:
            return f"huddle:{self._id}"
        return "huddle" if self._of is None else f"huddle:of:{self._of.file_name}:{self._day or ''}"

    def _series_changed(self) -> None:
        """Take over what the last huddle of the series had, where nothing of it was typed yet."""
        chosen = self.form.field("series_id").kept()
        if self._id is None and self.keeper.is_untouched(but="series_id"):
            self._before = self._suggestion(chosen)
            self.show_record(self._before)
            self.keeper.rebase()
            self.refresh()

    def refresh(self) -> None:
        """Ask for the room or the link, as it is held."""
        how = self.form.field("format").value()
        self.form.set_shown("venue", how != "online")
        self.form.set_shown("join_link", how != "in person")

    def _trash(self) -> None:
        id_, trash = self._id, self.context.workspace.trash
        said = f"Moved to the trash: {self._before.title or 'the huddle'}"
        if id_ is not None and self.end_with(lambda: trash.put("huddle", [id_]), said):
            self.context.navigator.open("huddles")

    def save(self, values: dict[str, Any]) -> str:
        """Write the huddle."""
        facts = self.parts()
        for key, default in (("pitch_slots", 0), ("pitch_minutes", 10), ("pitches_after", 10)):
            facts[key] = default if facts[key] is None else facts[key]
        draft = replace(self._before, **facts)
        huddles = self.context.workspace.huddles
        if self._id is None:
            self._made = huddles.plan(draft)
        else:
            huddles.edit(self._id, draft)
        huddle = huddles.get(self._id if self._id is not None else self._made)
        row, zone = huddle.row, ZoneInfo(huddle.time_zone)
        note = dates.clock_note(row.day, row.at.time().replace(tzinfo=None), zone)
        said = f"{'Planned' if self._id is None else 'Changed'}: {row.title}, {dates.show_day(row.day, clock.today())}"
        return f"{said}. {note}" if note else said

    def saved(self) -> None:
        """Go to the huddle that was planned, or on with the file it is of."""
        if self._planned is not None:
            self._planned(self._made)
        elif self._id is None:
            self.context.navigator.open("huddle", self._made)
