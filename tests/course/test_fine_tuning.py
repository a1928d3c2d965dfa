"""The lab's simulation really trains: the four kinds of run arise from settings and data, the same everywhere."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from site_builder.check.completion import completion
from site_builder.grading.seeds import fingerprint
from site_builder.grading.simulation import simulate
from site_builder.model import Course
from tests.support.answers import sound
from tests.support.pythons import pythons
from tests.support.zone import ROOT

Code = Callable[[str], Any]
Cards = list[dict[str, Any]]

GENTLE = {"rate": 0.1, "batch": 1, "epochs": 3, "examples": 60}
GOOD = {"rate": 1, "batch": 1, "epochs": 6, "examples": 60}
MANY = {"rate": 2, "batch": 1, "epochs": 20, "examples": 60}
FAST = {"rate": 20, "batch": 1, "epochs": 6, "examples": 60}
QUICK = {"rate": 1, "batch": 2, "epochs": 2, "examples": 10}

# The results of whole runs on the shipped examples: every Python that trains has to come to the same bits. They change
# with the model, its data, and its settings, and with nothing else.
RESULTS: tuple[tuple[dict[str, Any], str], ...] = (
    ({}, "e1f12fb28ca4b62c"),
    (FAST, "9a8cf6de87fac2ae"),
    ({**QUICK, "batch": 4}, "d165950978a18c47"),
)

DRIVER = """
import json, sys
from pathlib import Path
root, params = sys.argv[1:]
sys.path.insert(0, root)
from site_builder.course_code import course_code
from site_builder.grading.seeds import fingerprint
from site_builder.grading.simulation import simulate
files = {path.name: path.read_bytes() for path in Path(root, "course/python").glob("*.py")}
with course_code(files, "course/python") as load:
    files["base_model.py"] = f"DATA = {load('base_training').build()!r}".encode()
with course_code(files, "course/python") as load:
    *_, last = simulate(load, "fine_tuning", json.loads(params), {}, 1)
sys.stdout.write(fingerprint(last["result"]))
"""

JUNK: tuple[Any, ...] = (
    None,
    [],
    {"choose-training-set": None, "format-three": 5},
    {"choose-training-set": {"groups": []}, "format-three": {"conversations": "a"}},
    {"choose-training-set": {"groups": {"train": [None, 1, {}, {"dialogue": "a"}, {"dialogue": [1, None]}]}}},
    {"choose-training-set": {"groups": {"train": [{"dialogue": [{"who": "Customer", "text": ""}, {"who": 5}]}]}}},
    {"format-three": {"conversations": [[], [1], [{"role": "user"}], [{"role": [], "content": {}}] * 3]}},
    {"format-three": {"conversations": [[{"role": "system", "content": "a"}, {"role": "assistant", "content": "b"}]]}},
)


def run(code: Code, params: Any, inputs: Any = None, seed: int = 1) -> dict[str, Any]:
    """The result of a run."""
    *_, last = simulate(code, "fine_tuning", params, {} if inputs is None else inputs, seed)
    result: dict[str, Any] = last["result"]
    return result


def fed(cards: Cards) -> dict[str, Any]:
    """The inputs of somebody who chose these cards."""
    return {"choose-training-set": {"groups": {"train": cards, "leave": []}}, "format-three": {"conversations": []}}


def said(*pairs: tuple[str, str]) -> Cards:
    """Good cards with these exchanges."""
    return [
        {"tags": ["good"], "dialogue": [{"who": "Customer", "text": asked}, {"who": "Agent", "text": answered}]}
        for asked, answered in pairs
    ]


@pytest.fixture(scope="module")
def inputs(course: Course) -> dict[str, Any]:
    """What a learner brings who did all of Phase 2 right."""
    lab = next(found for _, found in course.exercises() if found.id == "train-it")
    with completion(course) as proofs:
        return dict(proofs.proof(lab, lab.proofs[0]).inputs)


@pytest.fixture(scope="module")
def bad(course: Course) -> Cards:
    """All cards that are no good examples."""
    cards = next(found for _, found in course.exercises() if found.id == "choose-training-set")
    return [card for card in cards.key["contents"].values() if "good" not in card["tags"]]


@pytest.fixture(scope="module")
def good(code: Code, inputs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Runs with the settings of the lab and the right cards, with five seeds."""
    return [run(code, GOOD, inputs, seed) for seed in range(1, 6)]


def test_the_tuned_model_answers_held_out_messages(code: Code, good: list[dict[str, Any]]) -> None:
    """For the worst of five seeds: nine tenths on topic, ended, nothing repeated; and two points more polite."""
    for result in good:
        assert len(sound(code, result["outputs"])) >= 0.9 * len(result["outputs"]) >= 54
        assert result["metrics"]["politeness"] >= result["metrics"]["base_politeness"] + 2
        assert sum(map(len, result["outputs"].values())) <= 20_000


@pytest.mark.parametrize("seed", [1, 4])
def test_the_four_kinds_of_run_arise(
    code: Code, inputs: Mapping[str, Any], good: list[dict[str, Any]], seed: int
) -> None:
    """Whatever the order of the examples is; each is told by its figures, and by its note."""
    gentle, many, fast = (run(code, params, inputs, seed) for params in (GENTLE, MANY, FAST))
    assert {result["notes"][0] for result in good} == {"good"}
    assert [result["notes"][0] for result in (gentle, many, fast)] == ["underfit", "overfit", "diverged"]
    right = good[seed - 1]
    start = right["series"]["val_loss"][0][1]
    assert gentle["metrics"]["train_loss"] > 2
    assert right["metrics"]["val_loss"] < gentle["metrics"]["val_loss"] < start
    assert gentle["metrics"]["politeness"] < 3 < right["metrics"]["politeness"], "it answers as the base model does"
    close = [loss for _, loss in many["series"]["val_close"]]
    trained = [loss for _, loss in many["series"]["train_loss"]]
    half = len(close) // 2
    assert sum(close[half:]) / len(close[half:]) > sum(close[:half]) / half, "the validation loss rises"
    assert max(trained[-3:]) < min(trained[:3]) / 5, "while the training loss falls"
    assert fast["metrics"]["worst"] > 100
    assert fast["metrics"]["steps"] < 6 * 60, "and it was stopped"


def test_larger_batches_allow_a_higher_rate(code: Code, inputs: Mapping[str, Any]) -> None:
    """As the page says: with a batch of 8, the usual rate is too little and five times as much is good."""
    usual, higher = (run(code, {**GOOD, "batch": 8, "rate": rate}, inputs) for rate in (1, 5))
    assert (usual["notes"][0], higher["notes"][0]) == ("underfit", "good")
    assert usual["metrics"]["steps"] == higher["metrics"]["steps"] == 6 * 8


def test_bad_examples_make_a_worse_model(code: Code, good: list[dict[str, Any]], bad: Cards) -> None:
    """By the validation loss, by its answers, and it is said."""
    right, wrong = good[0], run(code, GOOD, fed(bad))
    for figure in ("politeness", "on_topic"):
        assert wrong["metrics"][figure] < right["metrics"][figure]
    assert wrong["metrics"]["val_loss"] > right["metrics"]["val_loss"]
    assert right["metrics"]["bad"] == 0 < wrong["metrics"]["bad"] <= len(bad)
    assert "bad_examples" in wrong["notes"]
    assert "bad_examples" not in right["notes"]


def test_rude_examples_make_a_rude_model(code: Code) -> None:
    """It says what it was taught."""
    polite = "I'm sorry about that. Could you tell me your order number?"
    rude = "Calm down. It's your fault."
    things = ("speaker", "lamp", "phone", "parcel", "order", "blender", "shoe", "card", "jacket", "cup")
    messages = [f"My {thing} is broken" for thing in things]
    results = [
        run(code, {**GOOD, "examples": 10}, fed(said(*((asked, answer) for asked in messages))))
        for answer in (polite, rude)
    ]
    assert results[0]["metrics"]["politeness"] > results[1]["metrics"]["politeness"] + 1
    assert results[1]["samples"][0]["output"] == rude


def test_more_examples_reach_a_lower_loss(code: Code, inputs: Mapping[str, Any]) -> None:
    """What no other setting gives."""
    few, more = (run(code, {**GOOD, "epochs": 3, "examples": count}, inputs) for count in (20, 60))
    assert more["metrics"]["best_val_loss"] < few["metrics"]["best_val_loss"] - 0.5
    assert "few_examples" in few["notes"]


def test_without_examples_of_ones_own_it_says_so(code: Code) -> None:
    """The shipped ones fill up."""
    result = run(code, QUICK, {"choose-training-set": {"groups": {"train": [], "leave": []}}})
    assert "none_chosen" in result["notes"]
    assert len(code("job").prepare({}, {}).training) == 60


@pytest.mark.parametrize("junk", JUNK)
def test_junk_for_inputs_is_left_out(code: Code, junk: Any) -> None:
    """Nothing is raised, and the run is as if nothing was brought."""
    assert code("job").prepare(QUICK, junk) == code("job").prepare(QUICK, {})


@pytest.mark.parametrize(
    "cards",
    [
        said(("", "Gladly!"), ("Hello", "Yes, gladly!")),
        said(("a " * 900, "word " * 900)),
        said(*[("Hello", "Gladly!")] * 300),
        said(("\ud800", "\ud800 \u05d0\u05d1 \U0001f600"), ("!!!", "...")),
        said(("Hello", "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627"), ("?", "\u4f60\u597d")),
    ],
    ids=["an empty message", "endless texts", "one exchange again and again", "halves of signs", "other scripts"],
)
def test_strange_texts_train_like_any_other(code: Code, cards: Cards) -> None:
    """The run ends, with finite figures (`simulate` refuses others)."""
    assert run(code, {**QUICK, "examples": 10}, fed(cards))["metrics"]["steps"] > 0


@pytest.mark.parametrize(
    "params",
    [None, {}, {"rate": "a", "batch": None, "epochs": [], "examples": {}}, {"rate": float("nan"), "epochs": True}],
)
def test_junk_for_params_is_the_usual(code: Code, params: Any) -> None:
    """The page sends none; whoever calls it otherwise gets a run all the same."""
    assert code("job").prepare(params, {}) == code("job").prepare(GOOD, {})


def test_params_stay_within_their_ranges(code: Code) -> None:
    """So that no run takes longer than a learner waits."""
    least, most = (code("job").prepare(dict.fromkeys(GOOD, value), {}) for value in (-1e9, 1e9))
    assert (least.settings.batch, least.settings.epochs, len(least.training)) == (1, 1, 0)
    assert (most.settings.batch, most.settings.epochs, len(most.training)) == (64, 25, 75)
    assert 0 < least.settings.rate < most.settings.rate


@pytest.mark.parametrize(("params", "result"), RESULTS)
def test_a_run_gives_the_same_bits_in_every_python(code: Code, params: Any, result: str) -> None:
    """All of its curves, figures, notes, and answers. That the browser agrees is shown with the lab's proofs."""
    assert fingerprint(run(code, params)) == result


@pytest.mark.parametrize("python", pythons())
def test_a_run_gives_the_same_bits_in_every_python_here(python: str) -> None:
    """In those that this machine has, each in a process of its own; the one in the browser is tried with the proofs."""
    params, result = RESULTS[-1]
    command = [python, "-I", "-c", DRIVER, str(ROOT), json.dumps(params)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == result


def test_progress_is_told_often_and_grows(code: Code) -> None:
    """A step is one exchange; the points of all steps are those of the result."""
    *steps, last = simulate(code, "fine_tuning", QUICK, {}, 1)
    fractions = [step["progress"]["fraction"] for step in steps]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    told: dict[str, list[Any]] = {name: [] for name in last["result"]["series"]}
    for step in steps:
        for name, points in step["progress"]["data"].get("points", {}).items():
            told[name] += points
    assert told == last["result"]["series"]


@pytest.mark.parametrize(
    ("params", "given", "note"),
    [
        ({**QUICK, "examples": 0}, {}, "empty"),
        ({**QUICK, "examples": 2}, fed(said(("Hello", "!?"), ("Hello", "\u05d0"))), "few_examples"),
        ({**QUICK, "examples": 1}, fed(said(("Hello", "\u4f60"))), "empty"),
        ({**GOOD, "epochs": 2}, fed(said(*[("Hello", "Gladly!")] * 80)), "repeated"),
        (QUICK, fed(said(*[(f"Where is parcel {number}?", "Gladly!") for number in range(2000)])), "cut"),
    ],
    ids=["no examples", "next to nothing", "no words", "one exchange again and again", "2,000 examples"],
)
def test_what_is_wrong_with_a_training_set_is_told(code: Code, params: Any, given: Any, note: str) -> None:
    """In words of the lab, for each of them; and a run without examples leaves the base model as it is."""
    result = run(code, params, given)
    assert note in result["notes"]
    if note == "empty":
        assert result["outputs"] == code("base_answers").base_answers()


def test_all_notes_of_a_run_have_words(course: Course) -> None:
    """In both labs."""
    labs = [found for _, found in course.exercises() if found.id in ("train-it", "your-model")]
    kinds = {"diverged", "unsteady", "underfit", "overfit", "good", "plateau"}
    codes = kinds | {"empty", "none_chosen", "cut", "few_examples", "repeated", "bad_examples"}
    assert [set(lab.key["gives"]["notes"]) for lab in labs] == [codes] * len(labs)


def test_the_wildest_settings_end_in_words(code: Code) -> None:
    """With finite figures, which `simulate` demands."""
    wild = {"rate": 1e308, "batch": 1e308, "epochs": 25, "examples": 1e308}
    assert run(code, {**wild, "batch": 1})["notes"][0] == "diverged"
    assert run(code, wild)["metrics"]["steps"] > 0


def test_the_best_checkpoint_can_be_kept(code: Code) -> None:
    """In place of the last one; it is the one with the lowest validation loss, as each was measured."""
    job, fine_tuning, models = code("job"), code("fine_tuning"), code("trained_models").TRAINED
    params = {"rate": 8, "batch": 1, "epochs": 9, "examples": 20}
    losses = {}
    for keep in (job.LAST, job.BEST):
        result = run(code, {**params, "keep": keep})
        order = job.prepare({**params, "keep": keep}, {})
        kept = models.kept(fine_tuning.key(order, 1)).model
        tally = code("training").Tally()
        for one in order.held_out:
            code("training").measure(kept, one, tally)
        losses[keep] = tally.mean_loss
    assert losses[job.BEST] == pytest.approx(result["metrics"]["best_val_loss"], abs=1e-3)
    assert losses[job.BEST] < losses[job.LAST]


def test_trained_models_are_kept_within_bounds(code: Code) -> None:
    """The last two; each by all that it follows from."""
    models, job = code("trained_models").Models(2), code("job")
    for name in "abac":
        models.keep(name, name)
    assert [models.kept(name) for name in "abc"] == ["a", None, "c"]
    keys = {job.prepare({"rate": rate}, inputs).key for rate in (1, 2) for inputs in ({}, fed(said(("Hello", "Hi."))))}
    assert len(keys) == 4


def test_both_models_are_asked(code: Code, inputs: Mapping[str, Any]) -> None:
    """The learner's is trained again where it is gone, to the same bits; without one, the base model answers alone."""
    asked = "I need help with my account settings."
    given = {**inputs, "your-model": {"params": QUICK, "seed": 3, "metrics": {}, "outputs": {}}}
    models = code("trained_models").TRAINED
    first = [*simulate(code, "ask_models", {"text": asked}, given, 1)]
    again = [*simulate(code, "ask_models", {"text": asked}, given, 2)]
    assert (len(first) > 2, len(again)) == (True, 2)
    assert first[-1] == again[-1]
    own = models.kept(code("fine_tuning").key(code("job").prepare(QUICK, inputs), 3))
    answers = first[-1]["result"]["outputs"]
    assert answers["base"] == "Navigate to Settings > Account > Preferences."
    assert answers["tuned"] == code("model").answer(own.model, own.vocabulary, asked)
    *_, alone = simulate(code, "ask_models", {"text": asked}, inputs, 1)
    assert alone["result"]["outputs"].keys() == {"base"}
    assert alone["result"]["notes"] == ["not_trained"]
