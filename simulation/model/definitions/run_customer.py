"""Measures of a whole run of what customers buy and what reaches them beside the group."""

from __future__ import annotations

from .measure import Row

# fmt: off
CUSTOMER: tuple[Row, ...] = (
    (
        "top_fifth_spend_share", "share", "observable",
        "spend of the fifth of customers who spent most / spend of all", "Spend by the top fifth of customers",
        "前20%客户消费占比",
        "Of what people who ever joined spent in the run, the share of the fifth who spent most, among those who "
        "spent anything; resellers' clients not counted.",
        "曾入群且有消费者中，消费最多的前20%所占的消费份额；不含分销客户。",
    ),
    (
        "clients", "people", "observable", "sum(clients)", "Clients of resellers", "分销客户",
        "People outside the groups whom resellers pitched to, over the run.", "全程被分销员推荐过的群外人数。",
    ),
    (
        "client_orders", "orders", "observable", "sum(client_orders)", "Orders of resellers' clients",
        "分销客户订单", "Orders by clients of resellers over the run.", "全程分销客户的订单。",
    ),
    (
        "commission", "CNY", "accounts", "sum(cost_commission)", "Commissions", "佣金",
        "Commissions paid to resellers over the run.", "全程付给分销员的佣金。",
    ),
    (
        "service_contacts", "contacts", "observable", "sum(service_contacts)", "One-to-one contacts",
        "一对一服务次数", "Personal contacts with members served one to one, over the run.",
        "全程一对一服务的次数。",
    ),
    (
        "contact_blocks", "people", "hidden", "sum(contact_blocks)", "Contacts lost to direct messages",
        "私聊导致的拉黑", "Members who blocked the operator as a contact, over the run.",
        "全程拉黑运营好友的成员人数。",
    ),
    (
        "sign_ups", "people", "observable", "sum(sign_ups)", "Subscriptions signed", "订阅数",
        "Subscriptions signed over the run.", "全程签下的订阅数。",
    ),
    (
        "sign_ups_10_days_share", "share", "observable",
        "sum(sign_ups) over 10 days / members present when the offer starts",
        "Signed within 10 days of the offer", "开售10天订阅率",
        "Subscriptions signed in the first 10 days of the (first) offer, as a share of the members present on the "
        "evening before it; none without an offer or where fewer than 10 days of it were lived.",
        "（首次）开售后前10天的订阅数除以开售前一晚在群人数；没有开售或不满10天则无值。",
    ),
)
