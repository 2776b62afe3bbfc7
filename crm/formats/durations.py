"""How long something took, as programs of every language write it: 1h 2m 3s, 1 Std. 8 Min., 1 godz. 8 min, 1:02:03."""

import re
from itertools import pairwise

from crm.text import fold

_SECONDS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_BELOW = {"d": "h", "h": "m", "m": "s"}
_ABOVE = {below: above for above, below in _BELOW.items()}
_LONGEST = 14 * 86_400
_NUMBER = r"\d{1,7}(?:[.,]\d{1,3})?"
_UNIT = r"[^\W\d_]+|['\u2019\u2032]{1,2}|[\"\u201d\u2033]"
_PART = re.compile(rf"({_NUMBER})\s*({_UNIT})")
_WHOLE = re.compile(
    rf"[<~\s]*(?:(?:{_NUMBER})\s*(?:{_UNIT})\.?[\s,]*(?:(?:and|und|et|en|og|och|e|y|i)\s+)?){{1,4}}", re.IGNORECASE
)
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?")

# The longest beginning that fits decides; what none fits is told by its neighbours.
_UNITS = {
    "h": "h hr hrs hour std stunde st godz g ora ore ora uur u t tim timer ч час 小时 小時 時間 时 시간 ω sa saat hod",
    "m": "m min мин м 分 分钟 分鐘 분 λ perc p dk dakika",
    "s": "s sec sek с сек 秒 초 δ sn saniye mp masodperc",
    "d": "d day tag jour j 天 日 일 dni",
}
_BEGINNINGS = {fold(beginning): unit for unit, known in _UNITS.items() for beginning in known.split()}


def read_duration(text: str) -> int | None:
    """Return the seconds of a duration with its units, or as a clock shows it, else None; a bare number has no unit."""
    plain = " ".join(text.split())
    if not plain or len(plain) > 60:
        return None
    clock = _CLOCK.fullmatch(plain)
    if clock:
        return _of_clock(clock)
    if not _WHOLE.fullmatch(plain):
        return None
    numbers = [(float(number.replace(",", ".")), _unit(unit)) for number, unit in _PART.findall(plain)]
    units = _told_by_neighbours([unit for _, unit in numbers])
    if units is None:
        return None
    seconds = round(sum(number * _SECONDS[unit] for (number, _), unit in zip(numbers, units, strict=True)))
    return seconds if seconds <= _LONGEST else None


def _of_clock(clock: re.Match[str]) -> int | None:
    first, second = int(clock[1]), int(clock[2])
    if clock[3] is not None:
        seconds = first * 3_600 + second * 60 + int(clock[3])
        return seconds if seconds <= _LONGEST else None
    # "47:30" is no two days: minutes and seconds.
    return first * 3_600 + second * 60 if first < 24 else first * 60 + second


def _unit(written: str) -> str:
    folded = fold(written) or ("m" if len(written) == 1 and written not in '"\u201d\u2033' else "s")
    for length in range(len(folded), 0, -1):
        unit = _BEGINNINGS.get(folded[:length])
        if unit:
            return unit
    return ""


def _told_by_neighbours(units: list[str]) -> list[str] | None:
    """Fill in units not known from those beside them, each one smaller than the one before; None where that fails."""
    filled = list(units)
    for place, unit in enumerate(filled):
        if not unit and place:
            filled[place] = _BELOW.get(filled[place - 1], "")
    for place in reversed(range(len(filled) - 1)):
        if not filled[place]:
            filled[place] = _ABOVE.get(filled[place + 1], "")
    if len(filled) == 3 and not any(filled):
        filled = ["h", "m", "s"]
    sizes = [_SECONDS.get(unit, 0) for unit in filled]
    falling = all(one > other for one, other in pairwise(sizes))
    return filled if falling and all(sizes) else None
