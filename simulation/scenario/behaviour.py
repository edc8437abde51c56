"""How people, operators and KOCs respond: every behavioural parameter, one section per family of mechanisms.

A section is what the rules of `simulation.model.rules` receive as `p.<section>`. A parameter whose source is
"assumed" carries a range of doubt (`draw`) from which the ensemble draws. No claim is ever a source.
"""

# fmt: off
from __future__ import annotations

from pydantic import Field

from .behaviour_arrive import Arrival, Gating, PlatformResponse
from .behaviour_customer import Beside, Deciding, Reselling, Sellers, ServiceContact, Subscribing
from .behaviour_team import Budget, Feedback, News, Onboarding, Replies, Segments, Source, Steering, Team
from .parameter import Section, parameter


class Opening(Section):
    """Does a member look today? Log-odds of a visit against the outside option."""

    base: float = parameter(-0.77, "log-odds", "Inclination to look with no reason to", low=-6, high=4, draw=(-1.1, -0.2))
    value_weight: float = parameter(2.9, "log-odds per unit of expected value", "Pull of what a visit is expected to be worth", low=0, high=10, draw=(1.9, 3.9))
    belonging_weight: float = parameter(1.4, "log-odds", "Pull of belonging", low=0, high=6, draw=(0.7, 2.2), mechanism="belonging", off=0.0)
    memory_weight: float = parameter(0.9, "log-odds", "Pull of having the group in mind", low=0, high=6, draw=(0.4, 1.5))
    fatigue_weight: float = parameter(2.5, "log-odds", "The fully tired look past the group", low=0, high=8, draw=(1.2, 3.5), mechanism="promotion_fatigue", off=0.0)
    muted_penalty: float = parameter(2.0, "log-odds", "A muted group is not announced", low=0, high=8, draw=(1.2, 3.0))
    rivals_weight: float = parameter(0.35, "log-odds per e-fold of competing groups", "Pull of the outside option", low=0, high=3, draw=(0.15, 0.6), mechanism="outside_option", off=0.0)


class Attention(Section):
    """What a visit can take in, and what happens beyond."""

    crowding: float = parameter(1.0, "1", "How far unread volume crowds out reading and overloads; 0: everything is read", low=0, high=3, draw=(0.6, 1.5), mechanism="attention", off=0.0)
    social_half: float = parameter(8.0, "messages a visit", "Member messages at which talk is half as interesting as it can be (saturation as in Ren & Kraut 2014)", low=0.5, high=100, draw=(4.0, 16.0))
    information_half: float = parameter(0.8, "posts a visit", "Relevant posts at which information is half of what it can be", low=0.05, high=20, draw=(0.4, 1.6))


class Expectation(Section):
    """Learning what a visit is worth (-1..1) from visits."""

    learning_rate: float = parameter(0.098, "share per visit", "Weight of the newest visit", low=0, high=1, draw=(0.04, 0.14), mechanism="expectation_learning", off=0.0)
    start: float = parameter(0.2, "value", "Steady-state expectation of a newcomer", low=-1, high=1, draw=(0.1, 0.35))
    optimism: float = parameter(0.23, "value", "What a newcomer expects above the steady state", low=0, high=1, draw=(0.1, 0.4), mechanism="initial_optimism", off=0.0)
    information_worth: float = parameter(0.8, "value", "Worth of a visit full of relevant information", low=0, high=3, draw=(0.5, 1.1))
    deal_worth: float = parameter(0.5, "value", "Worth of a visit full of deals to a deal seeker in need", low=0, high=3, draw=(0.25, 0.8))
    social_worth: float = parameter(0.74, "value", "Worth of a visit full of talk", low=0, high=3, draw=(0.45, 1.1))
    promotion_cost: float = parameter(0.5, "value", "Cost of a visit full of unwanted promotion", low=0, high=3, draw=(0.2, 0.9), mechanism="promotion_annoyance", off=0.0)
    overload_cost: float = parameter(0.4, "value", "Cost of a visit with far too much to read", low=0, high=3, draw=(0.2, 0.7), mechanism="attention", off=0.0)
    noise_cost: float = parameter(0.8, "value", "Cost of a visit of nothing but noise", low=0, high=3, draw=(0.4, 1.2), mechanism="noise", off=0.0)
    visit_cost: float = parameter(0.18, "value", "What a visit costs in time whatever is found", low=0, high=1, draw=(0.1, 0.24))


class Fatigue(Section):
    """Tiring of promotion beyond what one needs (0..1)."""

    rate: float = parameter(0.07, "share per unwanted promotional message", "Tiring", low=0, high=1, draw=(0.03, 0.12), mechanism="promotion_fatigue", off=0.0)
    recovery: float = parameter(0.02, "share per day", "Recovering", low=0, high=1, draw=(0.01, 0.04))


class Trust(Section):
    """Trust in the brand (0..1)."""

    promotion_erosion: float = parameter(0.012, "share per unwanted promotional message", "Hard selling erodes trust", low=0, high=0.5, draw=(0.004, 0.03), mechanism="trust_erosion", off=0.0)
    building: float = parameter(0.012, "share of what is missing per visit", "Relevant information builds trust", low=0, high=0.5, draw=(0.005, 0.025), mechanism="trust_building", off=0.0)
    answer_building: float = parameter(0.02, "share of what is missing per answered question", "An answer builds trust", low=0, high=0.5, draw=(0.005, 0.05), mechanism="trust_building", off=0.0)
    word_of_koc: float = parameter(0.01, "share of what is missing per KOC message read", "A KOC's word moves others", low=0, high=0.5, draw=(0.003, 0.02), mechanism="koc_influence", off=0.0)
    customers: float = parameter(0.42, "share", "Mean trust of a customer invited into a new group", low=0, high=1, draw=(0.3, 0.55))
    strangers: float = parameter(0.22, "share", "Mean trust of one who comes from a public channel", low=0, high=1, draw=(0.1, 0.35))
    word_of_friend: float = parameter(0.7, "share", "How much of an inviter's trust a friend takes over, per unit of tie", low=0, high=1, draw=(0.4, 0.95), mechanism="word_of_friend", off=0.0)


class Belonging(Section):
    """Feeling part of the group (0..1)."""

    start: float = parameter(0.1, "share", "Belonging of a newcomer", low=0, high=1, draw=(0.0, 0.2), mechanism="belonging", off=0.0)
    from_reading: float = parameter(0.02, "share of what is missing per visit full of talk", "Growing by reading along", low=0, high=0.5, draw=(0.01, 0.04), mechanism="belonging", off=0.0)
    from_speaking: float = parameter(0.084, "share of what is missing per day on which one spoke", "Growing by speaking, more when answered", low=0, high=0.5, draw=(0.06, 0.16), mechanism="belonging", off=0.0)
    decay: float = parameter(0.028, "share per day", "Fading", low=0, high=0.5, draw=(0.012, 0.035))


class Memory(Section):
    """Having the group (memory) and the brand (recall) in mind (0..1)."""

    impression: float = parameter(0.25, "share of what is missing per brand post read", "Exposure", low=0, high=1, draw=(0.12, 0.45))
    forgetting: float = parameter(0.026, "share per day", "Forgetting", low=0, high=1, draw=(0.015, 0.05), mechanism="forgetting", off=0.0)
    experience: float = parameter(0.4, "share of what is missing per order, per unit of satisfaction", "A product used brings its brand to mind, with the groups or without", low=0, high=1, draw=(0.15, 0.7), mechanism="experience_memory", off=0.0)


class Topics(Section):
    """The stock of things to talk about, in topics per present member: an intensity, so that size is no artefact."""

    start: float = parameter(0.76, "topics per member", "Stock of a new group of ordinary common ground", low=0, high=50, draw=(0.35, 1.2))
    half: float = parameter(0.88, "topics per member", "Stock at which talk is half as fresh as it can be", low=0.05, high=20, draw=(0.5, 2.0))
    depletion: float = parameter(0.53, "topics per message", "What a message per member uses up", low=0, high=20, draw=(0.18, 0.7), mechanism="topic_depletion", off=0.0)
    staleness: float = parameter(0.023, "share per day", "Topics grow old unused", low=0, high=0.5, draw=(0.015, 0.05), mechanism="topic_depletion", off=0.0)
    own: float = parameter(0.0039, "topics per visit", "What visitors bring along from their own lives, times common ground", low=0, high=1, draw=(0.001, 0.006), mechanism="own_topics", off=0.0)
    newcomer: float = parameter(0.47, "topics per newcomer", "What a newcomer brings", low=0, high=20, draw=(0.2, 1.0), mechanism="newcomer_topics", off=0.0)
    content: float = parameter(0.005, "topics per member per unit of conversation spark", "What a post gives to talk about", low=0, high=2, draw=(0.002, 0.015), mechanism="content_topics", off=0.0)
    event_rate: float = parameter(0.003, "events per day", "Outside events that give a group something to talk about, times common ground", low=0, high=1, draw=(0.0015, 0.006), mechanism="topic_events", off=0.0)
    event_size: float = parameter(3.5, "topics per member", "Median size of such an event, log-logistic, at most 50", low=0, high=20, draw=(1.5, 6.0))
    event_sigma: float = parameter(0.7, "log-sd", "Spread of event sizes (about as a log-normal of this spread)", low=0, high=3, draw=(0.4, 1.5))


class Talk(Section):
    """Speaking: a branching process of three rounds a day."""

    base_rate: float = parameter(0.12, "messages per visit", "Unprompted talk of a person of mean talkativeness, fresh topics", low=0, high=5, draw=(0.06, 0.15))
    spark_rate: float = parameter(0.04, "messages per visit per unit of spark read", "Talk prompted by posts", low=0, high=5, draw=(0.02, 0.08))
    reply_rate: float = parameter(0.98, "replies per message of the round before", "Talk prompted by talk, at mean talkativeness and belonging, fresh topics", low=0, high=3, draw=(0.7, 1.25), mechanism="replies", off=0.0)
    belonging_pull: float = parameter(1.6, "1", "Who fully belongs speaks 1 + this times as often", low=0, high=10, draw=(0.6, 2.5), mechanism="belonging", off=0.0)
    question_share: float = parameter(0.12, "share of messages", "Messages that ask the operator something", low=0, high=1, draw=(0.05, 0.25))


class Reciprocity(Section):
    """Being answered encourages, being ignored discourages: the voice (0..1) with which a member speaks."""

    encouragement: float = parameter(0.10, "share of what is missing per answered day", "Regaining voice", low=0, high=1, draw=(0.04, 0.2), mechanism="reciprocity", off=0.0)
    discouragement: float = parameter(0.035, "share per unanswered day", "Losing voice", low=0, high=1, draw=(0.015, 0.1), mechanism="reciprocity", off=0.0)


class LostReciprocity(Section):
    """Rival submodel of death: talk dies because messages go unanswered and ties leave (no topic stock)."""

    encouragement: float = parameter(0.04, "share of what is missing per answered day", "Regaining voice", low=0, high=1, draw=(0.02, 0.3))
    discouragement: float = parameter(0.25, "share per unanswered day", "Losing voice", low=0, high=1, draw=(0.05, 0.5))
    fading: float = parameter(0.012, "share per day", "Voice lost by those who do not come by", low=0, high=0.5, draw=(0.002, 0.06))
    tie_loss: float = parameter(0.15, "share per departed contact", "Voice lost when a contact leaves", low=0, high=1, draw=(0.05, 0.3))


class Turnover(Section):
    """Rival submodel of death: the talkative burn out or move on, and are replaced or not (no topic stock)."""

    spell: float = parameter(40.0, "days", "Mean length of a talking spell of a person of mean talkativeness", low=1, high=1000, draw=(10.0, 160.0))
    shape: float = parameter(0.7, "1", "Shape of the spells, Weibull: 1 exponential; below it, many stop soon and a few talk on for long", low=0.2, high=5, draw=(0.35, 1.0), source="assumed; that spans differ so much: Ciampaglia & Vancheri 2010")
    burnout: float = parameter(0.3, "1", "Elasticity of the spell's end in talkativeness", low=0, high=2, draw=(0.0, 2.0))
    residue: float = parameter(0.04, "share", "Voice that stays when the spell is over", low=0, high=1, draw=(0.01, 0.5))


class Moderation(Section):
    """Noise that moderation removes and the chill it spreads."""

    noise_base: float = parameter(0.25, "share", "Noise in what is read in an unmoderated group", low=0, high=1, draw=(0.1, 0.4), mechanism="noise", off=0.0)
    spam_rate: float = parameter(1.0, "messages per 100 members and day", "Advertisements by members in an unmoderated group", low=0, high=50, draw=(0.3, 3.0), mechanism="noise", off=0.0)
    chill: float = parameter(0.7, "share", "Talk lost under the strictest moderation", low=0, high=1, draw=(0.4, 0.9), mechanism="chill", off=0.0)


class Muting(Section):
    """Muting: a hazard that accumulates over visits against a threshold drawn once per membership."""

    base: float = parameter(0.0054, "per visit", "Muting as a habit", low=0, high=1, draw=(0.002, 0.015), mechanism="muting", off=0.0)
    from_fatigue: float = parameter(0.25, "per visit at full fatigue", "Muting by the tired", low=0, high=2, draw=(0.1, 0.45), mechanism="muting", off=0.0)
    from_overload: float = parameter(0.04, "per visit at full overload", "Muting by the overloaded", low=0, high=2, draw=(0.02, 0.08), mechanism="muting", off=0.0)


class Leaving(Section):
    """Leaving: a hazard that accumulates against a threshold drawn once per membership."""

    base: float = parameter(0.0006, "per day", "Leaving for reasons of one's own", low=0, high=1, draw=(0.0002, 0.0015), mechanism="leaving", off=0.0)
    from_fatigue: float = parameter(0.045, "per visit at full fatigue", "Leaving by the tired", low=0, high=2, draw=(0.02, 0.08), mechanism="leaving", off=0.0)
    from_low_value: float = parameter(0.015, "per visit at value -1", "Leaving what is worth less than nothing", low=0, high=2, draw=(0.005, 0.03), mechanism="leaving", off=0.0)
    from_overload: float = parameter(0.008, "per visit at full overload", "Leaving by the overloaded (sign: Jones, Ravid & Rafaeli 2004)", low=0, high=2, draw=(0.003, 0.015), mechanism="leaving", off=0.0)
    from_departed: float = parameter(0.02, "per contact who left", "Leaving after contacts", low=0, high=1, draw=(0.005, 0.05), mechanism="departed_contacts", off=0.0)
    muted_relief: float = parameter(0.6, "share", "Hazard spared by having muted", low=0, high=1, draw=(0.4, 0.9), mechanism="muting", off=0.0)
    block_trust: float = parameter(0.12, "share", "Who leaves with less trust than this blocks the brand too", low=0, high=1, draw=(0.05, 0.2))


class Buying(Section):
    """Buying: need, trust and exposure set a daily hazard against a threshold drawn once per order."""

    rate: float = parameter(1.4, "orders per need interval", "Orders of one in full need, trust and exposure", low=0, high=20, draw=(0.9, 2.0))
    additive_scale: float = parameter(0.14, "1", "Rival form: hazard per unit of the mean of need, trust and exposure, against the multiplicative rate", low=0, high=1, draw=(0.1, 0.2))
    coupon_lift: float = parameter(7.0, "1", "Hazard added per unit of perceived saving, for a full deal seeker", low=0, high=20, draw=(3.5, 11.0))
    loss_aversion: float = parameter(2.25, "1", "A price above the reference cuts the hazard by this many times the gap", low=0, high=6, draw=(1.2, 3.5))
    reference_learning: float = parameter(0.08, "share per price seen", "A price seen becomes the price expected", low=0, high=1, draw=(0.03, 0.15), mechanism="reference_price", off=0.0)
    reference_recovery: float = parameter(0.005, "share per day", "The reference price returns to list where no price is seen", low=0, high=1, draw=(0.002, 0.01))
    stock_up: float = parameter(0.8, "need intervals", "Demand a coupon order pulls forward beyond the present need, per unit of depth times 2", low=0, high=5, draw=(0.4, 1.2), mechanism="forward_buying", off=0.0)
    deal_need_floor: float = parameter(0.5, "share", "Need that a deal alone can stand for, for a full deal seeker", low=0, high=1, draw=(0.2, 0.8), mechanism="forward_buying", off=0.0)
    satisfaction_learning: float = parameter(0.4, "share per order", "Weight of the newest order", low=0, high=1, draw=(0.2, 0.6))
    trust_from_satisfaction: float = parameter(0.3, "share per order", "Trust moved by satisfaction above or below 0.5", low=0, high=1, draw=(0.1, 0.5), mechanism="trust_building", off=0.0)
    awareness_start: float = parameter(0.3, "share", "Mean chance that a customer thinks of the brand with no exposure", low=0, high=1, draw=(0.15, 0.45))
    stranger_awareness: float = parameter(0.3, "1", "Awareness of a stranger against that of a customer", low=0, high=1, draw=(0.1, 0.5))
    click_rate: float = parameter(0.15, "share", "Clicks per promotional message read by a full deal seeker in need", low=0, high=1, draw=(0.05, 0.3))


class Referral(Section):
    """Inviting and accepting, along contacts that run out."""

    organic_rate: float = parameter(0.004, "invitations per visit", "Invitations of the trusting and satisfied, unpaid", low=0, high=1, draw=(0.001, 0.01), mechanism="organic_referral", off=0.0)
    incentive_rate: float = parameter(0.12, "invitations per visit", "Invitations for a large reward by full deal seekers who trust", low=0, high=2, draw=(0.05, 0.25), mechanism="incentivised_referral", off=0.0)
    bait_half: float = parameter(15.0, "CNY", "Reward at which half its largest pull is reached", low=0.1, high=1000, draw=(8.0, 30.0))
    trust_gate: float = parameter(0.6, "share", "Share of the paid inviting that trust must carry", low=0, high=1, draw=(0.3, 0.9), mechanism="trust_in_invitation", off=0.0)
    accept_base: float = parameter(-4.0, "log-odds", "Accepting with no reason to", low=-10, high=4, draw=(-4.8, -3.2))
    accept_tie: float = parameter(1.8, "log-odds", "Pull of a full tie", low=0, high=8, draw=(0.8, 2.8))
    accept_trust: float = parameter(2.0, "log-odds", "Pull of a fully trusting inviter, through the tie", low=0, high=8, draw=(1.0, 3.0), mechanism="trust_in_invitation", off=0.0)
    accept_interest: float = parameter(1.2, "log-odds", "Pull of a fully relevant theme", low=0, high=8, draw=(0.5, 2.0))
    accept_bait: float = parameter(2.5, "log-odds", "Pull of a large reward on a full deal seeker", low=0, high=8, draw=(1.5, 3.5), mechanism="bait_driven_acceptance", off=0.0)
    tie_household: float = parameter(0.9, "share", "Tie within a household", low=0, high=1, draw=(0.7, 1.0))
    tie_work: float = parameter(0.5, "share", "Tie at work", low=0, high=1, draw=(0.3, 0.7))
    tie_interest: float = parameter(0.4, "share", "Tie of a shared interest", low=0, high=1, draw=(0.2, 0.6))
    accept_inside: float = parameter(0.7, "log-odds per e-fold", "Pull of contacts already inside, with diminishing returns (form: Backstrom et al. 2006)", low=0, high=4, draw=(0.3, 1.1))
    on_order_discount: float = parameter(0.5, "share", "Pull of a reward paid on the first order, against one paid on joining", low=0, high=1, draw=(0.3, 0.8))
    fake_rate: float = parameter(0.05, "accounts per visit", "Fake accounts by full deal seekers through an open loophole, large reward", low=0, high=2, draw=(0.02, 0.1), mechanism="fake_accounts", off=0.0)
    finite_contacts: int = parameter(1, "0 or 1", "1: a contact who is in, was in, or says no again is lost to the inviter; 0: a stranger stands in", low=0, high=1, source="definition", mechanism="finite_contacts", off=0)


class Workload(Section):
    """Operator hours: what a task takes, and whether hours are scarce."""

    scarce: int = parameter(1, "0 or 1", "1: work beyond the hours is left undone; 0: hours are unlimited", low=0, high=1, source="definition", mechanism="operator_hours", off=0)
    posting: float = parameter(0.03, "hours per post and group", "Posting into a group what is ready", low=0, high=2, draw=(0.01, 0.06))
    reply: float = parameter(0.06, "hours per question", "Answering a question", low=0, high=2, draw=(0.03, 0.12))
    moderation: float = parameter(0.25, "hours per group and day", "Watching a group at full strictness", low=0, high=8, draw=(0.1, 0.5))
    koc_care: float = parameter(0.05, "hours per KOC and day", "Looking after a KOC", low=0, high=2, draw=(0.02, 0.1))
    direct: float = parameter(0.003, "hours per recipient", "Sending a direct message that is ready", low=0, high=1, draw=(0.0005, 0.01))
    one_to_one: float = parameter(0.25, "hours per contact", "Looking after one member personally", low=0.01, high=8, draw=(0.1, 0.5))
    onboarding: float = parameter(0.1, "hours per newcomer", "Welcoming a newcomer, without procedures", low=0, high=8, draw=(0.04, 0.25))
    patience: float = parameter(3.0, "days", "Mean wait after which a question is given up", low=1, high=60, draw=(1.5, 6.0))


class Enthusiasm(Section):
    """An operator's zeal (0..1.5; 1 is ordinary) follows the response it meets."""

    rate: float = parameter(0.04, "share per day", "How fast zeal follows", low=0, high=1, draw=(0.02, 0.08), mechanism="operator_enthusiasm", off=0.0)
    floor: float = parameter(0.2, "1", "Zeal of one who meets no response but has a job to keep", low=0, high=1, draw=(0.05, 0.4))
    expectation_rate: float = parameter(0.01, "share per day", "How fast the response expected follows the response met", low=0, high=1, draw=(0.004, 0.03))
    gives_up: int = parameter(1, "0 or 1", "1: one on the side who meets no rise of response stops; 0: everybody goes on", low=0, high=1, source="definition", mechanism="giving_up", off=0)
    own_income: float = parameter(0.8, "share", "How far a franchisee's zeal follows own income per hour rather than response", low=0, high=1, draw=(0.5, 1.0), mechanism="own_income", off=0.0)
    order_weight: float = parameter(5.0, "messages per order", "What an order counts for in the response", low=0, high=100, draw=(2.0, 10.0))


class Leaders(Section):
    """KOCs: how often they post, what moves them, what their word is worth."""

    posts_per_day: float = parameter(0.5, "messages per day", "Messages of a fully motivated KOC beyond ordinary talk", low=0, high=20, draw=(0.2, 1.0))
    spark: float = parameter(0.5, "spark", "Conversation spark of a KOC's message", low=0, high=5, draw=(0.25, 0.8), mechanism="koc_influence", off=0.0)
    information: float = parameter(0.3, "information", "Information in a KOC's message", low=0, high=5, draw=(0.1, 0.5), mechanism="koc_influence", off=0.0)
    motivation_rate: float = parameter(0.05, "share per day", "How fast motivation follows audience and recognition", low=0, high=1, draw=(0.02, 0.1), mechanism="koc_motivation", off=0.0)
    audience_half: float = parameter(0.15, "share of members", "Open rate at which the audience is half as motivating as it can be", low=0.01, high=1, draw=(0.08, 0.25))
    recognition_share: float = parameter(0.4, "share", "Share of motivation that recognition by the operator carries", low=0, high=1, draw=(0.2, 0.6))


class Inflow(Section):
    """Newcomers from public channels."""

    price_rise: float = parameter(3.0, "1", "Cost of a newcomer rises with the share of the market used up: times 1 + this times the share", low=0, high=50, draw=(1.0, 6.0), mechanism="rising_acquisition_cost", off=0.0)


class Behaviour(Section):
    """All behavioural parameters."""

    opening: Opening = Field(default_factory=Opening)
    attention: Attention = Field(default_factory=Attention)
    expectation: Expectation = Field(default_factory=Expectation)
    fatigue: Fatigue = Field(default_factory=Fatigue)
    trust: Trust = Field(default_factory=Trust)
    belonging: Belonging = Field(default_factory=Belonging)
    memory: Memory = Field(default_factory=Memory)
    topics: Topics = Field(default_factory=Topics)
    talk: Talk = Field(default_factory=Talk)
    reciprocity: Reciprocity = Field(default_factory=Reciprocity)
    lost_reciprocity: LostReciprocity = Field(default_factory=LostReciprocity)
    turnover: Turnover = Field(default_factory=Turnover)
    moderation: Moderation = Field(default_factory=Moderation)
    muting: Muting = Field(default_factory=Muting)
    leaving: Leaving = Field(default_factory=Leaving)
    buying: Buying = Field(default_factory=Buying)
    referral: Referral = Field(default_factory=Referral)
    workload: Workload = Field(default_factory=Workload)
    enthusiasm: Enthusiasm = Field(default_factory=Enthusiasm)
    leaders: Leaders = Field(default_factory=Leaders)
    inflow: Inflow = Field(default_factory=Inflow)
    sellers: Sellers = Field(default_factory=Sellers)
    deciding: Deciding = Field(default_factory=Deciding)
    beside: Beside = Field(default_factory=Beside)
    service_contact: ServiceContact = Field(default_factory=ServiceContact)
    reselling: Reselling = Field(default_factory=Reselling)
    subscribing: Subscribing = Field(default_factory=Subscribing)
    arrival: Arrival = Field(default_factory=Arrival)
    gate: Gating = Field(default_factory=Gating)
    platform: PlatformResponse = Field(default_factory=PlatformResponse)
    replies: Replies = Field(default_factory=Replies)
    feedback: Feedback = Field(default_factory=Feedback)
    news: News = Field(default_factory=News)
    source: Source = Field(default_factory=Source)
    segments: Segments = Field(default_factory=Segments)
    steering: Steering = Field(default_factory=Steering)
    team: Team = Field(default_factory=Team)
    onboarding: Onboarding = Field(default_factory=Onboarding)
    budget: Budget = Field(default_factory=Budget)
