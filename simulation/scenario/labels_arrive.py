"""What the fields of coming in are called, in English and Chinese: channels, bursts, gate, classes, platform."""

from __future__ import annotations

Pair = tuple[str, str]

FIELDS_ARRIVE: dict[str, Pair] = {
    "market.rivals_scale": ("competing groups against the survey", "其他群数量倍数"),
    "market.platform.tolerance": ("paid invitations the platform tolerates", "平台容忍的有奖邀请"),
    "groups.precision": ("aim of the founders' invitation", "创始成员邀请的精准度"),
    "groups.bait": ("gift that drew the founders", "吸引创始成员的赠品"),
    "channels": ("table of channels", "渠道表"),
    "strategy.growth.precision": ("aim of the plain channel", "公域精准度"),
    "strategy.growth.bait": ("gift for joining", "入群赠品"),
    "strategy.growth.endorsement": ("endorsement on the plain channel", "公域背书"),
    "strategy.growth.channels": ("newcomers by named channels", "分渠道每日新增"),
    "strategy.growth.bursts": ("bursts", "集中涌入"),
    "strategy.gate.question": ("effort of the questions at the gate", "入群问题的门槛"),
    "strategy.gate.deposit": ("deposit at the gate", "入群押金"),
    "strategy.funnel.classes": ("classes", "训练营期数"),
    "strategy.funnel.every": ("days from class to class", "训练营间隔"),
    "strategy.funnel.length": ("length of a class", "训练营时长"),
    "strategy.funnel.step_up_orders": ("orders that carry one on", "升群所需订单"),
    "strategy.funnel.entry_price": ("price of a place in a class", "训练营价格"),
    "strategy.referral.ease": ("ease of paid inviting", "有奖邀请的便利"),
    "strategy.referral.trigger": ("what earns the reward", "奖励触发条件"),
    "strategy.referral.budget": ("budget for rewards", "奖励预算"),
    "reach": ("share of the market reached", "覆盖市场占比"),
    "precision": ("aim", "精准度"),
    "endorsement": ("endorsement", "背书"),
    "bait": ("gift for joining", "入群赠品"),
    "cost_per_join": ("cost of a newcomer at the start", "起始获客成本"),
    "people": ("people", "人数"),
    "channel": ("channel", "渠道"),
}

CHANNELS: dict[str, Pair] = {
    "official_account": ("official account", "公众号"),
    "note_sharing": ("note sharing", "种草笔记"),
    "short_video": ("short video", "短视频"),
    "mini_program": ("mini program", "小程序"),
}

CHOICES_ARRIVE: dict[str, Pair] = {
    "any": ("any invitation", "任何邀请"),
    "after_good_order": ("an invitation soon after an order that pleased", "满意下单后不久的邀请"),
}
