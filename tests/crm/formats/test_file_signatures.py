"""Texts that are no tables of people are refused by what they are, by both roads, whatever they are named."""

import base64
import json

import pytest

from crm.formats.attendance_files import read_attendance
from crm.formats.rows import UnreadableFile
from tests.crm.formats.conftest import ReadText

ENTRY = (
    "objectclass: top\nobjectclass: person\ngivenName: Ann\nsn: Hall\ncn: Ann Hall\n"
    "mail: ann@hall.example\nmobile: 07700 900301\nbirthday: 3\n"
)
CODED = base64.b64encode(b"cn=Ann Hall,mail=ann@hall.example").decode()
STRANGERS = [
    ("dn: cn=Ann Hall,mail=ann@hall.example\n" + ENTRY, "LDIF.*vCard.*CSV"),
    (f"dn:: {CODED}\n" + ENTRY, "LDIF"),
    ("version: 1\n\n# an entry\ndn: cn=Ann Hall\n" + ENTRY + "\ndn: cn=Bob\n" + ENTRY, "LDIF"),
    ("# LDIF export\n#\nVersion: 1\r\n\r\nDN: cn=Ann Hall\r\n" + ENTRY, "LDIF"),
    (json.dumps([{"name": "Ann Hall", "email": "ann@hall.example"}]), "JSON"),
    (json.dumps({"people": [{"name": "Ann", "email": "ann@hall.example"}]}, indent=2), "JSON"),
    ('{"Name": "Ann, Hall", "Email": "ann@hall.example"}\n{"Name": "Bob", "Email": "b@x.example"}\n', "JSON"),
    ("---\nname: Ann Hall\nemail: ann@hall.example\n", "YAML"),
    ("people:\n  - name: Ann Hall\n    email: ann@hall.example\n  - name: Bob\n    email: b@x.example\n", "YAML"),
    ("- name: Ann Hall\n  email: ann@hall.example\n- name: Bob\n  email: b@x.example\n", "YAML"),
    ("Received: from x.example\n\tby y.example\nSubject: Names, addresses\n\nName, Email\n", "e-mail message"),
    ("From ann@x.example Mon Nov 30 10:00:00 2026\nSubject: x\n\nhi\n", "e-mail message"),
    ("To: bob@x.example\nFrom: ann@x.example\nDate: Mon, 30 Nov 2026\n\nhi\n", "e-mail message"),
    ("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nATTENDEE:mailto:a@x.example\n", "calendar"),
    ("BEGIN:VEVENT\nATTENDEE:mailto:a@x.example\n", "calendar"),
    ("-- MySQL dump 10.13\n--\nCREATE TABLE `people` (name text, email text);\n", "SQL"),
    ("INSERT INTO people (name, email) VALUES ('Ann', 'ann@hall.example');\n", "SQL"),
    ("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE people(name, email);\n", "SQL"),
    ("<contacts><contact name='Ann'/></contacts>\n", "XML"),
    ("Name: Ann Hall\nEmail: ann@hall.example\n\nName: Bob Hill\nEmail: bob@hill.example\n", "line of its own"),
    ("name = Ann Hall\nemail = ann@hall.example\nphone = 07700 900301\nnotes = keen\n", "line of its own"),
    (
        "Thank you all for coming to the huddle, it was a good day.\nAnn Hall of Moor Trust spoke about imaging.\n\n"
        "We hope to see you again in spring, perhaps with more time.\n",
        "sentences",
    ),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(("text", "words"), STRANGERS)
def test_a_text_that_is_no_table_is_refused_by_what_it_is(
    read_text: ReadText, text: str, words: str, encoding: str
) -> None:
    content = text.encode(encoding)
    for name in ("book.ldif", "book.txt", "book.csv"):
        with pytest.raises(UnreadableFile, match=words):
            read_text(content, name)
        with pytest.raises(UnreadableFile, match=words):
            read_attendance(content, name=name)


@pytest.mark.parametrize(
    "text",
    [
        "Date: 14 October 2026\nName,Email\nAnn Hall,ann@hall.example\n",
        "Name;Email\nAnn Hall;ann@hall.example\n",
        "[Name],[Email]\nAnn Hall,ann@hall.example\n",
        'Name,Email,Notes\nAnn Hall,ann@hall.example,"We met at the huddle in spring.\nShe will ring us about it soon.'
        '\nThere was more to say about all of it than time."\n',
        "These are the people that we met in spring and in autumn.\n\nName,Email\nAnn Hall,ann@hall.example\n",
        "-- people --,\nName,Email\nAnn Hall,ann@hall.example\n",
        "Set,Name,Email\n1,Ann Hall,ann@hall.example\n",
    ],
)
def test_a_table_is_not_taken_for_another_text(read_text: ReadText, text: str) -> None:
    assert [contact.emails[0].value for contact in read_text(text).contacts] == ["ann@hall.example"]
    assert [one.email for one in read_attendance(text.encode(), name="x.csv").attendees] == ["ann@hall.example"]
