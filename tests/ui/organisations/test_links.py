"""Addresses that leave the program."""

import pytest

from ui.links import open_address, shown_address, tel_address, web_address


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "ftp://acme.example", "acme", ""])
def test_only_web_mail_and_telephone_addresses_are_handed_on(address: str) -> None:
    assert not open_address(address)


def test_a_website_typed_without_its_scheme_is_a_secure_one() -> None:
    assert web_address("acme.example/about") == "https://acme.example/about"
    assert web_address("http://acme.example") == "http://acme.example"
    assert web_address("javascript:alert(1)") == "javascript:alert(1)"


def test_a_website_is_shown_as_one_says_it() -> None:
    assert shown_address("https://www.acme.example/") == "acme.example"


def test_a_phone_number_is_dialled_without_its_blanks() -> None:
    assert tel_address("+44 161 496 0182") == "tel:+441614960182"
    assert tel_address("by e-mail only") == ""
