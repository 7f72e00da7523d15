"""A small run of `tests.month.kill`, which says with `--points 100 --households 20000` what it costs to be sure."""

import pytest

from tests.month.kill import run, table


@pytest.mark.django_db  # only so that the server runs; the rounds have databases of their own
def test_whatever_breaks_nobody_is_paid_twice_or_missed_and_the_books_and_the_chain_hold():
    rounds = run(points=4, households=200, seed=20261009, more=False)
    told = table(rounds, 200)
    assert all(one.good for one in rounds), told
    assert len({one.digest for one in rounds}) == 1, told
    assert sum(one.breaks for one in rounds) == 4
