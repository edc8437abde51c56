"""Formulas over measures of a run: names, numbers, + - * / and brackets, nothing else."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_TOKENS = re.compile(r"\s*(?:[A-Za-z_]\w*|\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+|[-+*/()])")
_NODES = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.Name, ast.Constant, ast.Load)
_SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.UAdd, ast.USub)


class Unreadable(ValueError):
    """A formula that cannot be read; the text says what is allowed."""


@lru_cache(maxsize=1024)
def names_in(text: str) -> tuple[str, ...]:
    """The measures a formula names, each once. Raises Unreadable."""
    rest = _TOKENS.sub("", text).strip()
    allowed = "allowed: names of measures, numbers, + - * / and brackets"
    if rest or "**" in text or "//" in text:
        raise Unreadable(f"cannot read {rest or text!r} in the formula {text!r}; {allowed}")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError:
        raise Unreadable(f"the formula {text!r} is not complete; {allowed}") from None
    if not all(isinstance(node, (*_NODES, *_SIGNS)) for node in ast.walk(tree)):
        raise Unreadable(f"cannot read the formula {text!r}; {allowed}")
    names = tuple(dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name)))
    if not names:
        raise Unreadable(f"the formula {text!r} names no measure")
    return names


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
