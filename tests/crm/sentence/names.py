"""The names the sentences are read against, and the reading."""

from datetime import date

from crm.sentence import Entry, ListNames, NameHit, parse

TODAY = date(2026, 5, 22)  # a Friday
BOARD = "Cheshire and Merseyside Care Board"
NAMES = ListNames(
    [
        NameHit(1, "Jane Roe", 10, "Acme Imaging", "Head of Partnerships"),
        NameHit(2, "Bob Lee", 11, "Beta Labs Ltd"),
        NameHit(3, "Mary O'Neill", 11, "Beta Labs Ltd"),
        NameHit(4, "Maria de la Cruz", 12, "Alder Hospital"),
        NameHit(5, "Łukasz Nowak", 13, BOARD),
        NameHit(6, "Sam Poe", 10, "Acme Imaging"),
        NameHit(7, "Sam Poe", 11, "Beta Labs Ltd"),
        NameHit(8, "Will Smith", 11, "Beta Labs Ltd"),
        NameHit(9, "Sam Tate", 13, BOARD),
        NameHit(20, "Ann Poole", 12, "Alder Hospital"),
        NameHit(21, "Ann Poole-Hart", 13, BOARD),
    ],
    [
        NameHit(10, "Acme Imaging"),
        NameHit(11, "Beta Labs Ltd"),
        NameHit(12, "Alder Hospital"),
        NameHit(13, BOARD),
        NameHit(14, "University of Wirral"),
        NameHit(15, "Mersey Ventures"),
        NameHit(16, "Mersey City Council"),
    ],
    ["imaging", "digital health", "diagnostics"],
    other_people={20: ["Ann Carter"]},
    other_organisations={13: ["CMCB"]},
)


def read(text: str) -> Entry:
    return parse(text, NAMES, TODAY)


def people(entry: Entry) -> list[tuple[str, int | None, str]]:
    return [(who.name, who.id, who.organisation) for who in entry.people]


def parts(text: str, entry: Entry) -> list[tuple[str, str]]:
    return [(span.kind.value, text[span.start : span.end]) for span in entry.spans]
