"""Every road to the mail program: where it takes no letter, the addresses are on the clipboard and that is said."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from crm import clock
from crm.contacts import ContactDraft, Email
from crm.huddles import HuddleDraft
from crm.workspace import Workspace
from tests.copies import Written
from tests.ui.stage import Stage
from ui.contacts.detail import ContactPage
from ui.huddles.detail import HuddlePage
from ui.kit import motion
from ui.records.link_opener import FollowCard, follow
from ui.shell.navigator import Place

KEY = Qt.Key
ANN, BOB, CARA = 1, 2, 3


class MailProgram(QObject):
    """Stands for the desktop's mail program."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.asked.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


@pytest.fixture
def mail() -> Iterator[MailProgram]:
    program = MailProgram()
    QDesktopServices.setUrlHandler("mailto", program, "take")
    yield program
    QDesktopServices.unsetUrlHandler("mailto")


@pytest.fixture
def no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desktop without any program that takes an address."""
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda url: False))


def write(made: Workspace) -> None:
    """Ann and Bob came to a huddle; Cara, who came too, has no address."""
    for given, family in (("Ann", "Ashworth"), ("Bob", "Birch"), ("Cara", "")):
        emails = (Email(f"{given.lower()}@{family.lower()}.example", is_primary=True),) if family else ()
        made.contacts.create(ContactDraft(given, family or "Cole", emails=emails))
    held = made.huddles.plan(HuddleDraft(clock.today() - timedelta(days=3), time(15), time(16), series_id=1))
    made.attendance.mark(held, [ANN, BOB, CARA], "attended")


@pytest.fixture
def workspace(written: Written[None]) -> Workspace:
    return written(write)[0]


@pytest.fixture
def stage(qtbot: QtBot, workspace: Workspace) -> Iterator[Stage]:
    motion.set_reduced(True)
    QApplication.clipboard().clear()
    stage = Stage(qtbot, workspace, Place("huddle", 1))
    yield stage
    stage.window.close()
    motion.set_reduced(False)


def choose(stage: Stage, words: str) -> None:
    """Run the line of the open menu that holds these words."""
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (found,) = [action for action in menu.actions() if words in action.text()]
    assert isinstance(found, QAction)
    menu.setActiveAction(found)
    stage.press(KEY.Key_Return)


def write_the_thanks(stage: Stage, words: str = "Write in the mail program") -> None:
    """Open the step that thanks those who came, and choose a line of its menu."""
    closing = stage.page(HuddlePage).after.closing
    closing.list.setFocus()
    closing.list.select_row(next(n for n, each in enumerate(closing.list.rows()) if each.id == "thank"))
    stage.press(KEY.Key_Return)
    choose(stage, words)


def wait_for_those_who_came(stage: Stage, number: int) -> None:
    """Wait until the page has seen that so many came."""
    after = stage.page(HuddlePage).after
    stage.qtbot.waitUntil(lambda: sum(row.presence == "attended" for row in after.table.shown) == number)


def write_to_ann(stage: Stage) -> None:
    stage.context.navigator.open("contact", ANN)
    stage.page(ContactPage).mail()
    choose(stage, "Write to ann@ashworth.example")


def test_a_letter_goes_to_the_mail_program_with_those_who_came_and_says_who_has_no_address(
    stage: Stage, mail: MailProgram
) -> None:
    write_the_thanks(stage)
    (asked,) = mail.asked
    assert "bcc=ann@ashworth.example,bob@birch.example&subject=Thank" in asked
    assert stage.toast() == "1 more person has no e-mail address"


def test_a_letter_that_no_program_takes_leaves_the_addresses_on_the_clipboard(stage: Stage, no_mail: None) -> None:
    write_the_thanks(stage)
    assert QApplication.clipboard().text() == "ann@ashworth.example, bob@birch.example"
    assert stage.toast() == "No e-mail program answered. The 2 addresses are on the clipboard."


def test_an_e_mail_that_no_program_takes_leaves_its_address_on_the_clipboard(stage: Stage, no_mail: None) -> None:
    write_to_ann(stage)
    assert QApplication.clipboard().text() == "ann@ashworth.example"
    assert stage.toast() == "No e-mail program answered. The address is on the clipboard."


def test_an_e_mail_begins_in_the_mail_program(stage: Stage, mail: MailProgram) -> None:
    write_to_ann(stage)
    assert mail.asked == ["mailto:ann@ashworth.example"]
    assert stage.toast() == ""


def test_too_many_addresses_for_one_letter_wait_on_the_clipboard(
    stage: Stage, workspace: Workspace, mail: MailProgram
) -> None:
    more = [
        workspace.contacts.create(
            ContactDraft(f"Given{number}", "Moss", emails=(Email(f"somebody.number{number}@acme-imaging.example"),))
        )
        for number in range(60)
    ]
    workspace.attendance.mark(1, more, "attended")
    wait_for_those_who_came(stage, 63)
    write_the_thanks(stage)
    (asked,) = mail.asked
    assert asked.startswith("mailto:?subject=Thank")
    assert "acme-imaging" not in asked
    addresses = QApplication.clipboard().text().split(", ")
    assert len(addresses) == 62
    assert stage.toast() == (
        "62 addresses are too many to hand on: they are on the clipboard, to be pasted into Bcc. "
        "1 more person has no e-mail address"
    )


def test_nobody_with_an_address_is_said(stage: Stage, workspace: Workspace, mail: MailProgram) -> None:
    workspace.attendance.mark(1, [ANN, BOB], "unknown")
    wait_for_those_who_came(stage, 1)
    write_the_thanks(stage)
    assert mail.asked == []
    assert stage.toast() == "None of them has an e-mail address to write to."


def test_addresses_are_copied_with_commas_from_the_close_out(stage: Stage) -> None:
    write_the_thanks(stage, "Copy their addresses")
    assert QApplication.clipboard().text() == "ann@ashworth.example, bob@birch.example"
    assert stage.toast() == "2 e-mail addresses copied, 1 without one"


def test_a_telephone_number_that_no_program_dials_is_on_the_clipboard(stage: Stage, no_mail: None) -> None:
    follow(stage.context, "tel:+441632960123")
    stage.top(FollowCard).open_button.click()
    assert QApplication.clipboard().text() == "tel:+441632960123"
    assert stage.toast() == "No program answered. The address is on the clipboard."
