"""Small faults for a module: each mutant is its source with one thing changed. PURE: text in, trees out.

Texts are left alone, because a test that repeats a sentence shows nothing. So are annotations and decorators.
"""

import ast
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any"}
REMOVABLE = ast.AugAssign | ast.Raise | ast.Continue | ast.Break | ast.Delete
SIGNS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in", ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/",
    ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**", ast.BitAnd: "&", ast.BitOr: "|", ast.And: "and", ast.Or: "or",
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """One change of a module. `code` is the line as it stands, `change` the change in words.

    `when_called` says that the change takes effect when a function runs and not when the module is imported.
    """

    module: str
    number: int
    line: int
    code: str
    change: str
    when_called: bool


@dataclass(frozen=True)
class _Change:
    line: int
    column: int
    text: str
    when_called: bool
    make: Callable[[], None]


def mutants_of(module: str, source: str) -> list[Mutant]:
    """All mutants of a module, in the order of its source."""
    lines = source.splitlines()
    return [
        Mutant(module, number, change.line, lines[change.line - 1].strip(), change.text, change.when_called)
        for number, change in enumerate(_changes(ast.parse(source)))
    ]


def sample(mutants: list[Mutant], size: int, seed: int) -> list[Mutant]:
    """So many of them, the same for the same seed; each module has its own dice."""
    if len(mutants) <= size:
        return mutants
    dice = random.Random(f"{seed} {mutants[0].module}")
    return sorted(dice.sample(mutants, size), key=lambda mutant: mutant.number)


def mutated(source: str, number: int) -> ast.Module:
    """The module with the change of this number."""
    tree = ast.parse(source)
    next(change for count, change in enumerate(_changes(tree)) if count == number).make()
    return ast.fix_missing_locations(tree)


def _changes(tree: ast.Module) -> list[_Change]:
    return sorted(_inside(tree, None, when_called=False), key=lambda change: (change.line, change.column))


def _inside(node: ast.AST, function: ast.FunctionDef | None, *, when_called: bool) -> Iterator[_Change]:
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list", "type_comment"}:
            continue
        called, within = when_called, function
        if isinstance(node, ast.FunctionDef | ast.Lambda) and field == "body":
            called, within = True, node if isinstance(node, ast.FunctionDef) else None
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.stmt | ast.expr):
                yield from _of(node, field, place, child, within, called)
            if isinstance(child, ast.AST):
                yield from _inside(child, within, when_called=called)


def _of(
    parent: ast.AST,
    field: str,
    place: int | None,
    node: ast.stmt | ast.expr,
    function: ast.FunctionDef | None,
    called: bool,
) -> Iterator[_Change]:
    """The changes of one node. `place` is its index where the field of its parent is a list."""

    def replaced(new: ast.AST, text: str) -> _Change:
        def make() -> None:
            if place is None:
                setattr(parent, field, new)
            else:
                getattr(parent, field)[place] = new

        return _Change(node.lineno, node.col_offset, text, called, make)

    match node:
        case ast.Compare(ops=ops):
            for index, operator in enumerate(ops):
                for other in COMPARISONS[type(operator)]:
                    where = "" if index == 0 else f" at place {index + 1}"
                    text = f"{SIGNS[type(operator)]} becomes {SIGNS[other]}{where}"
                    new_operators = [*ops[:index], other(), *ops[index + 1 :]]
                    yield replaced(ast.Compare(node.left, new_operators, node.comparators), text)
        case ast.BinOp(left, operator, right) if type(operator) in ARITHMETIC:
            new = ARITHMETIC[type(operator)]
            yield replaced(ast.BinOp(left, new(), right), f"{SIGNS[type(operator)]} becomes {SIGNS[new]}")
        case ast.AugAssign(op=operator) if type(operator) in ARITHMETIC:
            new = ARITHMETIC[type(operator)]
            text = f"{SIGNS[type(operator)]}= becomes {SIGNS[new]}="
            yield replaced(ast.AugAssign(node.target, new(), node.value), text)
        case ast.BoolOp(ast.And(), values):
            yield replaced(ast.BoolOp(ast.Or(), values), "and becomes or")
        case ast.BoolOp(ast.Or(), values):
            yield replaced(ast.BoolOp(ast.And(), values), "or becomes and")
        case ast.UnaryOp(ast.Not(), operand):
            yield replaced(operand, "not is left out")
        case ast.UnaryOp(ast.USub(), operand):
            yield replaced(operand, "the minus is left out")
        case ast.Constant(bool(value)):
            yield replaced(ast.Constant(not value), f"{value} becomes {not value}")
        case ast.Constant(int(value) | float(value)):
            yield replaced(ast.Constant(value + 1), f"{value} becomes {value + 1}")
        case ast.Call(ast.Name(name), arguments, keywords) if name in FUNCTIONS:
            new_call = ast.Call(ast.Name(FUNCTIONS[name], ast.Load()), arguments, keywords)
            yield replaced(new_call, f"{name} becomes {FUNCTIONS[name]}")
        case ast.Return(value) if value is not None and not (isinstance(value, ast.Constant) and value.value is None):
            is_bool = function is not None and isinstance(function.returns, ast.Name) and function.returns.id == "bool"
            if not (is_bool and isinstance(value, ast.Constant)):
                other_value = ast.UnaryOp(ast.Not(), value) if is_bool else ast.Constant(None)
                yield replaced(ast.Return(other_value), "returns not that" if is_bool else "returns None")
    if isinstance(node, REMOVABLE) or _acts(node):
        yield replaced(ast.Pass(), "is left out")
    if (field == "test" or (isinstance(parent, ast.comprehension) and field == "ifs")) and isinstance(
        node, ast.Name | ast.Attribute | ast.Call | ast.NamedExpr | ast.Subscript
    ):
        yield replaced(ast.UnaryOp(ast.Not(), node), "the condition is turned around")


def _acts(node: ast.AST) -> bool:
    """A call for what it does, or a value put into something else than a name."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call | ast.Yield | ast.YieldFrom)
    return isinstance(node, ast.Assign) and all(not isinstance(target, ast.Name) for target in node.targets)
