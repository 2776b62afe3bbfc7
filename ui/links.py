"""Addresses that leave the program: opened only when they are of a kind that is safe to hand on."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def web_address(text: str) -> str:
    """Return a website as typed ("acme.example") as an address with its scheme."""
    text = text.strip()
    return text if ":" in text.split("/")[0] or not text else f"https://{text}"


def shown_address(website: str) -> str:
    """Return a website as one says it: without its scheme and a leading www."""
    return website.strip().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def tel_address(number: str) -> str:
    """Return the address that dials a number."""
    kept = "".join(letter for letter in number if letter.isdigit() or letter == "+")
    return f"tel:{kept}" if kept else ""


def open_address(address: str) -> bool:
    """Hand a web, e-mail or telephone address to the desktop; say whether it was taken. Other schemes are refused."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    return url.isValid() and url.scheme().lower() in SCHEMES and QDesktopServices.openUrl(url)
