"""How a complaint comes in: a telephone note, a chat, an e-mail, a marketplace message, a word at the stall."""

import re

import numpy as np

from lantern.complaints.phrases_goods import COLOUR, EDGE, HARDWARE, SMELL, STITCHING
from lantern.complaints.phrases_orders import COUNT, INVOICE, LATE, OFF_TOPIC, VAGUE
from lantern.words.phrases import grammar_of, roughen, write

__all__ = ["THEMES", "aside", "meant", "typed"]

THEMES = {
    "late delivery": LATE,
    "edge paint peels": EDGE,
    "wrong colour": COLOUR,
    "hardware breaks": HARDWARE,
    "stitching opens": STITCHING,
    "short count or wrong item": COUNT,
    "smell": SMELL,
    "invoice or price": INVOICE,
    "off topic": OFF_TOPIC,
    "vague": VAGUE,
}
# How much haste there is in the keying, by channel.
HASTE = {"phone note": 0.5, "at the stall": 0.42, "chat": 0.4, "marketplace message": 0.4, "e-mail": 0.05}

CHANNELS = grammar_of("""
phone:
  <rang?60> <note>. <tail?45> | <rang> <says>. <extra?65> <wants?70> | <note>. <more>. <tail?>
  <rang?60> <says>, <more>. <wants?> | <note> / <tail> | re {order_no}: <note>. <extra?60>
  {who}, {order_no}. <says>. <wants?> | <rang> <zh>. <extra?> <wants?60> | <says>. so says {who}. <extra?60>
  <note>. <extra> <wants?> | {who}: <says>. <tail> | <when_rang> <rang>: <says>. <extra?>
when_rang:
  7.50h, | just before lunch | while I was packing | evening | just now | {opened_day}, | first thing
  between two trucks
rang:
  {who} called, | {who} rang: | call from {who}. | tel {who}: | {who} on the phone, | cust says | caller says
  {who} says | {who} again, | spoke to {who}, | buyer called: | shop called, | woman on phone says | man on phone,
  called from the shop,
extra:
  <more>. | <more>. {aside}. | {aside}. | {also}. | {also}. <more>. | {also}. {aside}. | <more>, and {aside}.
wants:
  wants <settlement> | asks for <settlement> | would take <settlement> | wants <settlement>, not talk
  hopes for <settlement> | expects <settlement> {by_day} | I offered <settlement> | nothing but <settlement> will do
  <settlement>? | they ask {by_day}
settlement:
  money back | new ones | a replacement | something off | some discount | it mended | a credit note | an answer
  a call from the boss | an exchange | half the money | a free repair | the next order cheaper | an apology
  somebody to look | a word from Fang
tail:
  call back {by_day} | told {told_to} | {told_to} knows | ask {told_to} | {order_no} | will ring again
  I wrote it in the book | pls check | urgent | no rush | number as usual | left it with {told_to} | number on the pad
  said sorry | see chat | to be seen {by_day} | w/ photo | noted
stall:
  <came> <says>. <extra?60> <wants?> | <came> <note>. <extra?40> | <note>. brought {them} along. <extra?>
  <came> <says>, <more>. <tail?> | <says>. <stall_talk>. <extra?40> | at the stall, <note>. <stall_talk>
  <came> <zh>. <extra?60> | {who} at the stall: <says>. <stall_talk?60> | <note>. <stall_talk>. <wants?>
  <came> <stall_talk>. <says>. <extra?>
came:
  {who} came by, | {who} at the counter: | came with the {kind} under the arm, | stopped on the way to the bus,
  customer at stall: | lady at the stall, | {who} put the {kind} on the table, | buyer passing,
  regular from upstairs, | came twice today, | in person: | {who} and her sister, | neighbour's customer,
  at closing time, | in the rush,
stall_talk:
  had tea, settled half | laughed about it in the end | queue behind, so short note | took {them} in
  others listened, not nice | gave her a key fob for the trouble | knows us ten years | compared with next door
  no paper with {them} | will come back {by_day} | showed me on the phone | Luo looked at it | paid cash then
  was friendly | would not go away | quiet man, means it
chat:
  <hi?60> <says>. <extra?60> <ask?> | <hi?> <zh>. <says>. <extra?40> | <says> <emoji?40>¶<more>¶<ask?60>
  <hi> <says>, <more> <emoji?30> | <zh>, <more>. <ask?> | [photo]¶<says> <emoji?>. <extra?>
  [photo] [photo] <says>. <ask?60> | <hi?> order {order_no}. <says>. <ask> | <hi> <says>¶{also}¶<ask?>
  <hi?> <more>. <says>. <ask> | <zh> <emoji?>¶<says> | voice 0:{seconds}: <says>. <extra?>
hi:
  hi, | hello, | 老板, | 亲, | hi {seller}, | {seller}, | good morning, | hello {seller} 👋 | in? | 在吗? | hey,
  sorry to bother, | friend, | morning! | about {order_no}: | @{seller}
ask:
  what can we do? | pls check | can you look? | how to solve? | 怎么办 | pls advise | waiting for your word
  can you fix this? | send photo? | what now | any idea? | can {they} get <settlement>? | <settlement> would be fair
  pls answer {by_day} | 麻烦看一下 | can you ask {told_to}? | would <settlement> be possible?
emoji:
  😡 | 🙏 | 😅 | 😢 | 🙄 | 😤 | 👎 | 🤦 | !!! | ...
mail:
  <subject_line?70><greeting>¶¶<mail_open?60> <letter> <mail_more?60> <mail_ask> <mail_end?40>¶¶<bye>¶{who}
  <greeting>¶<letter> <letter_more?40> <mail_ask>¶<bye>, {who}
  <subject_line><greeting>¶¶<letter> <mail_more> <mail_end>¶¶<bye>¶{who}¶{shop}
  <greeting> <mail_open> <says_cap>. <mail_more?60> <mail_ask>¶<bye>¶{who}
  <subject_line><letter> <mail_more?> <mail_ask>¶¶{who}, {shop}
subject_line:
  Subject: <subject>¶¶ | Re: <subject>¶¶ | <subject>¶¶ | Fwd: <subject>¶¶
greeting:
  Dear {seller_title}, | Dear {seller}, | Hello {seller}, | Good morning {seller}, | Dear Sirs, | Dear team,
  Dear all, | Dear friend {seller}, | Good day {seller}, | Dear Lantern Bridge, | Hi {seller},
mail_open:
  I hope you are well. | Hope all is fine with you and the family. | Thank you for your last message.
  We refer to order {order_no}. | This concerns {sku}. | I am writing about order {order_no}. | Greetings from {city}.
  Good day from {city}. | Sorry to trouble you again.
  We are always happy to work with you, but today I must complain. | Concerning the delivery of {shipped_day}:
  Many thanks for the goods. | I come back to our telephone call. | A short note from the office in {city}.
says_cap:
  I have to tell you that <says> | our people report that <says> | we learned that <says> | to our regret <says>
  once more <says> | we see that <says> | my colleague writes that <says>
letter_more:
  Moreover, <more>. | Also, <more>. | Besides, <more>.
mail_more:
  <more_cap>. | {also_cap}. | {aside_cap}. | <more_cap>. {aside_cap}. | <more_cap>. {also_cap}.
more_cap:
  To be fair, <more> | Please note: <more> | My colleague says: <more> | For your information, <more>
  From our side: <more> | One more thing, <more> | I add that <more> | As far as we see, <more>
mail_ask:
  Please let us know how you will settle this. | Kindly advise <by_when>. | We ask for <settlement>.
  Could you offer <settlement>? | Kindly look into it and revert to us. | What do you propose?
  Please check and come back to me {by_day}. | We would accept <settlement>. | May I ask for <settlement>?
  How shall we proceed? | We would be grateful for a quick reply. | Please tell me whom I should call.
  A solution before our next order would be welcome. | I trust you will find a fair way.
by_when:
  {by_day} | at the earliest | soon | what we can tell our customers | how to handle the lot
mail_end:
  We hold the goods until then. | Payment of the rest is on hold.
  We have worked together for years and I am sure it can be solved. | Pictures are attached.
  We still want to place the order for next season. | You can call me any time. | I copy our accounts.
  Please understand that our customers press us. | I know it is the busy season for you. | No hard feelings.
bye:
  Best regards | Kind regards | With best regards | Regards | Many thanks and regards | Thanks and best regards
  Warm regards | Yours sincerely | Thank you in advance | With respect | Greetings | Have a good day
market:
  <rant> | <rant>. {also}. | <rant>. <more>. | <rant>. {aside}. | <zh>!! <rant> | <rant>. <market_end?70>
  <market_start> <rant> | <market_start> <rant>. <more>. | <says>. <market_end>
  <market_start> <says>!! <market_end?> | <says>!!! <more>. | {aside}, but <rant> | <says>. {aside}. <market_end?>
  <rant>¶<says> | <market_start> <says>, <more> | <rant> (<more>) | <says>... <rant> | <rant>. <says>!!
market_start:
  seller! | hello? | ok so | wow. | honestly, | update: | listen, | to whom it may concern: | dear shop,
  first time here. | sorry but | again! | so angry right now. | worst {kind} of my life.
  loved your shop until today. | {order_no}!!
market_end:
  answer!!! | i will post photos | reply today | tell me how to return | screenshots saved | my friends read this too
  refund now | no more from this shop | customer service where? | not even a sorry | 😡😡 | i want <settlement>
  give me <settlement> | shame on you | bye | it was for my mother | waiting | who do i call | and answer this time
  <settlement>? | zero stars if i could
""")
STYLES = {
    "phone note": "phone",
    "at the stall": "stall",
    "chat": "chat",
    "e-mail": "mail",
    "marketplace message": "market",
}
# Who can say what: a word gives the speaker away. A guard keeps a household from speaking of its containers.
SPEAKERS = {
    "abroad": "containers?|ship|forwarder|dollars|bank|airport|climate|rate|freight|hold|Eid",
    "firm": "cartons?|shops?|shelf|shelves|trucks?|lots?|season|stock|staff|displays?|clients?|customers?|buyers?|"
    "window|regulars|packing list|fair|market|sale|sets?|stall|pro forma|statement|account|debit note|deposit|samples?|"
    "office|hanger|contract|swatch|deliveries|driver|line|invoice|quarter|the boss|neighbour|old list|hides?|"
    "colleagues?|our people|accounts|next order|worked together|work with you|hold the goods|warehouse|designer|"
    "saddler|offices?",
    "household": "birthday|wedding|party|family|husband|cat|child|public|gift was|shoes",
    "told": "he|she|her|his|they",
}
# The symbols that everybody uses; the others belong to one channel.
SHARED = {
    "says", "more", "zh", "aside", "event", "event_over", "blame", "nothing_here", "since_when", "waits",
    "reference", "since", "where", "when", "when_open", "consequence", "deal", "place", "buyers", "charged",
    "charged_noun", "paper", "wrong", "agreed", "off", "persists", "got_else", "looks_like", "leaves_marks",
    "turns_out", "short_of", "letter", "mail_open", "mail_end", "mail_ask", "says_cap", "more_cap", "by_when",
}  # fmt: skip


def _guarded(words: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: [_guard(a) if name in SHARED else a for a in listed] for name, listed in words.items()}


def _guard(alternative: str) -> str:
    plain = re.sub(r"<\w+(\?\d*)?>|\{\w+\}", "", alternative)
    guards = [f"{{?{who}}} " for who, said in SPEAKERS.items() if re.search(rf"\b({said})\b", plain)]
    return "".join(guards) + alternative


GUARDED = {theme: _guarded(words) for theme, words in THEMES.items()}
GRAMMARS = {theme: _guarded(CHANNELS) | words for theme, words in GUARDED.items()}


def meant(rng: np.random.Generator, theme: str, channel: str, facts: dict) -> str:
    """Write a complaint as it was meant, before anybody mistyped it.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    theme : str
        One of `THEMES`.
    channel : str
        How it came in: a key of `HASTE`.
    facts : dict
        What is known of the case.

    Returns
    -------
    str
        The text.
    """
    text = write(rng, GRAMMARS[theme], STYLES[channel], **facts)
    text = re.sub(r"(?<!\.)([.!?,:])\.(?=\s|$)", r"\1", re.sub(r"\n{3,}", "\n\n", text))
    text = re.sub(r"(?<!\.)\.(?=\.(?!\.))|,(?=[.!?:])|^[,.] ?", "", text)
    return _capitals(text) if channel == "e-mail" or rng.random() < 0.3 else text


def typed(rng: np.random.Generator, text: str, channel: str, *, anger: float = 0.0) -> str:
    """Key a text as people of that channel do.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    text : str
        What was meant.
    channel : str
        How it came in.
    anger : float
        How likely it is shouted, 0 to 1.

    Returns
    -------
    str
        What stands in the file.
    """
    text = roughen(rng, text, haste=HASTE[channel] * rng.random())
    if rng.random() < anger:
        text = text.upper() if rng.random() < 0.4 else text.rstrip(".") + "!" * int(rng.integers(1, 4))
    return text


def aside(rng: np.random.Generator, theme: str, facts: dict, symbol: str = "aside") -> str:
    """Let a theme come up in a complaint about something else.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where the chance comes from.
    theme : str
        One of `THEMES`.
    facts : dict
        What is known of the case.
    symbol : str
        ``"aside"``, in passing; or ``"says"``, as a complaint of its own.

    Returns
    -------
    str
        A clause.
    """
    return write(rng, GUARDED[theme], symbol, **facts)


def _capitals(text: str) -> str:
    return re.sub(r"(^|[.!?]\s+|\n+)([a-z])", lambda match: match[1] + match[2].upper(), text)
