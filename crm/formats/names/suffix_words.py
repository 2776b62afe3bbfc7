"""Words that stand behind a name and are none: of posts, and of the legal forms of firms."""

from crm.text import words

_LEGAL_FORMS = frozenset(words("ltd limited plc llp llc inc incorporated gmbh cic cio corp corporation bv ag sa"))
# Words of a post that are nobody's given name: "Jane Dove, Chief Executive".
_POSTS = frozenset(
    words(
        """director manager head chief executive officer chair chairman chairwoman chairperson lecturer consultant
        nurse engineer scientist researcher analyst adviser advisor coordinator secretary treasurer president founder
        cofounder assistant associate specialist trustee lead leader surgeon pharmacist physiotherapist administrator"""
    )
)


def names_post(text: str) -> bool:
    """Tell whether one of the words of `text` is one that posts are called by: Director, Nurse, Chief."""
    return not _POSTS.isdisjoint(words(text))


def is_legal_form(text: str) -> bool:
    """Tell whether `text` is nothing but what firms put behind their names: Ltd, Inc., LLP."""
    found = words(text)
    return bool(found) and _LEGAL_FORMS.issuperset(found)
