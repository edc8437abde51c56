"""Fixed texts of the report on a tipping point, in both languages."""

from __future__ import annotations

from .texts import Texts, sayer

TEXTS: Texts = {
    "kicker": {"en": "Grouplife · tipping point", "zh": "Grouplife · 临界点"},
    "heading": {"en": "Where does {name} tip?", "zh": "{name}的临界点在哪里？"},
    "curve": {"en": "The response", "zh": "响应曲线"},
    "points": {"en": "The points that were run", "zh": "运行过的点"},
    "map": {"en": "Where it tips, line by line", "zh": "逐行看临界点"},
    "fig_curve": {"en": "What becomes of {measure} along {lever}?", "zh": "{measure}如何随{lever}变化？"},
    "fig_map": {"en": "Where does {measure} pass {threshold}?", "zh": "{measure}在哪里越过 {threshold}？"},
    "reading_curve": {
        "en": "Dots: means of {seeds} seeds at each point. Line: smoothed. Dark band: 95% from "
        "luck. {light} The grey "
        "strip holds the threshold, dotted lines the two quarter levels; the triangle is {name} as it is.",
        "zh": "点：每点 {seeds} 个随机种子的均值。线：平滑曲线。深色带：随机波动的 95% 区间。{light}"
        "灰色竖条为临界点所在，点线为两个四分位水平；三角为{name}现在的取值。",
    },
    "light": {
        "en": "Light band: with what we do not know, 95% of {members} plausible sets of parameters, one run each.",
        "zh": "浅色带：再计入我们不知道的，{members} 组可能参数的 95%，每组运行一次。",
    },
    "reading_map": {
        "en": "Darker is more. Solid line: the threshold; between the dashed lines luck leaves open "
        "on which side one is. "
        "Dots: points that were run, {seeds} seeds each; the triangle is {name} as it is.",
        "zh": "颜色越深值越大。实线：临界线；两条虚线之间，因随机波动无法断定在哪一侧。点：运行过的点，"
        "各 {seeds} 个随机种子；"
        "三角为{name}现在的取值。",
    },
    "caution": {
        "en": "A threshold belongs to this scenario with all else as it is: another product, team or "
        "calendar has another. "
        "Its interval from luck shrinks with more seeds; what we do not know about people does not. "
        "{no_ensemble}",
        "zh": "临界点只属于这个方案、其余一切不变：换产品、团队或日历就会不同。随机波动的区间随种子增多而变窄，"
        "我们对人的无知不会。{no_ensemble}",
    },
    "no_ensemble": {
        "en": "Here only luck is counted: --ensemble 20 shows the rest.",
        "zh": "这里只计了随机波动：加上 --ensemble 20 可看其余。",
    },
    "no_map_ensemble": {"en": "On a map only luck is counted.", "zh": "图上只计了随机波动。"},
    "how": {
        "en": "Points were spread evenly at first, then put where the threshold may lie; all have "
        "the same seeds. The line "
        "is a local-linear regression; the interval of the threshold holds every place whose own 95% "
        "interval holds it "
        "(docs/tipping.md).",
        "zh": "先均匀布点，再在临界点可能所在处加密；各点用同样的随机种子。曲线为局部线性回归；临界点的区间由所有"
        "“自身 95% 区间包含阈值”的位置组成（docs/tipping.md）。",
    },
}

say = sayer(TEXTS)
