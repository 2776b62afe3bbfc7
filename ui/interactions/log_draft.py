"""The draft of a line: kept while one types, shown the next time, and set aside by a sentence typed behind it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject

from crm.sentence import verb_of
from crm.workspace import Workspace
from ui.records.draft_autosave import EARLIER, Keeper

Target = Mapping[str, int | tuple[int, ...]]
LONGEST = 60
"""Characters of a draft that are named."""


class LineKeeper(Keeper):
    """Keeps the line of a panel that was opened from a target; `aside` is a draft that the line took the place of.

    What is aside is kept with whatever is kept, and alone once the line is saved: it is lost by `forget` only.
    """

    def __init__(self, workspace: Workspace, target: Target, parent: QObject) -> None:
        super().__init__(workspace, draft_key(target), parent)
        self.aside: dict[str, Any] | None = None
        self._shown: dict[str, Any] | None = None

    def load(self) -> dict[str, Any] | None:
        """Return the draft to show; one that was aside of it stays so."""
        kept = super().load()
        self.aside = kept.pop(EARLIER, None) if kept else None
        self._shown = dict(kept) if kept else None
        return kept

    def keep(self, content: dict[str, Any] | None) -> str:
        """Keep the content with what is aside, for None that alone; return the sentence to show where that failed."""
        return super().keep(self.aside if content is None else self._with_aside(content))

    def discard(self) -> None:
        """Throw away what is typed: it was saved, or is not wanted."""
        self._shown = None
        super().discard()

    def forget(self) -> None:
        """Throw away what is typed and what is aside."""
        self.aside = None
        self.discard()

    def typed_behind(self, text: str) -> str:
        """Return the sentence of its own that was typed at the end of the draft shown, '' while there is none.

        Whoever opens the line to write down the next thing does not look whether something stands there already: a
        verb right behind its last letter starts over, as it does behind a name.
        """
        shown = str(self._shown["text"]) if self._shown else ""
        rest = text[len(shown) :] if shown and text.startswith(shown) else ""
        end = verb_of(rest, past=shown[-1:].isspace())
        return rest if end and rest[end:] else ""

    def set_aside(self, notes: str) -> None:
        """Put the draft shown aside, with the notes as they are now; `bring_back` alone shows it again."""
        if self._shown is not None:
            self.aside, self._shown = self._with_aside({**self._shown, "notes": notes}), None

    def bring_back(self, typed: dict[str, Any] | None) -> dict[str, Any] | None:
        """Return the draft that was aside, to be shown; what is typed now is aside in its place."""
        back = self.aside
        if back is not None:
            self.aside = back.pop(EARLIER, None)
            self.aside, self._shown = self.aside if typed is None else self._with_aside(typed), back
        return back

    def said_aside(self) -> str:
        """Return the sentence that tells of the draft that is aside, '' without one."""
        if self.aside is None:
            return ""
        text = " ".join(str(self.aside.get("text", "")).split())
        quoted = f" “{text if len(text) <= LONGEST else f'{text[:LONGEST]}…'}”" if text else ""
        return f"Your draft{quoted} is kept."

    def _with_aside(self, content: dict[str, Any]) -> dict[str, Any]:
        return {**content, EARLIER: self.aside} if self.aside is not None else content


def draft_key(target: Target) -> str:
    """Return under what the draft of a panel is kept: `log`, `log:contact:7`, `log:contacts:7,8`."""
    said = ((name, (value,) if isinstance(value, int) else value) for name, value in target.items())
    return ":".join(["log", *(f"{name}:{','.join(map(str, ids))}" for name, ids in said)])
