"""Names of organisations: whatever the spelling it is one, and another legal form is another legal person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.identity import is_no_organisation, name_key
from crm.identity.organisation_names import likeness

WORDS = st.sampled_from(["Mill", "Wyvern", "Optics", "Bury", "Health", "Lumen", "Sons", "Imaging", "Ünal", "Dee", "4D"])
CORES = st.lists(WORDS, min_size=1, max_size=4).map(tuple)
SPELLINGS = {
    "ltd": ("Ltd", "Limited", "Ltd.", "L.t.d.", "LTD", "Cyf"),
    "plc": ("plc", "PLC", "P.L.C.", "Public Limited Company"),
    "cic": ("CIC", "C.I.C.", "Community Interest Company"),
    "llp": ("LLP", "L.L.P.", "Limited Liability Partnership"),
    "gmbh": ("GmbH", "G.m.b.H.", "Gmbh"),
    "inc": ("Inc", "Inc.", "Incorporated"),
    "llc": ("LLC", "L.L.C."),
    "cio": ("CIO", "Charitable Incorporated Organisation"),
    "sarl": ("SARL", "S.à r.l.", "S.A.R.L."),
    "as": ("A/S", "AS"),
}
FORMS = st.sampled_from(sorted(SPELLINGS))
JOINED = st.sampled_from([" ", "  ", ", ", " - ", " / "])


@st.composite
def spelled(draw: st.DrawFn, core: tuple[str, ...], form: str) -> str:
    """Draw a spelling of one name: case, punctuation, "The", "&", and the legal form written in any way."""
    words = [draw(st.sampled_from([word, word.upper(), word.lower(), f"{word}.", f"({word})"])) for word in core]
    name = draw(JOINED).join(words)
    if form:
        name += draw(st.sampled_from([" ", ", ", " ("])) + draw(st.sampled_from(SPELLINGS[form]))
    return draw(st.sampled_from(["", "The ", "THE ", " "])) + name + draw(st.sampled_from(["", " ", "."]))


@given(st.data(), CORES, FORMS | st.just(""))
def test_a_name_is_the_same_in_any_spelling(data: st.DataObject, core: tuple[str, ...], form: str) -> None:
    one, other = data.draw(spelled(core, form)), data.draw(spelled(core, form))
    assert name_key(one) == name_key(other)


@given(st.data(), CORES, FORMS, FORMS)
def test_another_legal_form_is_another_name(data: st.DataObject, core: tuple[str, ...], one: str, other: str) -> None:
    keys = name_key(data.draw(spelled(core, one))), name_key(data.draw(spelled(core, other)))
    assert (keys[0] == keys[1]) == (one == other)


@given(st.text(max_size=30))
def test_every_text_has_a_key(name: str) -> None:
    key = name_key(name)
    assert name_key(f" ({name}) ") == name_key(f"The {name}") == key
    assert bool(likeness(key.core)) == bool(key.core)


@pytest.mark.parametrize(
    "names",
    [
        ("Mill & Sons", "Mill and Sons", "Mill+Sons", "MILL & SONS"),
        ("University of Bury", "The University of Bury"),
        ("Bury NHS Foundation Trust", "Bury NHS FT", "Bury NHSFT", "Bury N.H.S. F.T.", "Bury Foundation NHS Trust"),
        ("St. Anne's Hospice", "St Annes Hospice", "Saint Anne’s Hospice"),
        ("A1 Ltd", "A.1. Limited"),
        ("Dept of Health", "Department of Health"),
        ("Mill (UK) Ltd", "Mill UK Limited"),
        ("Mill Co. Ltd", "Mill Company Limited"),
        ("Müller & Söhne GmbH", "Muller and Sohne gmbh"),
        ("Mill GmbH & Co. KG", "Mill GmbH and Company KG"),
        ("Students' Union", "Students’ Union"),
    ],
)
def test_these_are_one_name(names: tuple[str, ...]) -> None:
    assert len({name_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("Mill Ltd", "Mill Group", "Mill Holdings Ltd", "Mill Ltd (Bury)", "Mill Ltd - Bury office", "Mill (UK) Ltd"),
        ("Bury NHS Trust", "Bury NHS Foundation Trust", "Bury", "Bury Hospital NHS Trust", "Bury Hospitals Charity"),
        ("University of Bury", "University of Bury Students' Union", "University of Bury Enterprises Ltd"),
        ("Mill", "Friends of Mill", "Mill Foundation", "School of Mill"),
        ("Buxton", "Buxton Spa", "Buxton Corporation"),
        ("The", "Limited", "Trust"),
        ("NHS England", "NHS England SE"),
    ],
)
def test_these_are_names_of_different_bodies(names: tuple[str, ...]) -> None:
    assert len({name_key(name)._replace(form="") for name in names if name_key(name).core}) == len(
        [name for name in names if name_key(name).core]
    )


@pytest.mark.parametrize("name", ["The", "Limited", "Ltd", "the Ltd.", "&", "and"])
def test_an_article_or_a_legal_form_alone_is_no_name_to_join_on(name: str) -> None:
    assert name_key(name).core == ""


@pytest.mark.parametrize("name", ["N/A", "n/a", "-", "--", "—", "?", "None", "TBC", "tba", "", " ", "…", "Not known"])
def test_a_placeholder_is_no_organisation(name: str) -> None:
    assert is_no_organisation(name)


@pytest.mark.parametrize("name", ["NAPC", "None Such Ltd", "X", "TBC Bank", "Nil Desperandum", "1E", "Øre", "大学"])
def test_a_name_is_an_organisation_however_short(name: str) -> None:
    assert not is_no_organisation(name)
