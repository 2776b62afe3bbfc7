"""The facts of an organisation, edited where they stand; what breaks a rule stays open with what was typed."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm.fields import ORGANISATION, value_of
from crm.organisations import Alias, OrganisationDetail
from ui.context import Context
from ui.kit import theme
from ui.kit.buttons import Button, IconButton
from ui.kit.card import Card
from ui.kit.chips_field import ChipsField, Picked
from ui.kit.choices import Choice
from ui.kit.field_row import FactRow, FieldRow
from ui.kit.fields import ChoiceField, ParsedField
from ui.kit.label import plain_tip
from ui.kit.matching import fit
from ui.organisations.editor import terms
from ui.organisations.names_text import read_aliases, read_domains, show_aliases, show_domains
from ui.records.facts import Fact, facts_of
from ui.records.link_opener import follow, full_address
from ui.records.links import shown_address, tel_address, web_address
from ui.records.record_fields import OrganisationField
from ui.records.service_calls import write

NAME_ROOM = 80


def _domains_field() -> ParsedField:
    return ParsedField("E-mail domains", read_domains, show_domains, placeholder="acme.example, nhs.net (shared)")


def _aliases_field() -> ParsedField:
    return ParsedField("Other names", read_aliases, show_aliases, placeholder="AMI (acronym), Acme Scan (to 2025)")


_IN_OTHER_ROWS = ("sector_id", "sub_region_id", "parent_id", "tags", "themes")
FACTS = facts_of(
    ORGANISATION,
    {
        "website": {"show": shown_address, "tone": "accent", "multiline": True, "address": web_address},
        "phone": {"address": tel_address},
        "domains": {"make": _domains_field, "show": show_domains, "multiline": True},
        "other_names": {"key": "aliases", "make": _aliases_field, "show": show_aliases, "multiline": True},
    },
    but=_IN_OTHER_ROWS,
)
_CHIPS = {fact.key: fact for fact in facts_of(ORGANISATION, {})}
TAGS, THEMES = _CHIPS["tags"], _CHIPS["themes"]
NAMES = {**ORGANISATION.edited_names, **{fact.key: fact.name for fact in FACTS}}


class _Linked(QWidget):
    """A fact with the button that opens its address."""

    def __init__(self, row: FieldRow, name: str) -> None:
        super().__init__()
        self.button = IconButton("external", f"Open {name.lower()}", size=26)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(row, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)


class AboutCard(Card):
    """Sector and place, how it is reached, its names, tags and themes, notes."""

    def __init__(self, context: Context) -> None:
        super().__init__("About")
        self._context = context
        self._shown: OrganisationDetail | None = None
        self._all = False
        self.rows: dict[str, FieldRow] = {}
        self._boxes: dict[str, QWidget] = {}
        self._links: dict[IconButton, Fact] = {}
        self._add_choices()
        for fact in FACTS:
            self._add(fact)
        self.tags = ChipsField(TAGS.name, self.tags_like, placeholder=TAGS.placeholder)
        self.themes = ChipsField(THEMES.name, self.themes_like, placeholder=THEMES.placeholder, only_known=True)
        self.tags.edited.connect(self._save_tags)
        self.themes.edited.connect(self._save_themes)
        for name, field in ((THEMES.name, self.themes), (TAGS.name, self.tags)):
            self.body.insertWidget(self.body.count() - 1, FactRow(name, field, name_width=NAME_ROOM))
        self._more = Button("All facts", "ghost", icon="chevron-down")
        self._more.clicked.connect(self._unfold)
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.setSpacing(theme.px(2))

    def _add_choices(self) -> None:
        for key in ("sector_id", "sub_region_id"):
            vocabulary = key.removesuffix("_id")
            row = FieldRow(
                NAMES[key],
                _Terms(self._context, vocabulary),
                show=_Named(self._context, vocabulary),
                multiline=True,
                name_width=NAME_ROOM,
            )
            self._keep(key, row, row)
        parent = FieldRow(NAMES["parent_id"], self.parent_field, show=_text, multiline=True, name_width=NAME_ROOM)
        self._keep("parent_id", parent, parent)

    def _add(self, fact: Fact) -> None:
        row = FieldRow(
            fact.name,
            fact.make,
            show=fact.show,
            placeholder=fact.placeholder,
            tone=fact.tone,
            multiline=fact.multiline,
            name_width=NAME_ROOM,
        )
        if fact.address is None:
            self._keep(fact.key, row, row)
            return
        box = _Linked(row, fact.name)
        box.button.clicked.connect(self._open)
        self._links[box.button] = fact
        self._keep(fact.key, row, box)

    def _keep(self, key: str, row: FieldRow, box: QWidget) -> None:
        row.committed.connect(self._committed)
        self.rows[key], self._boxes[key] = row, box
        self.body.addWidget(box)

    # -- showing

    def show_facts(self, detail: OrganisationDetail) -> None:
        """Show the facts; a field that is open for the same organisation keeps what is typed in it."""
        same = self._shown is not None and self._shown.id == detail.id
        self._all = self._all and same
        self._shown = detail
        for key, row in self.rows.items():
            show = row.show_stored if same else row.set_value
            show(_value(detail, key))
        for button, fact in self._links.items():
            value = str(value_of(detail, fact.key) or "")
            button.setVisible(bool(value))
            if value and fact.address is not None:
                button.setToolTip(plain_tip(full_address(fact.address(value))))
        for field, names in ((self.tags, detail.tags), (self.themes, detail.themes)):
            if sorted(names) != sorted(_texts(field)):
                field.set_value([Picked(name) for name in names])
        self._fold()

    def _fold(self) -> None:
        if self._shown is None:
            return
        hidden = 0
        for fact in FACTS:
            shown = self._all or not fact.rare or bool(value_of(self._shown, fact.key))
            self._boxes[fact.key].setVisible(shown)
            hidden += not shown
        self._more.setVisible(bool(hidden))

    def _unfold(self) -> None:
        self._all = True
        self._fold()
        next(self.rows[fact.key] for fact in FACTS if fact.rare).setFocus(Qt.FocusReason.OtherFocusReason)

    # -- fields

    def parent_field(self) -> QWidget:
        """Make the field for the organisation above this one."""
        but = self._shown.id if self._shown is not None else 0
        return OrganisationField(self._context, "Parent", only_known=True, but=but)

    def tags_like(self, text: str) -> Sequence[Choice]:
        """Return the tags that begin so."""
        return [Choice(name, icon="tag") for name in self._context.workspace.tags.names(text, 7)]

    def themes_like(self, text: str) -> Sequence[Choice]:
        """Return the themes that fit."""
        known = self._context.workspace.vocabularies.terms("theme")
        return [Choice(term.name, icon="hash") for term in known if fit(text, term.name)]

    # -- saving

    def _committed(self, value: object) -> None:
        row = self.sender()
        key = next((key for key, each in self.rows.items() if each is row), "")
        if self._shown is not None and key:
            said = f"{NAMES[key]} of {self._shown.name} saved"
            detail = self._shown
            self.rows[key].set_error(write(self._context, lambda: self._write(detail, key, value), said))

    def _write(self, detail: OrganisationDetail, key: str, value: Any) -> None:
        organisations = self._context.workspace.organisations
        if key == "domains":
            organisations.set_domains(detail.id, value or ())
        elif key == "aliases":
            organisations.set_aliases(detail.id, _known_again(value or (), detail.aliases))
        else:
            if key == "parent_id" and value is not None:
                value = value.data if isinstance(value.data, int) else organisations.named(value.text)[0]
            organisations.edit(detail.id, **{key: value})

    def _save_tags(self) -> None:
        self._save(TAGS.name, self._context.workspace.organisations.set_tags, self.tags)

    def _save_themes(self) -> None:
        self._save(THEMES.name, self._context.workspace.organisations.set_themes, self.themes)

    def _save(self, what: str, set_names: Callable[[int, Sequence[str]], None], field: ChipsField) -> None:
        if self._shown is None:
            return
        shown, names = self._shown, _texts(field)
        refusal = write(self._context, lambda: set_names(shown.id, names), f"{what} of {shown.name} saved")
        if refusal:
            field.mark(True)
            self._context.toasts.problem(refusal)

    def _open(self) -> None:
        button: Any = self.sender()
        fact = self._links[button]
        if self._shown is None or fact.address is None:
            return
        follow(self._context, fact.address(str(value_of(self._shown, fact.key))))


class _Terms:
    """Makes the field for a term of a vocabulary."""

    def __init__(self, context: Context, vocabulary: str) -> None:
        self._context, self._vocabulary = context, vocabulary

    def __call__(self) -> QWidget:
        return ChoiceField(options=terms(self._context, self._vocabulary))


class _Named:
    """Names a term of a vocabulary, a retired one too."""

    def __init__(self, context: Context, vocabulary: str) -> None:
        self._context, self._vocabulary = context, vocabulary

    def __call__(self, term: int) -> str:
        known = self._context.workspace.vocabularies.terms(self._vocabulary, retired=True)
        return next((each.name for each in known if each.id == term), "a deleted one")


def _value(detail: OrganisationDetail, key: str) -> Any:
    if key == "parent_id":
        return Picked(detail.parent.name, detail.parent.id, sector=detail.parent.symbol) if detail.parent else None
    return value_of(detail, key)


def _text(picked: Picked) -> str:
    return picked.text


def _texts(field: ChipsField) -> list[str]:
    return [picked.text.lstrip("#") for picked in field.value()]


def _known_again(typed: Sequence[Alias], held: Sequence[Alias]) -> list[Alias]:
    """Return the names as typed, each with the identity it has already."""
    ids = {alias.name.casefold(): alias.id for alias in held}
    return [replace(alias, id=ids.get(alias.name.casefold(), 0)) for alias in typed]
