"""Formulas over measures of a run: names, numbers, + - * / and brackets, nothing else."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: A name, a decimal number (nothing may hang on to it: 1j and 0x10 are no decimal numbers), a sign.
_TOKENS = re.compile(
    r"\s*(?:[A-Za-z_]\w*|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])|[-+*/()])", re.ASCII
)
_NODES = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.Name, ast.Constant, ast.Load)
_SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.UAdd, ast.USub)
_MOST = 60  # operations: what works a formula out goes down them one by one


class Unreadable(ValueError):
    """A formula that cannot be read; the text says what is allowed."""


@lru_cache(maxsize=1024)
def names_in(text: str) -> tuple[str, ...]:
    """The measures a formula names, each once. Raises Unreadable."""
    rest = _TOKENS.sub("", text).strip()
    allowed = "allowed: names of measures, decimal numbers, + - * / and brackets"
    if rest or "**" in text or "//" in text:
        raise Unreadable(f"cannot read {rest or text!r} in the formula {text!r}; {allowed}")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError:
        raise Unreadable(f"the formula {text!r} is not complete; {allowed}") from None
    except (RecursionError, MemoryError):
        raise Unreadable(f"the formula {text!r} is nested too deeply; {allowed}") from None
    nodes = list(ast.walk(tree))
    if not all(isinstance(node, (*_NODES, *_SIGNS)) for node in nodes) or not all(map(_number, nodes)):
        raise Unreadable(f"cannot read the formula {text!r}; {allowed}")
    operations = sum(isinstance(node, (ast.BinOp, ast.UnaryOp)) for node in nodes)
    if operations > _MOST:
        raise Unreadable(f"the formula {text!r} has {operations} operations; allowed: {_MOST} at most")
    names = tuple(dict.fromkeys(node.id for node in nodes if isinstance(node, ast.Name)))
    if not names:
        raise Unreadable(f"the formula {text!r} names no measure")
    return names


def _number(node: ast.AST) -> bool:
    """Whether a node is no constant, or a finite number."""
    return not isinstance(node, ast.Constant) or (
        type(node.value) in (int, float) and math.isfinite(node.value)  # type: ignore[arg-type]
    )


@lru_cache(maxsize=1024)
def terms_of(text: str) -> tuple[str, ...]:
    """The terms that a formula adds or subtracts: "a - b / c" -> ("a", "b / c"). Raises Unreadable."""
    names_in(text)

    def terms(node: ast.expr) -> list[ast.expr]:
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
            return [*terms(node.left), *terms(node.right)]
        return [node]

    found = [ast.unparse(term) for term in terms(ast.parse(text.strip(), mode="eval").body)]
    return tuple(term for term in found if any(name.isidentifier() for name in re.findall(r"\w+", term)))


def value_of(text: str, measures: Mapping[str, Floats]) -> Floats:
    """A formula's value run by run; NaN where a measure it needs has none, or where it divides by zero."""
    import pandas as pd

    names = names_in(text)
    if text.strip() in measures:
        return measures[text.strip()]
    table = pd.DataFrame({name: measures[name] for name in names})
    found: Floats = np.asarray(table.eval(text, engine="python"), dtype=np.float64)
    return np.where(np.isfinite(found), found, np.nan)
