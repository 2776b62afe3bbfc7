"""The letters of names tell the character set they are written in; a guess that may be wrong is doubted aloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.formats.charset import charset_of_text
from crm.formats.charset_letters import likely_charset
from tests.crm.formats.conftest import ReadText

WESTERN = (
    "Siân O’Dowd", "José García", "Zoë Muñoz", "Jörg Grüße", "François-Noël Lefèvre", "Hélène Molière", "Åse Høeg",
    "Bjørn Sørensen", "Pål Bøe", "Mårten Öberg", "João Conceição", "Inês Magalhães", "Simões Gonçalves",
    "Niccolò Forlì", "Päivi Hämäläinen", "Guðrún Þórðardóttir", "Chloë Brontë", "Seán Ó Briain", "Núñez Íñiguez",
    "Thérèse Brière", "Anaïs Gaël", "Desirée Weiß", "MÜLLER", "GARCÍA NÚÑEZ", "Renée d’Été", "Adébáyò Ní Dhónaill",
    "Straßburg",
)  # fmt: skip
NOTES = (
    "£50 – naïve", "“Hello” he said—and left", "it’s don’t years’", "25°C ½ pint", "Café • crème", "5 m²", "€20",
    "Oxford–Cambridge arc", "Plc™ & Co®", "the hotel’s façade…", "10 000 people", "¿Qué? ¡Sí!", "«Bonjour»",
)  # fmt: skip
POLISH = ("Wałęsa", "Michał", "Świątek", "Kamiński", "Jędrzej Zięba", "Kościuszko", "Łukasz Żak", "Grażyna Wójcik")
CZECH = ("Dvořák", "Jiří Novák", "Ondřej", "Kateřina", "Zdeněk Růžička", "Věra Němcová", "Černý", "Bohumil Šimůnek")
HUNGARIAN = ("Erdős Pál", "Szőke Géza", "Szűcs Ágnes", "Győző", "Fülöp Jenő", "Sándor Petőfi")
CROATIAN = ("Novaković", "Kovač", "Perić", "Đorđe Šarić", "Živković", "Luka Modrić")
TURKISH = ("Gökhan Yıldız", "Ayşe Şahin", "Çağla İnan", "Doğan Güneş")
RUSSIAN = ("Иван Петров", "Мария Кузнецова", "Ольга")


def written(names: tuple[str, ...] | list[str], encoding: str) -> bytes:
    return ("Name,Notes\n" + "".join(f"{name},\n" for name in names)).encode(encoding)


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        *((WESTERN[:9] + WESTERN[17:19], encoding) for encoding in ("mac_roman", "cp850")),
        *((names, encoding) for names in (POLISH, CZECH, HUNGARIAN, CROATIAN) for encoding in ("cp1250", "iso8859-2")),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (WESTERN, "cp1252"),
        (("Šárka Žižka", "Œuvre d’Été", "Zoë"), "iso8859-15"),
    ],
)
def test_a_list_of_names_is_read_in_the_set_it_is_written_in(names: tuple[str, ...], encoding: str) -> None:
    names = tuple(name for name in names if encoding not in ("cp850", "iso8859-15") or "’" not in name)
    content = written(names, encoding)
    charset = charset_of_text(content)
    assert content.decode(charset.name) == content.decode(encoding)
    assert charset.assumed


@pytest.mark.parametrize(
    "names", [(name,) for name in (*POLISH, *CZECH, *HUNGARIAN, *CROATIAN)], ids=lambda names: names[0]
)
@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
def test_a_single_name_is_read_right_or_doubted(names: tuple[str, ...], encoding: str) -> None:
    content = written(names, encoding)
    charset = charset_of_text(content)
    assert content.decode(charset.name, charset.errors) == content.decode(encoding) or charset.doubt


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
@pytest.mark.parametrize("name", ["Jörg Grüße", "Zoë Muñoz", "José", "Hélène", "Bjørn", "Päivi", "Françoise", "André"])
def test_a_single_western_name_of_another_system_is_read_right_or_doubted(name: str, encoding: str) -> None:
    content = written([name], encoding)
    charset = charset_of_text(content)
    assert content.decode(charset.name, charset.errors) == content.decode(encoding) or charset.doubt


@given(st.lists(st.sampled_from(WESTERN + NOTES), min_size=1, max_size=12), st.sampled_from(("cp1252", "utf-8")))
def test_western_names_and_notes_are_never_taken_for_another_set(names: list[str], encoding: str) -> None:
    charset = charset_of_text(written(names, encoding))
    assert charset.name in ((encoding, "utf-8") if encoding == "utf-8" else ("cp1252", "utf-8"))
    assert not charset.doubt


@given(
    st.sampled_from((POLISH, CZECH, HUNGARIAN)).flatmap(lambda names: st.lists(st.sampled_from(names), min_size=2)),
    st.sampled_from(("cp1250", "iso8859-2")),
)
def test_central_european_names_are_read_right_or_doubted(names: list[str], encoding: str) -> None:
    content = written(names, encoding)
    charset = charset_of_text(content)
    assert content.decode(charset.name, charset.errors) == content.decode(encoding) or charset.doubt


@given(st.binary(max_size=200))
def test_any_bytes_have_an_answer(content: bytes) -> None:
    name, _ = likely_charset(content)
    assert content.decode(name, "replace") is not None


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_what_was_guessed_is_said_by_its_name_and_can_be_chosen(read_text: ReadText, encoding: str) -> None:
    text = "Name,Email,Notes\nJörg Grüße,joerg@mueller.example,£5 - naïve\nZoë Muñoz,zoe@munoz.example,\n"
    file = read_text(text.encode(encoding))
    assert [contact.name.display for contact in file.contacts] == ["Jörg Grüße", "Zoë Muñoz"]
    assert ("Mac Roman" if encoding == "mac_roman" else "850") in file.warnings[0]
    chosen = read_text(text.encode(encoding), encoding=encoding)
    assert chosen.contacts == file.contacts
    assert not chosen.warnings
