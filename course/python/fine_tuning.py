"""Fine-tuning of a small language model, as a simulation: the base model is trained further on the learner's data.

Everything that the page shows is measured. The base model comes trained, and its answers are curt. The training set
holds what the learner brought, and good examples after it. The held-out exchanges are never trained on; they judge.

After each epoch there is a checkpoint. The job keeps the last one, as the product does; with the parameter
`keep: best` it keeps the one with the lowest validation loss.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any

from course_code.base import base
from course_code.curves import is_diverged, mean, note, shape, width
from course_code.held_out import HELD_OUT
from course_code.job import BEST, Job, prepare
from course_code.model import Model, answer
from course_code.scoring import politeness
from course_code.topics import topic
from course_code.trained_models import TRAINED, Trained
from course_code.training import Tally, measure, train

from site_builder.grading.simulation import Progress, Steps

POINTS = 8
"""A curve has at least so many points, however few epochs there are."""

CLOSE_UP = 0.3
"""The close-up of the held-out curve leaves out this share of the run at its beginning, where the loss falls fast."""

_SERIES = ("train_loss", "val_loss", "val_close", "val_accuracy")

_ASKED = (
    "Your product doesn't work and I'm frustrated!",
    "I need help with my account settings.",
    "I'm having trouble with my order and need immediate help!",
    "When does the delivery come?",
)

News = Mapping[str, Any]
Point = tuple[float, float]


@dataclass
class Checkpoint:
    """The best model so far, where the job keeps the best."""

    loss: float
    model: Model


@dataclass
class Log:
    """What was measured: a name's points are the epochs that are behind and the values then."""

    start: float = 0.0
    steps: int = 0
    outputs: dict[str, str] = field(default_factory=dict)
    series: dict[str, list[Point]] = field(default_factory=lambda: {name: [] for name in _SERIES})

    def add(self, epoch: float, **values: float) -> News:
        """Adds points to the series; they are news for the page."""
        news: dict[str, list[Point]] = {}
        for name, value in values.items():
            point = (round(epoch, 3), round(value, 4))
            self.series[name].append(point)
            news[name] = [point]
        return {"points": news}

    def values(self, name: str) -> list[float]:
        """The values of a series."""
        return [value for _, value in self.series[name]]


def run(params: Mapping[str, Any], inputs: Mapping[str, Any], seed: int) -> Steps:
    """One run: a step for each exchange that is trained on, measured or answered."""
    _, result = yield from train_and_measure(params, inputs, seed)
    return result


def train_and_measure(
    params: Mapping[str, Any], inputs: Mapping[str, Any], seed: int
) -> Generator[Progress, None, tuple[Trained, dict[str, Any]]]:
    """The steps of a run; gives the model, which is kept for further questions, and the result."""
    job, log = prepare(params, inputs), Log()
    steps = job.settings.epochs * len(job.training) + (_points(job) + 1) * len(job.held_out) + len(HELD_OUT)
    work = _work(job, log, job.model(), seed)
    done = 0
    while True:
        try:
            news = next(work)
        except StopIteration as end:
            model = end.value
            break
        done += 1
        yield Progress(min(done / steps, 1.0), news)
    trained = Trained(model, job.vocabulary)
    TRAINED.keep(key(job, seed), trained)
    metrics, kind = _figures(job, log)
    return trained, {
        "metrics": metrics,
        "series": log.series,
        "notes": [kind, *job.warnings] if log.steps else list(job.warnings),
        "samples": [{"input": asked, "output": answer(model, job.vocabulary, asked)} for asked in _ASKED],
        "outputs": log.outputs,
    }


def key(job: Job, seed: int) -> str:
    """The name of the model that a job trains with this seed."""
    return f"{job.key}-{seed}"


def _points(job: Job) -> int:
    """How often the model is measured."""
    return max(job.settings.epochs, POINTS)


def _work(job: Job, log: Log, model: Model, seed: int) -> Generator[News, None, Model]:
    """All of a run, from the base model to the answers of the model that is kept."""
    held_out = yield from _measured(job, model)
    log.start = held_out.mean_loss
    yield {"status": "training", **log.add(0.0, val_loss=log.start, val_accuracy=held_out.accuracy)}
    if any(one.steps for one in job.training):
        model = yield from _tuned(job, log, model, seed)
    for one in HELD_OUT:
        log.outputs[one.id] = answer(model, job.vocabulary, one.message)
        yield {"status": "answers"}
    return model


def _tuned(job: Job, log: Log, model: Model, seed: int) -> Generator[News, None, Model]:
    """Fine-tuning, measured at even distances; a run that got worse than the base model is stopped."""
    seen, best = Tally(), Checkpoint(log.start, model)
    epochs, points = job.settings.epochs, _points(job)
    for passed in train(model, job.training, job.settings, seed, seen):
        log.steps = passed.updates
        yield {}
        if passed.epochs * points < len(log.values("val_loss")) * epochs:
            continue
        held_out = yield from _measured(job, model)
        loss = held_out.mean_loss
        close = {"val_close": loss} if passed.epochs >= CLOSE_UP * epochs else {}
        yield log.add(passed.epochs, train_loss=seen.mean_loss, val_loss=loss, val_accuracy=held_out.accuracy, **close)
        seen.clear()
        if is_diverged(log.start, log.values("val_loss")[1:]):
            break
        if job.keep == BEST and passed.epochs == int(passed.epochs) and loss < best.loss:
            best = Checkpoint(loss, model.copy())
    return best.model if job.keep == BEST else model


def _measured(job: Job, model: Model) -> Generator[News, None, Tally]:
    """How well the model predicts the held-out answers."""
    tally = Tally()
    for one in job.held_out:
        measure(model, one, tally)
        yield {}
    return tally


def _polite(answers: Mapping[str, str]) -> float:
    """The mean politeness of answers."""
    return mean([politeness(said).points for said in answers.values()])


def _on_topic(answers: Mapping[str, str]) -> float:
    """How many answers are about what the customer wrote, in percent."""
    return 100.0 * len([one for one in HELD_OUT if topic(answers[one.id]) == one.topic]) / len(HELD_OUT)


def _figures(job: Job, log: Log) -> tuple[dict[str, float], str]:
    """The figures that goals and decisions are judged by, and what kind of run it was.

    Losses and accuracy are means over the last window. Accuracy, `rise`, `fall`, `worst` and what is on topic are in
    percent.
    """
    curve = log.series["val_loss"][1:] or log.series["val_loss"]
    found = shape(log.start, [loss for _, loss in curve])
    size = width(len(curve))
    best = min(curve, key=lambda point: point[1])
    train_loss = mean(log.values("train_loss")[-size:] or [log.start])
    metrics = {
        "train_loss": train_loss,
        "val_loss": found.last,
        "gap": found.last - train_loss,
        "best_val_loss": best[1],
        "best_epoch": best[0],
        "base_val_loss": log.start,
        "val_accuracy": 100.0 * mean(log.values("val_accuracy")[-size:]),
        "base_politeness": _polite(base().answers),
        "politeness": _polite(log.outputs),
        "base_on_topic": _on_topic(base().answers),
        "on_topic": _on_topic(log.outputs),
        "examples": len(job.training),
        "bad": job.bad,
        "steps": log.steps,
        "rise": 100.0 * found.rise,
        "fall": 100.0 * found.fall,
        "worst": 100.0 * found.worst,
    }
    return {name: round(value, 3) for name, value in metrics.items()}, note(found, train_loss)
