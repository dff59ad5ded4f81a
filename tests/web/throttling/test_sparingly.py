"""What visitors leave is limited for each of them, whatever it is."""

LIMIT = 3


def test_corrections_and_shared_answers_are_limited_together(serve, draw):
    with serve(MORELLI_KEPT_PER_HOUR=str(LIMIT), MORELLI_PROXIES="127.0.0.1") as server:

        def correct(address: str):
            said = ("said", None, b"Claude Monet")
            return server.post("/api/v1/corrections", said, X_Forwarded_For=address)

        assert [correct("192.0.2.1").status for _ in range(LIMIT - 1)] == [201] * (LIMIT - 1)
        picture = ("file", "a.jpg", draw())
        assert server.post("/api/v1/shared", picture, X_Forwarded_For="192.0.2.1").status == 201
        refused = correct("192.0.2.1")
        assert (refused.status, refused.json()["code"]) == (429, "throttled")
        assert 0 < int(refused.headers["retry-after"]) <= 3600
        assert server.post("/api/v1/shared", picture, X_Forwarded_For="192.0.2.1").status == 429
        assert correct("192.0.2.2").status == 201
        # Answers leave nothing behind, and are not limited so.
        asked = server.post("/api/v1/attributions", picture, X_Forwarded_For="192.0.2.1")
        assert asked.status == 200
