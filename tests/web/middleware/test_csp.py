"""Security headers stand on every response."""

import re

import pytest


@pytest.mark.parametrize(
    "path",
    ["/", "/healthz", "/classifier", "/api/docs", "/api/nothing", "/static/ninja/swagger-ui.css"],
)
def test_every_response_has_the_headers(server, path):
    headers = server.request("GET", path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "object-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"


def test_every_response_has_a_nonce_of_its_own(server):
    nonces = {
        re.search("'nonce-([^']+)'", server.request("GET", "/").headers["content-security-policy"])[
            1
        ]
        for _ in range(5)
    }
    assert len(nonces) == 5
    assert all(len(nonce) >= 20 for nonce in nonces)
