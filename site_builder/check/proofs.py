"""Proves exercises: grades every answer that the author wrote down, with the code that the learner will run.

Each proof's outcome is compared exactly. Then follows coverage: every rule has an answer that fails for it alone, every
text of the author is shown by some answer, one answer earns all points and is done, and the untouched exercise is
"unanswered". What is missing is searched near the known answers and offered as YAML, ready to paste. On the way the
graders are held to their contract: they do not raise, keep their arguments as they are, give the same outcome twice,
and pack without loss.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import PurePath
from typing import Any

from site_builder.check.answer_form import blank, in_words
from site_builder.check.completion import Completion
from site_builder.check.neighbors import neighbors, untouched
from site_builder.check.own_python import Code, Unrunnable
from site_builder.check.simulations import as_written
from site_builder.check.yaml_text import yaml_text
from site_builder.errors import Problem
from site_builder.exercise_loader import own_check
from site_builder.grading import items
from site_builder.grading.contract import ExerciseType
from site_builder.grading.outcome import Inputs, Invalid, Outcome, Scored, to_json
from site_builder.grading.text import dumps, loads
from site_builder.model import Exercise, Proof

_Test = Callable[["_Run"], bool]

_SAID = ("answer", "done")
"""What stands in a proof even where it is empty, or false."""

_SEARCHED = 3000
"""How many answers are tried in the search for a missing proof."""


@dataclass(frozen=True)
class _Run:
    """An answer that was graded."""

    answer: Any
    hints: int
    inputs: Mapping[str, Any]
    outcome: Outcome
    written: Mapping[str, Any] = field(default_factory=dict)
    """The inputs as the proof writes them."""


class _Fault(Exception):  # noqa: N818 - it is the grader's fault, not ours
    """The grader breaks its contract."""

    def __init__(self, code: str, message: str, found: str = "") -> None:
        super().__init__(message)
        self.code, self.found = code, found


def prove(exercise: Exercise, row: ExerciseType, completion: Completion | None = None) -> list[Problem]:
    """All problems of one exercise's proofs; `completion` is needed where they do not state everything."""
    try:
        court = _Court(exercise, row, completion.code(exercise) if completion else None)
        if completion:
            completion.try_out(exercise)
    except Unrunnable as fault:
        return [fault.problem] if fault.problem else []
    problems: list[Problem] = []
    runs: list[_Run] = []
    for number, proof in enumerate(exercise.proofs, start=1):
        name = f"proof {number}" + (f" ('{proof.name}')" if proof.name else "")
        try:
            whole = completion.proof(exercise, proof) if completion else proof
            run = replace(court.run(whole.answer, whole.hints, whole.inputs), written=proof.inputs)
            problems += court.compare(proof, name, run)
            court.check_state(run)
        except _Fault as fault:
            problems.append(Problem(proof.place, fault.code, f"{name}: {fault}", found=fault.found))
        except Unrunnable as fault:
            problems += [fault.problem] if fault.problem else []
        else:
            runs.append(run)
    if len(runs) < len(exercise.proofs):
        return problems  # with a broken grader, coverage means nothing
    try:
        return [*problems, *court.check_solution(), *court.check_coverage(runs)]
    except _Fault as fault:
        return [*problems, Problem(exercise.place, fault.code, str(fault), found=fault.found)]
    except Unrunnable as fault:
        return [*problems, *([fault.problem] if fault.problem else [])]


class _Court:
    """One exercise with its grader, and what can be asked of them."""

    def __init__(self, exercise: Exercise, row: ExerciseType, code: Code | None = None) -> None:
        self.exercise = exercise
        self.row = row
        self.code = code

    def run(self, answer: Any, hints: int = 0, inputs: Mapping[str, Any] | None = None) -> _Run:
        """Grades an answer twice, on copies, and holds the grader to its contract."""
        before = dumps([self.exercise.key, answer, inputs or {}])
        judge = f"the grader of '{self.row.name}'" + (f" with '{self.exercise.settings.code}'" if self.code else "")
        outcomes = []
        for _ in range(2):
            key, given, others = material = loads(before)
            outcomes.append(self.grade(key, given, others, hints))
            if dumps(material) != before:
                raise _Fault("grader-impure", f"{judge} changes its arguments")
        first, second = (self.ask(lambda: dumps(to_json(outcome))) for outcome in outcomes)  # noqa: B023
        if first != second:
            raise _Fault("grader-impure", f"{judge} gives two outcomes for one answer", f"{first}\n{second}")
        return _Run(answer, hints, inputs or {}, outcomes[0])

    def grade(self, key: Mapping[str, Any], answer: Any, exercises: Mapping[str, Any], hints: int) -> Outcome:
        """The outcome of an answer, without a look at the grader's manners."""
        inputs = Inputs(hints, exercises, self.code.module if self.code else None)
        outcome: Outcome = self.ask(lambda: self.row.grader.grade(key, answer, inputs), exercises)
        return outcome

    def ask(self, call: Callable[[], Any], exercises: Collection[str] = ()) -> Any:
        """Calls the type's code, and what of the course it calls; what is raised becomes a fault with its line."""
        try:
            return self.code.run(call, exercises) if self.code else call()
        except Unrunnable:
            raise
        except Exception as error:  # noqa: BLE001 - graders are anyone's code
            frames = traceback.extract_tb(error.__traceback__)[1:] or traceback.extract_tb(error.__traceback__)
            own = getattr(self.row.grader, "__file__", None)
            frame = next((frame for frame in reversed(frames) if frame.filename == own), frames[-1])
            where = f"{'/'.join(PurePath(frame.filename).parts[-3:])}, line {frame.lineno}"
            message = f"the code of exercise type '{self.row.name}' raises an error"
            raise _Fault("grader-raised", message, f"{type(error).__name__}: {error} ({where})") from None

    def named(self, value: Any) -> Any:
        """Plain data with the author's ids."""
        return items.named(value, self.exercise.names)

    def said(self, outcome: Outcome) -> dict[str, Any]:
        """The outcome in the words of a proof."""
        if isinstance(outcome, Invalid):
            return {"invalid": outcome.code}
        feedback = [f"{item.code}:{self.named(item.part)}" if item.part else item.code for item in outcome.feedback]
        return {
            "score": f"{outcome.earned}/{outcome.total}",
            "done": outcome.done,
            "fails": self.named(_fails(outcome)),
            "feedback": feedback,
        }

    def paste(self, run: _Run, name: str = "") -> str:
        """The proof of a run, as YAML."""
        said = self.said(run.outcome)
        if isinstance(run.outcome, Scored) and run.outcome.done == (run.outcome.earned == run.outcome.total):
            del said["done"]
        key = self.exercise.key
        proof = {
            "name": name,
            "answer": self.named(as_written(run.answer, key.get("seed", 0)) if "simulation" in key else run.answer),
            "hints": run.hints,
            "inputs": dict(run.written),
            **said,
        }
        kept = {field: value for field, value in proof.items() if field in _SAID or value not in ("", 0, {}, [])}
        return yaml_text([kept])

    def compare(self, proof: Proof, name: str, run: _Run) -> Iterator[Problem]:
        """What of a proof's outcome is not as its author expects."""
        if proof.hints > len(self.exercise.settings.hints):
            found = f"hints: {proof.hints}"
            expected = f"at most {len(self.exercise.settings.hints)}, the number of the exercise's hints"
            yield Problem(proof.place, "proof-hints", f"{name} uses hints that do not exist", expected, found)
        expected_words, said = _expected(proof), self.said(run.outcome)
        wrong = [field for field in {**expected_words, **said} if expected_words.get(field) != said.get(field)]
        if wrong:
            yield Problem(
                proof.place,
                "proof-wrong",
                f"{name} has another outcome",
                expected=yaml_text({field: expected_words[field] for field in wrong if field in expected_words}),
                found=yaml_text({field: said[field] for field in wrong if field in said}),
                hint=self._advice(run, proof.name),
            )

    def _advice(self, run: _Run, name: str) -> str:
        """What to do about an outcome that was not expected."""
        if run.outcome == Invalid("malformed"):
            return f"write the answer in the form of this type:\n{in_words(self.exercise.type)}"
        return f"mend the exercise, or, if this outcome is right, write the proof so:\n{self.paste(run, name)}"

    def check_state(self, run: _Run) -> None:
        """The answer can be described, and packed within its ranges and back without a change of its outcome."""
        grader, public = self.row.grader, self.exercise.public
        self.ask(lambda: grader.describe(public, run.answer))
        ranges = self.ask(lambda: grader.ranges(public))
        packed = self.ask(lambda: grader.pack(public, run.answer))
        for name, digit in packed.digits.items():
            if name not in ranges or digit not in range(ranges[name]):
                raise _Fault("pack-range", "the packed answer leaves its declared ranges", f"{name}: {digit}")
        if isinstance(run.outcome, Scored):
            points = self.ask(lambda: grader.points(self.exercise.key))
            if run.outcome.total != points:
                message = f"the grader of '{self.row.name}' scores out of another number than its points"
                raise _Fault("points-differ", message, f"{run.outcome.total} instead of {points}")
            answer = self.ask(lambda: grader.unpack(public, packed))
            again = self.run(answer, run.hints, run.inputs)
            if again.outcome != run.outcome:
                raise _Fault("pack-lossy", "the answer has another outcome after packing", self.paste(again))

    def check_solution(self) -> Iterator[Problem]:
        """The answer that the exercise would show as right is right."""
        solution = self.ask(lambda: self.row.grader.solution(self.exercise.key))
        if solution is None:
            return
        run = self.run(solution)
        if not _is_full(run):
            yield Problem(
                self.exercise.place,
                "solution-wrong",
                "the answer that the exercise declares as right does not earn all points",
                found=self.paste(run),
            )

    def check_coverage(self, runs: list[_Run]) -> Iterator[Problem]:
        """What no proof shows, with the proofs that would."""
        open_needs = {name: shows for name, shows in self._needs() if not any(map(shows, runs))}
        if not open_needs:
            return
        first: dict[str, _Run] = {}
        for run in islice(self._candidates(runs), _SEARCHED):
            first |= {name: run for name, shows in open_needs.items() if name not in first and shows(run)}
            if len(first) == len(open_needs):
                break
        offered: list[_Run] = []
        for name, shows in open_needs.items():
            if name in first and not any(map(shows, offered)):
                offered.append(first[name])
        left = [name for name, shows in open_needs.items() if not any(map(shows, offered))]
        hint = ["add under `proofs`:", *(self.paste(run) for run in offered)] if offered else []
        hint += [f"write one yourself: {name}" for name in left]
        hint += ["where an answer has:", *in_words(self.exercise.type).splitlines()] if left else []
        yield Problem(
            self.exercise.place,
            "unproven",
            f"the proofs of exercise '{self.exercise.id}' do not show everything",
            expected="\n".join(open_needs),
            hint="\n".join(hint),
        )

    def _needs(self) -> Iterator[tuple[str, _Test]]:
        yield "an untouched exercise that is `invalid: unanswered`", lambda run: run.outcome == Invalid("unanswered")
        yield "an answer that earns all points and is done", _is_full
        for rule in self.ask(lambda: self.row.grader.rules(self.exercise.key)):
            name = f"an answer that fails for '{self.named(rule)}' alone"
            yield name, _fails_alone(rule)
        texts = self.exercise.key["texts"]
        # One text may stand under several codes; it is enough that the learner can meet it once.
        messages: dict[tuple[str, str], str] = {}
        for message, text in texts.items():
            messages.setdefault((message.partition(":")[2], text), message)
        for (part, text), message in messages.items():
            code = message.partition(":")[0]
            name = (
                f"an answer that shows the text '{code}:{self.named(part)}'"
                if part
                else f"an answer that shows '{code}'"
            )
            yield name, _shows(texts, part, text)

    def _candidates(self, runs: list[_Run]) -> Iterator[_Run]:
        solution = self.ask(lambda: self.row.grader.solution(self.exercise.key))
        known = [
            _Run(answer, 0, {}, Invalid("unanswered"))
            for answer in (solution, blank(self.exercise.type))
            if answer is not None
        ]
        ids = sorted(self.exercise.names)
        for answer in self._own_candidates():
            yield self._tried(_Run(answer, 0, {}, Invalid("unanswered")), answer, 0)
        for hints in range(len(self.exercise.settings.hints) + 1):
            for start in known + runs:
                for answer in (start.answer, untouched(start.answer, ids), *neighbors(start.answer, ids)):
                    yield self._tried(start, answer, hints)

    def _own_candidates(self) -> Iterator[Any]:
        """Answers that the type thinks worth a try."""
        answers = getattr(own_check(self.exercise.type), "answers", None)
        return answers(self.exercise.key) if answers else iter(())

    def _tried(self, start: _Run, answer: Any, hints: int) -> _Run:
        """Another answer without the checks of the grader, of which a search needs many."""
        outcome = self.grade(self.exercise.key, answer, start.inputs, hints)
        return replace(start, answer=answer, hints=hints, outcome=outcome)


def _expected(proof: Proof) -> dict[str, Any]:
    """The author's outcome with what was left out filled in."""
    words = proof.expected
    if "invalid" in words:
        return {"invalid": words["invalid"]}
    earned, _, total = words["score"].partition("/")
    return {
        "score": words["score"],
        "done": words.get("done", earned == total),
        "fails": list(words.get("fails", ())),
        "feedback": list(words.get("feedback", ())),
    }


def _fails(outcome: Scored) -> list[str]:
    return [part.id for part in outcome.parts if not part.met]


def _fails_alone(rule: str) -> _Test:
    return lambda run: isinstance(run.outcome, Scored) and _fails(run.outcome) == [rule]


def _is_full(run: _Run) -> bool:
    return isinstance(run.outcome, Scored) and run.outcome.done and run.outcome.earned == run.outcome.total


def _shows(texts: Mapping[str, str], part: str, text: str) -> _Test:
    """Whether the learner sees an author's text for one part (empty: for the whole)."""

    def shows(run: _Run) -> bool:
        feedback = () if isinstance(run.outcome, Invalid) else run.outcome.feedback
        if part:
            return any(texts.get(f"{item.code}:{part}") == text for item in feedback if item.part == part)
        return any(texts.get(item.code) == text and f"{item.code}:{item.part}" not in texts for item in feedback)

    return shows
