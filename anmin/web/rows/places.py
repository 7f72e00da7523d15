"""Names of places as clerks say them: a village with its township."""

from anmin.kernel.places.api import area_names, codes


def place_names(wanted: set[str]) -> dict[str, str]:
    """孔溪乡 三盘村 for a village, the plain name for all else; one query for all.

    Codes may be as short as their level (dated numbers keep them so); a code without a name is not in the answer.
    """
    if not wanted:
        return {}
    whole = {code: code.ljust(12, "0") for code in wanted}
    towns = {code: codes.at_level(code, "town") for code in whole.values() if codes.level(code) == "village"}
    names = area_names({*whole.values(), *(town for town in towns.values() if town)})
    return {
        code: f"{names[towns[full]]} {names[full]}" if towns.get(full) in names else names[full]
        for code, full in whole.items()
        if full in names
    }
