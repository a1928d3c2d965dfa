"""The course holds what the specification asks of start screen and Phase 1, word for word where it gives the words."""

from __future__ import annotations

import pytest

from site_builder.exercises.chat import grade as chat
from site_builder.grading.items import plain
from site_builder.grading.outcome import Inputs
from site_builder.model import Course, Exercise

OBJECTIVES = (
    "Understand the process to fine-tune a model",
    "Evaluate whether a fine-tuned model performs better than a base model",
    "Identify when fine-tuning is appropriate for specific use cases",
    "Navigate the Microsoft Foundry (formerly Azure AI Foundry) interface for fine-tuning workflows",
)
USE_CASE = (
    "Data preparation with politeness training examples",
    "Model training using supervised learning",
    "Evaluation against base model performance",
    "Deployment considerations",
)
CHALLENGE = (
    "You work for a customer service company that needs a chatbot capable of handling customer inquiries with "
    "exceptional politeness and helpfulness. The base model sometimes responds in ways that could be perceived as curt "
    "or impersonal."
)
TASK = (
    "Your task: Determine if fine-tuning can improve the model's politeness while maintaining accuracy and helpfulness."
)
GOALS = (
    "Understand baseline model capabilities",
    "Identify specific limitations",
    "Define requirements for improvement",
)
NEEDED = {
    "Maintain politeness in all responses",
    "Provide accurate information",
    "Handle customer complaints gracefully",
    "Use appropriate tone and language",
    "Avoid technical jargon",
}
SAMPLES = {
    "Your product doesn't work and I'm frustrated!": "Please check the troubleshooting guide in the documentation.",
    "I need help with my account settings.": "Navigate to Settings > Account > Preferences.",
}


def exercise(course: Course, name: str) -> Exercise:
    """The exercise of that id."""
    return next(found for _, found in course.exercises() if found.id == name)


def named(found: Exercise, ids: list[str]) -> set[str]:
    """Opaque ids as the author's."""
    return {found.names[item] for item in ids}


def test_start_screen_names_the_exercise(course: Course) -> None:
    """Title, subtitle, and button."""
    assert course.title == "Fine-Tuning AI Models: A Practical Simulation"
    assert course.subtitle == "Learn to enhance model performance for specific use cases"
    assert course.start.layout == "start"
    assert plain(course.start.title) == course.title
    assert plain(course.start.meta["button"]) == "Begin Exercise"


def test_start_screen_states_what_is_learned(course: Course) -> None:
    """The statement and the four objectives."""
    meta = course.start.meta
    assert plain(meta["statement"]) == (
        "Understand the process to fine-tune a model and evaluate whether a fine-tuned model performs better than a "
        "base model"
    )
    assert tuple(map(plain, meta["objectives"])) == OBJECTIVES


def test_start_screen_presents_the_use_case(course: Course) -> None:
    """Scenario, challenge, requirements, and the box with the challenge."""
    meta = course.start.meta
    assert plain(meta["scenario"]) == "Building a polite chatbot with Supervised Fine-Tuning (SFT)"
    assert plain(meta["challenge"]) == "Creating a chatbot that maintains politeness while being helpful"
    assert tuple(map(plain, meta["requirements"])) == USE_CASE
    assert plain(meta["box"]["title"]) == "🎯 Your Challenge: Polite Chatbot Development"
    assert plain(meta["box"]["body"]) == f"{CHALLENGE} {TASK}"


def test_phase_1_is_the_first_of_four(course: Course) -> None:
    """It is "Phase 1 of 4", with its title and goals."""
    assert len(course.phases) + len(course.planned) == 4
    phase = course.phases[0]
    assert (phase.number, plain(phase.title)) == (1, "Evaluate the Base Model")
    assert tuple(map(plain, phase.goals)) == GOALS


def test_phase_1_requires_what_its_completion_asks_for(course: Course) -> None:
    """Checklist, limitations, and suggestions, and the chat that they rest on."""
    pages = [page for page in course.phases[0].pages if not page.optional]
    required = {found.id for page in pages for found in page.exercises if found.settings.required}
    assert required == {"requirements", "base-model-chat", "limitations", "improvements"}
    assert course.gates == "strict"


def test_checklist_has_the_needed_items_and_plausible_others(course: Course) -> None:
    """Five needed items, at least three others, each explained."""
    found = exercise(course, "requirements")
    assert plain(found.public["prompt"]) == (
        "Based on the use case, what are the key requirements for our polite chatbot?"
    )
    texts = {item["id"]: plain(item["text"]) for item in found.public["items"]}
    assert {texts[item] for item in found.key["needed"]} == NEEDED
    assert len(texts) - len(NEEDED) >= 3
    for item in texts:
        code = "needed" if item in found.key["needed"] else "wrong"
        assert plain(found.key["texts"][f"{code}:{item}"]), "every item is explained"


def test_chat_holds_the_samples_word_for_word(course: Course) -> None:
    """The two sample interactions."""
    found = exercise(course, "base-model-chat")
    assert set(SAMPLES) <= {message["text"] for message in found.public["messages"]}
    replies = {text: chat.respond(found.key, None, {"text": text}, Inputs())[1]["text"] for text in SAMPLES}
    assert replies == SAMPLES
    assert (found.public["learner"], found.public["partner"]) == ("Customer", "Base Model")


def test_chat_shows_every_weakness_and_some_strength(course: Course) -> None:
    """At least eight more messages, spread over the judgements."""
    found = exercise(course, "base-model-chat")
    messages = found.key["messages"]
    assert len(messages) >= len(SAMPLES) + 8
    assert found.key["needed"] == 6
    counts = {
        judgement: sum(found.names[message["expect"]] == judgement for message in messages)
        for judgement in ("impersonal", "missed", "inconsistent", "polite")
    }
    assert min(counts.values()) >= 3
    assert max(counts.values()) <= len(messages) / 3, "no judgement wins by always being chosen"


def test_reflection_asks_both_questions(course: Course) -> None:
    """Multiple choice and text input."""
    several = exercise(course, "limitations")
    assert plain(several.public["prompt"]) == "What issues do you notice with the base model responses?"
    assert several.public["multiple"]
    assert named(several, several.key["right"]) == {"impersonal", "missed", "inconsistent", "curt"}
    text = exercise(course, "improvements")
    assert plain(text.public["prompt"]) == "How could these responses be improved?"
    assert plain(text.key["texts"]["model_answer"])


@pytest.mark.parametrize("page", ["phase-1/patterns", "phase-1/reflection"])
def test_samples_stand_on_pages_to_reflect_on(reading: dict[str, str], page: str) -> None:
    """Learners need not remember what they are asked about."""
    for question, answer in SAMPLES.items():
        assert question in reading[page]
        assert answer in reading[page]


@pytest.mark.parametrize("name", ["practice", "check-baseline", "check-facts", "check-prompt", "check-answer"])
def test_knowledge_questions_have_one_right_answer(course: Course, name: str) -> None:
    """Practice and knowledge check never stand in the way."""
    found = exercise(course, name)
    assert not found.settings.required
    assert not found.public["multiple"]
    assert len(found.key["right"]) == 1


def test_product_and_legal_note(course: Course, reading: dict[str, str]) -> None:
    """The product has its present name, the former one is told beside the goal; the footer claims no affiliation."""
    former = [page.id for page in course.pages if "Azure AI Foundry" in reading[page.id] + str(page.meta)]
    assert former == ["index", "phase-3/intro"]
    assert "Independent training material. Not affiliated with or endorsed by Microsoft." in plain(course.footer)
    assert "trademarks of the Microsoft group of companies" in plain(course.footer)
