"""What a museum's reply may lead to."""

import pytest

from morelli.datasets import links
from morelli.datasets.dataset import DatasetError


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.1/x.jpg",
        "https://127.0.0.1/x.jpg",
        "https://localhost/x.jpg",
        "https://[::1]/x.jpg",
        "https://[::ffff:192.168.0.1]/x.jpg",
        "https://169.254.169.254/latest/meta-data",
        "http://93.184.215.14/x.jpg",
        "ftp://93.184.215.14/x.jpg",
        "file:///etc/passwd",
        "https:///x.jpg",
        "https://host:port/x.jpg",
        "javascript:alert(1)",
        "",
    ],
)
def test_what_is_refused(url: str) -> None:
    with pytest.raises(DatasetError):
        links.check(url)


def test_what_is_let_through() -> None:
    links.check("https://93.184.215.14/x.jpg")
    links.check("http://127.0.0.1:99/x.jpg", trusted="http://127.0.0.1:8202")
    with pytest.raises(DatasetError, match="private network"):
        links.check("https://10.0.0.1/x.jpg", trusted="http://127.0.0.1:8202")
