"""Refusals that only the command line knows."""

from crm.errors import CrmError


class WrongUse(CrmError):
    """Words of the command line that do not go together; nothing was looked at."""


class AnswerLost(CrmError):
    """The command was carried out, and what it had to say could not be printed."""
