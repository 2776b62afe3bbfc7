import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.phones import Phone, display, international, parse_phones, region_of, spreadsheet_damage


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
        ("+353 1 234 5678", "+35312345678"),
        ("00353 1 234 5678", "+35312345678"),
        ("tel:+44-1632-960103", "+441632960103"),
        ("015396 12345", "+441539612345"),
        ("+44(0)20 7946 0001", "+442079460001"),
        ("0044 (0) 20 7946 0001", "+442079460001"),
        ("+44 [0]20 7946 0001", "+442079460001"),
        ("+ 44 20 7946 0001", "+442079460001"),
        ("(0)20 7946 0001", "+442079460001"),
        ("161 496 0123", "+441614960123"),
        ("0800 1111", "+448001111"),
        ("Tel/Fax: 01632 960101", "+441632960101"),
    ],
)
def test_every_spelling_of_a_number_gives_the_same_diallable_one(typed: str, e164: str) -> None:
    assert parse_phones(typed) == [Phone(e164, typed)]


@pytest.mark.parametrize(
    "ending",
    [
        " ext 12", " ext. 12", "ext12", " x12", "x12", " x 12", " X12", " Extn 12", " extn. 12", " extension 12",
        " Ext: 12", " ext no. 12", " ex 12", " (ext 12)", " (x12)", " [ext 12]", ", ext. 12", " - ext 12", " #12",
        ", 12", ",,12#", ";ext=12", " (office line) ext 12", " ext 12 (mornings)", " ext 12 or 13",
    ],
)  # fmt: skip
@pytest.mark.parametrize("number", ["020 7946 0010", "tel:+44-20-7946-0010"])
def test_an_extension_is_kept_apart(number: str, ending: str) -> None:
    (phone,) = parse_phones(number + ending)
    assert (phone.e164, phone.extension, phone.typed) == ("+442079460010", "12", number + ending)


def test_longer_extensions_are_kept_whole_and_one_may_stand_before_its_number() -> None:
    assert parse_phones("01632 960101x136")[0].extension == "136"
    assert parse_phones("01632 960100 Extn 4521")[0].extension == "4521"
    assert parse_phones("ext 12, 01632 960101")[0].extension == "12"


def test_the_word_for_an_extension_alone_adds_no_digits() -> None:
    assert parse_phones("01632 960101 ext.") == [Phone("+441632960101", "01632 960101 ext.")]


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("T: 01632 960101 M: 07700 900123", ["", "mobile"]),
        ("T: 01632 960101, M: 07700 900123", ["", "mobile"]),
        ("Tel 01632 960101 Mob 07700 900123", ["", "mobile"]),
        ("w 01632 960101 h 07700 900123", ["work", "home"]),
        ("h) 01632 960101 m) 07700 900123", ["home", "mobile"]),
        ("D. 01632 960101 F. 07700 900123", ["work", "fax"]),
        ("01632 960101 M: 07700 900123", ["", "mobile"]),
        ("mob:01632960101 tel:07700900123", ["mobile", ""]),
        ("01632 960101 (work) 07700 900123 (mobile)", ["work", "mobile"]),
        ("01632 960101 w 07700 900123 m", ["work", "mobile"]),
        ("01632 960101 work / 07700 900123 mobile", ["work", "mobile"]),
        ("Switchboard: 01632 960101\nWork mobile: 07700 900123", ["main", "mobile"]),
        ("01632 960101 07700 900123", ["", ""]),
        ("01632 960101 - 07700 900123", ["", ""]),
        ("01632 960101 +44 7700 900123", ["", ""]),
    ],
)
def test_a_word_beside_each_number_of_a_cell_says_what_it_is(typed: str, kinds: list[str]) -> None:
    phones = parse_phones(typed)
    assert [phone.e164 for phone in phones] == ["+441632960101", "+447700900123"]
    assert [phone.kind for phone in phones] == kinds


def test_a_word_beside_the_only_number_says_what_it_is() -> None:
    assert parse_phones("Mobile: 07700 900123 (Ann's)") == [
        Phone("+447700900123", "Mobile: 07700 900123 (Ann's)", kind="mobile")
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "087 123 4567", "0871234567", "(01) 234 5678", "021 427 1234", "01 23 45 67 89", "06 12 34 56 78",
        "(201) 555-0123", "201-555-0123", "201.555.0123", "1-201-555-0123", "0310 000 0000", "040 1234 5678",
    ],
)  # fmt: skip
def test_a_national_number_that_is_none_in_great_britain_stays_as_typed(typed: str) -> None:
    assert parse_phones(typed) == [Phone(None, typed)]


@pytest.mark.parametrize(
    ("typed", "region", "e164"),
    [
        ("087 123 4567", "IE", "+353871234567"),
        ("(01) 234 5678", "IE", "+35312345678"),
        ("07700 900123", "IE", None),
        ("+44 7700 900123", "IE", "+447700900123"),
        ("0044 7700 900123", "US", "+447700900123"),
        ("(201) 555-0123", "US", "+12015550123"),
        ("030 123456", "DE", "+4930123456"),
        ("01 23 45 67 89", "FR", "+33123456789"),
    ],
)
def test_the_region_decides_what_a_national_number_is(typed: str, region: str, e164: str | None) -> None:
    assert parse_phones(typed, region) == [Phone(e164, typed)]


@pytest.mark.parametrize(
    ("country", "region"),
    [
        ("UK", "GB"), ("U.K.", "GB"), ("England", "GB"), ("Scotland", "GB"), ("Cymru", "GB"),
        ("Northern Ireland", "GB"), ("Jersey", "GB"), ("GBR", "GB"), ("Ireland", "IE"), ("Éire", "IE"), ("ie", "IE"),
        ("Republic of Ireland", "IE"),
        ("Dublin, Ireland", "IE"), ("Deutschland", "DE"), ("Germany", "DE"), ("U.S.A.", "US"),
        ("United States of America", "US"), ("The Netherlands", "NL"), ("Österreich", "AT"), ("Lancashire", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_country_is_known_however_it_is_written(country: str, region: str) -> None:
    assert region_of(country) == region


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


GB_NATIONAL = st.from_regex(r"(?:20|1[1-9][0-9]|3[0347][0-9]|7[0-9]{3}|8[047][0-9])[0-9]{6,8}", fullmatch=True).filter(
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


CELLS = st.lists(
    st.sampled_from(
        ["01632 960101", "+44 7700 900123", "00353 1 234 5678", "12", "0", "(0)", "+", "x12", "ext", "ext.", "T:", "M",
         "(w)", "mob", "fax", "/", ",", ";", "or", "and", "-", "#", "(", ")", "[0]", ";ext=3", "ask Ann", "087 12"]
    ),
    max_size=7,
)  # fmt: skip


@given(CELLS, st.sampled_from(["", " "]), st.sampled_from(["GB", "IE", "US"]))
def test_no_digit_of_a_cell_is_lost_and_none_is_invented(pieces: list[str], between: str, region: str) -> None:
    text = between.join(pieces)
    phones = parse_phones(text, region)
    assert [c for phone in phones for c in phone.typed if c.isdigit()] == [c for c in text if c.isdigit()]
    for phone in phones:
        typed = "".join(c for c in phone.typed if c.isdigit())
        assert phone.extension in typed
        assert phone.e164 is None or phone.e164.removeprefix("+44")[-6:] in typed
