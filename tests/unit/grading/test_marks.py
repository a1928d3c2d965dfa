"""Outputs that were lost on the way change no mark, and all else does."""

from __future__ import annotations

from site_builder.grading.marks import mark, marks
from site_builder.grading.seeds import fingerprint

RUN = {"params": {"n": 3}, "metrics": {"loss": 0.5}, "outputs": {"a": "Hello"}}
BARE = {"params": {"n": 3}, "metrics": {"loss": 0.5}}


def test_lost_outputs_change_no_mark() -> None:
    """An answer is the same with them and without."""
    for without in ({**RUN, "outputs": {}}, BARE):
        assert marks({"lab": without, "b": 1}) == marks({"lab": RUN, "b": 1})
        assert mark({"lab": without, "b": 1}) == mark({"lab": RUN, "b": 1})


def test_all_else_changes_the_mark() -> None:
    """Also what lies deeper under the same name; other answers have the marks that they always had."""
    assert mark({"lab": {**RUN, "metrics": {"loss": 0.6}}}) != mark({"lab": RUN})
    assert marks({"lab": {"deep": {"outputs": 1}}}) != marks({"lab": {"deep": {"outputs": 2}}})
    assert marks({"a": [1], "b": {"chosen": []}}) == {"a": fingerprint([1]), "b": fingerprint({"chosen": []})}
    assert mark({}) == fingerprint({})
