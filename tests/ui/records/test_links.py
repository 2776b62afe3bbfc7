"""Addresses that leave the program: which may, and what of them is shown."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QUrl

from ui.records.links import (
    SCHEMES,
    Refused,
    mail_address,
    open_address,
    outgoing,
    shown_address,
    tel_address,
    web_address,
)

REFUSED = [
    "",
    "acme",
    "acme.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "file:///etc/passwd",
    "file://host/share/x",
    "ftp://acme.example",
    "data:text/html,x",
    "about:blank",
    "C:\\Windows\\calc.exe",
    "\\\\host\\share",
    "smb://host/share",
    " https://acme.example",
    "https://acme.example ",
    "https://acme.example\r\nHost: x",
    "https://acme.example/\x00",
    "https://acme.example/\u202egpj.exe",
    "https://ac\u200bme.example",
    "https:acme.example",
    "https:///acme.example",
    "https://",
    "https://good.example@evil.example",
    "https://good.example%40evil.example",
    "https://good.example\\@evil.example",
    "https://user:password@good.example/",
    "HTTPS://GOOD.EXAMPLE%00.evil.example",
    "https://good.example:99999/",
    "https://good.example:80:80/",
    "https://-good.example/",
    "https://good..example/",
    "https://[not six]/",
    "mailto:",
    "mailto:jane",
    "mailto:@acme.example",
    "mailto:jane@acme.example?cc=sam@acme.example",
    "mailto:jane@acme.example?bcc=sam@acme.example",
    "mailto:jane@acme.example?subject=Hello&body=There",
    "mailto:jane@acme.example?",
    "mailto:?to=jane@acme.example",
    "mailto:jane%3Fbcc=sam@acme.example",
    "mailto:jane@acme.example,sam@acme.example",
    "mailto:jane@acme.example%2Csam@acme.example",
    "mailto:jane@acme.example;sam@acme.example",
    "mailto:jane@acme.example\r\nBcc: sam@acme.example",
    "mailto:jane@acme.example%0d%0aBcc:sam@acme.example",
    "mailto:jane%0D%0ABcc%3Asam@acme.example",
    "mailto:jane%250d%250abcc@acme.example",
    "mailto:jane%00@acme.example",
    "mailto:Jane <jane@acme.example>",
    "mailto://jane@acme.example",
    "MAILTO:jane@acme.example?CC=sam@acme.example",
    "tel:",
    "tel:*21*07700900101%23",
    "tel:07700900101;phone-context=x",
    "tel:0161 496 0182",
    "tel:call-me",
]
TAKEN = {
    "https://acme.example": "https://acme.example",
    "http://acme.example:8080/a?b=c&d=%20#e": "http://acme.example:8080/a?b=c&d=%20#e",
    "HTTPS://Acme.Example/About": "https://acme.example/About",
    "https://acme.example/a@b": "https://acme.example/a@b",
    "https://acme.example/caf\u00e9": "https://acme.example/caf%C3%A9",
    "https://192.0.2.7/": "https://192.0.2.7/",
    "https://[2001:db8::7]/": "https://[2001:db8::7]/",
    "mailto:jane@acme.example": "mailto:jane@acme.example",
    "mailto:jane%2Bhuddle@acme.example": "mailto:jane%2Bhuddle@acme.example",
    "mailto:%22jane%20roe%22@acme.example": "mailto:%22jane%20roe%22@acme.example",
    "tel:+441614960182": "tel:+441614960182",
    "tel:+44-161-496-0182": "tel:+44-161-496-0182",
}


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_of_another_kind_or_not_what_it_seems_is_never_handed_on(address: str) -> None:
    with pytest.raises(Refused):
        outgoing(address)
    with pytest.raises(Refused):
        open_address(address)


@pytest.mark.parametrize(("address", "whole"), TAKEN.items())
def test_web_mail_and_telephone_addresses_are_shown_whole(address: str, whole: str) -> None:
    found = outgoing(address)
    assert (found.address, found.remark) == (whole, "")
    assert QUrl(found.address, QUrl.ParsingMode.StrictMode).isValid()


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("https://\u0430cme.example/x", "https://xn--cme-5cd.example/x"),  # a Cyrillic first letter
        ("https://b\u00fccher.example/", "https://xn--bcher-kva.example/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("mailto:jane@b\u00fccher.example", "mailto:jane@xn--bcher-kva.example"),
    ],
)
def test_letters_that_may_look_like_others_are_written_as_the_network_knows_them(address: str, known: str) -> None:
    found = outgoing(address)
    assert found.address == known
    assert "look like others" in found.remark


@given(
    st.one_of(
        st.text(),
        st.builds(str.__add__, st.sampled_from(["https://", "http://", "mailto:", "tel:"]), st.text()),
        st.builds(
            "{}{}{}{}".format,
            st.sampled_from(["https://acme.example", "mailto:jane@acme.example", "tel:+44161"]),
            st.sampled_from(["", "@", "%40", "%0d%0a", "?", "&", ",", ";", "\\", "/", ":", "#", "\u2044", "\uff0f"]),
            st.sampled_from(["evil.example", "bcc=sam@evil.example", "sam@evil.example", "x"]),
            st.sampled_from(["", "/", "?a=b", "@acme.example"]),
        ),
    )
)
def test_what_is_handed_on_is_one_plain_address_of_a_safe_kind(text: str) -> None:
    try:
        address = outgoing(text).address
    except Refused:
        return
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    assert url.isValid()
    assert url.scheme() in SCHEMES
    assert address.isascii()
    assert address.isprintable()
    assert " " not in address
    assert not url.userInfo()
    if url.scheme() == "mailto":
        written = unquote(address.removeprefix("mailto:"))
        assert "?" not in address
        assert written.count("@") == 1
        assert not set(",;\r\n") & set(written)
    elif url.scheme() != "tel":
        assert address.split("//", 1)[1].startswith(url.host())
    assert outgoing(address).address == address


def test_our_own_address_of_one_person_is_taken() -> None:
    assert outgoing(mail_address("jane.roe+huddle@acme.example")).remark == ""
    assert outgoing(mail_address("o'neil&co=x@acme.example")).address == mail_address("o'neil&co=x@acme.example")


def test_an_address_with_a_line_in_it_starts_no_email() -> None:
    with pytest.raises(Refused):
        outgoing(mail_address("jane@acme.example\r\nBcc: sam@acme.example"))
    with pytest.raises(Refused):
        outgoing(mail_address("jane@acme.example?bcc=sam@acme.example"))


def test_a_website_typed_without_its_scheme_is_a_secure_one() -> None:
    assert web_address("acme.example/about") == "https://acme.example/about"
    assert web_address("acme.example:8080/about") == "https://acme.example:8080/about"
    assert web_address("http://acme.example") == "http://acme.example"
    assert web_address("javascript:alert(1)") == "javascript:alert(1)"


def test_a_website_is_shown_as_one_says_it() -> None:
    assert shown_address("https://www.acme.example/") == "acme.example"


def test_a_phone_number_is_dialled_without_its_blanks() -> None:
    assert tel_address("+44 161 496 0182") == "tel:+441614960182"
    assert tel_address("by e-mail only") == ""
