"""Places in a text as Python counts them, in letters, and as Qt does, in UTF-16 units: an emoji is two of these."""


def units(text: str, at: int) -> int:
    """Return the place in Qt's units of the letter `at`."""
    return at + sum(1 for letter in text[:at] if letter > "\uffff")


def letters(text: str, at: int) -> int:
    """Return the number of letters before the place `at` of Qt's; one inside a letter is taken as before it."""
    passed = 0
    for number, letter in enumerate(text):
        passed += 2 if letter > "\uffff" else 1
        if passed > at:
            return number
    return len(text)
