"""Cards as a dozen programs write them: read nearly all, with the names and addresses that another library finds."""

from pathlib import Path

import pytest
import vobject

from crm.formats.detect import read

HEAD, END = "BEGIN:VCARD\r\nVERSION:{}\r\n", "END:VCARD\r\n"

WRITTEN_BY = {
    "a Mac": (
        "3.0",
        "PRODID:-//Apple Inc.//macOS 14//EN\r\nN:Moss;Siân;Wyn;Dr;OBE\r\nFN:Dr Siân Wyn Moss OBE\r\n"
        "ORG:Moss Ltd;Design\r\n"
        "EMAIL;type=INTERNET;type=WORK;type=pref:sian@moss.example\r\nitem1.EMAIL;type=INTERNET:s@home.example\r\n"
        "item1.X-ABLabel:_$!<Other>!$_\r\nTEL;type=CELL;type=VOICE:07700 900101\r\n",
    ),
    "a telephone with groups": (
        "3.0",
        "N:Faro;Rui;;;\r\nFN:Rui Faro\r\nitem1.TEL:01632 960101\r\nitem1.X-ABLabel:Desk\r\n"
        "EMAIL;TYPE=HOME:rui@faro.example\r\n",
    ),
    "a server of address books": (
        "4.0",
        "UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1\r\nN:Ashe;Petra;;;\r\nFN:Petra Ashe\r\n"
        "EMAIL;PREF=1;TYPE=work:petra@ashe.example\r\nCATEGORIES:Board,Friends\r\nREV:20260521T093000Z\r\n",
    ),
    "a mail program": (
        "3.0",
        "N:Bell;Ada;;;\r\nFN:Ada Bell\r\nNICKNAME:Ad\r\nEMAIL;TYPE=INTERNET:ada@bell.example\r\n"
        "X-MOZILLA-HTML:FALSE\r\n"
        "NOTE:First line\\nsecond line\\, with a comma\\; and more\r\n",
    ),
    "a desktop of free software": (
        "3.0",
        "X-EVOLUTION-FILE-AS:Cole\\, Obi\r\nN:Cole;Obi;;Mr;\r\nFN:Mr Obi Cole\r\nEMAIL;TYPE=WORK;X-EVOLUTION-UI-SLOT=1:"
        "obi@cole.example\r\nTEL;X-EVOLUTION-UI-SLOT=1;TYPE=WORK,VOICE:020 7946 0101\r\n",
    ),
    "somebody with two family names": (
        "3.0",
        "N:García López;María;;;\r\nFN:María García López\r\nEMAIL:m@gl.example\r\n",
    ),
    "somebody whose line is folded": (
        "3.0",
        "N:Wiśniewska-Kowal\r\n ska;Łucja;;;\r\nFN:Łucja Wiśniewska-Kowalska\r\n"
        "EMAIL:lucja.wisniewska-kow\r\n alska@firm.example\r\n",
    ),
    "somebody of another alphabet": ("4.0", "N:李;明;;;\r\nFN:李明\r\nEMAIL:li@ming.example\r\n"),
    "a card with quoted parameters": (
        "4.0",
        'N:Quill;Zoë;;;\r\nFN:Zoë Quill\r\nADR;LABEL="1 Quay Lane\\nPorthaven":;;1 Quay Lane;Porthaven;;PH1 4ZZ;UK\r\n'
        'EMAIL;TYPE="work,internet":zoe@quill.example\r\n',
    ),
    "a card with a picture": (
        "3.0",
        "N:Marsh;Gwen;;;\r\nFN:Gwen Marsh\r\nEMAIL:gwen@marsh.example\r\n"
        "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgoAAAANSUhEUg\r\n"
        " AAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\r\n",
    ),
    "a card in capitals and small letters": (
        "3.0",
        "n:King;Kofi;;;\r\nfn:Kofi King\r\nemail:kofi@king.example\r\n",
    ),
    "a card with no address": ("4.0", "N:Price;Ivor;;;\r\nFN:Ivor Price\r\nTEL;VALUE=uri:tel:+441632960102\r\n"),
}


def card(program: str) -> str:
    version, lines = WRITTEN_BY[program]
    return HEAD.format(version) + lines + END


@pytest.mark.parametrize("program", WRITTEN_BY)
def test_another_library_finds_the_same_name_and_addresses(tmp_path: Path, program: str) -> None:
    path = tmp_path / "card.vcf"
    path.write_bytes(card(program).encode())
    (ours,) = read(path).contacts
    theirs = vobject.readOne(card(program))
    assert (ours.name.family, ours.name.given) == (theirs.n.value.family, theirs.n.value.given)
    assert [email.value for email in ours.emails] == [each.value for each in theirs.contents.get("email", ())]


def test_all_of_them_in_one_file_are_as_many_people(tmp_path: Path) -> None:
    path = tmp_path / "all.vcf"
    path.write_bytes("".join(map(card, WRITTEN_BY)).encode())
    found = read(path)
    assert (found.status, len(found.contacts), found.skipped) == ("ok", len(WRITTEN_BY), ())
