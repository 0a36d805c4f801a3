"""The line of each key of a TOML document, which `tomllib` doesn't report. PURE.

The text must be one that `tomllib` accepts: nothing is checked here, and values are skipped.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping

KeyPath = tuple[str | int, ...]
"""Keys and list indexes (from 0) from the top of the document: `("steps", 1, "text")`."""

_TOKEN = re.compile(
    r'''
    """(?:\\.|[^\\])*?"{3,5}       # a text of several lines; up to two quotes may stand before the closing three
    | \'\'\'.*?\'{3,5}
    | "(?:\\.|[^"\\])*"
    | '[^']*'
    | \#[^\n]*
    | [\[\]{}=,.\n]
    | [^\s\[\]{}=,.\#"']+          # a bare key, a number, a date
    ''',
    re.VERBOSE | re.DOTALL,
)


def key_lines(text: str) -> Mapping[KeyPath, int]:
    """The line, counted from 1, on which each key, table and list item begins. A quoted key is taken as written."""
    scanner = _Scanner(text)
    scanner.read_document()
    return scanner.lines


def nearest_line(lines: Mapping[KeyPath, int], path: KeyPath) -> int:
    """The line of this key or, where it isn't in the document, of the table or list around it; 1 at the top level."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scanner:
    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self.last_table: dict[KeyPath, int] = {}  # array of tables -> index of its newest table
        self.tokens = deque(_tokens(text))

    def read_document(self) -> None:
        table: KeyPath = ()
        while self.tokens:
            if not self._skip("\n"):
                if self._is_next("["):
                    table = self._read_header()
                else:
                    self._read_pair(table)

    def _read_header(self) -> KeyPath:
        _, line = self.tokens[0]
        brackets = self._skip("[")
        table: KeyPath = ()
        keys = self._read_key()
        for depth, key in enumerate(keys, start=1):
            table = (*table, key)
            self.lines.setdefault(table, line)
            if brackets == 2 and depth == len(keys):
                self.last_table[table] = self.last_table.get(table, -1) + 1
            if table in self.last_table:
                table = (*table, self.last_table[table])
                self.lines.setdefault(table, line)
        self._skip("]")
        return table

    def _read_pair(self, table: KeyPath) -> None:
        _, line = self.tokens[0]
        path = table
        for key in self._read_key():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self._skip("=")
        self._read_value(path)

    def _read_key(self) -> list[str]:
        keys = []
        while not self._is_next("=", "]"):
            part, _ = self.tokens.popleft()
            if part != ".":
                keys.append(part[1:-1] if part[0] in "\"'" else part)
        return keys

    def _read_value(self, path: KeyPath) -> None:
        if self._is_next("["):
            self._read_list(path)
        elif self._is_next("{"):
            self.tokens.popleft()
            while not self._is_next("}"):
                if not self._skip(",", "\n"):
                    self._read_pair(path)
            self.tokens.popleft()
        else:
            while not self._is_next(",", "]", "}", "\n"):
                self.tokens.popleft()

    def _read_list(self, path: KeyPath) -> None:
        self.tokens.popleft()
        index = 0
        while not self._is_next("]"):
            if not self._skip(",", "\n"):
                _, self.lines[*path, index] = self.tokens[0]
                self._read_value((*path, index))
                index += 1
        self.tokens.popleft()

    def _is_next(self, *marks: str) -> bool:
        return bool(self.tokens) and self.tokens[0][0] in marks

    def _skip(self, *marks: str) -> int:
        """Drops such tokens, as many as follow each other, and returns how many there were."""
        count = 0
        while self._is_next(*marks):
            self.tokens.popleft()
            count += 1
        return count


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    line = 1
    for match in _TOKEN.finditer(f"{text}\n"):
        token = match.group()
        if not token.startswith("#"):
            yield token, line
        line += token.count("\n")
