"""A day of work answers as it always did, call by call."""

from tests.golden.conftest import Made
from tests.golden.frozen import Answers


def test_every_change_answers_as_before(made: Made, answers: Answers) -> None:
    answers.check("day", made.said)
