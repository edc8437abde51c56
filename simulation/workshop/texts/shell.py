"""What stands around every page."""

TEXTS: dict[str, tuple[str, str]] = {
    "title": ("Grouplife workshop", "Grouplife 工作坊"),
    "language": ("Language", "语言"),
    "en": ("English", "English"),
    "zh": ("中文", "中文"),
    "tab": ("Page", "页面"),
    "play": ("Play", "试一试"),
    "watch": ("Watch", "看一个群"),
    "compare": ("Compare", "比方案"),
    "debate": ("Debate", "辩一辩"),
    "challenge": ("Challenge", "挑战赛"),
    "not_yet": ("This page is not built yet.", "此页尚未完成。"),
    "model": (
        "A model, not a forecast: trust the order of settings more than any number.",
        "这是模型，不是预测：比起具体数字，更应相信方案之间的高下。",
    ),
}
