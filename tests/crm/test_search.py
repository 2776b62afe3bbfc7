"""What search finds, in which order, and that no text harms it."""

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from crm.contacts import ContactDraft
from crm.db import schema
from crm.db.schema import Contact
from crm.db.store import new_uid
from crm.filters import Filter
from crm.huddles import HuddleDraft
from crm.search import Count, read_listed
from crm.search.highlights import Marker
from crm.text import words
from crm.workspace import Workspace
from tests.crm.hostile import SEARCHES

NOW = "2026-05-01T09:00:00Z"
SHARED = Path(__file__).parents[3] / "shared" / "hostile" / "lists" / "search_strings.json"


def add_contact(workspace: Workspace, given: str, family: str = "", **more: Any) -> int:
    with workspace.store.action("Add contact"):
        return workspace.store.insert(
            schema.Contact, uid=new_uid(), given_name=given, family_name=family, created_at=NOW, **more
        )


def add_organisation(workspace: Workspace, name: str, **more: Any) -> int:
    with workspace.store.action("Add organisation"):
        return workspace.store.insert(schema.Organisation, uid=new_uid(), name=name, created_at=NOW, **more)


def add_interaction(workspace: Workspace, subject: str, notes: str = "", at: str = NOW, who: int | None = None) -> int:
    store = workspace.store
    with store.action("Log meeting"):
        made = store.insert(
            schema.Interaction,
            uid=new_uid(),
            kind="meeting",
            subject=subject,
            notes=notes,
            happened_at=at,
            created_at=NOW,
        )
        if who is not None:
            store.insert(schema.Participant, interaction_id=made, contact_id=who, happened_at=at)
    return made


def insert(workspace: Workspace, model: type[Any], **values: Any) -> int:
    with workspace.store.action("Add"):
        return workspace.store.insert(model, **values)


def found(workspace: Workspace, text: str, kind: str = "contact") -> list[int]:
    return [hit.id for hit in workspace.search.find(text, kinds=(kind,))]


@pytest.mark.parametrize(
    ("given", "family", "text"),
    [
        ("Łukasz", "Nowak", "lukasz"),
        ("Mette", "Sørensen", "sorensen"),
        ("Elif", "Yılmaz", "yilmaz"),
        ("Siân", "Evans", "SIÂN"),
        ("Siân", "Evans", "sia\u0302n"),
        ("Ann", "O’Dowd", "o'dowd"),
        ("Jörg", "Weiß", "weiss"),
    ],
)
def test_a_name_is_found_whatever_its_accents(workspace: Workspace, given: str, family: str, text: str) -> None:
    person = add_contact(workspace, given, family)
    assert found(workspace, text) == [person]


def test_every_word_must_be_there_and_may_be_a_beginning(workspace: Workspace) -> None:
    jane = add_contact(workspace, "Jane", "Roe")
    add_contact(workspace, "Jane", "Shah")
    assert found(workspace, "ja ro") == found(workspace, "roe jane") == [jane]
    assert found(workspace, "jane x") == []


def test_a_person_is_found_by_former_name_address_phone_role_tag_and_employer(workspace: Workspace) -> None:
    person = add_contact(workspace, "Jane", "Roe", preferred_name="Janey")
    acme = add_organisation(workspace, "Acme Imaging", short_name="AIX")
    insert(workspace, schema.ContactAlias, contact_id=person, name="Harper")
    insert(workspace, schema.ContactEmail, contact_id=person, value="j.r42@northlab.example")
    insert(workspace, schema.ContactPhone, contact_id=person, e164="+441632960123", typed="01632 960123")
    insert(workspace, schema.Affiliation, contact_id=person, organisation_id=acme, role="Radiographer")
    tag = insert(workspace, schema.Tag, name="Stroke board")
    insert(workspace, schema.ContactTag, contact_id=person, tag_id=tag)
    for text in (
        "harper", "janey", "j.r42@northlab.example", "northlab", "radiogr", "acme imaging", "aix", "stroke", "jr",
        "01632 960123", "+44 1632 960 123", "0044 1632 960123", "+44 (0)1632 960123", "960123",
    ):  # fmt: skip
        assert found(workspace, text) == [person], text


@pytest.mark.parametrize(
    "asked",
    [
        "496 0123", "4960123", "0161 496 0123", "01614960123", "(0161) 496-0123", "0161.496.0123", "0161/496/0123",
        "+44 161 496 0123", "+44 (0)161 496 0123", "+44 0161 496 0123", "0044 161 496 0123", "441614960123",
        "161 496 0123", "1614960123", "0161–496–0123", "960123", "60123", "0123", "0161 496", "0161",
        "0161 496 0123 ext 4",
        "bell 496 0123", "496 0123 bell", "0161\u00a0496\u00a00123",
    ],
)  # fmt: skip
def test_a_number_is_found_by_any_spelling_and_by_its_end(workspace: Workspace, asked: str) -> None:
    person, firm = add_contact(workspace, "Ann", "Bell"), add_organisation(workspace, "Bell Works")
    insert(workspace, schema.ContactPhone, contact_id=person, e164="+441614960123", typed="0161 496 0123")
    workspace.organisations.edit(firm, phone="0161 496 0123 ext. 7")
    hits = workspace.search.find(asked, kinds=("contact", "organisation"))
    assert [(hit.kind, hit.id) for hit in hits] == [("contact", person), ("organisation", firm)]
    if "bell" not in asked:
        assert [hit.excerpt for hit in hits] == ["0161 496 0123", "0161 496 0123 ext. 7"]
    shown = Filter(asked)
    assert (workspace.contacts.ids(shown), workspace.organisations.ids(shown)) == ([person], [firm])


@pytest.mark.parametrize("asked", ["7700900111", "07700 900111", "+44 7700 900111", "900111", "0111", "7700 900"])
def test_a_mobile_number_is_found_with_and_without_its_nought(workspace: Workspace, asked: str) -> None:
    person = add_contact(workspace, "Ann", "Bell")
    insert(workspace, schema.ContactPhone, contact_id=person, e164="+447700900111", typed="07700 900111")
    assert found(workspace, asked) == [person]


@pytest.mark.parametrize("asked", ["496 0124", "0161 497", "10123", "111", "496 0123 9"])
def test_another_number_is_not_found(workspace: Workspace, asked: str) -> None:
    person = add_contact(workspace, "Ann", "Bell")
    insert(workspace, schema.ContactPhone, contact_id=person, e164="+441614960123", typed="0161 496 0123")
    assert found(workspace, asked) == []


def test_parties_are_ranked_as_in_the_palette_by_whose_name_matches(workspace: Workspace) -> None:
    firm = add_organisation(workspace, "Ribble Hospitals")
    staff = [add_contact(workspace, "Ann", f"Quill{number}") for number in range(8)]
    for each in staff:
        insert(workspace, schema.Affiliation, contact_id=each, organisation_id=firm)
    named = add_contact(workspace, "Tom", "Ribble")
    hits = workspace.search.parties("ribble", 6)
    assert [(hit.kind, hit.id) for hit in hits[:2]] == [("contact", named), ("organisation", firm)]
    assert {hit.kind for hit in hits[2:]} == {"contact"}
    assert len(hits) == 6


def test_a_person_is_still_found_by_a_former_employer_but_after_those_who_work_there(workspace: Workspace) -> None:
    acme = add_organisation(workspace, "Acme Imaging")
    gone, there = add_contact(workspace, "Ann", "Gone"), add_contact(workspace, "Bea", "There")
    insert(
        workspace, schema.Affiliation, contact_id=gone, organisation_id=acme, is_current=0, started="2019", ended="2021"
    )
    insert(workspace, schema.Affiliation, contact_id=there, organisation_id=acme)
    assert found(workspace, "acme") == [there, gone]


def test_an_organisation_is_found_by_its_other_names_acronym_and_domain(workspace: Workspace) -> None:
    trust = add_organisation(workspace, "Mersey Teaching Trust", ods_code="RX99")
    insert(workspace, schema.OrganisationAlias, organisation_id=trust, name="Aintree Infirmary", kind="former")
    insert(workspace, schema.OrganisationDomain, organisation_id=trust, domain="merseyteaching.example")
    for text in ("mersey", "aintree inf", "mtt", "merseyteaching.example", "rx99"):
        assert found(workspace, text, "organisation") == [trust], text


def test_renaming_an_organisation_changes_what_its_people_are_found_by(workspace: Workspace) -> None:
    acme = add_organisation(workspace, "Acme Imaging")
    person = add_contact(workspace, "Jane", "Roe")
    insert(workspace, schema.Affiliation, contact_id=person, organisation_id=acme)
    with workspace.store.action("Rename"):
        workspace.store.update(schema.Organisation, acme, name="Borealis")
    assert found(workspace, "borealis") == [person]
    assert found(workspace, "acme") == []


def test_a_whole_name_comes_before_a_beginning_and_a_name_before_an_address(workspace: Workspace) -> None:
    address = add_contact(workspace, "Zoe", "Ward")
    insert(workspace, schema.ContactEmail, contact_id=address, value="li@ward.example")
    begins = add_contact(workspace, "Lisa", "Park")
    whole = add_contact(workspace, "Wei", "Li")
    assert found(workspace, "li") == [whole, begins, address]


def test_among_equals_whom_we_met_latest_comes_first(workspace: Workspace) -> None:
    first, second = add_contact(workspace, "Ann", "Roe"), add_contact(workspace, "Ann", "Roe")
    add_interaction(workspace, "Coffee", at="2026-01-05T10:00:00Z", who=second)
    assert found(workspace, "ann roe") == [second, first]
    add_interaction(workspace, "Lunch", at="2026-02-05T10:00:00Z", who=first)
    assert found(workspace, "ann roe") == [first, second]


def test_interactions_come_newest_first_whenever_they_were_entered(workspace: Workspace) -> None:
    middle = add_interaction(workspace, "Imaging pilot", at="2024-03-01T12:00:00Z")
    newest = add_interaction(workspace, "Review", "the imaging kit", at="2025-03-01T12:00:00Z")
    oldest = add_interaction(workspace, "Imaging", at="2021-03-01T12:00:00Z")
    assert found(workspace, "imaging", "interaction") == [newest, middle, oldest]
    assert found(workspace, "imagi", "interaction") == [newest, middle, oldest]


def test_of_an_interaction_the_last_word_is_a_beginning_and_the_others_are_whole(workspace: Workspace) -> None:
    made = add_interaction(workspace, "Imaging pilot in Preston")
    for text in ("pilot", "pil", "p", "imaging pil", "preston imaging", "imaging p"):
        assert found(workspace, text, "interaction") == [made], text
    for text in ("imag pilot", "ilot", "pilots", "imaging z"):
        assert found(workspace, text, "interaction") == [], text


def test_words_in_quotes_must_follow_each_other(workspace: Workspace) -> None:
    together = add_interaction(workspace, "The imaging pilot")
    add_interaction(workspace, "A pilot of imaging")
    assert found(workspace, '"imaging pilot"', "interaction") == [together]


def test_an_interaction_is_found_by_its_tags_and_no_longer_once_they_are_gone(workspace: Workspace) -> None:
    made = add_interaction(workspace, "Coffee")
    tag = insert(workspace, schema.Tag, name="Frailty")
    insert(workspace, schema.InteractionTag, interaction_id=made, tag_id=tag)
    assert found(workspace, "#frailty", "interaction") == [made]
    with workspace.store.action("Rename tag"):
        workspace.store.update(schema.Tag, tag, name="Ageing")
    assert found(workspace, "frailty", "interaction") == []
    assert found(workspace, "ageing", "interaction") == [made]
    with workspace.store.action("Delete tag"):
        workspace.store.delete(schema.Tag, tag)
    assert found(workspace, "ageing", "interaction") == []


def test_what_is_noted_about_a_person_or_an_organisation_finds_them(workspace: Workspace) -> None:
    person = add_contact(workspace, "Jane", "Roe", about="Plays the bassoon")
    place = add_organisation(workspace, "Acme", about="Owns a bassoon factory")
    assert found(workspace, "basso") == [person]
    assert found(workspace, "basso", "organisation") == [place]


def test_follow_ups_are_found_by_title_and_notes(workspace: Workspace) -> None:
    made = insert(workspace, schema.FollowUp, uid=new_uid(), title="Send proposal", notes="with costs", created_at=NOW)
    assert found(workspace, "propos", "follow_up") == found(workspace, "costs", "follow_up") == [made]


@pytest.mark.parametrize("kind", ["contact", "organisation", "interaction"])
def test_what_is_in_the_trash_is_not_found_until_it_is_restored(workspace: Workspace, kind: str) -> None:
    models: dict[str, tuple[type[Any], int]] = {
        "contact": (schema.Contact, add_contact(workspace, "Quentin", about="quixotic")),
        "organisation": (schema.Organisation, add_organisation(workspace, "Quentin", about="quixotic")),
        "interaction": (schema.Interaction, add_interaction(workspace, "Quentin", "quixotic")),
    }
    model, record = models[kind]
    with workspace.store.action("Trash"):
        workspace.store.update(model, record, deleted_at=NOW)
    assert found(workspace, "quentin", kind) == found(workspace, "quixotic", kind) == []
    workspace.undo()
    assert found(workspace, "quentin", kind) == found(workspace, "quixotic", kind) == [record]


def test_every_kind_has_its_share_of_the_hits(workspace: Workspace) -> None:
    for number in range(30):
        add_contact(workspace, "Imani", f"Roe{number}")
        add_interaction(workspace, "Imaging")
    place = add_organisation(workspace, "Imaging House")
    hits = workspace.search.find("ima", limit=20)
    kinds = [hit.kind for hit in hits]
    assert len(hits) == 20
    assert kinds.count("organisation") == 1
    assert {hit.id for hit in hits if hit.kind == "organisation"} == {place}
    assert kinds.count("interaction") >= 6
    assert kinds == sorted(kinds, key=("contact", "organisation", "interaction", "follow_up").index)


def test_a_hit_tells_which_letters_matched_and_what_else_it_was_found_by(workspace: Workspace) -> None:
    person = add_contact(workspace, "Łucja", "O’Dowd")
    insert(workspace, schema.ContactAlias, contact_id=person, name="Harper")
    (hit,) = workspace.search.find("odow luc")
    assert [hit.title[start:end] for start, end in hit.matched] == ["Łuc", "O’Dow"]
    (hit,) = workspace.search.find("harp")
    assert hit.excerpt == "formerly Harper"
    assert [hit.excerpt[start:end] for start, end in hit.excerpt_matched] == ["Harp"]


def test_an_interaction_hit_shows_its_people_and_an_excerpt_around_the_match(workspace: Workspace) -> None:
    person = add_contact(workspace, "Jane", "Roe")
    add_interaction(
        workspace, "Coffee", "Much was said. " * 40 + "Then the scanner broke. " + "And more. " * 40, who=person
    )
    (hit,) = workspace.search.find("scanner")
    assert hit.people == ("Jane Roe",)
    assert hit.at == NOW
    assert "the scanner broke" in hit.excerpt
    assert len(hit.excerpt) < 160


def test_counts_are_exact_while_small_and_capped_when_large(workspace: Workspace) -> None:
    with workspace.store.action("Add many"):
        for number in range(1010):
            workspace.store.insert(schema.Contact, uid=new_uid(), given_name=f"Quin{number}", created_at=NOW)
    add_contact(workspace, "Rosalind")
    assert workspace.search.count("quin")["contact"] == Count(1000, more=True)
    assert str(workspace.search.count("quin")["contact"]) == "1000+"
    assert workspace.search.count("rosa")["contact"] == Count(1)


def test_a_list_can_filter_by_the_same_words(workspace: Workspace) -> None:
    person = add_contact(workspace, "Jane", "Roe")
    add_contact(workspace, "Jane", "Shah")
    assert workspace.store.column(workspace.search.matching(read_listed("jan ro"), "contact")) == [person]
    assert workspace.store.column(workspace.search.matching(read_listed("!?"), "contact")) == []
    fits = workspace.search.row_matching(read_listed("jan ro"), "contact", Contact.id)
    assert workspace.store.column(Contact.select(Contact.id).where(fits)) == [person]
    fits = workspace.search.row_matching(read_listed("!?"), "contact", Contact.id)
    assert workspace.store.column(Contact.select(Contact.id).where(fits)) == []


def test_no_hostile_text_is_an_error(workspace: Workspace) -> None:
    add_contact(workspace, "Ann", "O'Brien", about="ann")
    add_interaction(workspace, "Siân's news, 100%", "C++ and C# at 020 7946 0101")
    theirs = json.loads(SHARED.read_text(encoding="utf-8")) if SHARED.exists() else []
    for text in (*SEARCHES, *theirs):
        workspace.search.find(text)
        workspace.search.count(text)


@given(st.text(max_size=200) | st.text(alphabet='a"*()^-:+ORNEAD\x00\ud83d', max_size=60))
@settings(max_examples=200)
def test_any_text_is_safe(workspace: Workspace, text: str) -> None:
    workspace.search.find(text)
    workspace.search.count(text)


def test_very_long_searches_are_cut_not_refused(workspace: Workspace) -> None:
    assert workspace.search.find("a" * 100_000) == []
    assert workspace.search.find("ab " * 50_000) == []


NAMES = st.lists(
    st.sampled_from(["Ann", "Anna", "Łukasz", "Roe", "Ro", "O’Dowd", "Li", "Lisa", "Sørensen", "北京"]),
    min_size=1,
    max_size=3,
)
TEXTS = st.lists(
    st.sampled_from(["imaging", "Imag", "pilot", "Pilots", "a", "ab", "abc", "meeting", "frailty"]), max_size=6
)

ASKED = st.lists(
    st.sampled_from(["an", "ann", "anna", "lu", "ro", "roe", "odo", "li", "lis", "sor", "北"]), min_size=1, max_size=3
)
ASKED_TEXTS = st.lists(
    st.sampled_from(["imaging", "imag", "imagin", "pil", "pilot", "a", "ab", "m", "meetin"]), min_size=1, max_size=3
)


@given(
    people=st.lists(NAMES, min_size=1, max_size=6),
    texts=st.lists(TEXTS, min_size=1, max_size=6),
    asked=ASKED,
    asked_texts=ASKED_TEXTS,
)
@settings(max_examples=60)
def test_search_agrees_with_reading_everything(
    workspace: Workspace, people: list[list[str]], texts: list[list[str]], asked: list[str], asked_texts: list[str]
) -> None:
    store = workspace.store
    with store.action("Start again"):
        for table in ("interaction", "contact"):
            store.execute(f"DELETE FROM {table}")
    names = {add_contact(workspace, parts[0], " ".join(parts[1:])): words(" ".join(parts)) for parts in people}
    written = {add_interaction(workspace, " ".join(parts)): words(" ".join(parts)) for parts in texts}
    wanted = {
        id_ for id_, parts in names.items() if all(any(part.startswith(word) for part in parts) for word in asked)
    }
    assert set(found(workspace, " ".join(asked))) == wanted
    *whole, last = asked_texts
    wanted = {
        id_
        for id_, parts in written.items()
        if set(whole) <= set(parts) and any(part.startswith(last) for part in parts)
    }
    assert set(found(workspace, " ".join(asked_texts), "interaction")) == wanted


def test_marks_fall_on_the_letters_that_matched() -> None:
    text = "Straße ann-marie O’Neill ſtone"
    shown = [text[a:b] for a, b in Marker(["strass", "mar", "one", "sto"]).spans(text)]
    assert shown == ["Straß", "mar", "O’Ne", "ſto"]


def gathered(workspace: Workspace, title: str = "", venue: str = "", notes: str = "") -> int:
    draft = HuddleDraft(date(2026, 3, 4), time(15), time(16, 30), title, 1, venue=venue, notes=notes)
    return workspace.huddles.plan(draft)


def pitched(workspace: Workspace, huddle: int, topic: str, notes: str = "") -> int:
    return insert(workspace, schema.Pitch, uid=new_uid(), huddle_id=huddle, topic=topic, notes=notes, created_at=NOW)


def test_a_huddle_is_found_by_its_title_its_venue_and_its_notes(workspace: Workspace) -> None:
    huddle = gathered(workspace, title="Spring gathering", venue="Vanguard House", notes="Bring the badges")
    for text in ("spring gath", "vanguard", "badges"):
        (hit,) = workspace.search.find(text)
        assert (hit.kind, hit.id, hit.title, hit.subtitle) == ("huddle", huddle, "Spring gathering", "Vanguard House")
    assert workspace.search.find("badges")[0].excerpt == "Bring the badges"
    assert workspace.search.count("spring", ("huddle",)) == {"huddle": Count(1)}


def test_a_huddle_is_found_once_by_what_was_pitched_there_and_says_so(workspace: Workspace) -> None:
    huddle = gathered(workspace)
    pitched(workspace, huddle, "Bench space")
    pitched(workspace, huddle, "Trust data sandbox", "Three synthetic wards")
    pitched(workspace, huddle, "Second sandbox")
    (hit,) = workspace.search.find("sandbox")
    assert (hit.id, hit.title, hit.excerpt) == (huddle, "Huddle 1", "Pitch: Trust data sandbox: Three synthetic wards")
    assert [each.id for each in workspace.search.find("synthetic")] == [huddle]


def test_a_huddle_or_a_pitch_in_the_trash_is_not_found(workspace: Workspace) -> None:
    huddle, other = gathered(workspace, title="Spring gathering"), gathered(workspace, title="Another")
    pitch = pitched(workspace, other, "Trust data sandbox")
    pitched(workspace, huddle, "Clean room")
    with workspace.store.action("Trash"):
        workspace.store.update(schema.Huddle, huddle, deleted_at="2026-05-01T00:00:00Z")
        workspace.store.update(schema.Pitch, pitch, deleted_at="2026-05-01T00:00:00Z")
    assert not [hit for text in ("spring", "sandbox", "clean") for hit in workspace.search.find(text)]


def test_a_huddle_is_found_by_its_new_words_after_an_edit_and_by_the_old_ones_after_undo(workspace: Workspace) -> None:
    huddle = gathered(workspace, venue="Vanguard House")
    draft = workspace.huddles.get(huddle).draft()
    workspace.huddles.edit(huddle, replace(draft, venue="Ridge Hall"))
    assert (len(workspace.search.find("ridge")), len(workspace.search.find("vanguard"))) == (1, 0)
    workspace.undo()
    assert (len(workspace.search.find("ridge")), len(workspace.search.find("vanguard"))) == (0, 1)


@pytest.mark.parametrize(
    ("given_name", "family_name", "typed"),
    [
        ("Jürgen", "Müller", "mueller"),
        ("Ju\u0308rgen", "Mu\u0308ller", "juergen muel"),
        ("Søren", "Ångström", "soeren aangstroem"),
        ("Sean", "O'Shea", "o shea"),
        ("Siân", "D’Arcy", "arcy"),
        ("Yann", "Le Goff", "legoff"),
        ("Jean-Luc", "Roe", "jeanluc"),
        ("Ana", "van der Berg", "vander berg"),
    ],
)
def test_a_person_is_found_by_the_ways_their_name_is_typed(
    workspace: Workspace, given_name: str, family_name: str, typed: str
) -> None:
    person = workspace.contacts.create(ContactDraft(given_name, family_name))
    workspace.contacts.create(ContactDraft("Jurg", "Muller-Roe"))
    assert [hit.id for hit in workspace.search.find(typed, kinds=("contact",))] == [person]
    assert workspace.contacts.ids(Filter(typed)) == [person]


@pytest.mark.parametrize("typed", ["ueller", "janegoff", "rulegoff", "ashea"])
def test_other_spellings_find_nobody_else(workspace: Workspace, typed: str) -> None:
    for given_name, family_name in (("Jürgen", "Müller"), ("Jane", "Goff"), ("Ru", "Le Goff"), ("Mia", "O'Shea")):
        workspace.contacts.create(ContactDraft(given_name, family_name))
    assert workspace.search.find(typed, kinds=("contact",)) == []
