"""The website and the telephone of an organisation: their whole address is read before anything is opened."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from crm.workspace import Workspace
from tests.ui.organisations.conftest import Driver, Network
from ui.kit.buttons import Button, IconButton
from ui.kit.label import Label
from ui.records.link_opener import FollowCard


class Desktop(QObject):
    """Stands for the desktop's browser and telephone."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.asked.append(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    receiver = Desktop()
    for scheme in ("https", "http", "tel"):
        QDesktopServices.setUrlHandler(scheme, receiver, "take")
    yield receiver
    for scheme in ("https", "http", "tel"):
        QDesktopServices.unsetUrlHandler(scheme)


def opener(driver: Driver, name: str) -> IconButton:
    """Return the button beside a fact."""
    return next(each for each in driver.page.about.findChildren(IconButton) if each.accessibleName() == f"Open {name}")


def card(driver: Driver) -> FollowCard:
    top = driver.page.context.overlay.top()
    assert isinstance(top, FollowCard)
    return top


def give(driver: Driver, workspace: Workspace, network: Network, **facts: str) -> None:
    """Give Acme another fact, and wait until the page shows it."""
    workspace.organisations.edit(network.acme, **facts)
    driver.qtbot.waitUntil(lambda: all(driver.page.about.rows[key].value() for key in facts))


def test_the_whole_address_of_a_website_is_shown_and_opened_only_when_that_is_wanted(
    acme: Driver, workspace: Workspace, network: Network, desktop: Desktop
) -> None:
    give(acme, workspace, network, website="http://www.acme.example/about?from=us")
    button = opener(acme, "website")
    assert "http://www.acme.example/about?from=us" in button.toolTip()
    button.click()
    assert card(acme).view.toPlainText() == "http://www.acme.example/about?from=us"
    acme.key(Qt.Key.Key_Escape)
    assert desktop.asked == []
    button.click()
    card(acme).open_button.click()
    assert desktop.asked == ["http://www.acme.example/about?from=us"]
    assert acme.page.context.overlay.top() is None


def test_a_website_with_letters_that_look_like_others_is_shown_as_the_network_knows_it(
    acme: Driver, workspace: Workspace, network: Network, desktop: Desktop
) -> None:
    give(acme, workspace, network, website="https://\u0430cme.example")
    opener(acme, "website").click()
    assert card(acme).view.toPlainText() == "https://xn--cme-5cd.example"
    assert any("look like others" in label.text() for label in card(acme).findChildren(Label))


def test_the_address_can_be_copied_instead(
    acme: Driver, workspace: Workspace, network: Network, desktop: Desktop
) -> None:
    give(acme, workspace, network, website="acme.example")
    opener(acme, "website").click()
    next(each for each in card(acme).findChildren(Button) if each.text() == "Copy").click()
    assert QApplication.clipboard().text() == "https://acme.example"
    assert desktop.asked == []


def test_a_number_is_shown_before_it_is_dialled(
    acme: Driver, workspace: Workspace, network: Network, desktop: Desktop
) -> None:
    give(acme, workspace, network, phone="+44 161 496 0182")
    opener(acme, "phone").click()
    assert card(acme).view.toPlainText() == "tel:+441614960182"
    card(acme).open_button.click()
    assert desktop.asked == ["tel:+441614960182"]


def test_a_number_that_is_none_says_so_and_opens_nothing(
    acme: Driver, workspace: Workspace, network: Network, desktop: Desktop
) -> None:
    give(acme, workspace, network, phone="by e-mail only")
    opener(acme, "phone").click()
    message = acme.page.context.toasts.current()
    assert message is not None
    assert "not opened" in message.text
    assert acme.page.context.overlay.top() is None
