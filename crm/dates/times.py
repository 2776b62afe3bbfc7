"""Times of day in a person's words."""

import re
from datetime import time
from functools import cache

from crm.dates.vocabulary import HOURS

_HOUR_WORD = "(?:" + "|".join(HOURS) + ")"
# "half three" is a time only where nothing follows that could be counted: "half three hundred".
_OFF_ENDS = r"(?=\s*(?:$|[,;.)\n]|(?:re|on|with|about|today|tomorrow|yesterday|this|next|last|in)\b))"


@cache
def _time_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"""(?:at\s+|@\s*)?(?:
          (?P<off>half(?:\s+past)?|(?:a\s+)?quarter\s+(?:past|to))\s+(?P<h_off>[0-9]{{1,2}}|{_HOUR_WORD}|noon|midday|midnight)
            (?:\s?(?P<half_off>[ap])\.?m\b\.?|{_OFF_ENDS})
        | (?P<h>[0-9]{{1,2}})(?:[:.](?P<m>[0-9]{{2}}))?\s?(?P<half>[ap])\.?m\b\.?
        | (?P<h24>[0-9]{{1,2}}):(?P<m24>[0-9]{{2}})
        | (?P<h_clock>[0-9]{{1,2}}|{_HOUR_WORD})\s?o['’]?clock
        | (?P<word>noon|midday|midnight)
        | (?:(?<=at\s)|(?<=@\s)|(?<=@))(?P<h_at>[0-9]{{1,2}})(?:\.(?P<m_at>[0-9]{{2}}))?
        )(?:\s+(?:in\s+the\s+(?P<part>morning|afternoon|evening)|at\s+(?P<night>night)))?(?![\w/]|-\w|[.:][0-9])""",
        re.IGNORECASE | re.VERBOSE,
    )


def time_at(text: str, start: int, *, later: bool = False) -> tuple[time, int] | None:
    """Read the time of day that begins at character `start` ("3pm", "15:30", "at 9"): the time and its end, or None.

    An hour of 1 to 6 with neither am nor pm, nor a leading 0, is in the afternoon: nobody meets at 3 in the morning;
    so is any hour where an afternoon or evening was spoken of (`later`).
    """
    match = _time_pattern().match(text, start)
    if match is None:
        return None
    if match["word"]:
        return time(0 if match["word"].lower() == "midnight" else 12), match.end()
    hour_text = next(match[name] for name in ("h_off", "h", "h24", "h_clock", "h_at") if match[name])
    hour, minute = _hour(hour_text), int(match["m"] or match["m24"] or match["m_at"] or 0)
    half, part = match["half"] or match["half_off"], (match["part"] or match["night"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    elif part == "morning":
        hour %= 12 if hour == 12 else 24
    elif hour < 12 and not hour_text.startswith("0") and (part or later or 1 <= hour <= 6):
        hour += 12
    if match["off"]:
        hour, minute = _off_the_hour(match["off"].lower(), hour)
    return (time(hour, minute), match.end()) if hour < 24 and minute < 60 else None


def _hour(text: str) -> int:
    word = text.lower()
    if word in HOURS:
        return HOURS.index(word) + 1
    return {"noon": 12, "midday": 12, "midnight": 0}[word] if word.isalpha() else int(word)


def _off_the_hour(words: str, hour: int) -> tuple[int, int]:
    if words.endswith("to"):
        return (hour - 1) % 24, 45
    return hour, 15 if "quarter" in words else 30


def understand_time(text: str) -> time | None:
    """Return the time of day a person means ("3pm", "15:30", "at 9", "noon"), or None."""
    words = " ".join(text.split())
    for candidate in (words, f"at {words}"):
        found = time_at(candidate, 0)
        if found and found[1] == len(candidate):
            return found[0]
    return None
