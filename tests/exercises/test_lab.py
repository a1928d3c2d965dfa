"""What is particular to `lab`, told by a small exercise made here."""

from __future__ import annotations

from typing import Any

import pytest

from site_builder.exercises.lab import check
from site_builder.exercises.lab import grade as lab
from site_builder.grading.marks import marks
from site_builder.grading.outcome import Feedback, Inputs, Invalid, Packed, Scored
from site_builder.grading.seeds import fingerprint

NOW, BEFORE = fingerprint({}), "0123456789abcdef"
FIELD = {"kind": "number", "unit": "", "help": "", "options": [], "step": 1}
CONTENT: dict[str, Any] = {
    "id": "e",
    "prompt": "?",
    "simulation": "s",
    "form": [
        {**FIELD, "id": "rate", "label": "<em>Rate</em>", "scale": "log", "min": 0.01, "max": 10, "default": 1},
        {**FIELD, "id": "rounds", "label": "Rounds", "scale": "linear", "min": 1, "max": 9, "default": 1},
        {
            "id": "kind",
            "label": "Kind",
            "kind": "choice",
            "options": [{"value": "a", "label": "A &amp; B"}, {"value": 8, "label": "Eight"}],
            "default": "a",
            "help": "",
        },
    ],
    "presets": [],
    "charts": [],
    "metrics": [
        {"name": "loss", "label": "Loss", "decimals": 2, "min": -1, "max": 5, "unit": "", "help": "", "words": []},
        {"name": "hits", "label": "Hits", "decimals": 0, "min": 0, "max": 99, "unit": "", "help": "", "words": []},
    ],
    "samples": {},
    "notes": {},
    "goals": [
        {
            "id": "low",
            "text": "Low",
            "feedback": "Lower.",
            "met": "",
            "where": [{"metric": "loss", "max": 0.5}, {"metric": "hits", "min": 10}],
        },
        {
            "id": "eight",
            "text": "Eight",
            "feedback": "Try.",
            "met": "Good.",
            "where": [{"param": "kind", "is": 8}, {"param": "rate", "min": 1, "max": 2}],
        },
    ],
    "runs_kept": 3,
}
PUBLIC, KEY = lab.split(CONTENT)


def run(loss: float = 3, hits: float = 0, data: str = NOW, **params: Any) -> dict[str, Any]:
    """A run with these figures, at first settings that nothing is asked of."""
    given = {"rate": 0.1, "rounds": 2, "kind": "a", **params}
    return {"params": given, "seed": 7, "data": data, "metrics": {"loss": loss, "hits": hits}}


def answer(*runs: dict[str, Any]) -> dict[str, Any]:
    """An answer with these runs."""
    return {"runs": list(runs)}


def judged(*runs: dict[str, Any]) -> Scored:
    """The outcome of these runs."""
    outcome = lab.grade(KEY, answer(*runs), Inputs())
    assert isinstance(outcome, Scored)
    return outcome


LOW = run(0.4, 20)
EIGHT = run(kind=8, rate=1.5)


@pytest.mark.parametrize(
    ("runs", "met"),
    [
        ([run()], []),
        ([LOW], ["low"]),
        ([LOW, EIGHT], ["low", "eight"]),
        ([EIGHT, run(), LOW], ["low", "eight"]),
        ([run(0.4, 9), run(0.6, 20)], []),  # no run meets both conditions
        ([run(0.504, 10)], ["low"]),  # as it is shown: 0.50
        ([run(0.506, 10)], []),
        ([run(-3, 1000)], ["low"]),
        ([run(kind=8, rate=2)], ["eight"]),
        ([run(kind=8, rate=2.1)], []),
        ([run(kind="a", rate=1)], []),
    ],
)
def test_a_goal_is_met_by_one_run_with_all_its_conditions(runs: list[dict[str, Any]], met: list[str]) -> None:
    """Each is a point; all together are done."""
    outcome = judged(*runs)
    assert [part.id for part in outcome.parts if part.met] == met
    assert (outcome.earned, outcome.total, outcome.done) == (len(met), 2, len(met) == 2)


def test_the_last_run_that_meets_a_goal_is_named() -> None:
    """So that the page can show which one it was."""
    places = {item.part: item.data.get("place") for item in judged(LOW, EIGHT, LOW).feedback}
    assert places == {"low": 2, "eight": 1}


def test_a_figure_that_a_run_has_not_meets_nothing() -> None:
    """A simulation may end before there is one."""
    short = {**LOW, "metrics": {"loss": 0.1}}
    assert judged(short).earned == 0


def test_runs_of_other_data_or_another_form_do_not_count() -> None:
    """They are counted aloud; when none is left, there is nothing to judge."""
    old, odd = run(0.1, 20, BEFORE), run(0.1, 20, rate=0.123)
    outcome = judged(old, EIGHT, odd)
    assert [part.met for part in outcome.parts] == [False, True]
    assert outcome.feedback[-1] == Feedback("not_counted", data={"n": 2, "places": [0, 2]})
    assert lab.grade(KEY, answer(old, odd), Inputs()) == Invalid("runs_outdated", {"n": 2})
    assert lab.grade(KEY, answer(LOW), Inputs(0, {"other": 1})) == Invalid("runs_outdated", {"n": 1})


def test_a_figure_of_any_size_counts_as_the_end_of_its_range() -> None:
    """A simulation may give whatever is finite."""
    vast = run(loss=1e308, hits=-1e308)
    assert not judged(vast).earned
    assert lab.grade(KEY, lab.unpack(PUBLIC, lab.pack(PUBLIC, answer(vast))), Inputs()) == judged(vast)


@pytest.mark.parametrize(
    "bad",
    [
        {"runs": [{}]},
        {"runs": [{**LOW, "metrics": {"loss": "low"}}]},
        {"runs": [{**LOW, "metrics": {"loss": float("nan")}}]},
        {"runs": [{**LOW, "metrics": {"loss": 10**400}}]},
        {"runs": [{**LOW, "data": "other"}]},
        {"runs": [{**LOW, "seed": True}]},
        {"runs": [{**LOW, "params": []}]},
        {"runs": {}},
        {},
        None,
    ],
)
def test_other_shapes_are_refused(bad: Any) -> None:
    """What the page cannot have sent is malformed."""
    assert lab.grade(KEY, bad, Inputs()) == Invalid("malformed")


def kept(*runs: dict[str, Any]) -> list[dict[str, Any]]:
    """Which of all runs Python wants in the answer."""
    _, reply = lab.respond(KEY, None, {"runs": list(runs)}, Inputs())
    found: list[dict[str, Any]] = reply["runs"]
    return found


def test_the_latest_runs_are_kept_and_those_that_meet_goals() -> None:
    """Experimenting on never loses what was reached."""
    others = [run(rounds=number) for number in range(1, 6)]
    assert kept(*others) == others[-3:]
    assert kept(LOW, *others) == [LOW, *others[-2:]]
    assert kept(LOW, EIGHT, *others) == [LOW, EIGHT, others[-1]]
    newer = run(0.3, 30)
    assert kept(LOW, *others, newer) == [*others[-2:], newer]


def test_what_does_not_count_any_more_is_not_kept_for_its_goal() -> None:
    """Nor is a damaged run, or one of another form, kept at all."""
    others = [run(rounds=number) for number in range(1, 4)]
    assert kept(run(0.4, 20, BEFORE), *others) == others
    assert kept(LOW, {"damaged": 1}, run(rate=0.123)) == [LOW]
    assert kept() == []


@pytest.mark.parametrize("message", [None, 7, {}, {"runs": 7}, {"params": 7}, {"runs": [], "params": {}}])
def test_other_messages_are_met_with_silence(message: Any) -> None:
    """The state is not used, and goes back as it came."""
    assert lab.respond(KEY, {"a": 1}, message, Inputs()) == ({"a": 1}, {})


def test_wrong_settings_are_told_one_by_one() -> None:
    """Beside each field while it is set; a run is refused with the first of them."""
    params = {"rate": 0, "rounds": None, "kind": "b"}
    _, reply = lab.respond(KEY, None, {"params": params}, Inputs())
    told = [(item.code, item.part) for item in reply["feedback"]]
    assert told == [("too_small", "rate"), ("no_number", "rounds"), ("no_option", "kind")]
    assert lab.read_params(KEY, params) == Invalid("too_small", {"name": "Rate", "min": "0.01", "max": "10"})
    assert lab.read_params(KEY, {"rate": 1}) == Invalid("other_form")
    good = run()["params"]
    assert lab.read_params(KEY, good) == good


def test_packing_keeps_what_is_judged() -> None:
    """Settings and data exactly, figures with their digits, a missing one as missing, a run of another form as such."""
    whole = answer(run(0.504, 12.4, BEFORE, rate=0.012, kind=8), {**LOW, "metrics": {}}, run(rate=0.123))
    packed = lab.pack(PUBLIC, whole)
    found = lab.unpack(PUBLIC, packed)
    assert found["runs"][0] == {**run(0.5, 12, BEFORE, rate=0.012, kind=8)}
    assert found["runs"][1] == {**LOW, "metrics": {}}
    assert found["runs"][2]["params"] == {}
    assert lab.pack(PUBLIC, found) == packed
    assert lab.pack(PUBLIC, answer()) == Packed(dict.fromkeys(lab.ranges(PUBLIC), 0))
    assert lab.unpack(PUBLIC, Packed()) == answer()


def test_the_packed_size_follows_from_form_figures_and_runs_kept() -> None:
    """Every range is as small as what it stands for."""
    ranges = lab.ranges(PUBLIC)
    assert len(ranges) == 1 + 3 * 7
    assert [ranges[f"0.{name}"] for name in ("param.rate", "param.rounds", "param.kind")] == [271, 9, 2]
    assert [ranges[f"2.{name}"] for name in ("state", "metric.loss", "metric.hits")] == [3, 602, 101]


def test_reports_get_settings_and_figures_in_words() -> None:
    """Of the last run in words; of all by their names."""
    told = lab.describe(PUBLIC, answer(LOW, run(0.5, 3, kind=8)))
    assert told.text == "Rate: 0.1; Rounds: 2; Kind: Eight; Loss: 0.50; Hits: 3"
    assert told.response[0] == "rate=0.1,rounds=2,kind=a,loss=0.40,hits=20"


def test_a_figure_that_is_missing_is_left_out_of_a_report() -> None:
    """A run from before the simulation gave it."""
    old = {**LOW, "metrics": {"loss": 0.4}}
    told = lab.describe(PUBLIC, answer(old))
    assert told.text == "Rate: 0.1; Rounds: 2; Kind: A & B; Loss: 0.40"
    assert told.response == ("rate=0.1,rounds=2,kind=a,loss=0.40",)


def faults(**changes: Any) -> list[tuple[Any, ...]]:
    """What `check` finds in the exercise with these changes, as path, code, and what is expected."""
    content = {**CONTENT, "proofs": [], **changes}
    return [(fault.path, fault.code, fault.expected) for fault in check.check(content)]


def goal(**condition: Any) -> dict[str, Any]:
    """A goal with this condition."""
    return {"id": "g", "text": "G", "feedback": "F", "met": "", "where": [condition]}


def test_a_choice_begins_with_one_of_its_options() -> None:
    """They are named where it does not."""
    choice = {**CONTENT["form"][2], "default": "b"}
    assert faults(form=[choice], goals=[]) == [(("form", 0, "default"), "no-such-value", "a or 8")]


def test_what_is_chosen_has_no_bounds_and_a_figure_is_no_text() -> None:
    """A goal that asks for such a thing can never be met."""
    path = ("goals", 0, "where", 0)
    assert faults(goals=[goal(param="kind", min=1)]) == [(path, "impossible-condition", "a or 8")]
    bounds = "from -1 to 5: the 'min' and 'max' of the figure"
    assert faults(goals=[goal(metric="loss", **{"is": "low"})]) == [(path, "impossible-condition", bounds)]


@pytest.mark.parametrize("runs", [None, 5, [None], [{}], [{"params": 5}]])
def test_a_run_in_a_proof_that_is_none_is_no_fault_of_its_settings(runs: Any) -> None:
    """What is wrong with the answer is told when the proof is tried."""
    assert faults(proofs=[{"answer": {"runs": runs}}]) == []


def test_a_seed_of_the_author_reaches_the_key() -> None:
    """0 is a seed like any other; without one each learner has a chance of their own."""
    assert "seed" not in KEY
    assert lab.split({**CONTENT, "seed": 0})[1]["seed"] == 0


OUTPUTS = {"outputs": {"hello": "Good day.", "bye": ""}}


def test_only_the_last_run_keeps_its_outputs() -> None:
    """Whichever of the runs are kept; the page may bring them with others."""
    first, last = {**run(1), **OUTPUTS}, {**run(2, rounds=3), **OUTPUTS}
    assert kept(first, last) == [run(1), last]
    assert kept(first) == [first]
    assert kept() == []
    assert judged(first, last) == judged(run(1), run(2, rounds=3))


@pytest.mark.parametrize("outputs", [None, [], {"a": 1}, {"a": "x" * 20_001}])
def test_outputs_that_no_simulation_gives_are_malformed(outputs: Any) -> None:
    """They are texts, and not many."""
    assert lab.grade(KEY, answer({**run(), "outputs": outputs}), Inputs()) == Invalid("malformed")


def test_outputs_are_packed_as_texts_that_may_be_dropped() -> None:
    """All else comes back without them."""
    given = answer(run(1), {**run(2, rounds=3), **OUTPUTS})
    packed = lab.pack(PUBLIC, given)
    assert packed.texts == {"outputs.hello": "Good day.", "outputs.bye": ""}
    assert lab.unpack(PUBLIC, packed) == given
    assert lab.unpack(PUBLIC, Packed(packed.digits)) == answer(run(1), run(2, rounds=3))


def test_the_last_run_is_exported() -> None:
    """With the figures as they are judged, so that packing changes nothing that an exercise remembers of it."""
    given = answer(run(1), {**run(2.004, rounds=3), **OUTPUTS})
    exported = lab.export(KEY, given, {})
    assert exported == {**run(2, rounds=3), **OUTPUTS, "runs": [run(1), run(2, rounds=3)]}
    restored = lab.export(KEY, lab.unpack(PUBLIC, Packed(lab.pack(PUBLIC, given).digits)), {})
    assert restored == {**exported, "outputs": {}}
    assert marks({"lab": restored}) == marks({"lab": exported})


@pytest.mark.parametrize("given", [None, {"runs": []}, answer(run(rounds=77)), answer({**run(), "params": {}})])
def test_where_no_run_fits_nothing_is_exported(given: Any) -> None:
    """Who reads it finds neither settings nor outputs."""
    assert lab.export(KEY, given, {}) == {"runs": []}


def test_a_figure_in_words_has_the_range_of_its_words() -> None:
    """Whatever else is stated of it. A machine reads the number, people read the words, and it is judged as before."""
    metric = {"name": "hits", "label": "Hit", "decimals": 2, "min": 5, "max": 99, "unit": "", "help": ""}
    goal = {"id": "hit", "text": "Hit", "feedback": "Try.", "met": "", "where": [{"metric": "hits", "is": 1}]}
    content = {
        **CONTENT,
        "metrics": [CONTENT["metrics"][0], {**metric, "words": ["<em>no</em>", "yes"]}],
        "goals": [goal],
    }
    public, key = lab.split(content)
    found = public["setup"]["metrics"][1]
    assert (found["decimals"], found["min"], found["max"], found["words"]) == (0, 0, 1, ["no", "yes"])
    for hits, word in ((0, "no"), (1, "yes"), (7, "yes"), (-3, "no")):
        said = lab.describe(public, answer(run(hits=hits)))
        assert said.text.endswith(f"Hit: {word}")
        assert said.response[0].endswith(f"hits={min(max(hits, 0), 1)}")
        outcome = lab.grade(key, answer(run(hits=hits)), Inputs())
        assert isinstance(outcome, Scored)
        assert outcome.done == (word == "yes")
