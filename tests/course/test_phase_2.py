"""Phase 2 holds what the specification and the plan ask of it, word for word where they give the words."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from site_builder.exercises.choice import grade as choice
from site_builder.exercises.sort_cards import grade as sort_cards
from site_builder.grading.items import plain
from site_builder.model import Course, Exercise

TITLE = "Prepare Training Data"
GOALS = (
    "Understand data requirements for fine-tuning",
    "Learn JSONL format structure",
    "Select appropriate training examples",
)
COMPLAINT = "Your product doesn't work and I'm frustrated!"
GOOD_ANSWER = (
    "I understand how frustrating that must be! Let me help you resolve this issue right away. Could you tell me more "
    "about what specific problem you're experiencing?"
)
KINDS = {"rude", "wrong", "off-topic", "personal-data", "inconsistent", "empty", "too-long", "duplicate"}
KIND_WORDS = ("Rude", "Wrong", "Off-topic", "Personal data", "Inconsistent tone", "Empty", "Too long", "Duplicate")
CHECKLIST = {
    "quality-tone": "Consistent tone across examples",
    "quality-topics": "Diverse conversation topics",
    "quality-pairs": "Clear input/output pairs",
    "quality-json": "Proper JSON formatting",
    "quality-quantity": "Sufficient quantity (typically 50+ examples)",
}
JSONL = f"""{{
  "messages": [
    {{"role": "user", "content": "{COMPLAINT}"}},
    {{"role": "assistant", "content": "{GOOD_ANSWER}"}}
  ]
}}"""
LONG = 80


def exercise(course: Course, name: str) -> Exercise:
    """The exercise of that id."""
    return next(found for _, found in course.exercises() if found.id == name)


@pytest.fixture
def cards(course: Course) -> Exercise:
    """The candidate conversations."""
    return exercise(course, "choose-training-set")


def said(cards: Exercise) -> dict[str, list[str]]:
    """The author's id of each card -> what its two sides say."""
    return {
        cards.names[card]: [turn["text"] for turn in content["dialogue"]]
        for card, content in cards.key["contents"].items()
    }


def kinds(cards: Exercise) -> dict[str, str]:
    """The author's id of each card -> what is good or bad about it."""
    return {cards.names[card]: content["tags"][0] for card, content in cards.key["contents"].items()}


def test_phase_2_shows_its_title_and_goals(course: Course) -> None:
    """It is the second of four."""
    phase = course.phases[1]
    assert (phase.id, phase.number, plain(phase.title)) == ("phase-2", 2, TITLE)
    assert tuple(map(plain, phase.goals)) == GOALS
    assert len(course.phases) + len(course.planned) == 4


def test_good_example_stands_word_for_word(reading: dict[str, str], cards: Exercise) -> None:
    """On the page that explains it, and among the candidates."""
    page = reading["phase-2/good-examples"]
    assert re.search(rf"Customer:? {re.escape(COMPLAINT)} Improved Response:? {re.escape(GOOD_ANSWER)}", page)
    assert said(cards)["frustrated"] == [COMPLAINT, GOOD_ANSWER]
    assert kinds(cards)["frustrated"] == "good"


def test_groups_are_named_as_the_activity_says(cards: Exercise) -> None:
    """The training set, and a place for the others."""
    assert [plain(group["label"]) for group in cards.public["groups"]] == ["Training set", "Leave out"]
    assert cards.public["filter"]


def test_there_are_good_candidates_and_each_kind_of_bad_one(cards: Exercise) -> None:
    """At least 30, and neither group wins by always being chosen."""
    counts = Counter(kinds(cards).values())
    assert counts.total() >= 30
    assert set(counts) == KINDS | {"good"}
    assert min(counts.values()) >= 2
    assert 0.4 <= counts["good"] / counts.total() <= 0.6


def test_what_is_good_belongs_to_the_training_set(cards: Exercise) -> None:
    """And nothing else does."""
    chosen = {cards.names[card] for card, group in cards.key["right"].items() if cards.names[group] == "train"}
    assert chosen == {card for card, kind in kinds(cards).items() if kind == "good"}


def test_each_candidate_has_an_explanation_of_its_own(cards: Exercise) -> None:
    """It begins with the kind, and no two are alike."""
    texts = {cards.names[card]: plain(cards.key["texts"][f"right:{card}"]) for card in cards.key["cards"]}
    assert len(set(texts.values())) == len(texts)
    labels = {kind: word for kind in KINDS for word in KIND_WORDS if word.lower().replace(" ", "-").startswith(kind)}
    for card, kind in kinds(cards).items():
        assert texts[card].startswith(f"{labels.get(kind, 'Good')}. "), card


def test_kinds_are_explained_before_they_are_to_be_found(reading: dict[str, str]) -> None:
    """The page before names all of them."""
    assert all(word in reading["phase-2/good-examples"] for word in KIND_WORDS)


def test_bad_candidates_are_what_they_are_said_to_be(cards: Exercise) -> None:
    """As far as it can be counted: empty, too long, duplicate, personal data."""
    words = said(cards)
    by_kind = {kind: [words[card] for card, own in kinds(cards).items() if own == kind] for kind in {"good", *KINDS}}
    assert all("" in pair for pair in by_kind["empty"])
    assert all(len(pair[1].split()) > LONG for pair in by_kind["too-long"])
    good = by_kind["good"]
    assert all(any(pair[1] == other[1] for other in good) for pair in by_kind["duplicate"])
    assert all(re.search(r"\d", "".join(pair)) for pair in by_kind["personal-data"])
    assert all(question and answer and len(answer.split()) <= 40 for question, answer in good)
    assert len({answer for _, answer in good}) == len(good)


def test_of_two_that_are_the_same_the_lower_number_stays(cards: Exercise) -> None:
    """As the task says, so that the learner need not guess."""
    numbers = {cards.names[card["id"]]: int(re.findall(r"\d+", card["title"])[0]) for card in cards.public["cards"]}
    assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
    for copy in (card for card, kind in kinds(cards).items() if kind == "duplicate"):
        original = copy.removesuffix("-copy")
        assert numbers[original] < numbers[copy]
        told = plain(cards.key["texts"][f"right:{next(i for i, name in cards.names.items() if name == copy)}"])
        assert f"number {numbers[original]}" in told.lower()


def test_topics_are_diverse(cards: Exercise) -> None:
    """The good ones too."""
    topics = Counter(content["tags"][1] for content in cards.key["contents"].values() if content["tags"][0] == "good")
    assert len(topics) >= 8
    assert max(topics.values()) <= topics.total() / 4


def test_pass_mark_leaves_room_for_doubt_and_not_for_carelessness(course: Course, cards: Exercise) -> None:
    """Of all cards a few may be wrong, of those that are asked for one; the page says the numbers."""
    total, asked, mark = len(cards.key["cards"]), cards.key["at_least"], cards.key["pass_mark"]
    assert 3 <= total - -(-mark * total // 100) <= 6
    assert asked - -(-mark * asked // 100) == 1
    page = next(page for page in course.pages if page.id == "phase-2/choose")
    text = " ".join(plain(part.html) for part in page.body if not isinstance(part, Exercise))
    assert f"when {asked} of the {total} are sorted and nearly all of them ({mark} %)" in text


def test_chosen_candidates_are_conversations_to_train_on(cards: Exercise) -> None:
    """What Phase 3 gets: customer first, agent second."""
    export = sort_cards.export(cards.key, sort_cards.solution(cards.key), cards.names)
    assert set(export["groups"]) == {"train", "leave"}
    for card in export["groups"]["train"]:
        assert [turn["who"] for turn in card["dialogue"]] == ["Customer", "Agent"]


def test_tutorial_shows_before_and_after_word_for_word(course: Course) -> None:
    """The conversation, its JSON as the specification lays it out, and at the end the same as a line of a file."""
    found = exercise(course, "to-jsonl")
    turns = found.public["before"]["turns"]
    assert ["".join(run["text"] for run in turn["runs"]) for turn in turns] == [COMPLAINT, GOOD_ANSWER]
    steps = found.public["after"]["steps"]
    shown = ["\n".join("".join(part["text"] for part in line) for line in step["lines"]) for step in steps]
    assert JSONL in shown
    first, *others = [json.loads(line) for line in shown[-1].splitlines()]
    assert first == json.loads(JSONL)
    assert others, "the file has more than one line"


def test_three_conversations_are_to_be_formatted(course: Course) -> None:
    """With sample data, in the page between the tutorial and the checklist."""
    found = exercise(course, "format-three")
    assert found.type == "jsonl"
    assert len(found.public["conversations"]) == 3
    assert found.public["samples"]["list"]
    order = [page.id.removeprefix("phase-2/") for page in course.phases[1].pages if not page.optional]
    assert order == ["good-examples", "choose", "jsonl", "format", "quality"]


def test_checklist_has_the_five_items(course: Course) -> None:
    """Each is a question about the draft, in the order of the checklist."""
    (page,) = (page for page in course.pages if page.id == "phase-2/quality")
    assert {found.id: plain(found.title) for found in page.exercises} == CHECKLIST
    assert [found.id for found in page.exercises] == list(CHECKLIST)
    assert all(found.type == "choice" and found.settings.required for found in page.exercises)


@pytest.mark.parametrize("name", CHECKLIST)
def test_each_item_names_the_misconception_of_a_wrong_answer(course: Course, name: str) -> None:
    """It is a judgement with reasons, not a box to tick."""
    found = exercise(course, name)
    assert len(found.key["options"]) >= 4
    assert len(found.key["misconceptions"]) == len(found.key["options"]) - 1
    assert all(plain(text) for text in found.key["texts"].values())


def test_the_draft_is_as_flawed_as_the_answers_say(course: Course) -> None:
    """The two lines that no program reads are the two that the answer names, and others are whole."""
    (page,) = (page for page in course.pages if page.id == "phase-2/quality")
    html = "".join(part.html for part in page.body if not isinstance(part, Exercise))
    lines = [plain(cell) for cell in re.findall(r"<code>(\{.*?)</code>", html)]
    assert len(lines) == 12
    broken = []
    for number, line in enumerate(lines, 1):
        try:
            roles = [message["role"] for message in json.loads(line)["messages"]]
        except json.JSONDecodeError:
            broken.append(number)
        else:
            assert roles == (["user", "user"] if number == 6 else ["user", "assistant"])
    found = exercise(course, "quality-json")
    (right,) = choice.solution(found.key)["chosen"]
    (text,) = (plain(option["text"]) for option in found.public["options"] if option["id"] == right)
    assert broken == [int(number) for number in re.findall(r"\d+", text)] == [3, 8]
