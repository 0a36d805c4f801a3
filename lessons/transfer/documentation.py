"""The page that documents the export file, made from its schema. PURE.

`python -m lessons.transfer.documentation > docs/export-format.md` writes it anew; a test says when it is due.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from lessons.transfer.schema import EARLIEST_DAY, LATEST_DAY, ClientExport
from lessons.transfer.version_1 import RENAMED_CODES, RENAMED_KEYS

INTRODUCTION = f"""\
# The export file

On *Me → Download your data* a client gets everything that is theirs as one JSON file, `hinge-coach.json`. `/me/import/`
adds the history in it to the pages of a client who is here; `manage.py import_client FILE` stores a person who is new.
`python -m lessons.transfer.documentation` makes this page from `lessons/transfer/schema.py`; don't edit it by hand.

* The file is UTF-8, and one JSON object. All keys below must be there, also where their value is null, but for those
  that older files lack; others are refused. A refusal names the first value that can't be, such as
  `practices[3].effort`, counted from 0. Then nothing is stored.
* An *instant* is text in ISO 8601 with its zone, written in UTC: `"2026-03-04T15:00:00Z"`. It may not lie ahead.
* A *day* is text, `"2026-03-04"`: the client's own day as they lived it, which begins at their own hour. Where it has
  an instant beside it, it is at most two days before the date in UTC, and one day after it.
* Days and instants lie between {EARLIEST_DAY} and {LATEST_DAY}.
* An *id* is a UUID as text. No two check-ins, and no two practices, have the same.
* Letters are Unicode code points. U+0000 and halves of surrogate pairs are refused.
* A file may have 5 MB on the page and 20 MB for the command; five years of daily practice make 5 MB.
"""

CLOSING = """\
## Version 1

Files from before version 2 are read, too. They hold the same under other names; a file may lack `morning_hour`, and
hold one `pause` (`on`, `until`) instead of `pauses`.

| under | version 1 | version 2 |
| --- | --- | --- |
"""

_FORMATS = {"date-time": "instant", "date": "day", "uuid": "id"}
_TYPES = {"integer": "whole number", "number": "number", "boolean": "true or false", "null": "null"}


def export_format_page() -> str:
    """The page as Markdown."""
    schema = ClientExport.model_json_schema(mode="serialization")
    sections = [INTRODUCTION, *_sections("", schema, schema["$defs"])]
    return "\n".join([*sections, CLOSING + "\n".join(_renamed_rows()) + "\n"])


def _sections(path: str, model: Mapping[str, Any], models: Mapping[str, Any]) -> Iterator[str]:
    """A table of the keys of one object, and one for each object in it."""
    keys = model["properties"]
    title = f"`{path}`" if path else "The whole file"
    rows = [f"| `{key}` | {_type(field)} | {field['description']} |" for key, field in keys.items()]
    yield "\n".join([f"## {title}", "", "| key | value | what it is |", "| --- | --- | --- |", *rows, ""])
    for key, field in keys.items():
        for option in field.get("anyOf", [field]):
            reference = option.get("$ref") or option.get("items", {}).get("$ref")
            if reference:
                inner = f"{path}.{key}".removeprefix(".") + ("[]" if "items" in option else "")
                yield from _sections(inner, models[reference.rpartition("/")[2]], models)


def _type(field: Mapping[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(_type(option) for option in field["anyOf"])
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return "one of " + ", ".join(f'`"{value}"`' for value in field["enum"])
    if "$ref" in field:
        return "object"
    kind = field["type"]
    if kind == "array":
        least = ", at least one" if field.get("minItems") else ""
        most = f", at most {field['maxItems']:,}" if "maxItems" in field else ""
        rows = "" if "$ref" in field["items"] else f", of {_type(field['items'])}"
        return f"list{least}{most}{rows}"
    if kind == "object":
        return f"object, from names to {_type(field['additionalProperties'])}"
    if kind == "string":
        least = ", not empty" if field.get("minLength") else ""
        most = f", at most {field['maxLength']:,} letters" if "maxLength" in field else ""
        return _FORMATS.get(field.get("format", ""), f"text{least}{most}")
    bounds = f", {field['minimum']:,} to {field['maximum']:,}" if "minimum" in field else ""
    return f"{_TYPES[kind]}{bounds}"


def _renamed_rows() -> Iterator[str]:
    for under, names in RENAMED_KEYS.items():
        place = f"`{under}`" if under else "the top"
        yield from (f"| {place} | `{old}` | `{new}` |" for old, new in names.items())
    yield from (f'| `reasons`, in `code` | `"{old}"` | `"{new}"` |' for old, new in RENAMED_CODES.items())


if __name__ == "__main__":
    print(export_format_page(), end="")
