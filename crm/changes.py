"""What changed, told after every commit: topics, and the feed that publishes them."""

import enum
import logging
from collections.abc import Callable

log = logging.getLogger(__name__)


class Topic(enum.Flag):
    """A kind of record that pages show; one flag a group of tables."""

    NONE = 0
    CONTACTS = enum.auto()
    ORGANISATIONS = enum.auto()
    INTERACTIONS = enum.auto()
    FOLLOW_UPS = enum.auto()
    TAGS = enum.auto()
    VOCABULARIES = enum.auto()
    VIEWS = enum.auto()
    SETTINGS = enum.auto()
    IMPORTS = enum.auto()
    HUDDLES = enum.auto()
    OPPORTUNITIES = enum.auto()
    INTRODUCTIONS = enum.auto()
    NEEDS = enum.auto()
    ALL = (
        CONTACTS
        | ORGANISATIONS
        | INTERACTIONS
        | FOLLOW_UPS
        | TAGS
        | VOCABULARIES
        | VIEWS
        | SETTINGS
        | IMPORTS
        | HUDDLES
        | OPPORTUNITIES
        | INTRODUCTIONS
        | NEEDS
    )


Listener = Callable[[Topic], None]


class ChangeFeed:
    """Tells listeners, in the thread that committed, which topics a finished commit touched.

    A listener that fails is logged and passed over: a finished commit must never look failed.
    """

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with the topics of every commit from now on; return the way to stop it."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def publish(self, topics: Topic) -> None:
        """Tell every listener that `topics` changed."""
        for listener in tuple(self._listeners):
            try:
                listener(topics)
            except Exception:
                log.exception("a listener of the change feed failed")
