"""E-mail domains that say nothing of where somebody works."""

from collections.abc import Iterator

SHARED_DOMAINS = frozenset(
    (
        "nhs.net", "nhs.uk", "doctors.org.uk", "doctors.net.uk",
        "gmail.com", "googlemail.com", "outlook.com", "outlook.co.uk", "hotmail.com", "hotmail.co.uk", "hotmail.fr",
        "live.com", "live.co.uk", "msn.com", "yahoo.com", "yahoo.co.uk", "yahoo.fr", "ymail.com", "rocketmail.com",
        "icloud.com", "me.com", "mac.com", "aol.com", "aol.co.uk", "btinternet.com", "btopenworld.com", "sky.com",
        "talktalk.net", "virginmedia.com", "virgin.net", "ntlworld.com", "blueyonder.co.uk", "tiscali.co.uk",
        "plus.com", "plusnet.com", "protonmail.com", "proton.me", "pm.me", "gmx.com", "gmx.co.uk", "gmx.net", "gmx.de",
        "mail.com", "zoho.com", "fastmail.com", "hey.com", "tutanota.com", "web.de", "qq.com", "163.com",
        "ac.uk", "co.uk", "gov.uk", "org.uk", "net.uk", "ltd.uk", "plc.uk", "sch.uk", "police.uk", "mod.uk",
    )
)  # fmt: skip
"""Domains of mailbox providers, of the whole NHS and of whole sorts of bodies: they tell no organisation."""


def identifying(domain: str) -> Iterator[str]:
    """Yield a domain and those above it, the nearest first, as far as they may be one organisation's."""
    name = domain.strip().casefold()
    while "." in name and name not in SHARED_DOMAINS:
        yield name
        name = name.partition(".")[2]
