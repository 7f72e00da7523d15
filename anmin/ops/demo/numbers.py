"""Identity numbers and bank accounts that pass every check and belong to nobody."""

from datetime import date, timedelta
from random import Random

from anmin.kernel.people.api import check_digit, passes_luhn

AREAS = ("349926", "349926", "349926", "349925")  # no county has or had these codes
CARD_BLOCK = "62990"


class Numbers:
    """Gives each number once."""

    def __init__(self, random: Random) -> None:
        self._random, self._given = random, set()

    def born_on(self, age: int, today: date) -> date:
        """A birthday on which someone is `age` years old today."""
        last = _years_before(today, age)
        first = _years_before(today, age + 1) + timedelta(days=1)
        return first + timedelta(days=self._random.randrange((last - first).days + 1))

    def identity(self, born_on: date, sex: int) -> str:
        """18 places: the order number is odd for men and even for women."""
        while True:
            order = 2 * self._random.randrange(1, 499) + (1 if sex == 1 else 0)
            first17 = f"{self._random.choice(AREAS)}{born_on:%Y%m%d}{order:03d}"
            if first17 not in self._given:
                self._given.add(first17)
                return first17 + check_digit(first17)

    def account(self) -> str:
        """A card number of 19 places with its check digit."""
        while True:
            first18 = CARD_BLOCK + "".join(str(self._random.randrange(10)) for _ in range(13))
            if first18 not in self._given:
                self._given.add(first18)
                return next(first18 + d for d in "0123456789" if passes_luhn(first18 + d))

    def phone(self) -> str:
        """A mobile number from a block that is not given out."""
        return f"1990000{self._random.randrange(10_000):04d}"


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return date(day.year - years, 2, 28)
