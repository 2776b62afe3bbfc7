"""Every setting of a file declared once: key, type, default; read and written through one service."""

import json
from typing import Any, Generic, TypeVar

import msgspec

from crm.db import schema
from crm.db.history import AUTHOR_SETTING
from crm.db.query_builder import bind
from crm.db.store import Store

T = TypeVar("T")


class Key(msgspec.Struct, Generic[T], frozen=True):
    """A setting's key with its default; `quiet` ones (layout) are no undo step."""

    name: str
    default: T
    label: str
    quiet: bool = False


APPEARANCE = Key("appearance", "system", "Change the appearance")
TEXT_SIZE = Key("text_size", 100, "Change the text size")
USER_NAME = Key(AUTHOR_SETTING, "", "Change your name")
CADENCE_AIM = Key("cadence_aim", 60, "Change the default cadence")
CADENCE_LIMIT = Key("cadence_limit", 120, "Change the default cadence limit")
NEWSLETTER_WORDING = Key(
    "newsletter_wording",
    "May we send you our newsletter by e-mail? You can stop it at any time.",
    "Change the wording of the newsletter",
)
BACKUP_FOLDER = Key("backup_folder", "", "Change the backup folder")
IS_SAMPLE = Key("is_sample", False, "Mark the sample network", quiet=True)
CHECKLIST_CLOSED = Key("checklist_closed", False, "Close the first steps", quiet=True)
EXPORT_NOTES = Key("export_notes", False, "Remember whether vCards hold notes", quiet=True)
LAYOUT: Key[dict[str, Any]] = Key("layout", {}, "Remember the layout", quiet=True)


VALUE = schema.Setting.select(schema.Setting.value).where(schema.Setting.key == bind("key"))
ID = schema.Setting.select(schema.Setting.id).where(schema.Setting.key == bind("key"))


class Settings:
    """Reads and writes settings; writes only `setting`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, key: Key[T]) -> T:
        """Return a setting's value, or its default."""
        found = self._store.value(VALUE, key=key.name)
        value: T = key.default if found is None else json.loads(found)
        return value

    def set(self, key: Key[T], value: T) -> None:
        """Write a setting as an action of its own (joined to a running one)."""
        with self._store.action(key.label, "quiet" if key.quiet else "edit"):
            row = self._store.value(ID, key=key.name)
            text = json.dumps(value)
            if row is None:
                self._store.insert(schema.Setting, key=key.name, value=text)
            else:
                self._store.update(schema.Setting, row, value=text)
