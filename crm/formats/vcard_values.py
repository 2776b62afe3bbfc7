"""The values of vCards: what is escaped in them, and what other programs escape twice."""

import re

_SPLIT = {mark: re.compile(rf"((?:[^\\{mark}]|\\.)*)(?:{mark}|$)", re.DOTALL) for mark in ";,"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TWICE = re.compile(r"(?<!\\)\\\\(?=[;,])")


def split_escaped(text: str, mark: str) -> list[str]:
    """Split a value at `mark` (";" or ","), not at an escaped one; the pieces are still escaped."""
    if "\\" not in text:
        return text.split(mark)
    return _SPLIT[mark].findall(text)[: text.count(mark) + 1]


def unescaped(text: str) -> str:
    """Undo the backslashes of a value: \\n is a line end, any other escaped character is itself."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def escaped_once(text: str) -> str:
    """Return a value of free text in which a semicolon or comma after two backslashes has one.

    Thunderbird leaves the backslash before a semicolon standing outside N, ORG and ADR, and escapes it on the way out.
    """
    return _TWICE.sub(r"\\", text) if "\\\\" in text else text
