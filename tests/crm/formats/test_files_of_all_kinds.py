"""One small file of every program people have: told apart by what is in it, whatever it is called, and read whole."""

import contextlib
from pathlib import Path

import pytest

from crm.errors import CrmError
from crm.formats.attendance_files import read_attendance
from crm.formats.detect import kind_of, read, read_either

TWO = ["Siân Moss <sian@moss.example>", "Rui Faro <rui@faro.example>"]

ATTENDANCE = {
    "teams": (
        "1. Summary\nMeeting title\tHuddle\nAttended participants\t2\nStart time\t14/10/26, 15:00:00\n"
        "End time\t14/10/26, 16:30:00\n\n2. Participants\n"
        "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n"
        "Siân Moss\t14/10/26, 15:01:00\t14/10/26, 16:20:00\t1h 19m\tsian@moss.example\tsian@moss.example\tOrganizer\n"
        "Rui Faro\t14/10/26, 15:05:00\t14/10/26, 16:20:00\t1h 15m\trui@faro.example\trui@faro.example\tAttendee\n"
    ).encode("utf-16"),
    "zoom": (
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent\n"
        "Siân Moss,sian@moss.example,14/10/2026 15:01:00,14/10/2026 16:20:00,79,No,Yes\n"
        "Rui Faro,rui@faro.example,14/10/2026 15:05:00,14/10/2026 16:20:00,75,Yes,Yes\n"
    ),
    "meet": (
        "First name,Last name,Email,Duration,Time joined,Time exited\n"
        "Siân,Moss,sian@moss.example,1 hr 19 min,15:01,16:20\nRui,Faro,rui@faro.example,1 hr 15 min,15:05,16:20\n"
    ),
    "eventbrite": (
        "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Attendee Status,Company\n"
        "4501,2026-10-02 09:14:10+01:00,Siân,Moss,sian@moss.example,1,General,9001,Checked In,Moss Ltd\n"
        "4502,2026-10-02 10:00:00+01:00,Rui,Faro,rui@faro.example,1,General,9002,Attending,Faro Ltd\n"
    ),
    "luma": (
        "api_id,name,first_name,last_name,email,phone_number,created_at,approval_status,checked_in_at,ticket_name\n"
        "gst-a1,Siân Moss,Siân,Moss,sian@moss.example,,2026-10-01T10:00:00.000Z,approved,2026-10-14T15:01:00.000Z,Std\n"
        "gst-a2,Rui Faro,Rui,Faro,rui@faro.example,,2026-10-01T11:00:00.000Z,approved,,Std\n"
    ),
}

CONTACTS = {
    "google": (
        "First Name,Middle Name,Last Name,Organization Name,Organization Title,Labels,E-mail 1 - Label,"
        "E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\n"
        "Siân,,Moss,Moss Ltd,Director,* myContacts,* Work,sian@moss.example,Mobile,+44 7700 900101\n"
        "Rui,,Faro,Faro Ltd,Engineer,* myContacts,* Work,rui@faro.example,,\n"
    ),
    "outlook": (
        '"Title","First Name","Last Name","Company","Job Title","Business Phone","E-mail Address","E-mail Type"\r\n'
        '"","Siân","Moss","Moss Ltd","Director","01632 960101","sian@moss.example","SMTP"\r\n'
        '"Dr","Rui","Faro","Faro Ltd","Engineer","","rui@faro.example","SMTP"\r\n'
    ).encode("cp1252"),
    "linkedin": (
        'Notes:\n"When exporting your connection data, you may notice that some addresses are missing."\n\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Siân,Moss,https://www.linkedin.com/in/sian-moss,sian@moss.example,Moss Ltd,Director,14 Oct 2026\n"
        "Rui,Faro,https://www.linkedin.com/in/rui-faro,rui@faro.example,Faro Ltd,Engineer,15 Oct 2026\n"
    ),
    "mailchimp": (
        "Email Address,First Name,Last Name,Company,Phone Number,MEMBER_RATING,OPTIN_TIME,TAGS\n"
        'sian@moss.example,Siân,Moss,Moss Ltd,+44 7700 900101,2,2026-10-01 10:00:00,"""Huddle"""\n'
        "rui@faro.example,Rui,Faro,Faro Ltd,,2,2026-10-01 10:00:00,\n"
    ),
    "capsule": (
        "ID,Type,Title,First Name,Last Name,Name,Job Title,Organisation,Email Address,Phone Number,Tags\n"
        "1,Person,,Siân,Moss,Siân Moss,Director,Moss Ltd,sian@moss.example,,Huddle\n"
        "2,Person,,Rui,Faro,Rui Faro,Engineer,Faro Ltd,rui@faro.example,,\n"
    ),
    "kept by hand": "Name;Firm;Mail\nSiân Moss;Moss Ltd;sian@moss.example\nRui Faro;Faro Ltd;rui@faro.example\n",
    "cards": (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Moss;Siân;;;\r\nFN:Siân Moss\r\nEMAIL:sian@moss.example\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:4.0\r\nN:Faro;Rui;;;\r\nFN:Rui Faro\r\nEMAIL:rui@faro.example\r\nEND:VCARD\r\n"
    ),
}


def written(folder: Path, content: str | bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("program", ATTENDANCE)
def test_who_was_there_is_read_whichever_program_counted_them(tmp_path: Path, program: str) -> None:
    path = written(tmp_path, ATTENDANCE[program])
    assert kind_of(path) == "attendance"
    found = read_attendance(path)
    assert [f"{one.shown_name} <{one.email}>" for one in found.attendees] == TWO
    assert read_either(path).as_json()["kind"] == "attendance"


@pytest.mark.parametrize("program", CONTACTS)
def test_people_are_read_whichever_program_kept_them(tmp_path: Path, program: str) -> None:
    path = written(tmp_path, CONTACTS[program], "list.vcf" if program == "cards" else "list.csv")
    assert kind_of(path) == "contacts"
    found = read(path)
    assert [f"{one.name.given} {one.name.family} <{one.emails[0].value}>" for one in found.contacts] == TWO
    assert found.status == "ok"


HEAD, ROW = "Name,Email,Organisation\n", "Siân Moss,sian@moss.example,Moss Ltd\n"
CARD = "BEGIN:VCARD\nVERSION:3.0\nN:Moss;Siân;;;\nFN:Siân Moss\n{}END:VCARD\n"

READ = {
    "with a mark of its encoding": (b"\xef\xbb\xbf" + (HEAD + ROW).encode(), 1),
    "in the encoding of old Windows": ((HEAD + ROW).encode("cp1252"), 1),
    "in sixteen bits": ((HEAD + ROW).encode("utf-16"), 1),
    "with semicolons": ((HEAD + ROW).replace(",", ";"), 1),
    "with tabulators": ((HEAD + ROW).replace(",", "\t"), 1),
    "that names its separator": ("sep=;\n" + (HEAD + ROW).replace(",", ";"), 1),
    "of an old Macintosh": ((HEAD + ROW).replace("\n", "\r"), 1),
    "with both ends of lines": (HEAD + ROW.replace("\n", "\r\n") + "Rui Faro,rui@faro.example,Faro\n", 2),
    "with a line inside a cell": (HEAD + '"Siân Moss",sian@moss.example,"Moss\nand Sons"\n', 1),
    "with doubled quotation marks": (HEAD + '"Siân ""Shan"" Moss",sian@moss.example,Moss Ltd\n', 1),
    "with formulas": (HEAD + '=1+1 Moss,sian@moss.example,"=HYPERLINK(""http://x.example"")"\n', 1),
    "with the words of a database": (HEAD + '"Robert\'); DROP TABLE contact;--",rob@moss.example,Moss Ltd\n', 1),
    "with a cell of a megabyte": (HEAD + "Siân Moss,sian@moss.example," + "m" * 1_000_000 + "\n", 1),
    "with text of all directions": (HEAD + "北京 李,li@moss.example,Moss\nשרה כהן,sara@moss.example,Moss\n", 2),
}
REFUSED = {
    "that is empty": b"",
    "of blank lines": b"\n\n \n\n",
    "of headings alone": HEAD.encode(),
    "that is a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "that is a page": b"<!DOCTYPE html><html><body><script>alert(1)</script><table></table></body></html>",
    "of thousands of columns": ",".join(f"c{n}" for n in range(20_000)).encode() + b"\n1\n",
}


@pytest.mark.parametrize("kind", READ)
def test_a_table_is_read(tmp_path: Path, kind: str) -> None:
    content, people = READ[kind]
    found = read(written(tmp_path, content))
    assert (found.status, len(found.contacts)) == ("ok", people)


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.parametrize("name", ["list.csv", "list.xlsx", "list.vcf"])
def test_a_file_is_refused_in_a_sentence(tmp_path: Path, kind: str, name: str) -> None:
    path = written(tmp_path, REFUSED[kind], name)
    with pytest.raises(CrmError) as refused:
        read(path)
    assert str(refused.value).endswith(".")
    with contextlib.suppress(CrmError):  # refused too, or nobody is in it
        assert not read_attendance(path).attendees


CARDS = {
    "folded within a letter": (CARD.format("NOTE:caf\n").encode().replace(b"caf\n", b"caf\xc3\n \xa9\n"), "ok", 1),
    "without its end": (CARD.format("").removesuffix("END:VCARD\n"), "partial", 1),
    "with a picture that is none": (CARD.format("PHOTO;ENCODING=b;TYPE=JPEG:@@@not base64@@@\n"), "partial", 1),
    "with a picture elsewhere": (CARD.format("PHOTO;VALUE=uri:http://x.example/a.png\n"), "ok", 1),
    "with another card inside": (CARD.format("AGENT:BEGIN:VCARD\\nFN:Rui Faro\\nEND:VCARD\\n\n"), "ok", 1),
    "in the groups of a telephone": (CARD.format("item1.TEL:07700 900101\nitem1.X-ABLabel:_$!<Mobile>!$_\n"), "ok", 1),
    "with a number forty times": (CARD.format("TEL:07700 900101\n" * 40), "ok", 1),
    "twice under one number": (CARD.format("UID:7\n") + CARD.format("UID:7\n"), "ok", 2),
    "one bad of two": (CARD.format("") + "BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n", "partial", 1),
}


@pytest.mark.parametrize("kind", CARDS)
def test_a_card_is_read_as_far_as_it_goes(tmp_path: Path, kind: str) -> None:
    content, status, people = CARDS[kind]
    found = read(written(tmp_path, content, "cards.vcf"))
    assert (found.status, len(found.contacts)) == (status, people)
    assert found.contacts[0].name.family == "Moss"
