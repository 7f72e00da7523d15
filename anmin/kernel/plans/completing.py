"""What a named number still lacks: the half or kind its heading says, what each is, and the field of work."""

from __future__ import annotations

import re

from .frames import Frame, combine, is_actor
from .measures import Measure
from .phrases import is_strong
from .thread import Thread

TIMES = frozenset(["人", "月", "年", "日", "季度", "半年", "周", "户", "两年", "学期"])
SPREAD = frozenset(["persons", "facilities", "area", "money", "beds", "things"])
PAYS = re.compile(
    "(?:中央|省|市|县|区|乡|镇|各级|本级|上级)[一-鿿]{0,2}(?:财政|级|资金|承担|配套|安排)|上级|所需|项目|专项|打好"
)


def place_under(thread: Thread, measure: Measure, frame: Frame) -> None:
    """A name that says nothing of the field of work stands under the institution or service named before."""
    named = frame.subject + frame.metric
    if is_strong(named) or not frame.subject or is_actor(frame.subject) or frame.place:
        return
    same = thread.last.sentence == frame.sentence
    home = thread.home.subject if same and thread.home.sentence == frame.sentence and not frame.verb else ""
    about = home if len(home) >= 5 else ""
    if not about and measure.group in ("money", "percent") and not PAYS.match(frame.subject):
        about = thread.topic("", same)
    if about and is_strong(about) and len(about) <= max(8, len(named) + 2):
        frame.subject = combine(about, frame.subject)


def qualify(thread: Thread, measure: Measure, frame: Frame) -> None:
    """What the heading qualifies holds for its rows: 分散供养, 农村; and 每村, 每百户 belong to the metric."""
    own = frame.subject + frame.metric
    for words in (("城市", "农村"), ("集中供养", "分散供养")):
        titles = (t for t in thread.path[::-1] if len(t) <= 16 and any(word in t for word in words))
        title = next(titles, "")
        named = [word for word in words if word in title]
        said = any(part in own for part in (words[0][:2], words[1][:2], "城乡", "城镇", "散居", "乡村"))
        if said or len(named) != 1 or "城乡" in title:
            continue
        first = words[0] == "城市" or not is_strong(thread.path[-1])
        frame.subject = named[0] + frame.subject if first else frame.subject + named[0]
    frame.plain = frame.metric
    last = thread.last
    named = any(last.subject.endswith(word) for word in measure.per if word not in TIMES)
    aside = frame.subject not in thread.text[thread.last_end : measure.start]  # taken from farther away
    counted = (
        last.group in ("facilities", "beds") and last.unit in measure.per and (aside or not is_strong(frame.subject))
    )
    if last.sentence == frame.sentence and (named or counted) and last.subject not in frame.subject:
        frame.subject = last.subject + ("" if frame.subject in last.subject else frame.subject)
    spread = [word for word in measure.per if word not in TIMES]
    if not is_strong(frame.subject) and (each := next((word for word in spread if is_strong(word)), "")):
        frame.subject = each if not frame.subject or len(frame.subject) <= 2 else each + frame.subject
    if not frame.subject and "张" in spread:
        frame.subject = "床位"  # 每张床位建筑面积
    if spread and measure.group in SPREAD and "每" not in own and "人均" not in own:
        frame.metric = "".join("每" + word for word in spread) + frame.metric
