"""A ball that is thrown: gravity pulls it down, and the air slows it the more, the faster it is.

The equations of motion are solved by the midpoint method in steps of a hundredth of a second.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping
from types import MappingProxyType
from typing import Any

from site_builder.grading.simulation import Progress

GRAVITY = 9.81
STEP = 0.01
RIVER = 40.0
"""How wide it is."""
LONGEST = 30.0
"""In seconds; nothing that can be set here flies for so long."""
DRAG = MappingProxyType({"iron": 0.0006, "base": 0.0055, "tennis": 0.0125, "beach": 0.33, "feather": 1.2})
"""How much the air slows each ball, per metre."""


def run(params: Mapping[str, Any], inputs: Mapping[str, Any], seed: int) -> Generator[Progress, None, dict[str, Any]]:
    """A tenth of a second in each step."""
    del inputs, seed
    drag = DRAG[params["ball"]] if params["air"] == "yes" else 0.0
    along = params["speed"] / math.sqrt(1.0 + params["slope"] * params["slope"])
    state: tuple[float, ...] = (0.0, 2.0, along, along * params["slope"])
    path, time, samples = [[0.0, 2.0]], 0.0, []
    while state[1] > 0.0 and time < LONGEST:
        for _ in range(10):
            if state[1] > 0.0:
                state = _moved(state, drag)
                time += STEP
        path.append([round(state[0], 2), round(max(state[1], 0.0), 2)])
        samples += _sample(round(time, 2), path[-1])
        # It is never known before how long it flies, but it comes down as fast as it went up, or slower.
        yield Progress(min(time / (time + 1.0), 1.0), {"points": {"path": path[-1:]}})
    far = path[-1][0]
    metrics = {
        "far": far,
        "high": max(height for _, height in path),
        "time": round(time, 2),
        "crossed": int(far > RIVER),
    }
    outputs = {"told": f"It flew {metrics['far']} m."}
    return {"metrics": metrics, "series": {"path": path}, "samples": samples, "outputs": outputs}


def _moved(state: tuple[float, ...], drag: float) -> tuple[float, ...]:
    middle = [value + change * STEP / 2.0 for value, change in zip(state, _change(state, drag), strict=True)]
    return tuple(value + change * STEP for value, change in zip(state, _change(middle, drag), strict=True))


def _change(state: Any, drag: float) -> tuple[float, ...]:
    _, _, across, up = state
    slowing = drag * math.sqrt(across * across + up * up)
    return across, up, -slowing * across, -GRAVITY - slowing * up


def _sample(time: float, place: list[float]) -> list[dict[str, str]]:
    """Where the ball is after whole seconds."""
    if time != int(time):
        return []
    return [{"input": f"{int(time)} s", "output": f"{place[0]} m away, {place[1]} m high"}]
