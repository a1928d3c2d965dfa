"""What a conversation is about: the topics of this service, and how the topic of an answer is told.

`topic` reads the answer alone, by rules that anyone can check by hand. Each topic has marks: words, and phrases. Each
mark that the answer holds counts for its topic: a word once, a phrase twice. The topic with the most wins; of equal
ones, the first in the list, which goes from the special to the general. An answer without marks is about nothing.

Polite colleagues ask for the order number whatever the matter is, and the dashboard is where everything is. So neither
is a mark: "order number" and "dashboard" are passed over.
"""

from __future__ import annotations

from types import MappingProxyType

from site_builder.grading.numbers import total
from site_builder.grading.text import words

# One that ends with * is the beginning of a word.
_MARKS = """
password: password*, login, log in, forgot password, new link, another link, locked, link
warranty: warrant*, guarant*, claim*, accidents, the warranty, two years, repair service
subscription: subscri*, plan, plans, membership, account subscription
invoice: invoice*, bill, receipt, orders invoices, your invoice, the invoice
refund: refund*, your money, the refund
return: return*, 30 days, back within, send it back, return label
delivery: deliver*, parcel*, courier, track*, shipping, change address, the present
payment: charge*, try again, double charge, pay, payment*, card, cards, duplicate, the payment, discount, voucher
hours: hours, open from, closed, we are open, 8 to 6, monday to friday, call us, we close, any hour
complaint: complain*, contact form, messages are answered, let you down, nobody, upset, colleague, nobody answered,
  what happened
account: account*, account settings, profile, preferences, privacy, create account
product: stock, product page, compare*, manual*, the size, details, model, models, color, connect*
broken: troubleshoot*, broke*, damage*, it doesn't work, stopped, fix, what happens, damaged products, turn it on,
  turn them on, doesn't start, doesn't turn on, leak*, which product, specific problem
order: order*, order status, your order, the order, gift wrap, packed, mix up, is missing, are missing
thanks: noted, kind words, kind message, i'm glad that, telling me, lovely day, glad that i could help
"""

_PASSED_OVER = (" order number ", " dashboard ")

TOPIC_MARKS = MappingProxyType(
    {
        name: tuple(mark.strip(" ") for mark in marks.split(","))
        for name, _, marks in (line.partition(":") for line in _MARKS.replace(",\n ", ",").strip("\n").split("\n"))
    }
)
"""The marks of each topic."""

TOPICS = tuple(TOPIC_MARKS)


def topic(answer: str) -> str:
    """The topic of an answer; empty where none can be told."""
    said = f" {' '.join(words(answer))} "
    for phrase in _PASSED_OVER:
        said = said.replace(phrase, " ")
    best, most = "", 0
    for name, marks in TOPIC_MARKS.items():
        points = total(1 + (" " in mark) for mark in marks if _holds(said, mark))
        if points > most:
            best, most = name, points
    return best


def _holds(said: str, mark: str) -> bool:
    return f" {mark[:-1]}" in said if mark.endswith("*") else f" {mark} " in said
