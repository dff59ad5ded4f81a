"""The root of every error whose message is written for people."""


class MorelliError(Exception):
    """What went wrong, with which file or field, and what to do, in a sentence for people.

    The command line prints the message and exits with 2; the API answers with it as a
    problem detail. Anything that isn't a `MorelliError` is a defect of morelli.
    """
