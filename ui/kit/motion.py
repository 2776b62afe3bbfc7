"""Whether things may move: fades and slides of overlay and toast, off where the person asked for less motion."""

from PySide6.QtWidgets import QApplication

FADE_MS = 120


class _State:
    reduced = False


_state = _State()


def set_reduced(reduced: bool) -> None:
    """Turn motion off, or leave it to the desktop's own setting."""
    _state.reduced = reduced


def allowed() -> bool:
    """Say whether to animate: not when turned off here or on the desktop."""
    if _state.reduced:
        return False
    # Deferred: its many enumerations cost the start several milliseconds, and nothing moves before the first paint.
    from PySide6.QtWidgets import QStyle

    style = QApplication.style()
    return style is not None and style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
