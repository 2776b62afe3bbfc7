"""The words of vCards: which properties say nothing, and which are dates, relations, messengers."""

import re
from collections.abc import Sequence

from crm.formats.vcard_lines import Property

IGNORED = frozenset(
    (
        *("VERSION", "PRODID", "REV", "FN", "N", "X-ABLABEL", "X-ABADR", "X-ABUID", "AGENT", "KEY", "SOUND", "LOGO"),
        *("X-ABSHOWAS", "X-ADDRESSBOOKSERVER-KIND", "KIND", "CLASS", "SORT-STRING", "NAME", "SOURCE", "MAILER"),
        *("X-EVOLUTION-FILE-AS", "LABEL", "CLIENTPIDMAP", "PROFILE", "BEGIN", "END", "CREATED", "X-FILE-AS"),
    )
)
# What programs write for themselves: how a card is sorted, sounded, shown, synchronised.
NOISE = (
    *("X-MS-OL-", "X-ABCROP", "X-IMAGE", "X-APPLE", "X-MOZILLA-", "X-PHONETIC-", "X-EVOLUTION-WEBDAV", "X-SOGO-"),
    *("X-EVOLUTION-LIST", "X-EVOLUTION-DEST", "X-EVOLUTION-WANTS", "X-EVOLUTION-E-BOOK", "X-EVOLUTION-BOOK"),
    *("X-EVOLUTION-X509", "X-EVOLUTION-PGP", "X-KADDRESSBOOK-CRYPTO", "X-KADDRESSBOOK-OPENPGP", "X-RADICALE", "X-NC-"),
    *("X-WANTS", "X-PRODID", "X-LOTUS-CHARSET", "X-CARDDAV", "X-DAVDROID", "X-ACCOUNT", "X-SYNC", "X-ETAG"),
)
LISTS = (("KIND", "GROUP"), ("X-ADDRESSBOOKSERVER-KIND", "GROUP"), ("X-EVOLUTION-LIST", "TRUE"))
COMPANIES = (("X-ABSHOWAS", "COMPANY"), ("KIND", "ORG"), ("KIND", "ORGANIZATION"))
EVENTS = {
    "ANNIVERSARY": "Anniversary",
    "X-ANNIVERSARY": "Anniversary",
    "X-EVOLUTION-ANNIVERSARY": "Anniversary",
    "X-WAB-WEDDING_ANNIVERSARY": "Anniversary",
    "X-MS-ANNIVERSARY": "Anniversary",
    "X-KADDRESSBOOK-X-ANNIVERSARY": "Anniversary",
    "X-ABDATE": "",
}
RELATIONS = {
    "RELATED": "",
    "X-ABRELATEDNAMES": "",
    "X-SPOUSE": "Spouse",
    "X-EVOLUTION-SPOUSE": "Spouse",
    "X-WAB-SPOUSE_NAME": "Spouse",
    "X-MANAGER": "Manager",
    "X-EVOLUTION-MANAGER": "Manager",
    "X-ASSISTANT": "Assistant",
    "X-EVOLUTION-ASSISTANT": "Assistant",
    "X-KADDRESSBOOK-X-SPOUSESNAME": "Spouse",
    "X-KADDRESSBOOK-X-MANAGERSNAME": "Manager",
    "X-KADDRESSBOOK-X-ASSISTANTSNAME": "Assistant",
    "X-CHILDREN": "Child",
    "X-MS-SPOUSE": "Spouse",
    "X-MS-MANAGER": "Manager",
    "X-MS-ASSISTANT": "Assistant",
    "X-MS-CHILD": "Child",
    "X-MS-CHILDREN": "Child",
}
MESSENGERS = (
    *("X-AIM", "X-SKYPE", "X-SKYPE-USERNAME", "X-JABBER", "X-MSN", "X-ICQ", "X-YAHOO", "X-GTALK", "X-GOOGLE-TALK"),
    *("X-QQ", "X-MATRIX", "X-TWITTER", "X-TELEGRAM", "X-SIGNAL", "X-WHATSAPP", "X-DISCORD", "X-SLACK", "X-MASTODON"),
    *(
        "X-MS-IMADDRESS",
        "X-KADDRESSBOOK-X-IMADDRESS",
        "X-THREEMA",
        "X-WECHAT",
        "X-VIBER",
        "X-SIP",
        "X-GROUPWISE",
        "X-GADUGADU",
        "X-SAMETIME",
        "X-IRC",
        "X-BLUESKY",
    ),
)
# These do not say whose service it is.
_OF_ANY_SERVICE = {
    **dict.fromkeys(("IMPP", "X-SOCIALPROFILE"), ""),
    **dict.fromkeys(("X-MS-IMADDRESS", "X-KADDRESSBOOK-X-IMADDRESS"), "instant messaging"),
}
SERVICE = re.compile(
    r"(xmpp|skype|sip|sips|aim|msnim|msn|ymsgr|yahoo|irc|icq|matrix|whatsapp|telegram|x-apple):(?=.)", re.I
)
SCHEMES = {"xmpp": "XMPP", "sip": "SIP", "sips": "SIP", "aim": "AIM", "msnim": "MSN", "msn": "MSN", "ymsgr": "Yahoo",
    "irc": "IRC", "icq": "ICQ", "whatsapp": "WhatsApp", "x-apple": ""}  # fmt: skip
# Android's own numbers for what a date or a relation is; 0 has a label of its own.
ANDROID_DATES = {"1": "Anniversary", "3": "Birthday"}
_ANDROID = ("Assistant", "Brother", "Child", "Domestic partner", "Father", "Friend", "Manager", "Mother", "Parent",
    "Partner", "Referred by", "Relative", "Sister", "Spouse")  # fmt: skip
ANDROID_RELATIONS = {str(number): name for number, name in enumerate(_ANDROID, 1)}


def messenger(prop: Property, value: str, kind: str, label: str) -> tuple[str, str]:
    """Return what a messenger is called and the handle on it; `kind` and `label` are those of the property."""
    named = _OF_ANY_SERVICE.get(prop.name, prop.name.removeprefix("X-").lower())
    named = named or prop.param("X-SERVICE-TYPE") or label
    service = SERVICE.match(value)
    if service and prop.name == "IMPP":
        name, value = service[1].lower(), value[service.end() :]
        name = SCHEMES.get(name, name.capitalize())
        named = named or (f"{name} ({kind})" if name and kind else name)
    return named or kind, value


def android(parts: Sequence[str]) -> tuple[str, str, str]:
    """Return what a row of an Android phone's own table is ("nickname", "events", "relations" or ""), label and value.

    Its parts: kind, value, number of the type, a label of its own.
    """
    kind, value, number, label = (*parts, "", "", "", "")[:4]
    kind = kind.rpartition("/")[2]
    if kind == "contact_event":
        return "events", label or ANDROID_DATES.get(number, ""), value
    if kind == "relation":
        return "relations", label or ANDROID_RELATIONS.get(number, ""), value
    return ("nickname" if kind == "nickname" else ""), "", value
