"""Telephone numbers: what was typed, what can be dialled (E.164), and how people like to read it."""

from crm.phones.display import display, international
from crm.phones.parsing import Phone, parse_phones, spreadsheet_damage
from crm.phones.regions import region_of

__all__ = ["Phone", "display", "international", "parse_phones", "region_of", "spreadsheet_damage"]
