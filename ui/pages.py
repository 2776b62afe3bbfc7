"""The pages and panels there are: the one place that knows which feature shows what.

A page is a widget made as `PageClass(context)` on its first visit. It has

- `topics`: what it shows (`crm.changes.Topic`), a class attribute;
- `show_target(**target)`: remember which record or view to show: the id as `id`, the rest of `Navigator.open` by name;
- `reload()`: read and show. The window calls it after `show_target` when the page is new, the target is another one, or
  any of the topics changed since; and at once when they change while the page is in front;
- `page_actions()`, where it has any: its `Action`s, in the action table while the page is in front;
- `panes()`, where it has more than one: what F6 steps through.

The first focus goes to the page's focus proxy, else to its first list or table. A panel is made anew as
`PanelClass(context, **target)` each time and lies over the page; it ends itself with `context.overlay.close(self)`.
It may have `page_actions()`, too: in the action table while it is open.
"""

import importlib
from collections.abc import Callable, Sequence
from typing import Any, Protocol, cast

import msgspec
from PySide6.QtWidgets import QWidget

from crm.changes import Topic
from crm.workspace import Workspace
from ui.context import Context
from ui.kit.actions import Action
from ui.kit.overlay import Where


class PageLike(Protocol):
    """What the window asks of a page; see the module's text."""

    topics: Topic

    def show_target(self, **target: Any) -> None:
        """Remember what to show."""

    def reload(self) -> None:
        """Read it and show it."""


class Count(msgspec.Struct, frozen=True):
    """What stands beside a destination: a number, what it counts when read out, and whether it is urgent."""

    number: int | None = None
    spoken: str = ""
    urgent: bool = False


class PageSpec(msgspec.Struct, frozen=True):
    """A page: where its class lives and how one gets there.

    `of_record` pages show one record and need its id; `home` names the destination that is lit while they are in front.
    Pages that are not `listed` come up only when the program itself goes there. `about` is what help says of the page.
    `count` gives the number beside a destination, counted again when `counted_on` changes.
    """

    kind: str
    title: str
    icon: str
    module: str
    class_name: str
    shortcut: str = ""
    in_sidebar: bool = False
    of_record: bool = False
    listed: bool = True
    home: str = ""
    keywords: str = ""
    about: str = ""
    count: Callable[[Workspace], Count] | None = None
    counted_on: Topic = Topic.NONE


class PanelSpec(msgspec.Struct, frozen=True):
    """A panel over the page: where its class lives, how wide it is in design pixels and where it lies.

    One with a title can be opened on its own, by its keys and from the palette.
    """

    kind: str
    module: str
    class_name: str
    title: str = ""
    icon: str = ""
    shortcuts: tuple[str, ...] = ()
    keywords: str = ""
    width: int = 640
    where: Where = Where.TOP


def _contacts(workspace: Workspace) -> Count:
    return Count(workspace.contacts.count())


def _organisations(workspace: Workspace) -> Count:
    return Count(workspace.organisations.count())


def _opportunities(workspace: Workspace) -> Count:
    number = workspace.opportunities.open_count()
    return Count(number or None, f"{number:,} open" if number else "")


def _introductions(workspace: Workspace) -> Count:
    number = workspace.introductions.to_make_count()
    return Count(number or None, f"{number:,} still to be made" if number else "")


def _overdue(workspace: Workspace) -> Count:
    number = workspace.followups.overdue_count()
    return Count(number or None, f"{number:,} overdue" if number else "", urgent=True)


PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "today",
        "Today",
        "sun",
        "ui.today.page",
        "TodayPage",
        "Alt+1",
        in_sidebar=True,
        keywords="home dashboard start overview agenda day overdue due going cold quiet tidy up begin",
        about="What was promised and is due, what comes next, and what happened lately.",
    ),
    PageSpec(
        "contacts",
        "Contacts",
        "users",
        "ui.contacts.page",
        "ContactsPage",
        "Alt+2",
        in_sidebar=True,
        keywords="people person everybody everyone address book names members newsletter mailing list",
        count=_contacts,
        counted_on=Topic.CONTACTS,
        about="Everyone you know. Type to filter by what holds now, “former:acme” for who left Acme; save it as a "
        "view. Space shows the side panel, Enter the page.",
    ),
    PageSpec(
        "organisations",
        "Organisations",
        "building",
        "ui.organisations.page",
        "OrganisationsPage",
        "Alt+3",
        in_sidebar=True,
        keywords="companies company firms firm employers employer organizations organization partners partner "
        "universities charities trusts institutions",
        count=_organisations,
        counted_on=Topic.ORGANISATIONS,
        about="Every organisation and how it stands to the cluster. Space shows the side panel, Enter the page.",
    ),
    PageSpec(
        "pipeline",
        "Pipeline",
        "columns",
        "ui.pipeline.page",
        "PipelinePage",
        "Alt+4",
        in_sidebar=True,
        keywords="opportunities opportunity board kanban bids bid deals deal funding fund grants grant projects "
        "collaborations leads",
        count=_opportunities,
        counted_on=Topic.OPPORTUNITIES,
        about="What the cluster makes happen. Ctrl+Shift+arrows move a card, N sets its next step, Enter opens it.",
    ),
    PageSpec(
        "introductions",
        "Introductions",
        "link",
        "ui.introductions.page",
        "IntroductionsPage",
        "Alt+5",
        in_sidebar=True,
        keywords="ledger consent brokering intros connections",
        count=_introductions,
        counted_on=Topic.INTRODUCTIONS,
        about="Who was brought together and what came of it; needs and offers with the pairs that may fit. "
        "In the ledger A, Y, N note consent, M that it was made, T the text. On the board A introduces, D dismisses.",
    ),
    PageSpec(
        "huddles",
        "Huddles",
        "presentation",
        "ui.huddles.page",
        "HuddlesPage",
        "Alt+6",
        in_sidebar=True,
        keywords="events event meetings attendance attended who came guests guest attendees participants register grid "
        "invited calendar",
        about="Who came to which huddle. Arrows move, A P E X set a cell; Enter opens the person, a title the huddle.",
    ),
    PageSpec(
        "follow_ups",
        "Follow-ups",
        "bell",
        "ui.followups.page",
        "FollowUpsPage",
        "Alt+7",
        in_sidebar=True,
        keywords="tasks task to do todo list reminders promises actions due overdue next steps snoozed waiting chase",
        count=_overdue,
        counted_on=Topic.FOLLOW_UPS,
        about="All that was promised, by us and to us. Space marks it done, S puts it off, L logs what came of it.",
    ),
    PageSpec(
        "contact",
        "Contact",
        "user",
        "ui.contacts.detail",
        "ContactPage",
        of_record=True,
        home="contacts",
        about="One person: how to reach them, where they work and worked, what was promised, and all that happened.",
    ),
    PageSpec(
        "organisation",
        "Organisation",
        "building",
        "ui.organisations.detail",
        "OrganisationPage",
        of_record=True,
        home="organisations",
        about="One organisation: who works there and who did, its names and partnership over time, and what happened.",
    ),
    PageSpec(
        "opportunity",
        "Opportunity",
        "columns",
        "ui.pipeline.detail",
        "OpportunityPage",
        of_record=True,
        home="pipeline",
        about="One opportunity: where it stands, who takes part and who is wanted, its next step, its value and dates.",
    ),
    PageSpec(
        "huddle",
        "Huddle",
        "presentation",
        "ui.huddles.detail",
        "HuddlePage",
        of_record=True,
        home="huddles",
        about="One huddle: before it, who is asked and what they reply; after it, who came and what is to be closed.",
    ),
    PageSpec(
        "check_in",
        "Check-in",
        "check-square",
        "ui.huddles.check_in.page",
        "CheckInPage",
        of_record=True,
        home="huddles",
        about="The door. Type a few letters, Enter checks in; Ctrl+Enter adds a walk-in, Ctrl+Z takes the last back.",
    ),
    PageSpec(
        "attendance_review",
        "Attendance",
        "upload",
        "ui.huddles.review.page",
        "AttendanceReviewPage",
        of_record=True,
        home="huddles",
        about="An attendance report or a list: who is who is decided here, and nothing is written before Ctrl+Enter.",
    ),
    PageSpec(
        "import",
        "Import",
        "upload",
        "ui.importing.page",
        "ImportPage",
        keywords="csv excel xlsx vcard google outlook linkedin upload spreadsheet load bring in file",
        about="Brings in people from a file. You see what would change before it is written; all can be undone.",
    ),
    PageSpec(
        "settings",
        "Settings",
        "settings",
        "ui.settings.page",
        "SettingsPage",
        "Ctrl+,",
        keywords="preferences options configuration configure setup",
        about="The look, the words for sectors and places, backups, the trash, all that was done.",
    ),
    PageSpec("first_run", "Welcome", "star", "ui.first_run.page", "FirstRunPage", listed=False),
)

PANELS: tuple[PanelSpec, ...] = (
    PanelSpec(
        "log",
        "ui.interactions.log_panel",
        "LogPanel",
        "Log a meeting",
        "plus",
        ("Ctrl+L",),
        "call email note met interaction new visit phoned spoke",
        width=760,
    ),
    PanelSpec(
        "new_contact",
        "ui.contacts.editor",
        "NewContactPanel",
        "New contact",
        "user-plus",
        ("Ctrl+N",),
        "add create person",
        width=600,
    ),
    PanelSpec("export", "ui.exporting.panel", "ExportPanel", width=640),
    PanelSpec("change_job", "ui.contacts.affiliation_forms", "ChangeJobPanel", width=520),
    PanelSpec(
        "new_organisation",
        "ui.organisations.editor",
        "NewOrganisationPanel",
        "New organisation",
        "building",
        keywords="add create company firm employer organization",
        width=560,
    ),
    PanelSpec(
        "new_opportunity",
        "ui.pipeline.editor",
        "NewOpportunityPanel",
        "New opportunity",
        "columns",
        keywords="add create bid collaboration deal grant funding project",
        width=600,
    ),
    PanelSpec(
        "new_introduction",
        "ui.introductions.editor",
        "IntroductionForm",
        "New introduction",
        "link",
        keywords="introduce connect add create broker intro",
        width=560,
    ),
    PanelSpec("paths", "ui.introductions.paths", "PathsPanel", width=680),
    PanelSpec(
        "new_need",
        "ui.introductions.needs_form",
        "NewNeedPanel",
        "New need",
        "inbox",
        keywords="add create ask wants looking for request",
        width=600,
    ),
    PanelSpec(
        "new_offer",
        "ui.introductions.needs_form",
        "NewOfferPanel",
        "New offer",
        "send",
        keywords="add create resource gives provides",
        width=600,
    ),
    PanelSpec(
        "plan_huddle",
        "ui.huddles.editor",
        "HuddlePanel",
        "Plan a huddle",
        "presentation",
        keywords="new add create event meeting workshop series calendar",
        width=640,
    ),
    PanelSpec("interaction", "ui.interactions.editor", "InteractionPanel"),
    PanelSpec(
        "follow_up",
        "ui.followups.editor",
        "FollowUpPanel",
        "Add follow-up",
        "bell",
        ("Ctrl+Shift+F",),
        "new create task todo to do remind reminder promise chase",
        width=560,
    ),
)


def page_spec(kind: str) -> PageSpec | None:
    """Return the page of this kind, or None."""
    return next((spec for spec in PAGES if spec.kind == kind), None)


def panel_spec(kind: str) -> PanelSpec | None:
    """Return the panel of this kind, or None."""
    return next((spec for spec in PANELS if spec.kind == kind), None)


def icon_of(kind: str) -> str:
    """Return the icon of a page, a bookmark where there is none of that kind."""
    spec = page_spec(kind)
    return "bookmark" if spec is None else spec.icon


def load(spec: PageSpec | PanelSpec) -> type[QWidget]:
    """Import and return the class of a page or panel; only now, so that starting pays for the first page alone."""
    return cast(type[QWidget], getattr(importlib.import_module(spec.module), spec.class_name))


def make(spec: PageSpec | PanelSpec, context: Context, **target: Any) -> QWidget:
    """Make the page or panel."""
    factory: Any = load(spec)
    made: QWidget = factory(context, **target)
    return made


def panes_of(page: QWidget) -> Sequence[QWidget]:
    """Return the panes F6 steps through on a page: the page itself unless it names several."""
    give: Any = getattr(page, "panes", None)
    return tuple(give()) if give is not None else (page,)


def actions_of(page: QWidget) -> Sequence[Action]:
    """Return the actions a page or a panel brings, none where it brings none."""
    give: Any = getattr(page, "page_actions", None)
    return tuple(give()) if give is not None else ()


def counts(workspace: Workspace, topics: Topic) -> dict[str, Count]:
    """Return the counts of the destinations that `topics` touch."""
    return {spec.kind: spec.count(workspace) for spec in PAGES if spec.count is not None and spec.counted_on & topics}


def example(workspace: Workspace, spec: PageSpec) -> int | None:
    """Return a record that a page can show, None where there is none: for pictures."""
    if spec.home == "huddles":
        huddle = workspace.huddles.next() or workspace.huddles.last()
        if spec.kind == "check_in":
            huddle = next((row for row in workspace.huddles.rows(limit=20) if row.can_check_in), huddle)
        return None if huddle is None else huddle.id
    if spec.home == "pipeline":
        return next((row.id for row in workspace.opportunities.rows() if row.outcome == "open"), None)
    service: Any = {"contact": workspace.contacts, "organisation": workspace.organisations}[spec.kind]
    rows = service.page(sort="last_touch", descending=True, limit=1)
    return int(rows[0].id) if rows else None
