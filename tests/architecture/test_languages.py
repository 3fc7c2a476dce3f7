"""Every sentence of the package exists in both languages: those of errors, and each pair of texts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from attrs import fields
from tests.languages import CODE, english_in

from pqr_core import errors
from pqr_core.cases.events import PAYLOADS, Filing
from pqr_core.errors import PQRError
from pqr_core.names import PLACES

RAISED = {name for name, each in vars(errors).items() if isinstance(each, type) and issubclass(each, PQRError)}
SENTENCE = re.compile(r"[A-Za-z]{2,} [A-Za-z]")


def text_of(node: ast.expr) -> str | None:
    """A literal text, each value in it as `{}`."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
        case _:
            return None


def name_of(call: ast.Call) -> str:
    """What is called: a class, or one of its constructors (`InvalidInputError.expected`)."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id=name), attr="expected" | "unlisted" | "unknown_key"):
            return name
        case ast.Attribute(attr=name):
            return name
        case _:
            return ""


def texts(function: ast.AST) -> dict[str, str]:
    """The names in a function that are bound to a literal text, with that text."""
    found: dict[str, str] = {}
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if (text := text_of(value)) is not None:
                found[name] = text
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                pairs = [
                    (name.id, text_of(value))
                    for name, value in zip(names, values, strict=False)
                    if isinstance(name, ast.Name)
                ]
                found |= {name: text for name, text in pairs if text is not None}
            case _:
                pass
    return found


def in_one_language(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The sentences that an error gets as plain text: both of its messages would be in the same language."""
    for bound, node in calls(tree):
        if name_of(node) in RAISED - {"CommandError"}:
            told = {keyword.arg: _read(keyword.value, bound) for keyword in node.keywords}
            texts = [_read(given, bound) for given in node.args] + list(told.values())
            yield from ((node.lineno, text) for text in texts if text is not None and SENTENCE.search(text))
            if told.get("detail") is not None:
                yield node.lineno, f"detail: {told['detail']}"


def pairs(tree: ast.AST) -> Iterator[tuple[int, str | None, str | None]]:
    """The Spanish and the English text of each `Said` and `CommandError`."""
    for bound, node in calls(tree):
        if name_of(node) in ("Said", "CommandError"):
            told = {keyword.arg: keyword.value for keyword in node.keywords}
            es, en = [*node.args, *(told[each] for each in ("es", "en") if each in told), None, None][:2]
            yield node.lineno, _read(es, bound), _read(en, bound)


def calls(tree: ast.AST) -> Iterator[tuple[dict[str, str], ast.Call]]:
    """Every call, with the literal texts of its function by name."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.Module):
            bound = texts(function)
            body = ast.walk(function) if isinstance(function, ast.FunctionDef) else _outside_functions(function)
            yield from ((bound, node) for node in body if isinstance(node, ast.Call))


def _outside_functions(module: ast.Module) -> Iterator[ast.AST]:
    todo: list[ast.AST] = [module]
    while todo:
        node = todo.pop()
        yield node
        todo += [each for each in ast.iter_child_nodes(node) if not isinstance(each, ast.FunctionDef | ast.Lambda)]


def _read(node: ast.expr | None, bound: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name):
        return bound.get(node.id)
    return None if node is None else text_of(node)


def test_no_error_is_raised_with_words_of_one_language(sources: dict[str, ast.Module]) -> None:
    """An error gets keys, values or `Said`; a plain English sentence would also appear in the Spanish message."""
    assert [f"{path}:{line}: {text}" for path, tree in sources.items() for line, text in in_one_language(tree)] == []


def test_the_check_of_one_language_sees_one() -> None:
    """The check above finds a text and a text with values; it accepts a key and a `Said`."""
    tree = ast.parse(
        'raise InvalidInputError(place="n", detail="bad")\n'
        'raise InvalidInputError(place="n", detail=f"{n} is bad")\n'
        'raise MissingExtraError(feature="a table of it", package="x", extra="y")\n'
        'package = f"narwhals and {backend}"\n'
        'raise MissingExtraError(feature="x.y", package=package, extra="y")\n'
        'raise InvalidInputError(place="n", detail=Said("malo", "bad"))\n'
        'raise InvalidInputError.expected(NUMBER, n, place="n")'
    )
    assert {line for line, _ in in_one_language(tree)} == {1, 2, 3, 5}


def test_spanish_is_spanish(sources: dict[str, ast.Module]) -> None:
    """No Spanish text has an English word, and the two texts of a pair differ."""
    found = [(path, *pair) for path, tree in sources.items() for pair in pairs(tree)]
    assert len(found) > 300
    assert [f"{path}:{line}: {es}" for path, line, es, _en in found if es and english_in(es)] == []
    assert [
        f"{path}:{line}: {es}" for path, line, es, en in found if es and es == en and SENTENCE.search(CODE.sub("", es))
    ] == []


@pytest.mark.parametrize("spanish", ["no existe", "exactamente uno de at, on", "ejecute `pqr db upgrade --store URL`"])
def test_the_check_of_spanish_passes_spanish(spanish: str) -> None:
    """Keys and commands are the same in both languages, and pass."""
    assert english_in(spanish) == set()


@pytest.mark.parametrize("english", ["No such file", "Expecting ',' delimiter: one is missing", "unknown key"])
def test_the_check_of_spanish_sees_english(english: str) -> None:
    """English sentences of other libraries are found."""
    assert english_in(f"archivo: {english}")


def test_fields_are_called_in_spanish() -> None:
    """No Spanish name of a field has an English word, and none equals the field's own name."""
    assert [spanish for spanish in PLACES.values() if english_in(spanish)] == []
    assert [field for field, spanish in PLACES.items() if field == spanish] == []


SPANISH = {
    *(each.name for kind in (Filing, *PAYLOADS.values()) for each in fields(kind)),
    *("acepta_electronica", "agenda", "cedula", "celda", "divipola", "nit", "numero", "plan", "resultados", "riesgo"),
    *("html", "pdf", "sha256", "toml", "vector"),
}
"""Places that are called alike in both languages: Spanish fields, formats, and files by their name."""


def places(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The places that an error of a module is told, a path into a document left out: its keys are the same for all."""
    for _bound, node in calls(tree):
        told = [each.value for each in node.keywords if each.arg == "place"]
        told += node.args[-1:] if name_of(node) in ("listed", "require_date", "require_instant") else []
        yield from ((node.lineno, place) for each in told if (place := text_of(each)) and place.isidentifier())


def test_every_place_is_called_in_spanish(sources: dict[str, ast.Module]) -> None:
    """What a value was given for has a Spanish name, where its own is English."""
    found = [(path, *each) for path, tree in sources.items() for each in places(tree)]
    assert len(found) > 100
    assert [f"{path}:{line}: {place}" for path, line, place in found if place not in {*PLACES, *SPANISH}] == []
