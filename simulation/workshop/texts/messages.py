"""What is said when something cannot be done."""

TEXTS: dict[str, tuple[str, str]] = {
    "link_broken": (
        "This link cannot be read, so the page starts afresh. It may have been cut off when it was copied: "
        "copy the whole link and open it again.",
        "链接无法读取，页面已从头开始。可能复制时被截断：请重新复制完整链接再打开。",
    ),
    "link_long": (
        "This link is longer than {most:,} characters, so it is not read and the page starts afresh. "
        "Send the setting as a YAML file instead.",
        "链接超过 {most:,} 个字符，未予读取，页面已从头开始。请改用 YAML 文件传递设置。",
    ),
    "link_scenario": (
        "This link names a scenario that is not here ({name}), so the page starts afresh.",
        "链接中的场景（{name}）在此不存在，页面已从头开始。",
    ),
    "lead_wrong": (
        "This is a facilitator's link, but not of this start of the workshop, so there is no facilitator's box. "
        "Open the link that the terminal printed when it started.",
        "这是主持人链接，但不属于这次启动的工作坊，所以没有主持人面板。请打开启动时终端里给出的链接。",
    ),
    "control_failed": (
        "That did not work: a fault of the program, told in the terminal it runs in. What was set before still holds.",
        "没有成功：这是程序的错误，详情见运行它的终端。之前的设置仍然有效。",
    ),
    "setting_wrong": (
        "This setting does not fit together. What is shown is the last one that did.",
        "这组设置彼此不相容，显示的仍是上一组可行的设置。",
    ),
    "too_large": (
        "This setting is too large for the workshop: {given:,} people and {work:,} member-days a run; allowed: "
        "up to {people:,} people and {most:,} member-days. Make the market, the groups or the horizon smaller, "
        "or run it on the command line.",
        "这组设置对工作坊来说太大：{given:,} 人、每次运行 {work:,} 人·天；上限为 {people:,} 人、{most:,} 人·天。"
        "请缩小市场、群或天数，或在命令行中运行。",
    ),
    "too_many": (
        "Asked for {given} runs at once, allowed: up to {most}.",
        "一次要求 {given} 次运行，上限为 {most} 次。",
    ),
    "run_failed": ("Some runs failed: {why}", "部分运行失败：{why}"),
    "run_died": (
        "its worker process ended; it has been started anew",
        "工作进程意外结束，已重新启动",
    ),
    "run_slow": ("it took longer than {seconds:.0f} seconds", "超过 {seconds:.0f} 秒未完成"),
    "upload_wrong": (
        "{name} cannot be used; the setting stays as it was.",
        "{name} 无法使用，设置保持不变。",
    ),
    "upload_large": (
        "{name} has more than {most:,} bytes; a scenario is a small text file.",
        "{name} 超过 {most:,} 字节；场景应是小文本文件。",
    ),
    "upload_extends": (
        "extends: given {given}, allowed here: the name of a library scenario.",
        "extends：给出的是 {given}，此处只允许场景库中的名称。",
    ),
    "upload_fits": (
        "fits: a file of fits cannot be used here; remove the line.",
        "fits：此处不能使用拟合参数文件，请删除该行。",
    ),
    "upload_whole": (
        "{name} differs from {base} in too much to be kept in a link; compare it on the command line.",
        "{name} 与 {base} 差异过大，无法保存在链接中；请在命令行中比较。",
    ),
    "in_english": ("", "详情（英文）："),
}
