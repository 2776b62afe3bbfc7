"""The words of the sample network: each file is read, and no text asks for what it is not given."""

import string
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

import resources
from crm.sample.words import SampleWords, read_words

WORDS = read_words()
HUDDLE = {"org", "other", "theme", "n", "k", "month"}
TALK = HUDDLE | {"who", "ward", "room"}


def asked(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_each_file_of_words_is_read() -> None:
    kept = {path.stem for path in (Path(resources.__file__).parent / "sample").iterdir()}
    assert kept == {field.name for field in msgspec.structs.fields(SampleWords)}


def test_no_text_asks_for_what_it_is_not_given() -> None:
    talk, huddles = WORDS.conversations, WORDS.huddles
    assert asked(text for topic in talk.topics for text in (*topic.subjects, *topic.said, *topic.next_steps)) <= TALK
    assert asked(text for kind in talk.kinds for text in kind.openings) <= TALK
    assert asked(talk.closings) == {"next"}
    assert asked(talk.owed_by_them) <= {"org"}
    assert asked(talk.results) <= {"month"}
    assert asked(pitch.topic for pitch in (*huddles.pitches, *huddles.regulatory)) <= HUDDLE
    assert asked(note for hand in huddles.hands.values() for note in hand.notes) <= HUDDLE
    assert asked(hand.step for hand in huddles.hands.values()) == {"who", "topic"}


def test_what_is_named_is_there() -> None:
    settings, names = WORDS.people.roles, {each.name for each in WORDS.organisations.organisations}
    assert {setting for topic in WORDS.conversations.topics for setting in topic.not_for} <= set(settings)
    assert {each.parent for each in WORDS.organisations.organisations if each.parent} <= names
    sectors = {each.sector for each in WORDS.organisations.organisations}
    assert {each.sector for each in WORDS.introductions.needs} <= sectors
    wanted = [sector for case in WORDS.opportunities.cases for some in case.parties.values() for sector in some]
    assert set(wanted) <= sectors


def test_the_program_starts_without_them() -> None:
    started = "import sys, ui.__main__, ui.shell.app, ui.pages, crm.workspace, crm.__main__; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", started], capture_output=True, text=True, check=True).stdout.split()
    assert "crm.workspace" in loaded
    assert not [name for name in loaded if name.startswith("crm.sample")]
