"""The server's decoders: as many as are set, with the limits that are set."""

from morelli.web.decoders import open_decoders
from morelli.web.environment import Environment


def test_the_settings_are_the_pools(monkeypatch):
    monkeypatch.setenv("MORELLI_DECODERS", "1")
    monkeypatch.setenv("MORELLI_DECODE_MEMORY", "50000000")
    monkeypatch.setenv("MORELLI_DECODE_SECONDS", "2.5")
    with open_decoders(Environment()) as pool:
        assert (pool.memory, pool.seconds, len(pool._all)) == (50_000_000, 2.5, 1)
