"""Puts exercises into named states: drafts laid into the browser's store, which the page restores and then checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from playwright.sync_api import Page

NOW = "2026-01-02T03:04:05Z"
STORE = """async ({course, record}) => {
    const database = await new Promise((resolve, reject) => {
        const request = indexedDB.open(`course:${course}`);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const transaction = database.transaction(["attempts", "events"], "readwrite");
    for (const kind of ["attempts", "events"]) {
        for (const row of record[kind]) transaction.objectStore(kind).add(row);
    }
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
}"""


def drafts_of(answers: Mapping[str, Any], visited: Iterable[str]) -> dict[str, list[Any]]:
    """A record of pages that were read and of exercises (by id) with an answer that was not submitted."""
    visits = [{"id": f"visit-{page}", "kind": "visit", "target": page, "data": {}} for page in visited]
    drafts = [
        {"id": f"draft-{exercise}", "kind": "draft", "target": exercise, "data": {"answer": answer, "pending": ""}}
        for exercise, answer in answers.items()
    ]
    return {"attempts": [], "events": [{**row, "time": NOW} for row in (*visits, *drafts)]}


def lay_in(page: Page, course: str, record: Mapping[str, Any]) -> None:
    """Stores the record on the device; the page must have been open once, and shows it after a reload."""
    page.evaluate(STORE, {"course": course, "record": record})
