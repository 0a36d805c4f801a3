"""Slips in the domain of an e-mail address, such as `gmial.con`. PURE.

Only the few mailboxes that most people have are known here. A slip is a name one stroke away from one of them, or an
ending that doesn't exist. Companies with similar names are left alone: a question that is often wrong teaches people to
press the button without reading.
"""

_COM_SLIPS = "con cmo ocm vom xom cpm cim ckm clm cok fom dom com1 comm coom ccom conm comn cmom comcom"

ENDING_SLIPS = {
    "com": frozenset(_COM_SLIPS.split()),
    "net": frozenset(["nte", "ent", "ner", "nett", "nrt", "nwt", "netn"]),
    "org": frozenset(["ogr", "rog", "orgg", "irg", "prg"]),
}
"""Endings that exist nowhere in the world, by the one that they stand for."""

COUNTRY_SLIPS = frozenset({"co", "cm", "om"})
"""These are the endings of Colombia, Cameroon and Oman. Only after the name of a mailbox do they stand for `com`."""

_YAHOO = (
    "com ca de fr it es ie at be ch nl no se dk pl gr ro in cz hu pt co.uk co.in co.id co.jp co.kr co.nz co.th co.za "
    "com.ar com.au com.br com.cn com.co com.hk com.mx com.my com.ph com.sg com.tr com.tw com.vn"
)
_HOTMAIL = (
    "com ca de fr it es nl be at ch dk no se fi gr hu lt lv sk rs my ph sg cl jp co.uk co.il co.in co.id co.jp co.kr "
    "co.nz co.th co.za com.ar com.au com.br com.hk com.mx com.tr com.tw com.vn"
)
_OUTLOOK = (
    "com de fr it es pt at be cz dk hu ie in jp kr lv my ph sa sg sk cl co.id co.il co.nz co.th com.ar com.au com.br "
    "com.gr com.hr com.tr com.vn"
)

MAILBOXES: dict[str, tuple[str, ...]] = {
    "gmail": ("com",),
    "googlemail": ("com",),
    "icloud": ("com",),
    "yahoo": tuple(_YAHOO.split()),
    "hotmail": tuple(_HOTMAIL.split()),
    "outlook": tuple(_OUTLOOK.split()),
    "protonmail": ("com", "ch"),
    "fastmail": ("com", "fm"),
    "comcast": ("net",),
    "verizon": ("net",),
}
"""The endings under which each of them gives addresses to people. Shorter names, as `aol`, have too many neighbors."""

ONLY_COM = frozenset({"gmail", "googlemail", "icloud"})
"""Nobody has a mailbox at `gmail.fr`, and many people believe so."""

OTHER_NAMES = frozenset({"gail", "grail", "hostmail"})
"""Companies whose names are one stroke away from a mailbox and begin with the same letter."""

SEEN_SLIPS = {
    **dict.fromkeys(("gimal", "gamial", "mgail", "gmaiil", "gmile", "gmailc"), "gmail"),
    **dict.fromkeys(("tahoo", "ahoo", "ayhoo", "yhaooo"), "yahoo"),
    **dict.fromkeys(("jotmail", "otmail", "ohtmail", "hotamil", "homtial"), "hotmail"),
    **dict.fromkeys(("putlook", "utlook", "uotlook", "otulok"), "outlook"),
    **dict.fromkeys(("icould", "iclound", "ciloud"), "icloud"),
}
"""Slips of more than one stroke, or in the first letter."""


def likely_slip(email: str) -> str | None:
    """The domain that was probably meant, such as `gmail.com` for `maya@gmial.con`; None where nothing looks wrong."""
    local, _, domain = email.strip().lower().rpartition("@")
    name, _, ending = domain.removeprefix("www.").partition(".")
    if not (local and name and ending):
        return None
    meant = _at_mailbox(name, ending) or _with_ending(name, ending)
    return meant if meant != domain else None


def with_domain(email: str, domain: str) -> str:
    """The same address at another domain."""
    return f"{email.strip().rpartition('@')[0]}@{domain}"


def is_one_stroke(typed: str, meant: str) -> bool:
    """Whether one letter is missing, too many or another one, or two neighbors are swapped."""
    if typed == meant:
        return False
    same = 0
    while same < min(len(typed), len(meant)) and typed[same] == meant[same]:
        same += 1
    rest, wanted = typed[same:], meant[same:]
    is_swapped = rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
    return rest == wanted[1:] or rest[1:] == wanted or rest[1:] == wanted[1:] or is_swapped


def _at_mailbox(name: str, ending: str) -> str | None:
    """The domain of a well-known mailbox; None where this may be somebody else, as `verizon.com` and `gmal.de` are."""
    mailbox = _mailbox(name)
    if mailbox is None:
        return None
    endings = MAILBOXES[mailbox]
    meant = _ending(ending) or ending
    if meant in endings:
        return f"{mailbox}.{meant}"
    believed = ending in COUNTRY_SLIPS or (mailbox in ONLY_COM and mailbox == name)
    return f"{mailbox}.com" if believed and "com" in endings else None


def _with_ending(name: str, ending: str) -> str | None:
    meant = _ending(ending)
    return f"{name}.{meant}" if meant else None


def _ending(typed: str) -> str | None:
    """The ending that was meant; None where the ending that was typed may be right."""
    if typed == "com.com":
        return "com"
    head, dot, last = typed.rpartition(".")
    return next((f"{head}{dot}{meant}" for meant, slips in ENDING_SLIPS.items() if last in slips), None)


def _mailbox(name: str) -> str | None:
    """The mailbox with this name, or the one whose name is one stroke away."""
    if name in MAILBOXES:
        return name
    if name in OTHER_NAMES:
        return None
    near = (known for known in MAILBOXES if known[0] == name[0] and is_one_stroke(name, known))
    return SEEN_SLIPS.get(name) or next(near, None)
