import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.phones import Phone, display, international, parse_phones, spreadsheet_damage


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("+44 20 7946 0001", "+442079460001"),
        ("020 7946 0003", "+442079460003"),
        ("(020) 7946 0005", "+442079460005"),
        ("+44 (0)20 7946 0006", "+442079460006"),
        ("0044 20 7946 0007", "+442079460007"),
        ("44 7700 900102", "+447700900102"),
        ("07700 900008", "+447700900008"),
        ("01632-960-012", "+441632960012"),
        ("2079460009", "+442079460009"),
        ("7700900140.0", "+447700900140"),
        ("Mobile: 07700 900123 (Ann's)", "+447700900123"),
        ("07700 900 123 (work)", "+447700900123"),
        ("+353 1 234 5678", "+35312345678"),
        ("00353 1 234 5678", "+35312345678"),
        ("tel:+44-1632-960103", "+441632960103"),
        ("015396 12345", "+441539612345"),
    ],
)
def test_every_spelling_of_a_number_gives_the_same_diallable_one(typed: str, e164: str) -> None:
    assert parse_phones(typed) == [Phone(e164, typed)]


@pytest.mark.parametrize("typed", ["020 7946 0010 ext 12", "020 7946 0010 x12", "tel:+44-20-7946-0010;ext=12"])
def test_an_extension_is_kept_apart(typed: str) -> None:
    assert parse_phones(typed) == [Phone("+442079460010", typed, "12")]


@pytest.mark.parametrize("between", [" / ", "/", "; ", " or ", "\n", ", ", " ::: "])
def test_two_numbers_in_one_cell_are_two_numbers(between: str) -> None:
    phones = parse_phones(f"020 7946 0011{between}07700 900011")
    assert [(phone.e164, phone.typed) for phone in phones] == [
        ("+442079460011", "020 7946 0011"),
        ("+447700900011", "07700 900011"),
    ]


def test_a_short_alternative_stays_with_its_number() -> None:
    assert parse_phones("020 7946 0011/2") == [Phone("+442079460011", "020 7946 0011/2")]


@pytest.mark.parametrize("typed", ["not given", "999", "4.42E+11", "ask Ann", "+"])
def test_what_is_no_number_is_kept_as_typed_and_cannot_be_dialled(typed: str) -> None:
    assert parse_phones(typed) == [Phone(None, typed)]


def test_no_text_holds_no_number() -> None:
    assert parse_phones("  ") == []


@pytest.mark.parametrize("typed", ["4.42E+11", "4,42e+11", "2079460009", "7700900140", "7700900140.0", "163296010"])
def test_a_number_damaged_by_a_spreadsheet_is_noticed(typed: str) -> None:
    assert typed in spreadsheet_damage(typed)


@pytest.mark.parametrize(
    "typed", ["020 7946 0009", "+442079460009", "447700900102", "not given", "020 7946 0010 ext 12"]
)
def test_a_sound_number_is_not_called_damaged(typed: str) -> None:
    assert spreadsheet_damage(typed) == ""


@pytest.mark.parametrize(
    ("e164", "read"),
    [
        ("+442079460101", "020 7946 0101"),
        ("+441632960101", "01632 960101"),
        ("+447700900101", "07700 900101"),
        ("+441614960101", "0161 496 0101"),
        ("+441539612345", "015396 12345"),
        ("+35312345678", "+353 1 234 5678"),
        ("not a number", "not a number"),
    ],
)
def test_people_read_home_numbers_without_and_foreign_ones_with_the_country(e164: str, read: str) -> None:
    assert display(e164) == read


def test_the_international_form_always_names_the_country() -> None:
    assert international("+442079460101") == "+44 20 7946 0101"
    assert international("+35312345678") == "+353 1 234 5678"


GB_NATIONAL = st.from_regex(r"(?:20|1[1-9][0-9]|3[0-9]{2}|7[0-9]{3}|8[0-9]{2})[0-9]{6,8}", fullmatch=True).filter(
    lambda n: len(n) == 10
)


@given(GB_NATIONAL, st.sampled_from(["+44", "0", "+44 (0)", "0044", "44"]))
def test_the_quick_way_for_british_numbers_agrees_with_the_library(national: str, prefix: str) -> None:
    (phone,) = parse_phones(prefix + national)
    parsed = phonenumbers.parse(prefix + national, "GB")
    assert phone.e164 == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


@given(GB_NATIONAL)
def test_numbers_are_spaced_as_the_library_spaces_them_and_read_back_the_same(national: str) -> None:
    e164 = "+44" + national
    parsed = phonenumbers.parse(e164, None)
    if phonenumbers.is_valid_number(parsed):
        assert display(e164) == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
        assert international(e164) == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    assert parse_phones(display(e164))[0].e164 == e164
    assert parse_phones(international(e164))[0].e164 == e164


@given(st.text())
def test_any_text_is_survived_and_nothing_typed_is_lost(text: str) -> None:
    phones = parse_phones(text)
    kept = "".join(phone.typed for phone in phones)
    assert {c for c in text if c.isalnum()} - set("ornadORNAD") <= set(kept)
