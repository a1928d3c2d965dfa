"""The course's Python with answers whose marks stand in them, in the place of models and scorers.

`p4 h3 orders` is an answer with 4 marks of politeness, 3 of helpfulness, about orders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from site_builder.course_code import course_code
from tests.support.zone import ROOT

FAKES = {
    "scoring.py": """
from typing import NamedTuple
class Mark(NamedTuple):
    points: int
    reasons: tuple = ()
def politeness(answer):
    return Mark(int(answer.split(" ")[0][1]))
def helpfulness(answer, topic=None):
    return Mark(int(answer.split(" ")[1][1]))
""",
    "topics.py": 'def topic(answer):\n    return answer.split(" ")[2]\n',
    "held_out.py": """
from types import SimpleNamespace
TOPICS = ("orders", "returns", "refunds")
HELD_OUT = tuple(
    SimpleNamespace(id=f"{topic}-{number}", topic=topic, message=f"Message {number} about {topic}")
    for topic in TOPICS
    for number in range(1, 5)
)
""",
    "base_answers.py": """
from course_code.held_out import HELD_OUT
def base_answers():
    return {one.id: f"p2 h3 {one.topic}" for one in HELD_OUT}
""",
}
IDS = tuple(f"{topic}-{number}" for topic in ("orders", "returns", "refunds") for number in range(1, 5))


@contextmanager
def faked() -> Iterator[Callable[[str], Any]]:
    """Imports the modules of the course, the fakes among them."""
    files = {path.name: path.read_bytes() for path in (ROOT / "course" / "python").glob("*.py")}
    with course_code({**files, **{name: text.encode() for name, text in FAKES.items()}}, "course/python") as load:
        yield load


def answered(marks: str = "p5 h5", ids: Sequence[str] = IDS, **others: str) -> dict[str, str]:
    """The outputs of a model that answers all with these marks and on topic, but for the messages that are named.

    The names of `others` have an underscore in the place of the hyphen.
    """
    outputs = {name: f"{marks} {name.partition('-')[0]}" for name in ids}
    return {**outputs, **{name.replace("_", "-"): text for name, text in others.items()}}


def model(outputs: Any = None, **metrics: float) -> dict[str, Any]:
    """The inputs of an exercise that reads what was trained."""
    outputs = answered() if outputs is None else outputs
    return {"your-model": {"params": {}, "seed": 1, "metrics": metrics, "outputs": outputs}}
