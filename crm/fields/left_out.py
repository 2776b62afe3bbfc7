"""Why a place leaves a field out, where many fields have the same reason."""

from typing import Any

from crm.fields.declaration import No, OwnForm

ONE_FIELD_OF_MANY = No("lists are filtered by what several records share")
NOT_IN_LISTS = No("the list has room for what tells records apart")
NOT_SORTED = No("the list is sorted by its columns")
DERIVED = No("worked out from other records")
NOT_FOUND_BY = No("nobody looks for a record by it")
BY_ITS_NAME = No("found by the name of the record it stands for")
IN_ITS_OWN_FORM = OwnForm("the form of the part it belongs to")
ITS_OWN_TABLE = No("kept in a table of its own, whose changes are told as its own")
NO_IMPORT = No("no file of others tells it")
NO_EXPORT = No("this table is no list that is exported")
NO_CARD = No("a card tells of a person or an organisation")
NO_COLUMNS = No("its list tells each in words, not in columns")
BY_TIME = No("they stand in the order of their time")
BY_WHAT_IT_IS_OF = No("set by what it is made from")
NEVER_CHANGES = No("never changes")
AT_HOME: dict[str, Any] = {"imported": NO_IMPORT, "exported": NO_EXPORT, "carded": NO_CARD}
"""Of a field that no file tells."""
LINK_OF_ROWS = "the key of the row, which means nothing elsewhere"
KEPT_WHEN = "the history says when it was added; it is no fact of the record"
IN_TRASH = "what is in the trash is shown there alone"
UID = "tells the record from all others between files, and never changes"
HIDDEN = {"id": LINK_OF_ROWS, "uid": UID, "created_at": KEPT_WHEN, "deleted_at": IN_TRASH}
"""The columns that are no field of any record of our own."""
