"""The comparison of both models: what they said, the scorer's marks as plain data, and words for each reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from site_builder.course_code import course_code
from tests.support.fake_answers import FAKES, answered, model
from tests.support.zone import ROOT

Code = Callable[[str], Any]
EXERCISE: dict[str, Any] = yaml.safe_load((ROOT / "course" / "phase-4" / "compare-models.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def scored() -> Iterator[Code]:
    """The course's Python with answers that are known, and its own scorers."""
    files = {path.name: path.read_bytes() for path in (ROOT / "course" / "python").glob("*.py")}
    fakes = {name: text.encode() for name, text in FAKES.items() if name != "scoring.py"}
    with course_code({**files, **fakes}, "course/python") as load:
        yield load


def test_both_models_have_answered_every_query(scored: Code) -> None:
    """The first five of the held-out messages."""
    said = scored("comparison").answers(model(answered()))
    assert list(said) == [one.id for one in scored("held_out").HELD_OUT[:5]]
    assert {tuple(by_model) for by_model in said.values()} == {("base", "tuned")}
    assert said["orders-1"] == {"base": "p2 h3 orders", "tuned": "p5 h5 orders"}


@pytest.mark.parametrize("outputs", [None, {}, [], {"orders-1": 7}])
def test_what_has_stayed_on_another_device_is_left_out(scored: Code, outputs: Any) -> None:
    """The page then says how to get it back."""
    for exercises in ({}, {"your-model": {"params": {}, "seed": 1, "metrics": {}, "outputs": outputs}}):
        said = scored("comparison").answers(exercises)
        assert {tuple(by_model) for by_model in said.values()} == {("base",)}


def test_marks_are_plain_data_with_their_reasons(scored: Code) -> None:
    """As the type reads them."""
    marks = scored("comparison").marks("I'm sorry about that. Could you tell me your order number?", "orders-1")
    assert list(marks) == [scale["id"] for scale in EXERCISE["scales"]]
    for mark in marks.values():
        assert mark["points"] == sum(reason["points"] for reason in mark["reasons"])
        assert {tuple(reason) for reason in mark["reasons"]} == {("code", "points", "words")}


def test_there_are_words_for_every_reason_of_the_scorer(scored: Code) -> None:
    """The exercise says them as the scorer does."""
    assert EXERCISE["reasons"] == dict(scored("scoring").REASONS)


def test_the_models_are_those_of_the_course() -> None:
    """And each answer counts, of which the specification asks for eight of ten."""
    assert [entry["id"] for entry in EXERCISE["models"]] == ["base", "tuned"]
    assert (len(EXERCISE["queries"]) * len(EXERCISE["models"]), EXERCISE["needed"], EXERCISE["within"]) == (10, 8, 1)
    assert [query["id"] for query in EXERCISE["queries"]] == [f"compare-{number}" for number in range(1, 6)]
