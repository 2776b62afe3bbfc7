"""Values in hundredths of their currency, as they are written out: exact, with the currency's mark."""

MARKS = {"GBP": "£", "EUR": "€", "USD": "$"}


def show_exact(pence: int, currency: str) -> str:
    """Return a value to the last hundredth, whole ones without: "£1,200,000", "€12.05", "SEK 40"."""
    whole, part = divmod(pence, 100)
    return f"{MARKS.get(currency, f'{currency} ')}{whole:,}" + (f".{part:02}" if part else "")
