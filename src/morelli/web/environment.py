"""Every setting of the server, read from the environment once and refused where unclear."""

import re
import secrets
from functools import cache
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from morelli.errors import MorelliError
from morelli.images import Limits

_ORIGIN = re.compile(r"https?://(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?")
_HOST = re.compile(r"\*|(\[[0-9a-f:.]+\]|\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*)(:\d{1,5})?")
_PREFIX = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*")
_OWN_PATHS = ("admin", "api", "classifier", "healthz", "metrics", "readyz", "static")
_LOCAL = ("localhost", "127.0.0.1", "::1", "[::1]")
_ANY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104  (compared with, not listened on)
_SHORTEST_KEY = 32
_SECRETS = ("secret_key", "monitor_token")
_PLACEHOLDERS = ("changeme", "change-me", "example", "insecure", "placeholder", "replace")


class SettingError(MorelliError):
    """A variable holds a value that is not clear; the message names it and says what it takes."""


class Environment(BaseSettings):
    """The server's settings. The variable of a field is `MORELLI_` and the field in capitals."""

    model_config = SettingsConfigDict(env_prefix="MORELLI_", frozen=True, extra="ignore")

    host: str = Field(default="127.0.0.1", min_length=1, description="address to listen on")
    port: int = Field(default=8000, ge=1, le=65535, description="port to listen on")
    bundle: str = Field(default="default", min_length=1, description="name or folder of the model")
    gallery: str = Field(default="", description="folder of paintings to hang; empty: the studies")
    evaluation: str = Field(
        default="", description="folder that `morelli evaluate --out` wrote about the model"
    )
    taught: str = Field(
        default="", description="folder where staff's taught models are kept; empty: no teaching"
    )
    workers: int = Field(default=1, ge=1, le=64, description="processes, each with its own model")
    threads: int | None = Field(
        default=None, ge=1, le=256, description="the model's processor threads in each process"
    )
    queue: int = Field(
        default=128, ge=1, le=1_000, description="requests with pictures at once in each process"
    )
    queue_seconds: float = Field(
        default=1.0, ge=0.01, le=3_600, description="seconds that a picture may wait for the model"
    )
    answer_seconds: float = Field(
        default=60.0, ge=1, le=3_600, description="seconds within which a request is answered"
    )
    body_seconds: float = Field(
        default=300.0, ge=1, le=86_400, description="seconds within which a request must arrive"
    )
    body_rate: float = Field(
        default=10_000.0, ge=1, le=1e9, description="bytes a second that a request comes with"
    )
    body_room: int = Field(
        default=1_000_000_000,
        ge=1_000_000,
        le=1_000_000_000_000,
        description="bytes of requests' bodies that each process holds at once",
    )
    decode_memory: int = Field(
        default=600_000_000,
        ge=10_000_000,
        le=1_000_000_000_000,
        description="bytes that one picture, and all that are decoded at once, may take in each"
        " process",
    )
    decode_seconds: float = Field(
        default=10.0, ge=1, le=600, description="processor seconds that one picture may take"
    )
    decoders: int | None = Field(
        default=None, ge=1, le=64, description="processes that decode pictures, for each process"
    )
    max_bytes: int = Field(
        default=Limits().bytes, ge=1_000, le=1_000_000_000, description="largest picture in bytes"
    )
    max_files: int = Field(default=16, ge=1, le=1_000, description="most pictures in one request")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("localhost", "127.0.0.1", "[::1]"),
        description="host names the server answers to, separated by commas",
    )
    path_prefix: str = Field(
        default="", description="path under which visitors find the server, as /morelli"
    )
    tls: bool = Field(
        default=False, description="true or false; whether visitors come by https, through a proxy"
    )
    proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        default=(),
        description="addresses or networks of proxies in front, separated by commas",
    )
    monitors: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        default=(IPv4Network("127.0.0.0/8"), IPv6Network("::1/128")),
        description="addresses or networks that may ask /readyz and /metrics, separated by commas",
    )
    monitor_token: str = Field(
        default="",
        description=f"at least {_SHORTEST_KEY} random characters; who sends them may ask, too",
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="origins whose pages may call /classifier, separated by commas"
    )
    kept_per_hour: int = Field(
        default=200,
        ge=1,
        le=1_000_000,
        description="corrections and shared answers that one visitor may leave in an hour",
    )
    log: Literal["text", "json"] = Field(
        default="text", description="text for people, or json: an object a line, requests, too"
    )
    debug: bool = Field(default=False, description="true or false; tracebacks for developers")
    secret_key: str = Field(
        default_factory=lambda: secrets.token_urlsafe(48),
        description=f"at least {_SHORTEST_KEY} random characters",
    )

    @field_validator("allowed_hosts", "cors_origins", "proxies", "monitors", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return tuple(part.strip().lower() for part in value.split(",") if part.strip())

    @field_validator("allowed_hosts")
    @classmethod
    def _are_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            if not _HOST.fullmatch(host):
                raise ValueError(f"{host!r} is not a host name; leave out scheme and path")
        return hosts

    @field_validator("path_prefix")
    @classmethod
    def _is_prefix(cls, prefix: str) -> str:
        prefix = prefix.rstrip("/")
        if not _PREFIX.fullmatch(prefix):
            raise ValueError("it is not a path; write it as /morelli")
        if prefix.split("/")[1:2] and prefix.split("/")[1] in _OWN_PATHS:
            raise ValueError("the server has such a path itself")
        return prefix

    @field_validator("debug")
    @classmethod
    def _is_private(cls, debug: bool, info: ValidationInfo) -> bool:
        """Tracebacks are for the developer at this machine."""
        reachable = {info.data.get("host", ""), *info.data.get("allowed_hosts", ())}
        if debug and (info.data.get("tls") or not reachable <= {*_LOCAL, ""}):
            raise ValueError(
                "tracebacks would be shown to strangers; with it, MORELLI_HOST and "
                "MORELLI_ALLOWED_HOSTS are of this machine alone, and MORELLI_TLS is not set"
            )
        return debug

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin!r} is not an origin; write it as http://localhost:4200")
        return origins

    @field_validator("secret_key", "monitor_token")
    @classmethod
    def _is_secret(cls, key: str, info: ValidationInfo) -> str:
        if not key and info.field_name == "monitor_token":
            return key  # nobody has it
        if any(word in key.lower() for word in _PLACEHOLDERS):
            raise ValueError("it looks like an example out of a manual")
        if len(key) < _SHORTEST_KEY or len(set(key)) < 8:
            raise ValueError("it is too easy to guess")
        return key

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names answered to: those allowed, and the address listened on if it is one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.allowed_hosts if self.host in _ANY_ADDRESS else (*self.allowed_hosts, host)


@cache
def environment() -> Environment:
    """The settings of this process.

    Raises:
        SettingError: a variable has a value that is not clear.
    """
    try:
        return Environment()
    except ValidationError as error:
        raise SettingError("\n".join(_sentences(error))) from error


def time_zone(named: str) -> str:
    """The zone of dates shown to staff: what `TZ` names, where it is a zone's name, else UTC."""
    try:
        return ZoneInfo(named).key if named else "UTC"
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return "UTC"


def _sentences(error: ValidationError) -> list[str]:
    sentences = []
    for problem in error.errors(include_url=False):
        name = str(problem["loc"][0])
        shown = "" if name in _SECRETS else f"={problem['input']}"
        reason = problem["msg"].removeprefix("Value error, ")
        wanted = Environment.model_fields[name].description
        sentences.append(f"MORELLI_{name.upper()}{shown} is refused: {reason}. It takes: {wanted}.")
    return sentences
