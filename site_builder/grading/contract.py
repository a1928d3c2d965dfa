"""What an exercise type's `grade.py` offers; every module named in `exercises/table.py` satisfies it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from site_builder.grading.outcome import Inputs, Interaction, Invalid, Outcome, Packed

Data = Mapping[str, Any]

Load = Callable[[str], Any]
"""Name of a module of the course's own Python -> the module."""


class Grader(Protocol):
    """The functions of a type's `grade.py`. All are pure; none changes its arguments."""

    def split(self, content: Data) -> tuple[dict[str, Any], dict[str, Any]]:
        """Content (ids already opaque, texts already HTML) -> what the page may hold, and the key."""

    def arrange(self, public: Data, seed: int) -> list[str]:
        """The order, and where there is a draw the selection, of the items for one learner."""

    def grade(self, key: Data, answer: Any, inputs: Inputs) -> Outcome:
        """Judges an answer. Anything that JSON can hold may come as an answer; none may raise."""

    def points(self, key: Data) -> int:
        """How many points there are to earn: the `total` of whatever is scored. 0 where looking is all."""

    def rules(self, key: Data) -> Sequence[str]:
        """The ids of all rules, as `Scored.parts` names them. Each needs a proof that fails for it alone."""

    def solution(self, key: Data) -> Any:
        """An answer that is right, for "Show the answer"; None where there is no such thing."""

    def describe(self, public: Data, answer: Any) -> Interaction:
        """The answer for an LMS, a report and print."""

    def ranges(self, public: Data) -> dict[str, int]:
        """How many values each digit of `pack` can take."""

    def pack(self, public: Data, answer: Any) -> Packed:
        """The answer as small numbers and texts."""

    def unpack(self, public: Data, packed: Packed) -> Any:
        """The answer that was packed."""


class Responder(Protocol):
    """A type that talks back while it is being answered offers this as well."""

    def respond(self, key: Data, state: Any, message: Any, inputs: Inputs) -> tuple[Any, dict[str, Any]]:
        """(state, message) -> (new state, reply). The first state is None; states and replies are plain data.

        A message is a turn of the answer, so that a stored conversation can be played again, with the inputs as they
        are then. A reply may hold a list of `Feedback` under "feedback", which the page gets in words: so a type can
        comment on what is being written.
        """


class Exporter(Protocol):
    """A type whose answers other exercises read offers this as well, where the answer alone would not tell them.

    Without it they read the answer as it is, with the author's ids.
    """

    def export(self, key: Data, answer: Any, names: Mapping[str, str]) -> Any:
        """A judged answer as plain data that makes sense without the key; `names` maps opaque ids to the author's.

        Texts that `pack` puts among its `texts`, and that follow from the rest, stand under `outputs`: see `marks`.
        """


class Runner(Protocol):
    """A type whose exercises run a simulation offers this as well: what the learner may set is its own affair."""

    def read_params(self, key: Data, params: Data) -> Data | Invalid:
        """The parameters with which the simulation is to run, or why it is not: nothing else starts a run."""


class Drawer(Protocol):
    """A type that asks something else in each attempt offers this as well; what it asks follows from a seed."""

    def seed_of(self, answer: Any) -> int:
        """The seed, which a judged answer of such a type holds."""


class ExerciseType(NamedTuple):
    """A row of the table of types."""

    name: str
    grader: Grader
    responder: Responder | None = None
    exporter: Exporter | None = None
    runner: Runner | None = None
    drawer: Drawer | None = None
