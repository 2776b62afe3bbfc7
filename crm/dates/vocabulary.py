"""The words of dates as people write them: weekdays, months, numbers, units, and what each stands for."""

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

WEEKDAY = r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "couple of": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "twenty": 20,
    "thirty": 30, "sixty": 60, "ninety": 90,
}  # fmt: skip
_NUMBER_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True)).replace(" ", r"\s+")
NUMBER = rf"(?:[0-9]{{1,3}}|(?:{_NUMBER_WORDS})(?=\s))"
# "6m" are six months, but no date in "6m fund": a bare m counts only where the phrase ends.
UNIT = (
    r"(?:d(?:ays?)?|w(?:ee)?ks?|w|fortnights?|months?|mths?|mos?|years?|yrs?|y"
    r"|m(?=\s*(?:$|[,;:.)\n\#]|(?:ago|from|time|later|hence|on|re|about|to|and|with|at|by|for)\b)))"
)
_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = ("eleventh", "twelfth", *(f"{root}teenth" for root in ("thir", "four", "fif", "six", "seven", "eigh", "nine")))
ORDINALS = (
    *_UNITS, "tenth", *_TEENS, "twentieth", *(f"twenty-{word}" for word in _UNITS), "thirtieth", "thirty-first",
)  # fmt: skip
ORDINAL = "(?:" + "|".join(sorted(ORDINALS, key=len, reverse=True)).replace("-", r"[\s-]") + ")"
HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number(text: str) -> int:
    """Return the number that a match of `NUMBER` means."""
    words = " ".join(text.lower().split())
    return NUMBERS[words] if words in NUMBERS else int(words)


def ordinal_number(text: str) -> int:
    """Return the day or place that "3", "3rd" or "twenty-first" means."""
    digits = text.rstrip("stndrhSTNDRH")
    return int(digits) if digits.isdigit() else ORDINALS.index("-".join(text.lower().replace("-", " ").split())) + 1


def weekday_number(name: str) -> int:
    """Return the place of a weekday in the week, Monday 0."""
    return WEEKDAYS.index(name[:3].title())


def month_number(name: str) -> int:
    """Return the number of a month, January 1."""
    return MONTHS.index(name[:3].title()) + 1


def year_number(text: str) -> int:
    """Return the year that four digits mean, or two with or without an apostrophe ("'26"): 1970 to 2069."""
    digits = text.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < 70 else 1900)
