"""Every type's examples load, are proven, use every key of its schema, and give only feedback that has words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from site_builder.exercises.table import BY_NAME
from site_builder.grading.outcome import Invalid, Outcome, Scored
from tests.support.examples import FOLDER, Example, bad_examples, examples, load, read, schema, spoiled

ALL = [pytest.param(example, id=f"{example.row.name}-{example.name}") for example in examples()]
KINDS = sorted(BY_NAME)


def outcomes(example: Example) -> Iterator[Outcome]:
    """What the grader says of each proof's answer."""
    for proof in example.exercise.proofs:
        yield example.row.grader.grade(example.exercise.key, proof.answer, example.known(proof.hints, proof.inputs))


@pytest.mark.parametrize("example", ALL)
def test_example_is_proven(example: Example) -> None:
    """No problem with any proof, nothing left unproven."""
    _, problems = load(example.content)
    assert "\n".join(map(str, problems)) == ""


@pytest.mark.parametrize("example", ALL)
def test_states_are_what_they_are_called(example: Example) -> None:
    """`right` is done with all points; `wrong` lacks some, and all others are not done; none is malformed."""
    assert {"wrong", "right"} <= set(example.states)
    for name, answer in example.states.items():
        outcome = example.row.grader.grade(example.exercise.key, answer, example.known())
        assert outcome != Invalid("malformed")
        full = isinstance(outcome, Scored) and outcome.done and outcome.earned == outcome.total
        assert full == (name == "right"), name


@pytest.mark.parametrize("example", ALL)
def test_all_feedback_has_words(example: Example) -> None:
    """From the author or from the type; so have all codes of answers that cannot be judged."""
    own, common = (
        yaml.safe_load((FOLDER / path).read_text("utf-8")) for path in (f"{example.row.name}/text.yaml", "text.yaml")
    )
    words = {**common["messages"], **own["messages"]}
    texts = example.exercise.key.get("texts", {})
    for outcome in outcomes(example):
        if isinstance(outcome, Invalid):
            assert outcome.code in words
        else:
            for item in outcome.feedback:
                assert {f"{item.code}:{item.part}", item.code} & {*words, *texts}


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_is_shown_by_an_example(kind: str) -> None:
    """The gallery shows each key at least once, in two examples or more."""
    contents = [example.content for example in examples() if example.row.name == kind]
    assert len(contents) >= 2

    def missing(part: Mapping[str, Any], values: list[Any], path: str) -> Iterator[str]:
        for key, below in part.get("properties", {}).items():
            found = [value[key] for value in values if key in value]
            if not found:
                yield f"{path}{key}"
            yield from missing(below, [value for value in found if isinstance(value, dict)], f"{path}{key}.")
            entries = [entry for value in found if isinstance(value, list) for entry in value]
            yield from missing(below.get("items", {}), entries, f"{path}{key}[].")

    assert list(missing(schema(kind), contents, "")) == []


@pytest.mark.parametrize("kind", [*KINDS, "."])
def test_schema_describes_every_key(kind: str) -> None:
    """The reference page is made from it."""
    found = schema(kind) if kind != "." else yaml.safe_load((FOLDER / "exercise.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(found)

    def undescribed(part: Mapping[str, Any], path: str) -> Iterator[str]:
        if not part.get("description"):
            yield path
        for key, below in part.get("properties", {}).items():
            yield from undescribed(below, f"{path}/{key}")
        if isinstance(part.get("items"), dict):
            yield from undescribed(part["items"], f"{path}[]")

    assert list(undescribed(found, "")) == []
    assert kind == "." or list(undescribed(found["$defs"]["answer"], "answer")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_proofs_have_the_shape_of_answers(kind: str) -> None:
    """An answer that can be judged fits the type's own schema of answers."""
    validator = Draft202012Validator(schema(kind)["$defs"]["answer"])
    proofs = [proof for entry in read(kind)["examples"] for proof in entry["content"]["proofs"]]
    assert [proof for proof in proofs if "score" in proof and not validator.is_valid(proof["answer"])] == []


@pytest.mark.parametrize("entry", [pytest.param(entry, id=name) for name, entry in bad_examples()])
def test_bad_example_gives_its_error(entry: dict[str, Any]) -> None:
    """Code and message, word for word."""
    _, problems = load(spoiled(entry))
    assert (entry["error"]["code"], entry["error"]["message"]) in [(item.code, item.message) for item in problems]


def test_ids_are_unique_in_the_gallery() -> None:
    """All examples stand in one course."""
    ids = [example.exercise.id for example in examples()]
    assert len(ids) == len(set(ids))
