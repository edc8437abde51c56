"""Looking for a scenario in the library: by words in either language, and what to do where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from ..scenario import Scenario
from ..scenario.labels import THEMES
from .numbers import Lang


def mentions(scenario: Scenario, words: str) -> bool:
    """Whether name, theme, title or question of a scenario holds the words, in either language, in any case."""
    question = scenario.question
    texts = [
        scenario.name.replace("_", " "), scenario.name, scenario.theme, *THEMES.get(scenario.theme, ()),
        scenario.title.en, scenario.title.zh, *((question.en, question.zh) if question else ()),
    ]  # fmt: skip
    wanted = words.strip().casefold()
    return bool(wanted) and any(wanted in text.casefold() for text in texts)


def none_like(words: str, themes: Sequence[str], lang: Lang) -> str:
    """What to do where nothing in the library mentions the words: the themes there are, how to start for a trade."""
    if lang == "zh":
        return (
            f"--theme：没有主题叫“{words}”，标题和问题里也没有提到。现有主题：{'、'.join(themes)}。"
            "库里没有的行业，从自己的基础方案开始：grouplife new my_base，填上需求节奏和价格（product.need_interval、"
            "product.price、product.margin、groups.count、groups.members_at_start），再让每个方案 extends 它"
        )
    return (
        f"--theme: no theme is called {words!r} and no title or question mentions it; themes: {', '.join(themes)}. "
        "For a trade that is not there, make a base of your own: grouplife new my_base, set its rhythm and price "
        "(product.need_interval, product.price, product.margin, groups.count, groups.members_at_start), and let "
        "every plan extend it"
    )
