"""The case page: header with clocks, steps on the left, tabs in the middle, the next step on the right.

The whole page costs the same few queries whatever lies in the case; a tab may add one of its own.
"""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, JSONObject, Left
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from anmin.kernel.access.api import Denied, User
from anmin.kernel.access.declare import SEE_CASES, SEE_PEOPLE
from anmin.kernel.flow.api import (
    Case,
    Dossier,
    Outcome,
    bars,
    flow_of,
    forms_for,
    in_words,
    may_object,
    may_reckon,
    objected,
    offers,
    to_take_up,
)
from anmin.kernel.flow.declare import Flow, Phase
from anmin.kernel.month.api import weigh_beside
from anmin.kernel.people.api import Declaration
from anmin.kernel.places.api import Division
from anmin.kernel.service import service
from anmin.web.cases import looks, tabs
from anmin.web.cases.sent import Sent
from anmin.web.gate import opens

TABS = (
    ("home", "家庭", "people"),
    ("means", "申报情况", "wallet2"),
    ("check", "核对", "clipboard-check"),
    ("reckoning", "测算", "calculator"),
    ("papers", "材料", "file-earmark-text"),
    ("notice", "公示", "megaphone"),
    ("record", "记录", "clock-history"),
)


@opens(SEE_CASES)
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as it stands."""
    return show(request, pk, request.GET.get("tab", ""), Sent(form=request.GET.get("form", "")))


def show(request: HttpRequest, pk: int, tab: str, sent: Sent, status: int = 200) -> HttpResponse:
    """Draws the page with one tab open, and with what was sent where it was refused."""
    today, who = timezone.localdate(), request.who
    row = one(who, pk)
    at_hand = Dossier.load(row, who, today)
    if at_hand.is_kin:
        raise Denied("您是该家庭成员的近亲属，应当回避本案（民发〔2021〕57号第十一条），不能查看和办理。")
    flow = flow_of(row)
    forms_here, no_reckoning = forms_for(row, who, today, at_hand), may_reckon(row, who)
    openable = {f.name for f in forms_here} | (set() if no_reckoning else {"reckon"})
    clocks = looks.clock_looks(row, bars(row, today), today)
    tab = tab if any(tab == name for name, _, _ in TABS) else _first_tab(row)
    cards = looks.offer_looks(row, offers(row, who, today, at_hand), sent.moves, openable, today)
    context = {
        "case": row,
        "kind": service(row.service),
        "state": flow.state(row.state),
        "outcome": (Outcome(row.outcome).label, *looks.OUTCOMES[row.outcome]),
        "clocks": clocks,
        "main_clocks": _main(clocks),
        "dossier": at_hand,
        "work": looks.work_of(row, flow, forms_here, at_hand),
        "filed": {r.form for r in at_hand.records},
        "offers": [card for card in cards if card.move.primary],
        "other_offers": [card for card in cards if not card.move.primary],
        "my_turn": any(card.move.primary for card in cards),
        "why_not_reckon": no_reckoning,
        "reckon_now": not no_reckoning and not row.reckoning and row.phase == Phase.RUNNING,
        "waiting": looks.waiting_for(row, flow, at_hand),
        "separated": looks.separated(row, flow, who.roles, at_hand.has_worked),
        "may_object": may_object(row, who),
        "tabs": TABS,
        "tab": tab,
        "today": today,
        "sees_home": who.may(SEE_PEOPLE),
        "sent": sent,
        **_warned(row, flow, today),
        **tabs.context_of(tab, row, at_hand, flow, who, today, sent, request.GET),
    }
    return render(request, "cases/case.html", context, status=status)


def visible(who: User) -> QuerySet[Case]:
    """The cases this user may see."""
    return Case.objects.filter(who.scope(SEE_CASES))


def one(who: User, pk: int) -> Case:
    """One case with everything around it that the page names, in one query. Outside one's area it is not there."""
    names = Division.objects.filter(until__isnull=True)
    declared = Declaration.objects.filter(household=OuterRef("household"), until__isnull=True)
    rows = (
        visible(who).filter(pk=pk).select_related("household", "household__head", "applicant", "officer", "supplement")
    )
    found = rows.annotate(
        village=Subquery(names.filter(code=OuterRef("area")).values("name")[:1]),
        objected=objected(),
        town=Subquery(names.filter(code=Concat(Left(OuterRef("area"), 9), Value("000"))).values("name")[:1]),
        declared=Subquery(
            declared.values(j=JSONObject(home="household_facts", people="person_facts", since="since"))[:1]
        ),
    ).first()
    if found is None:
        raise Http404
    return found


def _first_tab(row: Case) -> str:
    return "reckoning" if row.reckoning else "home"


def _main(clocks: list[looks.ClockLook]) -> list[looks.ClockLook]:
    """The clock of the whole (else the last that ran), and before it the one that presses: what the work list counts."""
    whole = next((c for c in clocks if c.total), clocks[0] if clocks else None)
    pressing = min((c for c in clocks if c.running and c.tone != "quiet"), key=lambda c: c.due_on, default=None)
    return [c for c in (pressing, whole) if c] if pressing is not whole else [whole] if whole else []


def _warned(row: Case, flow: Flow, today: date) -> dict:
    """What to know before going on: declared anew after the reckoning; what is held beside the request; who is awaited."""
    beside = None if row.phase == Phase.CLOSED else weigh_beside(row, today)
    return {"declared_late": _declared_late(row), "beside": beside, **_awaited(row, flow, today)}


def _awaited(row: Case, flow: Flow, today: date) -> dict:
    """What the case waits for from outside: papers that the applicant was asked for, an objection that came in."""
    noticed = any(move.notice == "end" for move in flow.moves_from(row.state))
    asked = getattr(row, "supplement", None)
    if asked is None or asked.answered_on is not None or row.closed_on is not None:
        return {"asked": None, "to_take_up": to_take_up(row) if noticed else 0}
    items = in_words(flow.move("ask_supplement").asks, {"items": asked.items})["items"]
    return {"asked": asked, "asked_items": items, "asked_late": asked.due_on < today, "to_take_up": 0}


def _declared_late(row: Case) -> bool:
    """The household declared anew after the reckoning."""
    since, on = (row.declared or {}).get("since"), row.reckoning.get("on")
    return bool(since and on and date.fromisoformat(since) > date.fromisoformat(on))
