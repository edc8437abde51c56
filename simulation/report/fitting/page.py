"""The report of a fit: one HTML file, offline, in the house style."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from ... import __version__
from ...errors import GrouplifeError
from ...evidence.log.saving import statistics_rows
from ...scenario.labels import field_name
from ...scenario.mechanisms import PARAMETERS
from ..doubts import THEORIES
from ..figures.canvas import NARROW, WIDE
from ..fonts import Fonts, fonts_for
from ..numbers import Lang, plain
from ..page import _asset, _breakable
from ..svg import data_uri
from .figures import FIGURES
from .sentences import chance_table, coverage_table, forecast_rows, group_table, judged, number, sentences
from .texts import say, statistic_name

if TYPE_CHECKING:
    from ...evidence.log.fit import Fitted
    from ...evidence.log.learned import Learned

_MOST_GROUPS = 40
_MOST_PARAMETERS = 20


def write_fit_report(
    fitted: Fitted, path: Path, lang: Lang, folder: Path, command: str, fonts: Fonts | None = None
) -> Path:
    """Write the report of a fit; folder: where the results will lie, for the commands it names."""
    try:
        path.write_text(render_fit(fitted, lang, folder, command, fonts), encoding="utf-8", newline="\n")
    except OSError as problem:
        raise GrouplifeError(f"cannot write the report to {path}: {problem.strerror or problem}") from problem
    return path


def render_fit(fitted: Fitted, lang: Lang, folder: Path, command: str, fonts: Fonts | None = None) -> str:
    """The report of a fit as HTML text."""
    fonts = fonts or fonts_for(lang)
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    environment.filters["breakable"] = _breakable
    file = os.fspath(folder / f"{fitted.name}.yaml")
    groups = group_table(fitted, lang, _MOST_GROUPS)
    template = environment.from_string(_asset("fit.html"))
    return template.render(
        lang_tag="zh-CN" if lang == "zh" else "en",
        version=__version__,
        css=Markup(_asset("report.css")),  # our own text: no log can reach it
        say=lambda key, **fill: say(key, lang, **fill),
        source=fitted.source,
        sentences=sentences(fitted, lang),
        notes=[note.say(lang) for note in fitted.notes],
        contents=[
            (key, say(key, lang))
            for key in (
                "groups",
                "fit",
                "learned",
                "forecast",
                *(["coverage"] if fitted.coverage else []),
                "next",
            )
        ],
        groups=groups,
        groups_more=max(0, len(fitted.history.names) - len(groups[1])),
        statistics=[_statistic(row, lang) for row in statistics_rows(fitted)],
        learned=[_learned(one, lang) for one in fitted.learned[:_MOST_PARAMETERS]],
        theories=[
            (
                THEORIES.get(name, {}).get(lang, name),
                f"{100 * one['prior']:.0f}%",
                f"{100 * one['posterior']:.0f}%",
            )
            for name, one in fitted.theories.items()
        ],
        forecast=forecast_rows(fitted, lang),
        chances=chance_table(fitted, lang, _MOST_GROUPS),
        judged={"judged": judged(fitted), "groups": len(fitted.match.groups)},
        misfit={"common": round(100 * fitted.misfit.common), "own": round(100 * fitted.misfit.own)},
        coverage=coverage_table(fitted, lang) if fitted.coverage else None,
        figures={key: _figure(key, fitted, lang, fonts) for key in FIGURES},
        english_labels=fonts.replaced,
        file=file,
        base=fitted.match.base.name,
        commands=commands(file),
        manifest=_manifest(fitted, command, lang),
    )


def commands(file: str) -> list[str]:
    """What to type next."""
    return [
        f"grouplife explain {file}",
        f"grouplife new my_plan --from {file}",
        f"grouplife compare {file} my_plan.yaml",
    ]


def _figure(key: str, fitted: Fitted, lang: Lang, fonts: Fonts) -> dict[str, Any]:
    wide, narrow = (FIGURES[key](fitted, lang, width, fonts) for width in (WIDE, NARROW))
    width, height = wide.get_size_inches()
    return {
        "title": say(key, lang),
        "reading": say(f"{key}_reading", lang),
        "wide": data_uri(wide),
        "narrow": data_uri(narrow),
        "width": round(96 * width),
        "height": round(96 * height),
    }


def _statistic(row: dict[str, Any], lang: Lang) -> list[str]:
    span = f"{number(row['model'])} ({number(row['model_low'])} – {number(row['model_high'])})"
    inside = say("yes" if row["inside"] else "no", lang)
    return [statistic_name(row["family"], row["name"], lang), number(row["log"]), span, inside]


def _learned(one: Learned, lang: Lang) -> list[str]:
    note = PARAMETERS.get(one.path)
    name = field_name(one.path, lang)
    if lang == "en" and note is not None:
        name = f"{one.path}: {note.about[:1].lower()}{note.about[1:]}"

    def span(three: tuple[float, float, float]) -> str:
        return f"{three[1]:.3g} ({three[0]:.3g} – {three[2]:.3g})"

    told = say("yes" if one.told else "no", lang)
    return [name, span(one.prior), span(one.posterior), f"{100 * one.width:.0f}%", told]


def _manifest(fitted: Fitted, command: str, lang: Lang) -> list[tuple[str, str]]:
    from ..phrases import phrase

    runs = fitted.ensemble * fitted.match.seeds
    return [
        (phrase("m_command", lang), command),
        (phrase("m_grouplife", lang), __version__),
        (phrase("m_ensemble", lang), f"{fitted.ensemble} x {fitted.match.seeds} = {runs}"),
        (phrase("m_seeds", lang), str(fitted.seed)),
        (phrase("m_duration_seconds", lang), phrase("seconds", lang, n=plain(fitted.seconds, 1))),
    ]
