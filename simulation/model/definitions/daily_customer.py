"""Measures by day of what customers buy and what reaches them beside the group: rows of the daily table."""

from __future__ import annotations

from .measure import Row

# fmt: off
CUSTOMER: tuple[Row, ...] = (
    (
        "full_price_orders", "orders/day", "observable", "orders - coupon_orders", "Full-price orders",
        "原价订单", "Orders without a coupon.", "未用优惠券的订单。",
    ),
    (
        "repeat_orders", "orders/day", "observable", "repeat_orders", "Repeat orders", "复购订单",
        "Orders by people who ever joined and had ordered before in the run; resellers' clients not counted.",
        "曾入群者中此前已下过单的人的订单；不含分销客户。",
    ),
    (
        "active_customers_90", "people", "observable", "people whose last order is less than 90 days old",
        "Customers active within 90 days", "90天内有消费的客户",
        "People who ever joined and ordered within the last 90 days (in the run); resellers' clients not counted.",
        "曾入群且在最近90天内下过单的人数；不含分销客户。",
    ),
    (
        "moments_seen", "people/day", "hidden", "moments_seen", "Moments seen", "朋友圈被看到人数",
        "Contacts, people who left included, who saw the operator's moments that day.",
        "当天看到运营朋友圈的好友人数，含已退群者。",
    ),
    (
        "direct_read", "people/day", "hidden", "direct_read", "Direct messages read", "私聊被读人数",
        "Members who read that day's direct messages.", "当天读了私聊消息的成员人数。",
    ),
    (
        "contact_blocks", "people/day", "hidden", "contact_blocks", "Contacts lost to direct messages",
        "私聊导致的拉黑", "Members who blocked the operator as a contact; they stay in the group.",
        "拉黑运营好友但仍在群的成员人数。",
    ),
    (
        "service_contacts", "contacts/day", "observable", "service_contacts", "One-to-one contacts",
        "一对一服务次数", "Members looked after personally that day.", "当天得到一对一服务的成员人数。",
    ),
    (
        "pitches", "pitches/day", "observable", "pitches", "Resellers' pitches", "分销推荐次数",
        "Pitches by resellers to contacts of theirs.", "分销员向熟人推荐的次数。",
    ),
    (
        "clients", "people/day", "observable", "clients", "New clients of resellers", "新增分销客户",
        "People outside the groups pitched for the first time that day.", "当天首次被分销员推荐的群外人数。",
    ),
    (
        "client_orders", "orders/day", "observable", "client_orders", "Orders of resellers' clients",
        "分销客户订单", "Orders by clients of resellers; in the count of all orders too.",
        "分销客户的订单；也计入总订单。",
    ),
    (
        "sign_ups", "people/day", "observable", "sign_ups", "Subscriptions signed", "新增订阅",
        "Members who signed the subscription that day.", "当天订阅的成员人数。",
    ),
    (
        "cost_commission", "CNY/day", "accounts", "commission x list value of client_orders",
        "Cost of commissions", "佣金", "Commissions paid to resellers on their clients' orders.",
        "按分销客户订单付给分销员的佣金。",
    ),
)
