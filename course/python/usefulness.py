"""The phrases by which the scorer knows what a sentence does for the customer. A star stands for any ending."""

from __future__ import annotations

import re

from course_code.reading import Phrases

# fmt: off
STEPS = Phrases(
    (
        "add", "adjust", "apply", "ask", "attach", "book", "bring", "browse", "call", "cancel", "change", "charge",
        "check", "choose", "clean", "clear", "click", "close", "compare", "confirm", "connect", "contact", "copy",
        "create", "delete", "disable", "disconnect", "download", "dry", "empty", "enable", "enter", "exchange",
        "fill in", "fill out", "find", "fold", "follow", "forward", "get", "go back", "go to", "hold", "insert",
        "install", "keep", "leave", "let it", "load", "log in", "log into", "log out", "look at", "look for",
        "look in", "look under", "make sure", "move", "navigate", "note down", "open", "order", "pack", "pair",
        "paste", "pay", "pick", "place", "plug", "post", "press", "print", "pull", "push", "put", "quote", "reboot",
        "refresh", "register", "reinstall", "remove", "rename", "renew", "reply", "report", "request", "reset",
        "resend", "restart", "return", "rinse", "save", "scan", "schedule", "scroll", "search", "see", "select",
        "send", "set", "shake", "show", "sign in", "sign out", "sign up", "switch", "tap", "take", "talk to", "track",
        "try", "turn", "type", "unplug", "untick", "update", "upgrade", "upload", "use", "verify", "view", "visit",
        "wait", "wash", "wipe", "write",
    ),
)
"""What a step begins with."""

ELSEWHERE = Phrases(
    (
        "guide", "documentation", "manual", "terms", "conditions", "faq", "faqs", "help center", "help centre",
        "help page", "help pages", "product page", "policy", "our website", "the website", "the internet",
        "knowledge base", "instructions",
    ),
)
"""Where the customer has to find the answer alone."""

DETAILS = Phrases(
    (
        "number", "name", "date", "email", "e-mail", "address", "model", "amount", "photo", "picture", "screenshot",
        "size", "budget", "color", "colour", "version", "code", "phone", "which", "what", "when", "where", "how long",
        "how often", "how many", "how much", "happens", "happened", "error", "more about",
    ),
)
"""What one asks a customer for."""

REQUESTS = Phrases(
    (
        "tell me", "tell us", "let me know", "let us know", "send me", "send us", "give me", "give us", "share",
        "provide", "describe", "show me", "write to us with", "may i have", "could i have", "can i have",
        "i need your", "we need your", "please confirm",
    ),
)
"""What asks a customer for it."""

QUESTIONS = re.compile(
    r"(?:^|[,;:] |and )(?:which|what(?:'s| is| are)|where|when did|since when|do you|does it|did you|have you|"
    r"are you|is it|is there|how (?:many|much|long|old|often))(?![a-z'])",
    re.ASCII,
)
"""How a question begins that asks for it."""

DEEDS = Phrases(
    (
        "look into", "look for", "look at", "look up", "check", "find", "send", "resend", "post", "book", "change",
        "cancel", "refund", "start", "replace", "exchange", "repair", "fix", "solve", "resolve", "arrange", "order",
        "reserve", "update", "correct", "open", "set up", "transfer", "forward", "connect", "ask", "pass", "remove",
        "add", "delete", "reset", "unlock", "block", "secure", "track", "trace", "call", "email", "renew", "return",
        "credit", "reverse", "extend", "walk you through", "guide you", "go through", "create", "prepare", "put",
    ),
)

WILLING = Phrases(
    (
        "i'll", "i will", "we'll", "we will", "let me", "let us", "let's", "i can", "we can", "shall i", "shall we",
        "i'd be glad to", "i'd be happy to", "i'd like to", "i'm happy to", "i'm glad to", "happy to", "glad to",
        "while i", "while we", "i'm going to", "would you like me to", "do you want me to", "may i", "i've", "i have",
        "we've", "we have", "here to help",
    ),
    not_before=("know", "see why", "see how", "imagine", "understand", "received"),
)
"""With a deed in the same sentence, one of them takes the matter in hand."""

MATTERS = Phrases(
    (
        "account*", "order*", "deliver*", "parcel*", "package*", "ship*", "return*", "refund*", "exchange*", "payment*",
        "pay", "paid", "card*", "invoice*", "bill*", "charge*", "price*", "cost*", "fee*", "free", "discount*",
        "subscription*", "plan*", "contract*", "membership*", "cancel*", "renew*", "warranty", "guarantee*", "cover*",
        "repair*", "part*", "batter*", "device*", "screen*", "app", "password*", "email*", "phone*", "setting*",
        "profile*", "support", "service", "team", "stock", "available", "size*", "model*", "booking*", "ticket*",
        "room*", "data", "product*", "item*", "customer*", "insur*", "claim*", "open", "closed", "code*",
        "appointment*", "reserv*", "status", "address*", "business", "purchase*", "store*", "shop*", "website",
    ),
)
"""What customer service is about: a statement without a number has to name something of it."""

STATES = Phrases(
    (
        "is", "are", "isn't", "aren't", "it's", "takes", "take", "lasts", "last", "costs", "cost", "has", "have",
        "can", "can't", "cannot", "comes", "come", "shows", "show", "renews", "means", "mean", "opens", "closes",
        "includes", "include", "contains", "covers", "cover", "doesn't", "needs", "starts", "ends", "arrives",
        "arrive", "find", "get", "ship", "accept", "works", "depends",
    ),
)
"""The verbs of such a statement."""

IDLE = Phrases(
    (
        "value every", "value you", "have received", "has been received", "is important to us", "any time of",
        "at any time", "love questions", "way to save", "noted", "feel free", "hesitate", "inconvenience",
    ),
)
"""What sounds like a statement and says nothing."""
# fmt: on

_LEADS = (
    "please|kindly|simply|just|first|firstly|second|secondly|third|next|then|now|also|and|or|after that|afterwards|"
    "finally|lastly|instead|otherwise|to do so|to do this|you can also|you can|you could|you may|you might|you need to|"
    "you have to|you should|you must|you will need to|you'll need to|sure|yes|no|ok|okay|of course|"
    "step [0-9]+|[0-9]+[.)]?"
)
LEAD_INS = re.compile(rf"[ \t\"'(]*(?:(?:{_LEADS})[ \t,:!]+)*", re.ASCII)
"""What may stand in front of a step."""

CLAUSE = re.compile(r"[,;:()\u2013\u2014][ \t]+|[ \t](?:and|then|or|but|so)[ \t]+", re.ASCII)
"""Where a sentence's next clause may begin."""

ANSWERS = re.compile(r"^[ \t\"'(]*(?:yes|no|unfortunately)(?![a-z'])", re.ASCII)
"""How a sentence begins that answers a question by itself."""

FIGURE = re.compile(
    r"(?<![a-z0-9])(?:[0-9]|(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|thirty|sixty|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?)(?![a-z]))",
    re.ASCII,
)
"""A number in digits or as a word, or a day of the week."""

PLACE = re.compile(
    r"(?:it's|it is|they're|they are|you find|you'll find|you can find) (?:[a-z]+ ){0,6}"
    r"(?:under|in|at|on|below|behind) ",
    re.ASCII,
)
"""Where something is."""

PATH = re.compile(r"[a-z0-9\"'] ?(?:>|->|\u2192|\u203a) ?[a-z0-9\"']", re.ASCII)
"""A way through menus: `Settings > Account`."""
