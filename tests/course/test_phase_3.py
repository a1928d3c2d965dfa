"""The course holds what the specification asks of Phase 3, word for word where it gives the words."""

from __future__ import annotations

import re

import pytest

from site_builder.grading.items import plain
from site_builder.model import Course, Exercise, Html

GOALS = (
    "Understand the sequence of fine-tuning steps",
    "Navigate Azure AI Foundry interface",
    "Recognize key configuration options",
)
ORDER = (
    "Select base model",
    "Upload training dataset",
    "Validate dataset format",
    "Configure training parameters",
    "Create fine-tuning job",
    "Monitor training progress",
    "Evaluate model performance",
    "Deploy fine-tuned model",
)
QUESTIONS = ("read-run", "choose-remedy", "flat-curves", "jumping-loss", "larger-batch", "fair-comparison")
REQUIRED = {"choose-remedy", "jumping-loss"}
"""What was learned has to be applied: to a run that learned by heart, and to one that leapt too far."""
DOCUMENTED_RUN = (
    (50, "0.170", "1.281"),
    (60, "0.245", "1.379"),
    (70, "0.074", "1.509"),
    (80, "0.003", "1.655"),
    (90, "0.010", "1.737"),
    (100, "0.002", "1.754"),
)


def exercise(course: Course, name: str) -> Exercise:
    """The exercise of that id."""
    return next(found for _, found in course.exercises() if found.id == name)


def test_phase_3_is_the_third_of_four(course: Course) -> None:
    """Title and goals, word for word; that the product has a new name is said in the text."""
    assert len(course.phases) + len(course.planned) == 4
    phase = course.phases[2]
    assert (phase.number, plain(phase.title)) == (3, "Execute Fine-Tuning Workflow")
    assert tuple(map(plain, phase.goals)) == GOALS


def test_the_specified_order_alone_is_right(course: Course) -> None:
    """Eight steps, word for word, and no other order is accepted."""
    found = exercise(course, "workflow-steps")
    texts = {step["id"]: plain(step["text"]) for step in found.public["steps"]}
    assert tuple(texts[step] for step in found.key["steps"]) == ORDER
    assert not found.key["extra"]
    assert found.key["before"] == {step: found.key["steps"][:place] for place, step in enumerate(found.key["steps"])}, (
        "each step has its one place"
    )


def test_the_steps_are_scrambled(course: Course) -> None:
    """Each learner is offered them in an order of their own, and it is not the right one that the page holds."""
    found = exercise(course, "workflow-steps")
    assert found.public["order"] == "learner"
    assert [step["id"] for step in found.public["steps"]] != found.key["steps"]


def test_every_step_says_why_it_stands_where_it_stands(course: Course) -> None:
    """At the end, and with hints where it has to move."""
    texts = exercise(course, "workflow-steps").key["texts"]
    assert [code for code in texts if plain(texts[code])] == [
        f"why:{step}" for step in exercise(course, "workflow-steps").key["steps"]
    ]


def test_hints_on_the_order_grow_more_specific(course: Course) -> None:
    """Each names more of the steps or their subjects than the one before."""
    subjects = ("base model", "dataset", "parameters", "create the job", "watch it", "test first", "release")
    hints = [plain(hint).lower() for hint in exercise(course, "workflow-steps").settings.hints]
    assert len(hints) >= 3
    named = [sum(subject in hint for subject in subjects) for hint in hints]
    assert named[0] == 0
    assert named[-1] == max(named) == len(subjects)


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_on_parameters_teach(course: Course, name: str) -> None:
    """They can be tried again, have hints, and every wrong option has its misconception and feedback."""
    found = exercise(course, name)
    assert found.settings.required == (name in REQUIRED)
    assert not found.settings.attempts
    assert len(found.settings.hints) >= 2
    wrong = set(found.key["options"]) - set(found.key["right"])
    assert len(wrong) >= 3
    assert set(found.key["misconceptions"]) == wrong
    assert len({found.key["misconceptions"][option] for option in wrong}) == len(wrong)
    assert all(plain(text) for text in found.key["texts"].values())


@pytest.mark.parametrize("word", ["learning rate", "batch size", "epochs", "seed"])
def test_every_setting_is_explained(course: Course, reading: dict[str, str], word: str) -> None:
    """In a section of its own."""
    page = next(page for page in course.pages if page.id == "phase-3/parameters")
    html = "".join(part.html for part in page.body if isinstance(part, Html))
    headings = [plain(heading).lower() for heading in re.findall(r"<h2.*?</h2>", html, re.DOTALL)]
    assert any(word in heading for heading in headings)
    assert word in reading["phase-3/parameters"].lower()


@pytest.mark.parametrize("fact", ["learning_rate_multiplier", "batch_size", "n_epochs", "0.02 to 0.2", "256", "0.2 %"])
def test_facts_about_the_product_are_dated(reading: dict[str, str], fact: str) -> None:
    """They age; learners see of when they are."""
    assert fact in reading["phase-3/parameters"]
    assert "as of October 2026" in reading["phase-3/parameters"]


@pytest.mark.parametrize("shape", ["good", "underfitting", "overfitting", "divergence"])
def test_every_shape_of_a_curve_is_shown(course: Course, shape: str) -> None:
    """As a picture, with its description."""
    page = next(page for page in course.pages if page.id == "phase-3/parameters")
    html = "".join(part.html for part in page.body if isinstance(part, Html))
    (text,) = re.findall(rf'<img [^>]*media/curves/{shape}\.svg"[^>]* alt="([^"]*)"', html)
    assert len(text) > 60


def test_the_documented_run_is_told_as_it_was(reading: dict[str, str]) -> None:
    """The figures of Microsoft's tutorial, rounded."""
    for step, training, validation in DOCUMENTED_RUN:
        assert f"{step} {training} {validation}" in " ".join(reading["phase-3/understanding"].split())
