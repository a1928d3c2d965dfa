"""Texts, pressed into few signs: a model of what comes next, and one large number for each piece.

The model counts which sign followed the last two, the last one, and any, beginning with a short sample; the likelier a
sign, the less it adds to the number (asymmetric numeral systems: Jarek Duda, 2009, here with whole numbers of any
length). The sample and the weights belong to the format: another sample is another format.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from site_builder.grading.digits import read, spelled

PIECES = ","
"""Between two pieces of a text; no sign of the alphabet."""

_PIECE = 300
"""How many signs are in one number: longer ones take longer to reckon with."""
_PLAIN = "\n" + "".join(map(chr, range(0x20, 0x7F)))
_OTHER = len(_PLAIN)
"""Stands before a sign that is not plain, whose code follows."""
_CODES = 0x11_0000
_ONCE, _TWICE = 24, 96
"""What a sign weighs that has followed the last one, or the last two, before."""
_SAMPLE = (
    "text compared typed replied I would like to thank you for your message. I am so sorry that the order has not "
    "arrived yet; I understand how you feel, and we will help you right away. The model learns from the training data "
    "and the answers of the base model are short, so it should be trained with more examples of what customers ask. "
    "You can find it in the account, because there is no other way. "
    '{"messages": [{"role": "user", "content": "Where is my parcel?"}, {"role": "assistant", "content": "I am sorry '
    'to hear that! Could you please give me your order number?"}]}\n{"messages": [{"role": "system", "content": "'
)

Share = tuple[int, int, int]
"""How much of the whole a sign has, where its part begins, and the whole."""


class _Model:
    """What comes next, from what came before. The same signs make the same model, in writing and in reading."""

    def __init__(self) -> None:
        places = [_place(sign) for sign in _SAMPLE]
        self._single = [1 + places.count(place) for place in range(_OTHER + 1)]
        self._begins = [0, *accumulate(self._single)]
        self._after: dict[tuple[int, ...], dict[int, int]] = {}
        self._before: tuple[int, ...] = (0, 0)
        for place in places:
            self.meet(place)

    def share(self, place: int) -> Share:
        """The share of a sign."""
        weight, begins, whole = self._single[place], self._begins[place], self._begins[-1]
        for counts, worth in self._counts():
            for other, count in counts.items():
                whole += worth * count
                if other < place:
                    begins += worth * count
            weight += worth * counts.get(place, 0)
        return weight, begins, whole

    def find(self, number: int) -> tuple[int, Share]:
        """The sign in whose part of the whole a number falls."""
        weights = list(self._single)
        for counts, worth in self._counts():
            for place, count in counts.items():
                weights[place] += worth * count
        ends = list(accumulate(weights))
        place = bisect_right(ends, number % ends[-1])
        return place, (weights[place], ends[place] - weights[place], ends[-1])

    def meet(self, place: int) -> None:
        """Takes note of the sign that came."""
        for before in (self._before, self._before[1:]):
            counts = self._after.setdefault(before, {})
            counts[place] = counts.get(place, 0) + 1
        self._before = (self._before[1], place)

    def _counts(self) -> tuple[tuple[dict[int, int], int], ...]:
        """What followed the last sign, and the last two, with what it weighs."""
        once, twice = self._after.get(self._before[1:], {}), self._after.get(self._before, {})
        return (once, _ONCE), (twice, _TWICE)


def _place(sign: str) -> int:
    place = _PLAIN.find(sign)
    return _OTHER if place < 0 else place


def pressed(text: str, room: int) -> str | None:
    """The text in signs that every LMS keeps; None as soon as it has no room."""
    model = _Model()
    pieces: list[str] = []
    for start in range(0, len(text), _PIECE):
        pieces.append(_press(text[start : start + _PIECE], model))
        room -= len(pieces[-1]) + bool(start)
        if room < 0:
            return None
    return PIECES.join(pieces)


def _press(piece: str, model: _Model) -> str:
    shares: list[Share] = [(1, len(piece), _PIECE + 1)]
    for sign in piece:
        place = _place(sign)
        shares.append(model.share(place))
        model.meet(place)
        if place == _OTHER:
            shares.append((1, ord(sign), _CODES))
    number = 0
    for weight, begins, whole in reversed(shares):
        number = number // weight * whole + begins + number % weight
    return spelled(number)


def unpressed(text: str) -> str | None:
    """The text that was pressed; None where it is damaged."""
    model = _Model()
    numbers = [read(piece) for piece in text.split(PIECES) if text]
    whole = [_unpress(number, model) for number in numbers if number is not None]
    return "".join(whole) if len(whole) == len(numbers) else None


def _unpress(number: int, model: _Model) -> str:
    number, count = divmod(number, _PIECE + 1)
    signs = []
    for _ in range(count):
        place, (weight, begins, whole) = model.find(number)
        number = number // whole * weight + number % whole - begins
        model.meet(place)
        if place == _OTHER:
            number, code = divmod(number, _CODES)
            signs.append(chr(code))
        else:
            signs.append(_PLAIN[place])
    return "".join(signs)
