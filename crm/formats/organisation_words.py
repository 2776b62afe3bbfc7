"""Words that organisations are called by, so that a name of theirs is told from a person's."""

from crm.text import words

_ORGANISATION = frozenset(
    words(
        """ltd limited plc llp llc inc gmbh trust nhs university college council hospital institute foundation
        group association federation centre ventures capital partners partnership academy authority society laboratory
        laboratories labs systems technologies solutions diagnostics therapeutics pharma biotech cic icb consulting"""
    )
)


def names_organisation(text: str) -> bool:
    """Tell whether one of the words of `text` is one that organisations are called by: Ltd, Trust, University."""
    return not _ORGANISATION.isdisjoint(words(text))
