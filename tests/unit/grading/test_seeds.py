"""`seeds` gives the same chance and the same ids everywhere."""

from __future__ import annotations

from site_builder.grading.seeds import derive, fingerprint, opaque, shuffled

IDS = ["a", "b", "c", "d", "e", "f", "g"]


def test_golden_values() -> None:
    """Values made with Python 3.11; every interpreter that runs the zone must give the same."""
    assert opaque("quiz", "first") == "i19795984b2"
    assert fingerprint({"b": 1, "a": ["\u00e9"]}) == "cce0fd73c7d678b8"
    assert derive(7, "order", "quiz") == 3100029110332296
    assert shuffled(IDS, 7) == ["f", "g", "e", "a", "d", "b", "c"]


def test_an_opaque_id_depends_on_exercise_and_item() -> None:
    """It is a valid id in HTML and CSS, and tells nothing."""
    assert opaque("quiz", "first") != opaque("quiz", "second") != opaque("other", "first")
    assert len(opaque("quiz", "first")) == 11
    assert opaque("quiz", "first").startswith("i")


def test_a_fingerprint_depends_on_the_data_alone() -> None:
    """Not on the order of fields."""
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})


def test_derived_seeds_differ_and_fit_into_javascript() -> None:
    """Names and seed both count."""
    seeds = [derive(seed, *names) for seed in range(50) for names in ((), ("a",), ("a", "b"), ("ab",))]
    assert len(set(seeds)) == 200
    assert max(seeds) < 2**52


def test_shuffling_depends_on_the_seed_alone() -> None:
    """Each order of a few items comes about as often as any other."""
    assert shuffled(reversed(IDS), 7) == shuffled(IDS, 7)
    assert sorted(shuffled(IDS, 7)) == IDS
    orders = [tuple(shuffled("abc", derive(seed))) for seed in range(6000)]
    assert len(set(orders)) == 6
    assert all(850 < orders.count(order) < 1150 for order in set(orders))
