"""What the columns of a report hold, told by their cells: moments, a duration, addresses, or text."""

import re
from collections.abc import Callable, Sequence
from itertools import islice

import msgspec

from crm.formats.durations import read_duration
from crm.formats.emails import is_email
from crm.formats.timestamps import is_moment
from crm.text import fold

_LOOKED_AT = 5_000
# What reports of meetings call coming and going, in the languages their programs speak.
_JOINING = re.compile(
    r"join|beitrit|beigetreten|teilnahmebeginn|connexion|arriv|rejoint|adhesion|dolacz|union|unio\b|incorpora|ingres"
    r"|entrada|entrou|entree|partecipaz|access|deelgenomen|toetred|deelname|anslut|anslot|liitty|tilslut|deltog|tiltrad"
    r"|csatlak|katil|pripoj|присоед|подключ|вход|参加|加入|入室|참가|입장|συμμετοχ|εισοδ"
)
_LEAVING = re.compile(
    r"leave|left|exit|verlass|austritt|deconnexion|depart|quitt|sortie|wyjsc|opuszcz|salida|abandon|saida|uscita"
    r"|verlat|vertrek|lamna|lamnat|poistu|forlad|forlat|forlot|kilep|tavoz|ayril|cikis|odpoj|opust|выход|покин|退出"
    r"|离开|離開|퇴장|나간|αποχωρ|εξοδ"
)


class RegistrationColumns(msgspec.Struct, frozen=True):
    """The columns a webinar adds: the names and the address given when registering, and when that was."""

    names: tuple[int, ...] = ()
    email: int | None = None
    at: int | None = None

    def __bool__(self) -> bool:
        return self.email is not None or self.at is not None


class ColumnTypes(msgspec.Struct, frozen=True):
    """Where a report's columns stand; the first column is the name."""

    join_and_leave: tuple[int | None, int | None]
    duration: int | None
    emails: tuple[int, ...]
    texts: tuple[int, ...]
    registration: RegistrationColumns


def is_address(text: str) -> bool:
    """Tell whether a cell holds an address, also a directory's own that no mail reaches."""
    return "@" in text and " " not in text and is_email(text.replace("#", ""))


def tell_of_stays(headings: Sequence[str], joined: int, left: int) -> bool:
    """Tell whether two columns are headed as those for coming and for going, in any language of the programs."""
    if max(joined, left) >= len(headings):
        return False
    return bool(_JOINING.search(fold(headings[joined])) and _LEAVING.search(fold(headings[left])))


def columns_of(rows: Sequence[Sequence[str]]) -> ColumnTypes | None:
    """Return what the columns of a table hold, or None where it has no rows."""
    width = max(map(len, islice(rows, _LOOKED_AT)), default=0)
    if not width:
        return None
    kinds = [""] + [
        _kind([cells[place] for cells in rows[:_LOOKED_AT] if place < len(cells)]) for place in range(1, width)
    ]
    moments = [place for place, kind in enumerate(kinds) if kind == "moment"]
    durations = [place for place, kind in enumerate(kinds) if kind == "duration"]
    emails = [place for place, kind in enumerate(kinds) if kind == "email"]
    texts = [place for place, kind in enumerate(kinds) if kind == "text"]
    return ColumnTypes(
        (_at(moments, 0), _at(moments, 1)),
        _at(durations, 0),
        tuple(emails),
        tuple(texts),
        _registration(moments, emails, texts),
    )


def _registration(moments: list[int], emails: list[int], texts: list[int]) -> RegistrationColumns:
    """Tell the columns of a registration, which follow that of the role."""
    role = next((place for place in texts if place > max([*moments[:2], *emails[:1]], default=0)), None)
    email = next((place for place in emails[1:] if role is not None and place > role), None)
    if email is None or role is None or email - role < 1 or len(emails) < 2:
        return RegistrationColumns(at=_at(moments, 2))
    names = tuple(place for place in texts if role < place < email)
    # The report of 2021 has the account's name after the role: with nothing else there, it is no registration.
    after = [place for place in (*texts, *moments[2:]) if place > role]
    if not after and len(emails) < 3:
        return RegistrationColumns()
    return RegistrationColumns(names, email, _at(moments, 2))


def _at(places: list[int], number: int) -> int | None:
    return places[number] if number < len(places) else None


def _kind(cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell]
    tests: tuple[tuple[str, Callable[[str], bool]], ...] = (
        ("moment", is_moment),
        ("duration", lambda cell: read_duration(cell) is not None),
        ("email", is_address),
    )
    for kind, test in tests:
        if filled and sum(map(test, filled)) * 2 > len(filled):
            return kind
    return "text" if filled else ""
