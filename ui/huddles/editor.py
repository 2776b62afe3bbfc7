"""The panel that plans or edits a huddle: the series, when, where, and the slots for pitches."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from msgspec.structs import fields, replace

from crm import clock, dates
from crm.attendance.huddle_matching import FileHuddles
from crm.fields import HUDDLE
from crm.huddles import HOME_ZONE, HuddleDraft
from ui.context import Context
from ui.huddles import words
from ui.kit.buttons import Button
from ui.kit.chips_field import Picked
from ui.kit.date_field import DateField
from ui.records.form_card import FormCard
from ui.records.form_fields import DeclaredForm
from ui.records.record_fields import OrganisationField, time_field
from ui.records.service_calls import write_or_tell
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
FIELDS = {"host_organisation_id": "host", "series": "series_id", "sub-region": "sub_region_id"}


class HuddlePanel(FormCard):
    """Opened with `id` it edits that huddle, else it plans the next one of a series.

    With an attendance file (`of`) it plans the huddle of its day, or of the one given, filled from the file, and says
    which to `planned`.
    """

    def __init__(
        self,
        context: Context,
        id: int | None = None,
        series: int | None = None,
        of: FileHuddles | None = None,
        day: date | None = None,
        planned: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__(
            context,
            "Edit huddle" if id is not None else "Plan a huddle",
            f"Filled from {of.file_name}, which is reviewed for it next." if of is not None else "",
            save="Save" if id is not None else "Plan",
        )
        self._id, self._of, self._day, self._planned = id, of, day, planned
        huddles = context.workspace.huddles
        self._series = huddles.series()
        if id is not None:
            self._before = huddles.get(id).draft()
        else:
            first = next((each.id for each in self._series if each.active), None)
            self._before = self._suggestion(series if series is not None else first)
        self._build()
        if id is not None:
            trash = Button("Move to trash", "ghost", icon="trash")
            trash.clicked.connect(self._trash)
            self.form.buttons.insertWidget(0, trash)
        self.begin(self._draft_key(), of_record=id is not None)
        self.form.field("series_id").edited.connect(self._series_changed)
        self.form.field("format").edited.connect(self.refresh)

    def _build(self) -> None:
        form, context = DeclaredForm(self.form, HUDDLE), self.context
        series = tuple(
            (each.id, each.name) for each in self._series if each.active or each.id == self._before.series_id
        )
        regions = tuple((each.id, each.name) for each in context.workspace.vocabularies.terms("sub_region"))
        zones = ZONES if self._before.time_zone in ZONES else (*ZONES, self._before.time_zone)
        form.add("day", self._day_field, required=True, half=True)
        form.add("series_id", options=(*series, (None, "No series")), half=True)
        form.add("starts_at", lambda name, _: time_field(name), at="starts", required=True, half=True)
        form.add("ends_at", lambda name, _: time_field(name), at="ends", required=True, half=True)
        form.add("number", half=True)
        form.add("kind", options=words.KINDS, half=True)
        form.add("title")
        form.add("format", options=words.FORMATS, half=True)
        form.add("capacity", half=True)
        form.add("venue")
        form.add("join_link")
        form.add(
            "host_organisation_id",
            lambda name, _: OrganisationField(context, name, only_known=True),
            at="host",
            half=True,
        )
        form.add("sub_region_id", options=((None, "Not specified"), *regions), half=True)
        form.add("pitch_slots", half=True)
        form.add("pitch_minutes", half=True)
        form.add("pitches_after", half=True)
        form.add("time_zone", options=tuple((zone, zone.replace("_", " ")) for zone in zones), half=True)
        form.add("notes")

    def _day_field(self, name: str, example: str) -> DateField:
        # Of one that was held, what is typed lies behind.
        meant = any_day if self._id is not None and self._before.day < clock.today() else coming_day
        return DateField(name, meant, written, placeholder=example)

    def fill(self) -> None:
        """Show the huddle as it is, or the next one of its series."""
        if self._id is not None:
            self._before = self.context.workspace.huddles.get(self._id).draft()
        self._show(self._before)

    def _show(self, draft: HuddleDraft) -> None:
        host = None
        if draft.host_organisation_id is not None:
            name = self.context.workspace.organisations.name(draft.host_organisation_id)
            host = Picked(name, draft.host_organisation_id)
        plain = {key: getattr(draft, key) for key in self.form.values() if key != "host"}
        self.form.set_values({**plain, "host": host})

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
        if self._id is None and self.keeper is not None and self.keeper.is_untouched(but="series_id"):
            self._before = self._suggestion(chosen)
            self._show(self._before)
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
        if id_ is not None and write_or_tell(self.context, lambda: trash.put("huddle", [id_]), said):
            self.context.overlay.close(self)
            self.context.navigator.open("huddles")

    # -- saving

    def field_of(self, field: str) -> str:
        """Name the form's field for one of the service's."""
        return FIELDS.get(field, field)

    def save(self, values: dict[str, Any]) -> str:
        """Write the huddle."""
        known = {each.name for each in fields(HuddleDraft)}
        facts = {key: value for key, value in values.items() if key in known}
        for key, default in (("pitch_slots", 0), ("pitch_minutes", 10), ("pitches_after", 10)):
            facts[key] = default if facts[key] is None else facts[key]
        draft = replace(self._before, **facts, host_organisation_id=self.form.field("host").known_id())
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
