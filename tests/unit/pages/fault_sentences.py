"""The sentences by which the linter and the query language say what is wrong."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.unit.report.catalogues import PACKAGE

from gardefou.adapters.pages.file_faults import FILE_SENTENCES
from gardefou.evaluation.lint.linter import MEND_FIRST
from gardefou.evaluation.lint.rules import RULES

CLASSES = {PACKAGE / "evaluation" / "lint": "Message", PACKAGE / "query": "Fault"}
"""What makes a sentence about something wrong; a `Message` of the query language tells of evidence."""


def sentences() -> set[str]:
    """Every template of a finding or a fault, every way out that a rule names, and why files are refused."""
    found = {each for folder in CLASSES for path in sorted(folder.glob("*.py")) for each in _of_module(path)}
    return found | {rule.mend for rule in RULES} | {MEND_FIRST} | set(FILE_SENTENCES)


def _of_module(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == CLASSES[path.parent]:
            texts = set(_texts(node.args[0], tree))
            assert texts, f"{path.name}, line {node.lineno}: no sentence can be found"
            yield from texts


def _texts(value: ast.expr, tree: ast.Module) -> Iterator[str]:
    """The sentences that an expression may be, followed through names to where they are written."""
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from [*_texts(body, tree), *_texts(other, tree)]
        case ast.Name(id=name) | ast.Call(func=ast.Name(id=name)) | ast.Subscript(value=ast.Name(id=name)):
            yield from _named(name, tree)
        case _:
            raise AssertionError(f"line {value.lineno}: write the sentence out, so that it can be translated")


def _named(name: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=known)], value=value) if known == name:
                yield from _constants(value)
            case ast.FunctionDef(name=known) if known == name:
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Return) and inner.value:
                        yield from _constants(inner.value)
            case ast.For(target=target, iter=over) if any(getattr(n, "id", "") == name for n in ast.walk(target)):
                for inner in ast.walk(over):
                    if isinstance(inner, ast.Name):
                        yield from _named(inner.id, tree)
            case ast.ImportFrom(module=str(module), names=names) if any(each.name == name for each in names):
                source = PACKAGE.parent.joinpath(*module.split(".")).with_suffix(".py")
                if source.exists() and source.parent in CLASSES:
                    yield from _named(name, ast.parse(source.read_text("utf-8")))


def _constants(value: ast.expr) -> Iterator[str]:
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.value
