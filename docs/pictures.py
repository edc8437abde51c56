"""Draw the pictures of the README, in both languages: python docs/pictures.py (about a minute on two cores)."""

from __future__ import annotations

from pathlib import Path

from simulation import compare
from simulation.report.figures import cumulative_profit, group_survival

HERE = Path(__file__).resolve().parent / "images"


def main() -> None:
    """Compare the three scenarios of `make demo` and draw how groups live and what they earn."""
    result = compare(["coupon_spam", "value_content", "baseline"])
    for lang in ("en", "zh"):
        for name, draw in (("survival", group_survival), ("profit", cumulative_profit)):
            figure = draw(result, lang)[0].figure
            figure.savefig(HERE / f"{name}_{lang}.png", dpi=110, facecolor="white")
            print(HERE / f"{name}_{lang}.png")


if __name__ == "__main__":
    main()
