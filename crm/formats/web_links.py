"""Addresses of the web in cells: what leads somewhere, and the words that stand where a link should."""

_LONGEST_HOST = 253
_FRONT_PAGES = frozenset(
    (
        "linkedin.com", "uk.linkedin.com", "linkedin.com/in", "linkedin.com/pub", "linkedin.com/feed",
        "linkedin.com/mynetwork",
    )
)  # fmt: skip
# What a table shows instead of a link, and answers to "are they on LinkedIn?".
_WORDS = frozenset(
    (
        "yes", "no", "y", "n", "true", "false", "x", "link", "links", "linkedin", "linked in", "profile", "view",
        "view profile", "linkedin profile", "see profile", "see linkedin", "view linkedin profile", "here",
        "click here", "open", "website", "web site", "our site", "our website", "web", "url", "on linkedin",
        "connected", "visit", "visit website",
    )
)  # fmt: skip


def is_link(text: str) -> bool:
    """Tell whether a text leads somewhere: one word with a domain or a scheme, and no service's mere front page."""
    if " " in text:
        return False
    plain = _plain(text)
    host = plain.partition("/")[0]
    if plain in _FRONT_PAGES or len(host) > _LONGEST_HOST:
        return False
    return ":" in text or "." in host.strip(".")


def says_nothing(text: str) -> bool:
    """Tell whether a text that is no link says nothing about anybody: "Yes", "View profile", "linkedin.com"."""
    plain = _plain(text)
    return plain in _WORDS or plain in _FRONT_PAGES


def _plain(text: str) -> str:
    return text.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/.")
