"""Damage to a closed file that a look at its tables does not see: indexes that no longer say what the tables hold.

Each kind leaves every page in itself as it should be; only a comparison of index and table tells. So it is after a
write that the drive confirmed and never did, a page written to the place of another, or flipped bits.
"""

import random
from collections.abc import Callable
from pathlib import Path

from crm.contacts import ContactDraft, Email
from crm.db.raw_connection import Access, raw
from crm.workspace import Workspace

PAGE = 4096
_LEAF, _INNER = 10, 2


def page(content: bytes | bytearray, number: int) -> bytes:
    """Return a page by its number; the first is 1."""
    return bytes(content[(number - 1) * PAGE : number * PAGE])


def index_leaves(path: Path) -> dict[str, list[int]]:
    """Return the numbers of the pages that hold the entries of each index over records, by name."""
    connection = raw(path, Access.FROZEN)
    roots = connection.execute(
        "SELECT name, rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name IN ('contact', 'contact_email', "
        "'contact_tag', 'affiliation', 'participant', 'interaction')"
    ).fetchall()
    connection.close()
    content = path.read_bytes()
    return {name: _leaves(content, root) for name, root in roots}


def _leaves(content: bytes | bytearray, number: int) -> list[int]:
    found = page(content, number)
    if found[0] == _LEAF:
        return [number]
    assert found[0] == _INNER
    cells = [int.from_bytes(found[12 + 2 * n : 14 + 2 * n], "big") for n in range(int.from_bytes(found[3:5], "big"))]
    children = [int.from_bytes(found[cell : cell + 4], "big") for cell in cells]
    children.append(int.from_bytes(found[8:12], "big"))
    return [leaf for child in children for leaf in _leaves(content, child)]


def lose_a_write(path: Path, randomly: random.Random) -> None:
    """Let people be added, and put back one page of an index as it was before: its entries of them are missing."""
    before, pages = path.read_bytes(), index_leaves(path)
    workspace = Workspace.open(path)
    for n in range(3):
        workspace.contacts.create(ContactDraft(f"Wren {n}", "Added", emails=(Email(f"wren{n}@added.example"),)))
    workspace.close()
    content = bytearray(path.read_bytes())
    changed = sorted(
        number
        for name, numbers in index_leaves(path).items()
        for number in numbers
        if number in pages[name] and page(content, number) != page(before, number)
    )
    number = randomly.choice(changed)
    content[(number - 1) * PAGE : number * PAGE] = page(before, number)
    path.write_bytes(content)


def change_the_order(path: Path, randomly: random.Random) -> None:
    """Exchange the first and the last entry of a page of an index."""
    content = bytearray(path.read_bytes())
    number = randomly.choice(_full(path, content))
    start = (number - 1) * PAGE
    many = int.from_bytes(content[start + 3 : start + 5], "big")
    first, last = start + 8, start + 8 + 2 * (many - 1)
    content[first : first + 2], content[last : last + 2] = content[last : last + 2], content[first : first + 2]
    path.write_bytes(content)


def copy_a_page(path: Path, randomly: random.Random) -> None:
    """Write a page of one index over a page of another."""
    content = bytearray(path.read_bytes())
    here, there = randomly.sample(_full(path, content), 2)
    content[(there - 1) * PAGE : there * PAGE] = page(content, here)
    path.write_bytes(content)


def flip_a_letter(path: Path, randomly: random.Random) -> None:
    """Flip a bit in a letter of an entry of an index: the table has the word as it was."""
    content = bytearray(path.read_bytes())
    pages = _full(path, content)
    while True:
        place = (randomly.choice(pages) - 1) * PAGE + randomly.randrange(PAGE // 2, PAGE)
        if chr(content[place]).isalpha() and chr(content[place - 1]).isalpha() and content[place] < 128:
            content[place] ^= 2
            path.write_bytes(content)
            return


def _full(path: Path, content: bytes | bytearray) -> list[int]:
    """Return the pages of indexes that hold several entries."""
    pages = sorted({number for numbers in index_leaves(path).values() for number in numbers})
    return [number for number in pages if int.from_bytes(page(content, number)[3:5], "big") > 5]


KINDS: dict[str, Callable[[Path, random.Random], None]] = {
    "a write that was lost": lose_a_write,
    "entries in another order": change_the_order,
    "a page of another index": copy_a_page,
    "a letter that changed": flip_a_letter,
}
