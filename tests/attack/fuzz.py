"""Feeds decoders, the reader of graphs and the API what nobody has thought of, for a time.

Pictures and graphs are changed by libFuzzer (atheris), which keeps what reaches lines of ours that
nothing reached before; it begins with the hostile pictures of this folder, and with a small graph.
The API is asked by schemathesis, by its own schema, on a server of its own. Each ends with 0 where
nothing fell; what made something fall is left in the working folder, or printed.

Usage: python tests/attack/fuzz.py {pictures,graphs,api} [--seconds 60] [--seed 1]
"""

import argparse
import contextlib
import subprocess
import sys
import tempfile
from pathlib import Path

MOST = 1 << 13
"""Bytes of what is fed; more is changed too slowly."""

PIXELS = 1 << 20
"""Largest pictures that are decoded, so that there are many of them."""

TESTS = Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "attack"), str(TESTS / "bundles")]


def pictures(seconds: int, seed: int) -> None:
    """Bytes are decoded, or refused with a reason."""
    import atheris

    with atheris.instrument_imports(include=["morelli.images"]):
        from morelli import images

    import hostile
    from hostile.made import healthy

    limits = images.Limits(pixels=PIXELS)

    def one(data: bytes) -> None:
        with contextlib.suppress(images.PictureError):
            pixels = images.decode(data, limits=limits, at_least=224)
            assert pixels.ndim == 3 and pixels.shape[2] == 3

    begin = [*healthy().values(), *(data for _, data in hostile.files(every=5))]
    _fuzz(one, begin, seconds, seed)


def graphs(seconds: int, seed: int) -> None:
    """A graph is read, or refused with a reason."""
    import atheris

    with atheris.instrument_imports(include=["morelli.bundles"]):
        from morelli.bundles import graph_check

    import tiny

    def one(data: bytes) -> None:
        with contextlib.suppress(ValueError):
            graph_check.check(data)

    _fuzz(one, [tiny.graph().SerializeToString()], seconds, seed)


def _fuzz(one: object, begin: list[bytes], seconds: int, seed: int) -> None:
    import atheris

    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(begin):
            if len(data) <= MOST:
                (Path(folder) / str(number)).write_bytes(data)
        options = [f"-max_total_time={seconds}", f"-seed={seed}", f"-max_len={MOST}"]
        options += ["-rss_limit_mb=4000", "-timeout=60", "-verbosity=0", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], *options, folder], one)
        atheris.Fuzz()


def api(seconds: int, seed: int) -> None:
    """Every operation answers what its schema says, and nothing is a defect."""
    from serving import serving

    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as (_, port):
        checks = "not_a_server_error,status_code_conformance,content_type_conformance"
        command = [str(Path(sys.executable).with_name("schemathesis")), "run"]
        command += [
            f"http://127.0.0.1:{port}/api/openapi.json",
            f"--max-time={seconds}",
            f"--seed={seed}",
        ]
        command += [f"--checks={checks},response_schema_conformance", "--continue-on-failure"]
        command += ["--phases=examples,coverage,fuzzing", "--warnings=off", "--no-color"]
        command += ["--generation-database=none", "--suppress-health-check=all"]
        ended = subprocess.run(command, check=False).returncode
    sys.exit(ended)


def main() -> None:
    """Fuzz what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["pictures", "graphs", "api"])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    {"pictures": pictures, "graphs": graphs, "api": api}[asked.what](asked.seconds, asked.seed)


if __name__ == "__main__":
    main()
