"""Whole names in one cell: their parts, the letters after them told by shape, and what stands beside a name."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.contacts.whole_names import draft_named
from crm.formats.detect import read
from crm.formats.names import is_pronouns, is_title, join_name, split_name, tidied
from crm.formats.rows import ReadName
from crm.importing.row_mapping import wanted_from


def parts(text: str) -> tuple[str, str, str, str, str]:
    name = split_name(text)
    assert name.display == text
    return name.prefix, name.given, name.middle, name.family, name.suffix


@pytest.mark.parametrize(
    ("text", "prefix", "given_name", "middle", "family", "suffix"),
    [
        ("Siân Llewelyn-Price", "", "Siân", "", "Llewelyn-Price", ""),
        ("Dr Siân Llewelyn-Price", "Dr", "Siân", "", "Llewelyn-Price", ""),
        ("Prof. Dr. Hans Müller", "Prof. Dr.", "Hans", "", "Müller", ""),
        ("Prof.Dr. Hans Müller", "Prof.Dr.", "Hans", "", "Müller", ""),
        ("Vaughan, Gethin", "", "Gethin", "", "Vaughan", ""),
        ("Vaughan, Dr Gethin Rhys", "Dr", "Gethin", "Rhys", "Vaughan", ""),
        ("Vaughan , Gethin", "", "Gethin", "", "Vaughan", ""),
        ("Vaughan,Gethin", "", "Gethin", "", "Vaughan", ""),
        ("Kowalski, Jan", "", "Jan", "", "Kowalski", ""),
        ("Ann Hall PhD", "", "Ann", "", "Hall", "PhD"),
        ("Ann Hall, PhD, FRS", "", "Ann", "", "Hall", "PhD, FRS"),
        ("Mary Ann Smith", "", "Mary", "Ann", "Smith", ""),
        ("Ludwig van Beethoven", "", "Ludwig", "", "van Beethoven", ""),
        ("Jan van 't Hof", "", "Jan", "", "van 't Hof", ""),
        ("Rui Sousa dos Anjos", "", "Rui", "Sousa", "dos Anjos", ""),
        ("Ana da Silva do Amaral de Souza", "", "Ana", "da Silva do Amaral", "de Souza", ""),
        ("Alex Ben Moss", "", "Alex", "Ben", "Moss", ""),
        ("Amir ben Husain", "", "Amir", "", "ben Husain", ""),
        ("Juan Velasquez y García", "", "Juan", "", "Velasquez y García", ""),
        ("Dr Smith", "Dr", "", "", "Smith", ""),
        ("Ms Ma", "Ms", "", "", "Ma", ""),
        ("Sir Gerald", "Sir", "Gerald", "", "", ""),
        ("Mr & Mrs Fell", "Mr & Mrs", "", "", "Fell", ""),
        ("The Rt Hon Jo Hall", "The Rt Hon", "Jo", "", "Hall", ""),
        ("Lt Col Jim Ward", "Lt Col", "Jim", "", "Ward", ""),
        ("Associate Professor Jo Hall", "Associate Professor", "Jo", "", "Hall", ""),
        ("Assistant Prof. Jo Hall", "Assistant Prof.", "Jo", "", "Hall", ""),
        ("Lord Darley of Denham", "Lord", "", "", "Darley of Denham", ""),
        ("John O. Moss", "", "John", "O.", "Moss", ""),
        ("John O Brien", "", "John", "", "O Brien", ""),
        ("H.R. Moss", "", "H.R.", "", "Moss", ""),
        ("Dr. D.R. Patel", "Dr.", "D.R.", "", "Patel", ""),
        ("Cher", "", "Cher", "", "", ""),
        ("李明", "", "李明", "", "", ""),
    ],
)
def test_a_whole_name_is_taken_apart(
    text: str, prefix: str, given_name: str, middle: str, family: str, suffix: str
) -> None:
    assert parts(text) == (prefix, given_name, middle, family, suffix)


@pytest.mark.parametrize(
    "letters",
    [
        "MRCPsych", "FRCA FFICM", "RN BSc(Hons)", "BSc (Hons) MSc", "MA (Cantab) PhD", "DPhil (Oxon)", "(Retd)", "MCSP",
        "Ph. D.", "Ph.D.", "FRCS(Ed)", "FRCS (Ed)", "RGN DipHE", "Cert.Ed.", "Cert. Ed.", "Cert Ed", "CEng MIET",
        "FRCPE", "MRPharmS", "FCIPD", "OBE DL FRCN", "DDS", "MB ChB MRCGP", "MBChB, MRCGP", "PGCert",
        "B.A.(Hons), M.Sc.", "DClinPsy CPsychol AFBPsS", "FRAeS", "MRCP(UK)", "DTM&H", "EdD", "Jr.", "jr.", "III",
        "jr., MD", "Jr., CLU, CFP", "QC MP", "Q.C., M.P.", "M.D.", "Msc.Ed.", "SRN RMN", "HND", "FdSc", "Esq.", "phd",
    ],
)  # fmt: skip
def test_letters_after_the_name_are_told_by_their_shape(letters: str) -> None:
    assert parts(f"Una Cope {letters}") == ("", "Una", "", "Cope", letters)
    assert parts(f"Dr Una Mary Cope {letters}") == ("Dr", "Una", "Mary", "Cope", letters)
    if not letters.startswith("("):
        assert parts(f"Una Cope, {letters}") == ("", "Una", "", "Cope", letters)
        assert parts(f"Cope, Una M., {letters}") == ("", "Una", "M.", "Cope", letters)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Ann LEE", "LEE"),
        ("Jo XU", "XU"),
        ("Jo MA", "MA"),
        ("Siobhan O'NEIL", "O'NEIL"),
        ("Mary Ann SMITH", "SMITH"),
        ("Jean Paul DUBOIS", "DUBOIS"),
        ("Kim Anh NG", "NG"),
        ("Mary Jane MCINTYRE", "MCINTYRE"),
        ("Mary Jane MCKAY", "MCKAY"),
        ("Anna Maria BRZEZINSKI", "BRZEZINSKI"),
        ("Jan Pawel MROZ", "MROZ"),
        ("JOHN SMITH", "SMITH"),
        ("ANNA MARIA SMYTH", "SMYTH"),
        ("Ron McDonald", "McDonald"),
        ("Ann Mary MacLeod", "MacLeod"),
        ("Ann Mary DeSouza", "DeSouza"),
        ("Ann Mary OBrien", "OBrien"),
        ("Ann Mary FitzGerald", "FitzGerald"),
        ("Jack Ma", "Ma"),
        ("Ann Mary Ma", "Ma"),
        ("Thi Vi", "Vi"),
    ],
)
def test_a_family_name_in_capitals_or_mixed_letters_stays_a_family_name(text: str, family: str) -> None:
    name = split_name(text)
    assert (name.family, name.suffix) == (family, "")


@pytest.mark.parametrize(
    ("text", "family", "suffix"),
    [
        ("HELEN MARSH FRCPE", "MARSH", "FRCPE"),
        ("JOHN SMITH MBE", "SMITH", "MBE"),
        ("JOHN SMITH JR", "SMITH", "JR"),
        ("SMITH, JOHN, PHD", "SMITH", "PHD"),
    ],
)
def test_letters_are_told_where_the_whole_name_is_in_capitals(text: str, family: str, suffix: str) -> None:
    name = split_name(text)
    assert (name.family, name.suffix) == (family, suffix)


@pytest.mark.parametrize(
    ("text", "prefix", "given_name", "family", "suffix"),
    [
        ("Smith Jr., John", "", "John", "Smith", "Jr."),
        ("Tiptree, James, Jr.", "", "James", "Tiptree", "Jr."),
        ("Smith, Jr. John", "", "John", "Smith", "Jr."),
        ("Washington Jr. MD, Frank", "", "Frank", "Washington", "Jr. MD"),
        ("Doe, Dr. John III", "Dr.", "John", "Doe", "III"),
        ("Dr. Doe-Ray, John, Jr.", "Dr.", "John", "Doe-Ray", "Jr."),
        ("Doe, John, V, Jr.", "", "John", "Doe", "V, Jr."),
        ("John Smyth, Dr.", "Dr.", "John", "Smyth", ""),
        ("Smyth, John, Mr", "Mr", "John", "Smyth", ""),
        ("Smyth, Mrs", "Mrs", "", "Smyth", ""),
        ("King, MRCP PhD", "", "", "King", "MRCP PhD"),
        ("Andrews, M.D.", "", "", "Andrews", "M.D."),
        ("Smith, J.R.", "", "J.R.", "Smith", ""),
        ("Smith, JP", "", "JP", "Smith", ""),
        ("Patel, MA", "", "MA", "Patel", ""),
        ("van Dyke, JP", "", "JP", "van Dyke", ""),
        ("Hall Moss, AB", "", "AB", "Hall Moss", ""),
        ("Rob Michelich, DDS", "", "Rob", "Michelich", "DDS"),
    ],
)
def test_commas_part_family_name_given_name_title_and_letters(
    text: str, prefix: str, given_name: str, family: str, suffix: str
) -> None:
    assert parts(text) == (prefix, given_name, "", family, suffix)


@pytest.mark.parametrize(
    "text",
    [
        "Robert (Bob) Shaw", "Robert [Bob] Shaw", 'Robert "Bob" Shaw', "Robert “Bob” Shaw", "Robert 'Bob' Shaw",
        "Robert ‘Bob’ Shaw", "Robert Shaw (Bob)", "Shaw, Robert (Bob)", "(Bob) Robert Shaw", "Robert Shaw aka Bob",
        "Robert Shaw (known as Bob)", "ROBERT (Bob) SHAW", "robert (Bob) shaw",
    ],
)  # fmt: skip
def test_a_nickname_in_brackets_or_quotes_is_what_somebody_is_known_as(text: str) -> None:
    name = split_name(text)
    assert (name.given.title(), name.family.title(), name.nickname) == ("Robert", "Shaw", "Bob")


@pytest.mark.parametrize(
    ("text", "suffix"),
    [
        ("Kate Ward (née Hall)", "(née Hall)"),
        ("Kate Ward (Moor Trust)", "(Moor Trust)"),
        ("Kate Ward (UCL)", "(UCL)"),
        ("Kate Ward (work)", "(work)"),
        ("Kate Ward (left 2024)", "(left 2024)"),
        ("Kate Ward - Moor Trust", "- Moor Trust"),
        ("Kate Ward | Moor", "| Moor"),
        ("Kate Ward, Moor Trust", "Moor Trust"),
        ("Ward, Kate, Moor Trust", "Moor Trust"),
        ("Kate Ward, Chief Executive", "Chief Executive"),
    ],
)
def test_what_stands_beside_a_name_is_kept_behind_it_and_is_no_part_of_it(text: str, suffix: str) -> None:
    name = split_name(text)
    assert (name.given, name.family, name.suffix, name.nickname) == ("Kate", "Ward", suffix, "")


@pytest.mark.parametrize(
    "text",
    [
        "Kate Ward (she/her)", "Kate Ward she/her", "Kate Ward # she/her", "Kate Ward - she/her", "Kate Ward, she/her",
        "Ward, Kate (she/her)", "Ward, Kate she/her", "(she/her) Kate Ward", "Kate Ward [she/her]",
    ],
)  # fmt: skip
def test_pronouns_are_set_aside_and_kept(text: str) -> None:
    name = split_name(text)
    assert (name.given, name.middle, name.family, name.suffix) == ("Kate", "", "Ward", "")
    assert (name.pronouns, name.nickname) == ("she/her", "")


def test_pronouns_are_told_from_names() -> None:
    assert is_pronouns("They/Them/Theirs")
    assert is_pronouns("she, her")
    assert not is_pronouns("He Li")
    assert split_name("He, Li").family == "He"


@pytest.mark.parametrize("text", ["Sam Moss 😊", "Sam Moss😊", "🎉 Sam Moss", "Sam 😊 Moss"])
def test_pictures_are_no_part_of_a_name(text: str) -> None:
    assert parts(text) == ("", "Sam", "", "Moss", "")


def test_two_family_names_with_a_free_dash_are_one() -> None:
    assert split_name("Ann Hall - Price").family == "Hall - Price"


@pytest.mark.parametrize(
    "text",
    ["Smith, Jones & Partners LLP", "Acme Widgets, Inc.", "University of Leeds, School of Medicine", "Moor, Ltd"],
)
def test_commas_of_an_organisation_are_not_family_and_given_name(text: str) -> None:
    assert parts(text) == ("", text, "", "", "")


def test_titles_are_told_from_jobs() -> None:
    assert is_title("Dr")
    assert is_title("Prof. Dame")
    assert not is_title("Chief Executive")
    assert not is_title("and")
    assert not is_title("")


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        (ReadName(given="Una", family="Cope, PhD"), ReadName(given="Una", family="Cope", suffix="PhD")),
        (ReadName(given="Una", family="Cope MRCPsych"), ReadName(given="Una", family="Cope", suffix="MRCPsych")),
        (ReadName(given="Dr Una", family="Cope"), ReadName(prefix="Dr", given="Una", family="Cope")),
        (ReadName(given="Una (Nan)", family="Cope"), ReadName(given="Una", family="Cope", nickname="Nan")),
        (ReadName(given="Una", family="Cope (she/her)"), ReadName(given="Una", family="Cope", pronouns="she/her")),
        (
            ReadName(given="Una (they/them)", family="Cope # she/her"),
            ReadName(given="Una", family="Cope", pronouns="they/them, she/her"),
        ),
        (ReadName(given="Una", family="Cope 😊"), ReadName(given="Una", family="Cope")),
        (ReadName(given="Una Mary", family="van Cope"), ReadName(given="Una Mary", family="van Cope")),
        (ReadName(given="Jun", family="MA"), ReadName(given="Jun", family="MA")),
        (ReadName(given="Una", family="Cope, Hall"), ReadName(given="Una", family="Cope, Hall")),
    ],
)
def test_names_in_columns_give_titles_letters_and_nicknames_to_their_places(name: ReadName, tidy: ReadName) -> None:
    assert tidied(name) == tidy


def test_a_table_of_names_keeps_what_was_typed_and_the_nickname_and_pronouns_reach_the_contact(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [
                ("Name", "Organisation", "Known as", "Suffix"),
                ("Robert (Bob) Shaw MCSP # he/him", "Moor", "", ""),
                ("Jane Dove (Acme)", "Acme", "", "PhD"),
                ('Elizabeth "Liz" Cope MBE', "Moor", "Lizzie", "PhD"),
            ]
        )
    shaw, dove, cope = read(path).contacts
    assert shaw.name == ReadName("", "Robert", "", "Shaw", "MCSP", "Bob", "Robert (Bob) Shaw MCSP # he/him", "he/him")
    wanted = wanted_from(1, shaw)
    assert (wanted.name, wanted.fields["preferred_name"], wanted.fields["pronouns"]) == ("Robert Shaw", "Bob", "he/him")
    assert (dove.name.given, dove.name.family, dove.name.nickname) == ("Jane", "Dove", "")
    assert (cope.name.nickname, cope.name.suffix) == ("Lizzie, Liz", "MBE, PhD")


def test_a_name_that_was_typed_gives_a_contact_its_nickname_and_pronouns() -> None:
    draft = draft_named("Dr Robert (Bob) Shaw MCSP (he/him)")
    assert (draft.title, draft.given_name, draft.family_name, draft.suffix) == ("Dr", "Robert", "Shaw", "MCSP")
    assert (draft.preferred_name, draft.pronouns) == ("Bob", "he/him")


def kept(name: ReadName) -> list[str]:
    whole = join_name(prefix=name.prefix, given=name.given, middle=name.middle, family=name.family, suffix=name.suffix)
    return sorted(c for c in f"{whole} {name.nickname} {name.pronouns}" if c.isalnum())


@given(st.text())
def test_no_letter_of_any_name_is_lost(text: str) -> None:
    assert kept(split_name(text)) == sorted(c for c in text if c.isalnum())


WORDS = st.sampled_from(
    [
        "Ann", "ann", "LEE", "Smith", "O'Neil", "van", "de", "Van", "Ben", "ben", "Dr", "Mr", "&", "and", "The", "Rt",
        "Hon", "Lord", "of", "Jr.", "III", "V", "PhD", "MRCPsych", "MA", "M.", "D.", "Ph.", "Cert", "Ed", "(Bob)",
        "(Bob", "“Bob”", "'", '"', ")", "(Hons)", "(she/her)", "she/her", "#", "-", "|", "@", ",", ";", "😊", "J.R.",
        "Ltd", "Trust", "Director", "(née", "y", "FRCS(Ed)",
    ]
)  # fmt: skip


@given(st.lists(WORDS, max_size=9).map(" ".join))
def test_no_word_of_what_looks_like_a_name_is_lost(text: str) -> None:
    name = split_name(text)
    assert name.display == text.strip()
    assert kept(name) == sorted(c for c in text if c.isalnum())


@given(st.text(), st.text())
def test_no_letter_of_names_in_columns_is_lost(given_name: str, family: str) -> None:
    name = tidied(ReadName(given=given_name, family=family))
    assert kept(name) == sorted(c for c in given_name + family if c.isalnum())
