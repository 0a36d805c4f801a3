"""Whether somebody reads 14:30 or 2:30 pm, guessed from the languages of their browser. PURE.

The habits are those of CLDR, as `Intl.DateTimeFormat` reports them.
"""

import re

LANGUAGE = re.compile(r"\s*([a-z]{2,3})(?:-[a-z]{4})?(?:-([a-z]{2}))?(?![a-z0-9])", re.ASCII | re.IGNORECASE)

TWELVE_HOURS = "am ar bn en fil gu hi kn ko ml mr ms pa sd ta te tl ur"

# The regions where the language goes with the other clock.
OTHER_CLOCK = {
    "ar": "IL KM MA",
    "en": "AI AT BE BI BW BZ CC CH CK CM CX CZ DE DG DK EE ES FI FK FR GB GE GG GI GS HU ID IE IL IM IO IT JE JP KE LT "
    "LV MG MS MT MU MV NF NG NL NO NR NU PL PN PT RO RW SC SE SH SI SK SX TK TV TZ UA UG ZA ZW",
    "es": "AR BO CL CO CR CU DO EC GT HN MX NI PA PE PH PR PY SV US UY VE",
    "fr": "DJ DZ MR SY TD TN VU",
    "ko": "CN",
    "ms": "ID",
    "pt": "MO",
    "ta": "LK",
    "tr": "CY",
    "zh": "HK MO MY SG TW",
}


def has_24h_clock(accept_language: str) -> bool:
    """Whether the first language of the header `Accept-Language` goes with a clock of 24 hours; without one, no.

    >>> has_24h_clock("de-DE,de;q=0.9,en;q=0.8"), has_24h_clock("en-US,en;q=0.5"), has_24h_clock("")
    (True, False, False)
    """
    match = LANGUAGE.match(accept_language)
    if match is None:
        return False
    language, region = match[1].lower(), (match[2] or "").upper()
    return (language not in TWELVE_HOURS.split()) != (region in OTHER_CLOCK.get(language, "").split())
