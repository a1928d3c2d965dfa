"""The table of exercise types. A new type is a folder beside this file and a row here."""

from __future__ import annotations

from types import MappingProxyType

from site_builder.exercises.assessment import grade as assessment
from site_builder.exercises.chat import grade as chat
from site_builder.exercises.checklist import grade as checklist
from site_builder.exercises.choice import grade as choice
from site_builder.exercises.compare import grade as compare
from site_builder.exercises.dashboard import grade as dashboard
from site_builder.exercises.demonstration import grade as demonstration
from site_builder.exercises.free_text import grade as free_text
from site_builder.exercises.jsonl import grade as jsonl
from site_builder.exercises.lab import grade as lab
from site_builder.exercises.order import grade as order
from site_builder.exercises.sort_cards import grade as sort_cards
from site_builder.exercises.walkthrough import grade as walkthrough
from site_builder.grading.contract import ExerciseType

TYPES = (
    ExerciseType("assessment", assessment, drawer=assessment),
    ExerciseType("chat", chat, responder=chat, runner=chat),
    ExerciseType("checklist", checklist),
    ExerciseType("choice", choice),
    ExerciseType("compare", compare, responder=compare, runner=compare),
    ExerciseType("dashboard", dashboard, responder=dashboard),
    ExerciseType("demonstration", demonstration),
    ExerciseType("free_text", free_text),
    ExerciseType("jsonl", jsonl, responder=jsonl, exporter=jsonl),
    ExerciseType("lab", lab, responder=lab, exporter=lab, runner=lab),
    ExerciseType("order", order),
    ExerciseType("sort_cards", sort_cards, exporter=sort_cards),
    ExerciseType("walkthrough", walkthrough),
)

BY_NAME = MappingProxyType({row.name: row for row in TYPES})
