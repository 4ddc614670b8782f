"""What talk has the server's threads do."""

from dragoman.jobs.queue import Work, handles
from dragoman.talk.backlinks import verify
from dragoman.talk.sending import send_one

__all__ = ["send_mention", "verify_backlink"]


# Five tries, the last some seven hours after the first: a server that is down for a night is met again.
@handles("talk.verify", tries=5, wait=1800)
def verify_backlink(work: Work) -> object:
    """Verify that a page links to us."""
    return verify(work.payload["backlink"], work.payload["ping"], last=work.last)


@handles("talk.send", tries=5, wait=1800)
def send_mention(work: Work) -> object:
    """Tell a page that we link to it."""
    return send_one(work.payload["sent"], work.payload["fields"], last=work.last)
