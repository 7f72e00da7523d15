"""The pages answer to the names this machine has, and to no other."""

import socket

import pytest
from django.test import Client

from anmin.web.hosts import addresses, allowed_hosts


def test_by_default_only_this_machine_is_answered() -> None:
    assert allowed_hosts("", "127.0.0.1") == ["localhost", "127.0.0.1", "[::1]"]


def test_listening_everywhere_it_answers_to_its_own_names_and_addresses() -> None:
    found = allowed_hosts("", "0.0.0.0")
    assert socket.gethostname().lower() in found and "127.0.0.1" in found and "*" not in found
    assert set(addresses()) & set(found)


def test_one_address_listened_at_is_answered() -> None:
    assert "192.0.2.7" in allowed_hosts("", "192.0.2.7")
    assert "[2001:db8::7]" in allowed_hosts("", "2001:db8::7")


def test_what_an_installation_names_takes_the_place_of_its_own_names() -> None:
    assert allowed_hosts(" minzheng.example.cn, ", "0.0.0.0")[0] == "minzheng.example.cn"
    assert socket.gethostname() not in allowed_hosts("minzheng.example.cn", "0.0.0.0")


@pytest.mark.django_db
def test_a_wrong_name_is_refused_in_words(settings: object) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    page = Client(headers={"host": "evil.example"}).get("/login/")
    told = page.content.decode()
    assert page.status_code == 400 and "“evil.example”" in told and "ANMIN_HOSTS" in told
    assert Client(headers={"host": "localhost"}).get("/login/").status_code == 200
