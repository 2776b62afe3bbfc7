"""The field for a value, and the currencies it may be in."""

from crm.money import read_money, show_money
from ui.kit.fields import ParsedField

CURRENCIES = (("GBP", "£ pound"), ("EUR", "€ euro"), ("USD", "$ dollar"))


def money_field(name: str) -> ParsedField:
    """A field for a value; its value is in hundredths of whatever the currency is."""
    return ParsedField(name, read_money, show_money, placeholder="180k, 1.2m, 45,000")
