"""Long work: one worker, answers in the GUI thread, cancel, and stale answers dropped."""

import gc
import threading
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from tests import patience
from ui.kit.tasks import QUIET_MS, Cancelled, Task, Tasks, is_under_way


def test_the_work_runs_elsewhere_and_its_answer_comes_back_here(qtbot: QtBot) -> None:
    tasks = Tasks()
    threads: list[int] = []

    def work(task: Task) -> int:
        threads.append(threading.get_ident())
        return 42

    def done(answer: int) -> None:
        threads.append(threading.get_ident())
        threads.append(answer)

    tasks.run("Counting", work, done)
    qtbot.waitUntil(lambda: len(threads) == 3)
    assert threads[0] != threading.get_ident()
    assert threads[1:] == [threading.get_ident(), 42]
    assert not tasks.busy()


def test_an_error_comes_back_as_an_error(qtbot: QtBot) -> None:
    tasks = Tasks()
    errors: list[Exception] = []

    def work(task: Task) -> None:
        raise OSError("no room")

    tasks.run("Exporting", work, on_error=errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], OSError)


def test_an_error_that_nobody_takes_is_raised_in_the_window(qtbot: QtBot) -> None:
    tasks = Tasks()

    def work(task: Task) -> None:
        raise OSError("no room")

    with qtbot.captureExceptions() as exceptions:
        tasks.run("Exporting", work)
        qtbot.waitUntil(lambda: not tasks.busy())
    assert [kind for kind, *_ in exceptions] == [OSError]


def test_nothing_is_held_of_work_that_is_over_once_other_work_is(qtbot: QtBot) -> None:
    class Rows:
        """What a window asked for."""

        def take(self, answer: object) -> None:
            pass

    tasks, rows = Tasks(), Rows()
    held = weakref.ref(rows)
    for asked in (rows.take, None):
        tasks.run("Reading", lambda task: 42, asked)
        qtbot.waitUntil(lambda: not tasks.busy())
    del rows, asked
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert held() is None


def test_progress_is_counted_here(qtbot: QtBot) -> None:
    tasks = Tasks()
    go_on = threading.Event()

    def work(task: Task) -> None:
        task.progress(3, 10)
        go_on.wait(patience.SECONDS)

    task = tasks.run("Importing", work)
    qtbot.waitUntil(lambda: (task.done, task.total) == (3, 10))
    go_on.set()
    qtbot.waitUntil(lambda: not tasks.busy())


def test_cancelled_work_gives_no_answer(qtbot: QtBot) -> None:
    tasks = Tasks()
    said: list[str] = []
    started = threading.Event()

    def work(task: Task) -> None:
        started.set()
        patience.until(task.cancelled)
        raise Cancelled

    task = tasks.run(
        "Importing",
        work,
        lambda _: said.append("done"),
        lambda _: said.append("error"),
        lambda: said.append("cancelled"),
    )
    assert started.wait(patience.SECONDS)
    task.cancel()
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["cancelled"]


def test_work_waits_for_the_work_before_it(qtbot: QtBot) -> None:
    tasks = Tasks()
    order: list[int] = []
    first = threading.Event()

    def slow(task: Task) -> None:
        first.wait(patience.SECONDS)
        order.append(1)

    def quick(task: Task) -> None:
        order.append(2)

    tasks.run("One", slow)
    tasks.run("Two", quick)
    first.set()
    qtbot.waitUntil(lambda: not tasks.busy())
    assert order == [1, 2]


def test_work_is_shown_only_when_it_takes_a_while(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    assert QUIET_MS == 1000
    shown: list[object] = []
    monkeypatch.setattr("ui.kit.tasks.QUIET_MS", patience.MILLISECONDS)
    tasks = Tasks()
    tasks.shown.connect(shown.append)
    tasks.run("Quick", lambda task: None)
    qtbot.waitUntil(lambda: not tasks.busy())
    assert shown == [None]

    monkeypatch.setattr("ui.kit.tasks.QUIET_MS", 1)
    tasks, go_on = Tasks(), threading.Event()
    tasks.shown.connect(shown.append)
    slow = tasks.run("Slow", lambda task: go_on.wait(patience.SECONDS))
    qtbot.waitUntil(lambda: slow in shown)
    go_on.set()
    qtbot.waitUntil(lambda: shown[-1] is None)


def test_closing_cancels_and_waits(qtbot: QtBot) -> None:
    tasks = Tasks()

    def work(task: Task) -> None:
        patience.until(task.cancelled)

    tasks.run("Endless", work)
    assert tasks.finish(patience.MILLISECONDS)
    qtbot.waitUntil(lambda: not tasks.busy())


def test_only_the_newest_question_is_answered(qtbot: QtBot) -> None:
    tasks = Tasks()
    answers: list[str] = []
    asked: list[str] = []
    first = threading.Event()

    def slow(task: Task) -> str:
        first.wait(patience.SECONDS)
        return "j"

    def overtaken(task: Task) -> str:
        asked.append("ja")
        return "ja"

    task = tasks.run("Searching", slow, answers.append)
    task = tasks.run("Searching", overtaken, answers.append, instead_of=task)
    tasks.run("Searching", lambda task: "jan", answers.append, instead_of=task)
    first.set()
    qtbot.waitUntil(lambda: not tasks.busy())
    assert (answers, asked) == (["jan"], [])


def test_a_question_forgotten_is_never_answered(qtbot: QtBot) -> None:
    tasks = Tasks()
    answers: list[str] = []
    tasks.run("Searching", lambda task: "late", answers.append).forget()
    qtbot.waitUntil(lambda: not tasks.busy())
    assert answers == []


def test_who_asked_and_is_gone_hears_nothing(qtbot: QtBot) -> None:
    tasks, asker = Tasks(), QObject()
    said: list[object] = []

    def refuse(task: Task) -> None:
        raise OSError("no room")

    tasks.run("Reading", lambda task: 42, said.append, asker=asker)
    tasks.run("Writing", refuse, on_error=said.append, asker=asker)
    tasks.run("Stopping", refuse, on_cancel=lambda: said.append("stopped"), asker=asker).cancel()
    shiboken6.delete(asker)
    qtbot.waitUntil(lambda: not tasks.busy())
    assert said == []


def test_an_error_that_is_no_refusal_is_raised_in_the_window(qtbot: QtBot) -> None:
    tasks = Tasks()
    said: list[Exception] = []

    def fail(task: Task) -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as exceptions:
        tasks.run("Counting", fail, on_error=said.append, refusals=OSError)
        qtbot.waitUntil(lambda: not tasks.busy())
    assert [kind for kind, *_ in exceptions] == [ZeroDivisionError]
    assert not said


def test_a_task_is_under_way_until_its_answer_is_given(qtbot: QtBot) -> None:
    tasks = Tasks()
    seen: list[bool] = []
    task = tasks.run("Counting", lambda task: 42, lambda _: seen.append(is_under_way(task)))
    assert is_under_way(task)
    assert not is_under_way(None)
    qtbot.waitUntil(lambda: not tasks.busy())
    assert seen == [False]


def test_who_asked_is_not_held_by_the_task_it_keeps(qtbot: QtBot) -> None:
    class Asking(QObject):
        """Keeps the task it waits for."""

        task: Task | None = None

        def take(self, answer: object) -> None:
            pass

    tasks, asking = Tasks(), Asking()
    asking.task = tasks.run("Reading", lambda task: 42, asking.take, asker=asking)
    qtbot.waitUntil(lambda: not tasks.busy())
    held = weakref.ref(asking)
    gc.disable()
    try:
        del asking
        assert held() is None
    finally:
        gc.enable()
