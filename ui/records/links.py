"""Addresses that leave the program: only of kinds that are safe to hand on, and only as a person can read them."""

import re
import unicodedata
from urllib.parse import quote, unquote

import msgspec
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from crm.errors import CrmError

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_HAS_PORT = re.compile(r"[A-Za-z0-9.-]+:\d+(?:[/?#]|$)")
_AUTHORITY = re.compile(r"//([^/?#]+)(.*)", re.DOTALL)
_HOST_AND_PORT = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::(\d{1,5}))?")
_HOST = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.?")
_LOCAL_PART = re.compile(r"[^\s,;:<>()\[\]\"\\?%/@][^\s,;:<>()\[\]\"\\?%@]*|\"[^\",;<>\\?%]+\"")
_NUMBER = re.compile(r"\+?[0-9][0-9().-]*")


class Refused(CrmError):
    """An address that is not handed on; the sentence says why."""


class Outgoing(msgspec.Struct, frozen=True):
    """An address that may be handed on: the whole of it as it is, and a word about what may deceive the eye."""

    address: str
    remark: str = ""


def web_address(text: str) -> str:
    """Return a website as typed ("acme.example") as an address with its scheme."""
    text = text.strip()
    has_scheme = ":" in text.split("/")[0] and not _HAS_PORT.match(text)
    return text if has_scheme or not text else f"https://{text}"


def shown_address(website: str) -> str:
    """Return a website as one says it: without its scheme and a leading www."""
    return website.strip().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def tel_address(number: str) -> str:
    """Return the address that dials a number."""
    kept = "".join(letter for letter in number if letter.isdigit() or letter == "+")
    return f"tel:{kept}" if kept else ""


def mail_address(email: str) -> str:
    """Return the address that starts an e-mail."""
    return f"mailto:{quote(email, safe='@')}"


def outgoing(address: str) -> Outgoing:
    """Return an address as it is handed on; raises Refused for what is of another kind, or is not what it seems.

    A website leads to the host it names and nowhere else, an e-mail goes to one person and brings no headers along, a
    telephone number is dialled and commands no telephone. Letters beyond ASCII in a host are written as the network
    knows them (`xn--...`).
    """
    if any(letter in "\\" or letter.isspace() or unicodedata.category(letter)[0] == "C" for letter in address):
        raise Refused("This address was not opened: it holds signs that no address has, or that cannot be seen.")
    found = _SCHEME.match(address)
    scheme = found[1].lower() if found else ""
    if found is None or scheme not in SCHEMES:
        raise Refused("This address was not opened: only websites, e-mail addresses and telephone numbers are.")
    rest = address[found.end() :]
    if scheme == "mailto":
        return _mail(rest)
    return _telephone(rest) if scheme == "tel" else _website(scheme, rest)


def open_address(address: str) -> bool:
    """Hand a web, e-mail or telephone address to the desktop, which says whether it took it; raises Refused."""
    return QDesktopServices.openUrl(QUrl(outgoing(address).address, QUrl.ParsingMode.StrictMode))


def _website(scheme: str, rest: str) -> Outgoing:
    parts = _AUTHORITY.fullmatch(rest)
    if parts is None:
        raise Refused("This address was not opened: it names no website.")
    authority, path = parts[1], parts[2]
    if "@" in authority:
        raise Refused("This address was not opened: what stands before an @ in it hides where it leads.")
    host_and_port = _HOST_AND_PORT.fullmatch(authority)
    if host_and_port is None or int(host_and_port[2] or 0) > 65_535:
        raise Refused("This address was not opened: the name of its website cannot be read.")
    host, remark = _host(host_and_port[1])
    port = f":{host_and_port[2]}" if host_and_port[2] else ""
    url = QUrl(f"{scheme}://{host}{port}{quote(path, safe=_KEPT)}", QUrl.ParsingMode.StrictMode)
    if not url.isValid():
        raise Refused("This address was not opened: it is not written as addresses are.")
    return Outgoing(bytes(url.toEncoded().data()).decode("ascii"), remark)


_KEPT = "/?#[]@!$&'()*+,;=:%-._~"
"""What stands in a path or a question as it is; letters beyond ASCII do not."""


def _host(host: str) -> tuple[str, str]:
    """Return a host as the network knows it, and what there is to say about it; raises Refused."""
    known = host if host.startswith("[") or host.isascii() else bytes(QUrl.toAce(host).data()).decode("ascii")
    if not (known.startswith("[") or _HOST.fullmatch(known)):
        raise Refused("This address was not opened: the name of its website cannot be read.")
    is_foreign = any(label.lower().startswith("xn--") for label in known.split("."))
    remark = "It has letters that may look like others, so its name is written as the network knows it."
    return known, remark if is_foreign else ""


def _mail(rest: str) -> Outgoing:
    if "?" in rest:
        raise Refused("This address was not opened: it brings a subject, a text or further recipients along.")
    written = unquote(rest, errors="replace")
    local, at, domain = written.rpartition("@")
    if not at or not _LOCAL_PART.fullmatch(local) or any(unicodedata.category(letter)[0] == "C" for letter in written):
        raise Refused("This address was not opened: it is not the e-mail address of one person.")
    host, remark = _host(domain)
    return Outgoing(mail_address(f"{local}@{host}"), remark)


def _telephone(rest: str) -> Outgoing:
    if not _NUMBER.fullmatch(unquote(rest)):
        raise Refused("This address was not opened: it is no telephone number.")
    return Outgoing(f"tel:{unquote(rest)}")
