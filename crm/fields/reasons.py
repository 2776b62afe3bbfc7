"""Why a place leaves a field out, where many fields have the same reason."""

from crm.fields.declaring import No, OwnForm

ONE_FIELD_OF_MANY = No("lists are filtered by what several records share")
NOT_IN_LISTS = No("the list has room for what tells records apart")
NOT_SORTED = No("the list is sorted by its columns")
DERIVED = No("worked out from other records")
NOT_IN_CARDS = No("a vCard has no place for it, and nobody else needs it")
NOT_FOUND_BY = No("nobody looks for a record by it")
BY_ITS_NAME = No("found by the name of the record it stands for")
IN_ITS_OWN_FORM = OwnForm("the form of the part it belongs to")
ITS_OWN_TABLE = No("kept in a table of its own, whose changes are told as its own")
NO_IMPORT = No("no file of others tells it")
NO_EXPORT = No("this table is no list that is exported")
