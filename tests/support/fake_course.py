"""A tiny exercise type and a tiny compiled course, for tests of what stands between graders and the browser."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from site_builder.grading.bridge import Bridge
from site_builder.grading.code import ask
from site_builder.grading.contract import Data, ExerciseType, Load
from site_builder.grading.outcome import Feedback, Inputs, Interaction, Invalid, Outcome, Packed, Part, Scored
from site_builder.grading.seeds import shuffled

NOW = "2026-05-04T09:30:00.000Z"


class Pick:
    """Pick one item: `right` earns 2 points and is done, `near` earns 1; `boom` makes the grader fail."""

    def split(self, content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
        """All is public."""
        return dict(content), dict(content)

    def arrange(self, public: Data, seed: int) -> list[str]:
        """By the seed."""
        return shuffled(public["items"], seed)

    def grade(self, key: Data, answer: Any, inputs: Inputs) -> Outcome:
        """Judges `{"pick": item}`."""
        pick = answer.get("pick") if isinstance(answer, dict) else None
        if pick is None:
            return Invalid("unanswered")
        if pick == "boom":
            raise RuntimeError("a grader that fails")
        if pick == "odd":
            return Scored(0, 1, done=False, feedback=(Feedback("odd", data={"n": {1, 2}}),))
        if pick not in key["items"]:
            return Invalid("gone", {"item": pick})
        earned = 2 if pick == key["right"] else 1 if pick == "near" else 0
        told = Feedback(
            "told", pick, "good" if earned else "bad", {"hints": inputs.hints, "inputs": dict(inputs.exercises)}
        )
        return Scored(earned, 2, earned == 2, (Part("pick", earned == 2),), (told, Feedback("untold")))

    def points(self, key: Data) -> int:
        """Two."""
        del key
        return 2

    def rules(self, key: Data) -> Sequence[str]:
        """One rule."""
        del key
        return ["pick"]

    def solution(self, key: Data) -> Any:
        """The right item, if there is one."""
        return {"pick": key["right"]} if key["right"] else None

    def describe(self, public: Data, answer: Any) -> Interaction:
        """The item."""
        del public
        return Interaction("choice", (str(answer),), str(answer))

    def ranges(self, public: Data) -> dict[str, int]:
        """One digit."""
        return {"pick": len(public["items"])}

    def pack(self, public: Data, answer: Any) -> Packed:
        """The number of the item."""
        return Packed({"pick": public["items"].index(answer["pick"])})

    def unpack(self, public: Data, packed: Packed) -> Any:
        """The item of that number."""
        return {"pick": public["items"][packed.digits["pick"]]}


class Parrot:
    """Says what was said, and how often it was asked."""

    def respond(self, key: Data, state: Any, message: Any, inputs: Inputs) -> tuple[Any, dict[str, Any]]:
        """Fails when the message is `boom`."""
        del key, inputs
        if message == "boom":
            raise RuntimeError("a responder that fails")
        count = (state or 0) + 1
        if message == "comment":
            return count, {"said": message, "feedback": [Feedback("told", data={"n": 2}), Feedback("untold"), "odd"]}
        return count, {"said": message, "count": count}


class Adviser:
    """Judges and answers with the exercise's code."""

    def __getattr__(self, name: str) -> Any:
        return getattr(Pick(), name)

    def grade(self, key: Data, answer: Any, inputs: Inputs) -> Outcome:
        """What `right` gives is right."""
        return Pick().grade({**key, "right": ask(inputs, "right", inputs.exercises)}, answer, inputs)

    def respond(self, key: Data, state: Any, message: Any, inputs: Inputs) -> tuple[Any, dict[str, Any]]:
        """What `right` gives."""
        del key, message
        return state, {"said": ask(inputs, "right", inputs.exercises)}


class Teller:
    """Exports what was picked under the author's name of the item; fails for `near`."""

    def export(self, key: Data, answer: Any, names: Mapping[str, str]) -> Any:
        """The author's name and whether it is right."""
        return {"picked": names[answer["pick"]], "right": answer["pick"] == key["right"]}


TYPES = (
    ExerciseType("pick", Pick()),
    ExerciseType("talk", Pick(), Parrot()),
    ExerciseType("tell", Pick(), exporter=Teller()),
    ExerciseType("advise", Adviser(), Adviser()),
)


def exercise(unit: str = "p1/one", kind: str = "pick", right: str = "right", **settings: Any) -> dict[str, Any]:
    """A compiled exercise."""
    own = {"right": right, "items": ["near", "right", "wrong"]}
    return {
        "type": kind,
        "title": "<em>Title</em>",
        "unit": unit,
        "public": own,
        "key": {**own, "texts": {"told:right": "Yes, {n}.", "told": "No."}},
        "settings": {
            "required": True,
            "attempts": 0,
            "reveal": 0,
            "hints": ["h1", "h2"],
            "inputs": [],
            "code": "",
            **settings,
        },
        "names": {"right": "the-right-one", "wrong": "the-wrong-one"},
        "fingerprint": "v1",
    }


def unit(name: str, *exercises: str, optional: bool = False) -> dict[str, Any]:
    """A compiled unit; what stands before the slash is its phase."""
    phase = name.rpartition("/")[0]
    return {
        "id": name,
        "url": f"{name}.html",
        "title": name,
        "phase": phase,
        "optional": optional,
        "exercises": list(exercises),
    }


def course(
    units: Sequence[Data],
    exercises: Mapping[str, Data],
    *,
    gates: str = "strict",
    planned: Sequence[str] = (),
    extras: Sequence[str] = (),
) -> dict[str, Any]:
    """A compiled course; its phases follow from the units. `extras`: which of them are further modules."""
    modules = {name: [one["id"] for one in units if one["phase"] == name] for name in extras}
    units = [{**one, "phase": "", "optional": True} if one["phase"] in extras else one for one in units]
    phases = list(dict.fromkeys(one["phase"] for one in units if one["phase"]))
    return {
        "format": 1,
        "course": {"id": "demo", "version": "1", "title": "Demo", "fingerprint": "f"},
        "gates": gates,
        "text": {
            "common": {
                "done": "Done.",
                "partly": "{earned} of {total}.",
                "wrong": "Not yet.",
                "unanswered": "Nothing yet.",
                "revealed": "The answer.",
                "own_turn": "Your turn.",
                "late": "Too late for points.",
                "crashed": "It stopped.",
            },
            "pick": {"gone": {"one": "x", "other": "{item} is gone."}, "partly": "Nearly: {earned}."},
            "talk": {},
            "tell": {},
            "advise": {},
        },
        "units": units,
        "phases": [{"id": name, "title": name, "label": name, "number": i} for i, name in enumerate(phases, 1)],
        "extras": [{"id": name, "units": own} for name, own in modules.items()],
        "planned": list(planned),
        "exercises": dict(exercises),
    }


class Learner:
    """Works through a course by the bridge, keeping the record as the browser does."""

    def __init__(self, compiled: Data, record: dict[str, list[Any]] | None = None, load: Load | None = None) -> None:
        self.bridge = Bridge(json.dumps(compiled), TYPES, load)
        self.record = record or {"attempts": [], "events": []}

    def ask(self, do: str, **fields: Any) -> Any:
        """Sends a request with the record, and stores the row that comes back."""
        number = len(self.record["attempts"]) + len(self.record["events"])
        request = {
            "do": do,
            "record": self.record,
            "id": f"r{number}",
            "now": NOW,
            "seed": 5,
            "duration": 1.5,
            **fields,
        }
        reply = json.loads(self.bridge.call(json.dumps(request)))
        for field in ("attempt", "event"):
            if reply.get(field):
                self.record[f"{field}s"].append(reply[field])
        return reply

    def pick(self, name: str, item: Any) -> Any:
        """Answers an exercise."""
        return self.ask("grade", exercise=name, answer={"pick": item})

    def visit(self, *pages: str) -> Any:
        """Visits pages and gives the progress after the last."""
        return [self.ask("visit", page=page)["progress"] for page in pages][-1]

    def progress(self) -> Any:
        """The progress now."""
        return self.ask("progress")["progress"]

    def view(self, name: str) -> Any:
        """The view of an exercise now."""
        return self.ask("open")["views"][name]
