"""Reasons on lines: as few as hold them, each reason whole."""

from collections.abc import Sequence


def packed(reasons: Sequence[str], room: int) -> tuple[str, ...]:
    """Return reasons on lines of about `room` letters; one that is longer has a line of its own."""
    lines: list[str] = []
    for reason in reasons:
        if lines and len(lines[-1]) + len(reason) + 3 <= room:
            lines[-1] = f"{lines[-1]} · {reason}"
        else:
            lines.append(reason)
    return tuple(lines)
