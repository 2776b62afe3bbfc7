"""What is done with several contacts at once: the bar that appears, and the small forms it opens.

A selection is the ids chosen, or the filter itself where everything it shows is selected: no ids are loaded then.
"""

from collections.abc import Callable, Sequence
from typing import Any

from crm.contacts import ContactRow
from crm.listing import Selection
from ui.contacts.cards import FormCard
from ui.contacts.facts import days_field
from ui.contacts.writing import ManyAtOnce
from ui.context import Context
from ui.kit.chips_field import ChipsField
from ui.kit.choices import Choice
from ui.kit.matching import fit
from ui.kit.table import Column


def counted(number: int) -> str:
    """Return a number of contacts in words."""
    return "1 contact" if number == 1 else f"{number:,} contacts"


class _BulkCard(FormCard):
    """A form for a selection; `number` is how many contacts it is for."""

    def __init__(self, context: Context, title: str, selection: Selection, number: int) -> None:
        super().__init__(context, f"{title} {counted(number)}", save="Apply")
        self._selection, self._number = selection, number

    def _run(self, title: str, call: Callable[[], object], said: str) -> str:
        ManyAtOnce(self.context, title, call, said).start(self._number)
        return ""


class TagCard(_BulkCard):
    """Puts tags on all of a selection, and takes others off."""

    def __init__(self, context: Context, selection: Selection, number: int) -> None:
        super().__init__(context, "Tag", selection, number)
        self.form.add("add", "Add", ChipsField("Tags to add", self._find, placeholder="Tags to add"))
        self.form.add("remove", "Remove", ChipsField("Tags to remove", self._find, placeholder="Tags to remove"))

    def save(self, values: dict[str, Any]) -> str:
        """Write the tags."""
        add, remove = ([picked.text.lstrip("#") for picked in values[key]] for key in ("add", "remove"))
        if not add and not remove:
            return ""
        contacts, selection = self.context.workspace.contacts, self._selection
        said = " and ".join(
            part
            for part in (
                f"{_hashed(add)} put on" if add else "",
                f"{_hashed(remove)} taken off" if remove else "",
            )
            if part
        )
        return self._run(
            "Tagging contacts",
            lambda: contacts.bulk_tag(selection, add, remove),
            f"{said} {counted(self._number)}",
        )

    def _find(self, text: str) -> list[Choice]:
        return [Choice(name, icon="tag") for name in self.context.workspace.tags.names(text, 7)]


class ThemeCard(_BulkCard):
    """Adds themes to all of a selection."""

    def __init__(self, context: Context, selection: Selection, number: int) -> None:
        super().__init__(context, "Themes for", selection, number)
        field = ChipsField("Themes to add", self._find, placeholder="Themes to add", only_known=True)
        self.form.add("add", "Add", field, required=True)

    def save(self, values: dict[str, Any]) -> str:
        """Write the themes."""
        names = [picked.text for picked in values["add"]]
        contacts, selection = self.context.workspace.contacts, self._selection
        said = f"{', '.join(names)} added to {counted(self._number)}"
        return self._run("Adding themes", lambda: contacts.bulk_theme(selection, names), said)

    def _find(self, text: str) -> list[Choice]:
        terms = self.context.workspace.vocabularies.terms("theme")
        return [Choice(term.name, icon="hash") for term in terms if fit(text, term.name)]


class CadenceCard(_BulkCard):
    """Sets how often we mean to be in touch with all of a selection."""

    def __init__(self, context: Context, selection: Selection, number: int) -> None:
        super().__init__(context, "Cadence of", selection, number)
        self.form.add("cadence_aim", "Aim", days_field(), half=True, hint="Days between contacts; empty: the default")
        self.form.add("cadence_limit", "Going cold", days_field(), half=True, hint="Days until it counts as cold")

    def save(self, values: dict[str, Any]) -> str:
        """Write the cadence."""
        contacts, selection = self.context.workspace.contacts, self._selection
        said = f"Cadence of {counted(self._number)} set"
        return self._run("Setting the cadence", lambda: contacts.bulk_edit(selection, **values), said)


def trash(context: Context, selection: Selection, number: int, name: str) -> None:
    """Move a selection to the trash; `name` is that of the only one, where it is one."""
    workspace = context.workspace
    said = f"{name if number == 1 else counted(number)} moved to the trash"
    ManyAtOnce(
        context,
        "Moving contacts to the trash",
        lambda: workspace.trash.put("contact", workspace.contacts.ids(selection)),
        said,
    ).start(number)


def as_table(rows: Sequence[ContactRow], columns: Sequence[Column]) -> str:
    """Return rows as text that a spreadsheet takes: a heading, then a line each, tabs between."""
    lines = ["\t".join(column.title for column in columns)]
    lines += ["\t".join(_one_line(column.text(row)) for column in columns) for row in rows]
    return "\n".join(lines)


def as_addresses(rows: Sequence[ContactRow]) -> str:
    """Return rows as the recipients of an e-mail: `Jane Roe <jane@acme.example>; …`, those without one left out."""
    return "; ".join(f"{_quoted(row.name)} <{row.email}>" for row in rows if row.email)


def _quoted(name: str) -> str:
    if any(letter in name for letter in ',;<>@"()[]:.\\'):
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return name


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _hashed(names: Sequence[str]) -> str:
    return ", ".join(f"#{name}" for name in names)
