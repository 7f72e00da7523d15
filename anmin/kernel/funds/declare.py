"""What a service's own register may ask of the funds room. Nothing of it is loaded before it is asked for."""

from datetime import date

__all__ = ["stop_benefit"]


def stop_benefit(household: int, programme: str, *, since: date, reason: str) -> int:
    """Ends a programme in a household from the month of `since` on; gives how many entitlements ended.

    What was paid for later months becomes a recovery with the next roll. Raises ValueError in words.
    """
    from anmin.kernel.funds.entitle import Ending, MoneyRefused, end

    try:
        return end([Ending(household, programme, since, reason)])
    except MoneyRefused as refused:
        raise ValueError(str(refused)) from refused
