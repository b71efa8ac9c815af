"""The vocabulary of generated code; none of it is the keyword of a statement."""

from __future__ import annotations

import re
from random import Random

NOUNS = (
    "account address agent alert audit badge banner basket batch booking branch budget carrier cart channel "
    "city client comment contract country coupon currency depot device discount document draft driver email "
    "event export feature folder gateway group holiday image invoice item journal label ledger level locale "
    "member menu message metric note notice offer order parcel partner payment person photo plan policy "
    "price product profile project quota rating receipt refund region report review role route sample season "
    "segment session shelf shipment signal site stock store supplier survey tag task tax team ticket tier "
    "token tour trip unit vendor visit voucher wallet webhook zone"
).split()
VERBS = (
    "assign attach bill build check close collect compute count create describe drop fetch filter find "
    "format grant group hide join keep limit list load lock map mark match measure move name open "
    "parse pick plan print queue rank read render resolve retry save score send show sort split start store "
    "sum sync tally toggle track trim validate verify watch wrap"
).split()
_FILL = (
    "the a this each every that when while before after with without only also never always until from for "
    "of in on by as is are was has must may can state value result caller limit reason number first last "
    "next shared remote local cached stale empty pending visible hidden known missing current former"
).split()
_TOKEN = re.compile(r"~([nmNMvsid])")


def filled(template: str, random: Random) -> str:
    """Return the template with its slots filled.

    `~n`, `~m` are nouns and `~N`, `~M` the same as class names, one choice for the whole template;
    each `~v` is a verb, `~s` a sentence, `~i` a name of two words, `~d` a number.
    """
    one, other = random.choice(NOUNS), random.choice(NOUNS)
    fixed = {"n": one, "m": other, "N": one.title(), "M": other.title()}

    def slot(match: re.Match[str]) -> str:
        letter = match[1]
        return fixed[letter] if letter in fixed else _made(letter, random)

    return _TOKEN.sub(slot, template)


def _made(letter: str, random: Random) -> str:
    match letter:
        case "v":
            return random.choice(VERBS)
        case "i":
            return f"{random.choice(NOUNS)}_{random.choice(NOUNS)}"
        case "d":
            return str(random.randrange(2, 900))
        case _:
            return sentence(random)


def sentence(random: Random) -> str:
    """Return a line of prose of five to twelve words."""
    words = [random.choice(NOUNS if random.random() < 0.4 else _FILL) for _ in range(random.randrange(5, 13))]
    return " ".join(words).capitalize() + "."
