"""Asking again ends with the first answer that will do, or with the last one in time."""

from operator import not_

import pytest

from echoes_schema.waiting import until


def test_first_answer_that_is_enough_ends_it() -> None:
    answers = iter([0, 0, 3, 4])
    assert until(lambda: next(answers), pause=0.001) == 3


def test_without_patience_there_is_one_answer_and_nobody_hears_of_waiting() -> None:
    answers = iter(["busy", "idle"])
    heard: list[str] = []
    found = until(lambda: next(answers), not_, pause=0.001, seconds=0, at_first=heard.append)
    assert (found, heard) == ("busy", [])


def test_who_waits_hears_the_first_answer_alone() -> None:
    answers = iter(["pid 1", "pid 2", "pid 3", ""])
    heard: list[str] = []
    assert until(lambda: next(answers), not_, pause=0.001, at_first=heard.append) == ""
    assert heard == ["pid 1"]


def test_question_that_fails_is_not_asked_again() -> None:
    answers = [0]
    with pytest.raises(IndexError):
        until(answers.pop, pause=0.001)
