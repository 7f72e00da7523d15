"""A draw is repeated by anyone who has the list, the seed and the share."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anmin.kernel.rounds.api import draw, pool_digest

NUMBERS = [f"349926-H-{order:05d}" for order in range(200)]


def test_the_published_method_alone_leads_to_the_same_sample():
    wanted = sorted(NUMBERS, key=lambda n: hashlib.new("sm3", f"2026双随机 08 17 21|{n}".encode()).hexdigest())[:10]
    assert draw(NUMBERS, "2026双随机 08 17 21", 500) == wanted


@given(st.permutations(NUMBERS[:30]), st.integers(1, 10_000))
def test_the_order_of_the_list_changes_nothing(shuffled, share):
    assert draw(shuffled, "种子", share) == draw(NUMBERS[:30], "种子", share)


@given(st.integers(1, 200), st.integers(1, 10_000))
def test_the_share_is_reached_and_never_by_more_than_one(size, share):
    taken = len(draw(NUMBERS[:size], "种子", share))
    assert taken * 10_000 >= size * share > (taken - 1) * 10_000


def test_another_seed_draws_others_and_a_larger_share_keeps_those_drawn():
    assert draw(NUMBERS, "甲", 1000) != draw(NUMBERS, "乙", 1000)
    assert draw(NUMBERS, "甲", 2000)[:20] == draw(NUMBERS, "甲", 1000)


@pytest.mark.parametrize(("seed", "share"), [(" ", 500), ("种子", 0), ("种子", 10_001)])
def test_a_draw_without_seed_or_with_an_impossible_share_is_refused(seed, share):
    with pytest.raises(ValueError, match=r"种子|比例"):
        draw(NUMBERS, seed, share)


def test_the_digest_of_the_list_names_any_change_of_it():
    assert pool_digest(NUMBERS) == pool_digest(reversed(NUMBERS)) != pool_digest(NUMBERS[1:])
