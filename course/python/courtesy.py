"""The phrases by which the scorer knows that an answer is polite, or that it isn't. A star stands for any ending."""

from __future__ import annotations

from course_code.reading import Phrases

# fmt: off
_DENIALS = ("not", "isn't", "never", "no", "don't", "won't", "aren't", "hardly")

FEELINGS = Phrases(
    (
        "sorry", "apolog*", "regret", "forgive us", "excuse us", "pardon", "i understand", "we understand",
        "i completely understand", "i fully understand", "understandable", "understandably", "i see why", "i can see",
        "i hear you", "i realize", "i realise", "i know how", "i can imagine", "must be", "must have been",
        "must feel", "how annoying", "how frustrating", "how disappointing", "how upsetting", "how worrying", "oh no",
        "oh dear", "that's annoying", "that's frustrating", "that's disappointing", "shouldn't have happened",
        "no worries", "don't worry", "happens to all of us", "happens to everyone", "you're right", "your concern*",
        "your patience", "your trouble",
    ),
    not_after=_DENIALS,
)
"""What takes notice of how the person feels, or of what went wrong for them."""

KINDNESS = Phrases(
    (
        "thank you", "thanks", "appreciat*", "grateful", "glad", "pleased", "delighted", "congratulations",
        "great choice", "good choice", "great question", "good question", "good news", "great news", "welcome",
        "good to hear", "great to hear", "lovely to hear", "nice to hear", "hello", "hi", "dear", "no problem",
        "yes", "of course", "certainly", "sure", "absolutely", "with pleasure", "my pleasure", "by all means",
    ),
    not_after=_DENIALS,
)
"""What greets, thanks, praises, or takes up the person's wish."""

OFFERS = Phrases(
    (
        "gladly", "i'll", "i will", "we'll", "we will", "i'd be glad", "i'd be happy", "i would be glad",
        "i would be happy", "glad to", "happy to", "delighted to", "pleased to", "love to", "like to help", "let me",
        "let us", "let's", "i can", "we can", "i'm here", "we're here", "here to help", "here for you", "help you",
        "help with", "assist you", "shall i", "shall we", "may i", "should i", "can i do", "can i help",
        "would you like me", "do you want me", "i'd like to", "at your service",
    ),
    not_after=_DENIALS,
    not_before=("know", "see why", "see how", "imagine", "understand"),
)
"""What offers to do something for the person."""

ASKS = Phrases(
    (
        "could you", "would you", "can you please", "may i", "might i", "could i", "could we", "kindly", "please tell",
        "please let", "please send", "please give", "please share", "please write", "please bear", "please feel",
        "please reach", "please contact", "please accept", "shall i", "shall we", "if you like", "if you'd like",
        "if you would like", "if you wish", "would suit", "let me know", "let us know", "anything else",
        "enjoy", "have a nice", "have a lovely", "have a good", "have a great", "have a wonderful", "lovely day",
        "wish you", "all the best", "best wishes", "i hope", "we hope", "good luck", "get well", "take care",
    ),
    not_after=_DENIALS,
)
"""What asks kindly, or wishes well. A "please" alone is not enough: "Please check the manual" asks nothing."""

_AWAY = (
    "no idea", "don't know", "don't care", "who cares", "whatever", "not my problem", "not our problem",
    "your problem", "not my job", "not our job", "not our fault", "deal with it", "too bad", "bad luck",
    "tough luck", "figure it out", "google it", "look it up", "the manual", "as i said", "told you",
    "nothing we can do", "nothing i can do", "so what", "get over it", "live with it", "can't help you",
    "cannot help you", "won't help", "don't owe", "do not owe",
)

AWAY = Phrases(_AWAY)
"""What sends the person away. An answer may blame them and still bring them further; this brings nobody further."""

DISMISSIVE = Phrases(
    (
        *_AWAY,
        "your fault", "your own fault", "your mistake", "obviously", "calm down", "hurry up", "make up your mind",
        "you should have", "you should've", "you must have", "why would you", "why did you", "why didn't you",
        "mind your", "stop complaining", "stop asking", "stop wasting", "not that hard", "how hard",
        "that's impossible", "did you even", "you people", "people like you", "people who can't", "what did you expect",
        "if you had read", "if you'd read", "you'll be sorry",
    ),
)
"""What sends the person away, blames them or talks down to them."""

INSULTS = Phrases(
    (
        "stupid*", "idiot*", "dumb", "fool*", "moron*", "lazy", "ridiculous", "nonsense", "rubbish", "liar*", "lying",
        "shut up", "get lost", "go away", "leave me alone", "leave us alone", "pathetic", "incompetent", "clueless",
        "crybaby", "whining", "lol", "haha*", "duh", "wtf", "hell", "damn", "crap", "sucks", "loser*",
        "simple instructions", "shame on you", "watch your tone",
    ),
)
"""What insults, mocks or threatens."""
# fmt: on
