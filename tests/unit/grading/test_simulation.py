"""`simulation`: what a simulation may give, and runs that are stepped and never raise."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest

from site_builder.grading.bridge import Bridge
from site_builder.grading.contract import Load
from site_builder.grading.outcome import Invalid
from site_builder.grading.seeds import fingerprint
from site_builder.grading.simulation import Nonsense, Progress, Run, Simulation, simulate, thinned
from tests.support.fake_course import NOW, TYPES, course, exercise, unit

RESULT = {"metrics": {"loss": 0.5}}


def loading(run: Callable[..., Any]) -> Load:
    """A course whose every module has this `run`."""
    return lambda _name: cast("Simulation", SimpleNamespace(run=run))


def good(params: Any, inputs: Any, seed: int) -> Any:
    """Two steps, then all that it was given."""
    yield Progress(0, {"step": 1})
    yield Progress(0.5)
    return {"metrics": {"n": params["n"], "seed": seed}, "series": {"loss": list(range(250))}, "inputs": dict(inputs)}


def steps(run: Callable[..., Any]) -> list[Any]:
    """Everything that a run gives."""
    return list(simulate(loading(run), "m", {"n": 3}, {}, 7))


def gives(result: Any, *progress: Any) -> Callable[..., Any]:
    """A simulation that yields and returns this."""

    def run(*_: Any) -> Any:
        yield from progress
        return result

    return run


def test_each_step_is_plain_data() -> None:
    """Progress first, then the result, its optional parts filled in."""
    whole = {"metrics": {"n": 3, "seed": 7}, "series": {"loss": list(range(250))}, "notes": [], "samples": []}
    whole["inputs"] = {}
    assert steps(good) == [
        {"progress": {"fraction": 0, "data": {"step": 1}}},
        {"progress": {"fraction": 0.5, "data": {}}},
        {"result": whole},
    ]


@pytest.mark.parametrize(
    ("run", "message"),
    [
        (lambda *_: RESULT, "`run` is no generator"),
        (gives(RESULT, 0.5), "something that is no `Progress`"),
        (gives(RESULT, Progress(0.5, cast("Any", 7))), "the data of a `Progress` is no mapping"),
        (gives(RESULT, Progress(1.5)), "not between 0 and 1"),
        (gives(RESULT, Progress(float("nan"))), "not between 0 and 1"),
        (gives(RESULT, Progress(True)), "not between 0 and 1"),
        (gives(RESULT, Progress(0, {"a": {1}})), "a `Progress` holds what JSON cannot hold"),
        (gives(None), "no mapping with `metrics`"),
        (gives({"metrics": [1]}), "no mapping with `metrics`"),
        (gives({"metrics": {"loss": float("inf")}}), "a metric is no finite number"),
        (gives({"metrics": {"loss": "low"}}), "a metric is no finite number"),
        (gives({"metrics": {"loss": 10**400}}), "a metric is no finite number"),
        (gives({"metrics": {3: 3}}), "no mapping with `metrics`"),
        (gives({**RESULT, "series": [1]}), "`series` is no mapping"),
        (gives({**RESULT, "series": {"loss": 1}}), "`series` is no mapping"),
        (gives({**RESULT, "series": {1: []}}), "`series` is no mapping"),
        (gives({**RESULT, "notes": "a"}), "`notes` is no list"),
        (gives({**RESULT, "notes": [1]}), "`notes` is no list"),
        (gives({**RESULT, "samples": [{"input": "a"}]}), "`samples` is no list of mappings"),
        (gives({**RESULT, "outputs": ["a"]}), "`outputs` is no mapping of names to texts"),
        (gives({**RESULT, "outputs": {"a": 1}}), "`outputs` is no mapping of names to texts"),
        (gives({**RESULT, "outputs": {"a": "x" * 20_000, "b": "x"}}), "or has more than 20000 characters"),
        (gives(RESULT, Progress(10**400)), "not between 0 and 1"),
        (gives(RESULT, Progress(0, {"points": {1: []}})), "`points` of a `Progress` is no mapping"),
        (gives(RESULT, Progress(0, {"points": [1]})), "`points` of a `Progress` is no mapping"),
        (gives(RESULT, Progress(0, {"points": {"loss": [[1, 2, 3]]}})), "`points` of a `Progress` is no mapping"),
        (
            gives(RESULT, Progress(0, {"points": {"loss": [[1, float("nan")]]}})),
            "`points` of a `Progress` is no mapping",
        ),
        (gives({**RESULT, "more": float("nan")}), "the result holds what JSON cannot hold"),
        (gives({**RESULT, "more": "x" * 1_000_000}), "the result is larger than"),
    ],
)
def test_nonsense_is_named(run: Callable[..., Any], message: str) -> None:
    """Its author reads what is wrong; the learner reads that the run failed."""
    with pytest.raises(Nonsense, match=message):
        steps(run)
    stepping = Run(simulate(loading(run), "m", {}, {}, 0), dict)
    ends = [stepping.step() for _ in range(2)]
    assert ends[-1] == '{"error":{"code":"failed"}}'


def test_thinned_series_keep_both_ends() -> None:
    """Short ones stay as they are."""
    assert thinned([1, 2, 3], 3) == [1, 2, 3]
    assert thinned(range(250), 4) == [0, 83, 166, 249]


def lab(**key: Any) -> dict[str, Any]:
    """A compiled exercise with a simulation."""
    made = exercise(inputs=["a"])
    return {**made, "key": {**made["key"], "simulation": "m", **key}}


def bridge(load: Load | None, **key: Any) -> Bridge:
    """A bridge to a course with an exercise `l` that runs a simulation and reads `a`."""
    exercises = {"a": exercise(), "l": lab(**key)}
    return Bridge(json.dumps(course([unit("p1/one", "a", "l")], exercises)), TYPES, load)


def request(**fields: Any) -> str:
    """A request for a run of `l`."""
    asked = {"exercise": "l", "params": {"n": 3}, "seed": 7, "id": "r1", "now": NOW, **fields}
    return json.dumps({"record": {"attempts": [], "events": []}, **asked})


def test_outputs_are_kept_with_the_answer_alone() -> None:
    """The event of a run is for the table of earlier runs, which does not show them."""
    run = bridge(loading(gives({**RESULT, "outputs": {"a": "Hello"}}))).start_run(request())
    assert isinstance(run, Run)
    end = json.loads(run.step())
    assert end["answer"]["outputs"] == {"a": "Hello"}
    assert "outputs" not in end["event"]["data"]
    run = bridge(loading(gives({**RESULT, "outputs": {}}))).start_run(request())
    assert isinstance(run, Run)
    assert "outputs" not in json.loads(run.step())["answer"]


def test_a_run_ends_with_answer_and_event() -> None:
    """The answer holds what is judged, the event what a chart of earlier runs needs; then the run is over."""
    run = bridge(loading(good)).start_run(request())
    assert isinstance(run, Run)
    assert run.step() == ""
    assert json.loads(run.progress()) == {"progress": {"fraction": 0, "data": {"step": 1, "points": {}}}}
    run.step()
    end = json.loads(run.step())
    answer = {"params": {"n": 3}, "seed": 7, "data": fingerprint({}), "metrics": {"n": 3, "seed": 7}}
    assert end["answer"] == answer
    assert len(end["result"]["series"]["loss"]) == 250
    event = end["event"]
    assert len(event["data"].pop("series")["loss"]) == 100
    assert event == {
        "id": "r1",
        "kind": "run",
        "target": "l",
        "time": NOW,
        "data": {**answer, "notes": [], "samples": []},
    }
    assert run.step() == '{"error":{"code":"failed"}}'


def test_points_of_steps_that_nobody_looked_at_are_collected() -> None:
    """The page may look less often than the simulation steps; each point reaches it once."""

    def growing(*_: Any) -> Any:
        for x in range(4):
            yield Progress(x / 4, {"x": x, "points": {"loss": [[x, 0.5]]} if x != 2 else {}})
        return RESULT

    run = Run(simulate(loading(growing), "m", {}, {}, 0), dict)
    told = []
    for steps_between in (3, 1):
        assert [run.step() for _ in range(steps_between)] == [""] * steps_between
        told.append(json.loads(run.progress())["progress"])
    assert [progress["data"]["points"] for progress in told] == [{"loss": [[0, 0.5], [1, 0.5]]}, {"loss": [[3, 0.5]]}]
    assert [progress["data"]["x"] for progress in told] == [2, 3]
    assert json.loads(run.progress())["progress"]["data"]["points"] == {}


def test_long_samples_are_shown_once_and_not_kept() -> None:
    """The record grows with every run."""
    short = [{"input": "Hello", "output": "Good morning!"}]
    for samples, kept in ((short, short), (short * 200, [])):
        run = bridge(loading(gives({**RESULT, "samples": samples}))).start_run(request())
        assert isinstance(run, Run)
        end = json.loads(run.step())
        assert (end["result"]["samples"], end["event"]["data"]["samples"]) == (samples, kept)


class _Choosy:
    """Runs with even numbers only, and never says the number itself."""

    @staticmethod
    def read_params(key: Any, params: Any) -> Any:
        """Half the number, or why not."""
        del key
        return Invalid("odd", {"n": params["n"]}) if params["n"] % 2 else {"n": params["n"] // 2}


def test_a_type_decides_what_its_simulation_runs_with() -> None:
    """What it refuses starts no run and is told in words; a fault of its own is told as one."""
    rows = [row._replace(runner=cast("Any", _Choosy())) for row in TYPES]
    exercises = {"a": exercise(), "l": lab()}
    judge = Bridge(json.dumps(course([unit("p1/one", "a", "l")], exercises)), rows, loading(good))
    run = judge.start_run(request(params={"n": 6}))
    assert isinstance(run, Run)
    assert json.loads([run.step() for _ in range(3)][-1])["answer"]["params"] == {"n": 3}
    for params, code in (({"n": 7}, "odd"), ({}, "grader_failed")):
        told = judge.start_run(request(params=params))
        assert isinstance(told, str)
        assert json.loads(told)["error"]["code"] == code
        assert json.loads(told)["error"]["html"]


def test_a_run_reads_what_was_answered_and_the_seed_of_the_author() -> None:
    """The inputs are those of grading; a seed in the exercise makes all learners' runs equal."""
    learned = bridge(loading(good), seed=11)
    asked = {"do": "grade", "exercise": "a", "answer": {"pick": "near"}, "seed": 1, "id": "r0", "now": NOW}
    attempt = json.loads(learned.call(json.dumps({**asked, "duration": 1})))["attempt"]
    run = learned.start_run(request(record={"attempts": [attempt], "events": []}))
    assert isinstance(run, Run)
    end = json.loads([run.step() for _ in range(3)][-1])
    assert end["result"]["inputs"] == {"a": {"pick": "near"}}
    assert (end["answer"]["seed"], end["answer"]["data"]) == (11, fingerprint({"a": {"pick": "near"}}))


def test_a_module_that_cannot_be_loaded_fails_the_run() -> None:
    """The page hears of it as of every other fault of a simulation."""

    def load(name: str) -> Any:
        raise ImportError(name)

    run = bridge(load).start_run(request())
    assert isinstance(run, Run)
    assert run.step() == '{"error":{"code":"failed"}}'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (request(exercise="a"), "bad_request"),
        (request(exercise="none"), "bad_request"),
        (request(params=[]), "bad_request"),
        (request(now="later"), "bad_request"),
        ("[]", "bad_request"),
        ("{", "not_json"),
        ("[" * 65, "too_deep"),
    ],
)
def test_what_cannot_be_run_is_told(text: str, code: str) -> None:
    """No run, but JSON that says why."""
    told = bridge(loading(good)).start_run(text)
    assert isinstance(told, str)
    assert json.loads(told)["error"]["code"] == code


def test_without_code_of_the_course_there_are_no_runs() -> None:
    """Nothing to load from."""
    told = bridge(None).start_run(request())
    assert isinstance(told, str)
    assert json.loads(told)["error"]["code"] == "bad_request"
