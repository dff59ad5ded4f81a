"""Settings: what is clear is taken, what is not is refused with the name of the variable."""

import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from morelli.web.environment import Environment, SettingError, environment, time_zone

DOCS = Path(__file__).resolve().parents[2] / "docs" / "settings.md"
KEY = "b7Yx0q-Tz4KfV9mJ2sWnR8cLpH3gEdUa"


@pytest.fixture
def read(monkeypatch):
    """Reads the settings from nothing but the variables given."""

    def read(**variables: str) -> Environment:
        for name in Environment.model_fields:
            monkeypatch.delenv(f"MORELLI_{name.upper()}", raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(f"MORELLI_{name}", value)
        environment.cache_clear()
        return environment()

    yield read
    environment.cache_clear()


def test_the_defaults_are_safe(read):
    chosen = read()
    assert chosen.host == "127.0.0.1"
    assert chosen.debug is False
    assert chosen.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert chosen.cors_origins == ()
    assert len(chosen.secret_key) >= 50


def test_lists_of_networks_are_read(read):
    chosen = read(PROXIES="10.0.0.1, 172.16.0.0/12,::1", MONITORS="")
    assert [str(one) for one in chosen.proxies] == ["10.0.0.1/32", "172.16.0.0/12", "::1/128"]
    assert chosen.monitors == ()


def test_a_prefix_has_no_slash_at_its_end(read):
    assert read(PATH_PREFIX="/art/morelli/").path_prefix == "/art/morelli"
    assert read(PATH_PREFIX="/").path_prefix == ""


@pytest.mark.parametrize(
    "reachable",
    [
        {"HOST": "0.0.0.0"},
        {"HOST": "192.168.1.5"},
        {"ALLOWED_HOSTS": "museum.example"},
        {"ALLOWED_HOSTS": "*"},
        {"TLS": "true"},
    ],
)
def test_tracebacks_are_not_shown_to_strangers(read, reachable):
    assert read(DEBUG="true").debug
    with pytest.raises(SettingError, match=r"^MORELLI_DEBUG=true is refused: .*strangers"):
        read(DEBUG="true", **reachable)


@pytest.mark.parametrize(
    ("named", "zone"),
    [
        ("Europe/Rome", "Europe/Rome"),
        ("", "UTC"),
        ("UTC", "UTC"),
        (":/etc/localtime", "UTC"),
        ("../../etc/passwd", "UTC"),
        ("Mars/Olympus", "UTC"),
        ("Europe", "UTC"),
    ],
)
def test_the_time_zone_is_the_machines_where_it_says_one(named, zone):
    assert time_zone(named) == zone


def test_every_start_has_a_key_of_its_own(read):
    assert read().secret_key != read().secret_key


def test_lists_are_separated_by_commas(read):
    chosen = read(
        ALLOWED_HOSTS="Morelli.example, .museum.example,[::1]",
        CORS_ORIGINS=" http://localhost:4200,https://art.example ,",
    )
    assert chosen.allowed_hosts == ("morelli.example", ".museum.example", "[::1]")
    assert chosen.cors_origins == ("http://localhost:4200", "https://art.example")
    assert read(CORS_ORIGINS="").cors_origins == ()


def test_the_address_listened_on_is_a_host_unless_it_is_all_of_them(read):
    assert "192.168.1.5" in read(HOST="192.168.1.5").hosts
    assert "[fe80::1]" in read(HOST="fe80::1").hosts
    assert read(HOST="0.0.0.0").hosts == read().allowed_hosts


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("WORKERS", "0"),
        ("THREADS", "many"),
        ("QUEUE", "-1"),
        ("MAX_BYTES", "20MB"),
        ("MAX_FILES", "0"),
        ("DEBUG", "perhaps"),
        ("DEBUG", ""),
        ("HOST", ""),
        ("ALLOWED_HOSTS", "http://morelli.example"),
        ("ALLOWED_HOSTS", "morelli.example:http"),
        ("ALLOWED_HOSTS", "*:8000"),
        ("PATH_PREFIX", "morelli"),
        ("PATH_PREFIX", "/a b"),
        ("PATH_PREFIX", "/../b"),
        ("PATH_PREFIX", "//b"),
        ("PATH_PREFIX", "/api"),
        ("PATH_PREFIX", "/static/x"),
        ("TLS", "perhaps"),
        ("LOG", "xml"),
        ("PROXIES", "proxy.example"),
        ("MONITORS", "10.0.0.1/33"),
        ("CORS_ORIGINS", "*"),
        ("CORS_ORIGINS", "localhost:4200"),
        ("CORS_ORIGINS", "http://localhost:4200/"),
        ("CORS_ORIGINS", "http://localhost:4200 http://localhost:4300"),
    ],
)
def test_what_is_not_clear_is_refused_by_name(read, name, value):
    with pytest.raises(SettingError, match=f"^MORELLI_{name}={re.escape(value)} is refused: "):
        read(**{name: value})


@pytest.mark.parametrize("key", ["short", "django-insecure-" + KEY, "changeme" * 8, "a" * 64])
def test_keys_that_are_no_secret_are_refused_and_not_repeated(read, key):
    with pytest.raises(SettingError, match=r"^MORELLI_SECRET_KEY is refused: ") as refusal:
        read(SECRET_KEY=key)
    assert key not in str(refusal.value)


@pytest.mark.parametrize("token", ["short", "changeme" * 8])
def test_a_token_that_is_no_secret_is_refused_and_not_repeated(read, token):
    with pytest.raises(SettingError, match=r"^MORELLI_MONITOR_TOKEN is refused: ") as refusal:
        read(MONITOR_TOKEN=token)
    assert token not in str(refusal.value)
    assert read(MONITOR_TOKEN=KEY).monitor_token == KEY


def test_a_good_key_is_taken(read):
    assert read(SECRET_KEY=KEY).secret_key == KEY


def test_all_that_is_wrong_is_said_at_once(read):
    with pytest.raises(SettingError) as refusal:
        read(PORT="x", QUEUE="y")
    assert len(str(refusal.value).splitlines()) == 2


@given(st.text(string.printable, max_size=30))
def test_an_origin_is_never_more_than_scheme_host_and_port(text):
    try:
        (origin,) = Environment(cors_origins=(text,)).cors_origins
    except ValueError:
        return
    assert re.fullmatch(r"https?://[^/\s,*]+", origin)


def test_every_setting_is_in_the_manual_with_its_default():
    manual = DOCS.read_text(encoding="utf-8")
    for name, field in Environment.model_fields.items():
        (row,) = re.findall(rf"^\| `MORELLI_{name.upper()}` \|.*$", manual, re.MULTILINE)
        default = None if field.default_factory else field.default
        if isinstance(default, tuple):
            default = ",".join(map(str, default))
        if default not in (None, ""):
            assert f"`{str(default).lower() if default is False else default}`" in row
