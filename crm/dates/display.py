"""Days in words for reading: near ones by name, others as dates, and how far away they are."""

from datetime import date

from crm.dates.vocabulary import MONTHS, WEEKDAYS


def show_day(day: date, today: date) -> str:
    """Return the day as a person says it: "Yesterday", "Today", "Tomorrow", "Tue 26 May", "26 May 2024"."""
    near = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}.get((day - today).days)
    return near or show_date(day, today)


def show_date(day: date, today: date) -> str:
    """Return the day always as a date: "Tue 26 May", with the year instead of the weekday when it is another year."""
    if day.year == today.year:
        return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def echo_day(day: date, today: date) -> str:
    """Return the day understood, beyond doubt: "Yesterday, Thu 21 May", "Tue 26 May"."""
    said, exact = show_day(day, today), show_date(day, today)
    return exact if said == exact else f"{said}, {exact}"


def ago(day: date, today: date) -> str:
    """Return the distance in words: "today", "2 days ago", "1 week ago", "in 3 months"."""
    days = (today - day).days
    if days == 0:
        return "today"
    if abs(days) == 1:
        return "yesterday" if days > 0 else "tomorrow"
    size, unit = next(
        (size, unit)
        for size, unit, limit in ((1, "day", 7), (7, "week", 35), (30, "month", 365), (365, "year", abs(days) + 1))
        if abs(days) < limit
    )
    number = abs(days) // size
    words = f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{words} ago" if days > 0 else f"in {words}"
