"""American words and American dates in everything that people read: templates, sentences in Python, lessons."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent

BRITISH = (  # a pattern, and what Americans write
    (r"favourites?", "favorite"),
    (r"neighbour\w*", "neighbor"),
    (r"colour\w*", "color"),
    (r"(centi|milli|kilo)?metres?", "meter"),
    (r"litres?", "liter"),
    (r"centres?", "center"),
    (r"fibres?", "fiber"),
    (r"behaviour\w*", "behavior"),
    (r"grey", "gray"),
    (r"practis(e|es|ed|ing)", "practice"),
    (r"(organ|real|recogn|apolog|special|maxim|minim|emphas|final)is(e|es|ed|ing|ation)", "-ize"),
    (r"(ana|para)lys(e|es|ed|ing)", "-yze"),
    (r"programmes?", "program"),
    (r"(cancel|travel|label|model)l(ed|ing)", "one l"),
    (r"learnt", "learned"),
    (r"whilst", "while"),
    (r"towards", "toward"),
    (r"any more", "anymore"),
    (r"for ever", "forever"),
    (r"fulfil|skilful|enrol", "two l"),
    (r"(de|of)fence", "-ense"),
    (r"licence", "license"),
    (r"judgement", "judgment"),
    (r"ageing", "aging"),
    (r"sceptic\w*", "skeptic"),
    (r"ploughs?", "plow"),
    (r"kerbs?", "curb"),
    (r"tyres?", "tire"),
    (r"trousers", "pants"),
    (r"pyjamas", "pajamas"),
    (r"queues?", "line"),
    (r"trolleys?", "shopping cart"),
    (r"prams?", "stroller"),
    (r"napp(y|ies)", "diaper"),
    (r"lorr(y|ies)", "truck"),
    (r"car boot", "trunk"),
    (r"car park", "parking lot"),
    (r"(bathroom|garden|kitchen|running|water) tap", "faucet"),
    (r"rubbish", "trash"),
    (r"fortnight\w*", "two weeks"),
    (r"mums?", "mom"),
    (r"A&E", "emergency department"),
    (r"please tick|tick (all|what|this)|(you|they) ticked|untick(ed)?", "check"),
    (r"rings? (you|him|her|them|us)|(please|then|to|today) ring", "call"),
    (r"physiotherapists?", "physical therapist"),
    (r"un?tick(ed)?|ticked|(please|you|nobody) ticks?", "check"),
)

WRITTEN_BRITISH = tuple((re.compile(rf"\b({pattern})\b", re.IGNORECASE), american) for pattern, american in BRITISH)

# One look at each text; hardly any needs to be looked through pattern by pattern.
ANY_BRITISH = re.compile(rf"\b(?:{'|'.join(pattern for pattern, _ in BRITISH)})\b", re.IGNORECASE)

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"

BRITISH_DATE = re.compile(rf"\b\d{{1,2}} ({MONTHS})\b")

DATE_FORMATS = {  # of the template filter `date`; the sentences in Python are made by hinge_coach/wording.py
    *("F j", "F j, Y", "M j", "M j, Y", "D, M j", "D, M j, Y", "l, F j", "l, F j, Y"),
    *("l", "D", "F", "F Y", "l, F"),  # parts of a month's table
    "g:i A",
    *("c", "Y-m-d"),  # for machines
}

TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.*") if path.suffix in {".html", ".txt", ".svg"})
SOURCES = sorted(
    path
    for room in ("hinge_coach", "lessons")
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
)
LESSONS = sorted((ROOT / "lessons" / "curriculum").rglob("*.md"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text_of_template(path: Path) -> str:
    """The template without comments, tags and class names; texts in other attributes are read, too."""
    text = re.sub(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    text = re.sub(r"\{% block main_class %\}.*?\{% endblock", "", text)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.DOTALL)
    return re.sub(r'\bclass="[^"]*"', "", text)


def sentences_of(path: Path) -> Iterator[str]:
    """The strings of a module that hold more than one word, without docstrings."""
    tree = ast.parse(path.read_text())
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    yield from (str(node.value) for node in strings if id(node) not in docstrings and " " in str(node.value))


def british_in(text: str) -> list[str]:
    dates = [match[0] for match in BRITISH_DATE.finditer(text)]
    if ANY_BRITISH.search(text) is None:
        return dates
    words = [f"{match[0]} ({american})" for pattern, american in WRITTEN_BRITISH for match in pattern.finditer(text)]
    return words + dates


def test_templates_are_american() -> None:
    found = {name_of(path): british_in(text_of_template(path)) for path in TEMPLATES}
    assert {name: words for name, words in found.items() if words} == {}


def test_the_sentences_in_python_are_american() -> None:
    found = {name_of(path): british_in("\n".join(sentences_of(path))) for path in SOURCES}
    assert {name: words for name, words in found.items() if words} == {}


def test_the_sentences_of_scripts_are_american() -> None:
    found = {name_of(path): british_in("\n".join(re.findall(r'"([^"]* [^"]*)"', path.read_text()))) for path in SCRIPTS}
    assert {name: words for name, words in found.items() if words} == {}


def test_lessons_are_american() -> None:
    found = {name_of(path): british_in(path.read_text()) for path in LESSONS}
    assert {name: words for name, words in found.items() if words} == {}


def test_templates_write_dates_in_these_ways_only() -> None:
    used = {
        written
        for path in TEMPLATES
        for written in re.findall(r"""(?:\|date:|\{% now )["']([^"']*)["']""", path.read_text())
    }
    assert used - DATE_FORMATS == set()


def test_no_module_writes_the_day_before_the_month() -> None:
    day_first = re.compile(r"%-?d\.? %[Bb]")
    assert [name_of(path) for path in SOURCES if day_first.search(path.read_text())] == []
