"""An HTTP endpoint that objects are posted to, one request each."""

import http.client
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import SplitResult, urlsplit

from python_ml.activation.payloads import Payload
from python_ml.activation.waiting import backoff_seconds, retry_after_seconds

# An answer that says nothing about the object: it may be another one later. 409 is one about a
# request of the same key that is still being worked on.
RETRIED = {408, 409, 425, 429}
# An answer about the address or the right to use it, which would be the same for every object.
OF_THE_ENDPOINT = {401, 403, 404, 405, 407, 410}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
ANSWER_LENGTH = 500


class EndpointError(ValueError):
    """No object can be delivered as the command is called: the sentence says what to change."""


@dataclass(frozen=True)
class Outcome:
    """What came of the attempts to deliver an object.

    Attributes:
        status: delivered, dead (the endpoint will not take the object) or pending (it gave no good
            answer so far).
        status_code: HTTP status of the last answer; None without one.
        attempt_count: requests made.
        answer: beginning of the last answer, or what went wrong.
    """

    status: str
    status_code: int | None
    attempt_count: int
    answer: str


@dataclass(frozen=True)
class Patience:
    """How often and how patiently to try.

    Attributes:
        attempt_count: most requests for one object.
        base_seconds: upper end of the first wait, doubled after every attempt.
        longest_seconds: upper end of any wait; an endpoint that asks for more is left alone.
        timeout_seconds: longest wait for a connection or an answer.
        seed: seed of the jitter.
    """

    attempt_count: int = 8
    base_seconds: float = 0.5
    longest_seconds: float = 60
    timeout_seconds: float = 30
    seed: int = 0


class Endpoint:
    """One address; each thread keeps a connection of its own open.

    Args:
        url: address to post to, http or https.
        token: sent as a bearer token; None for none.
        patience: how often and how patiently to try.
        sleep: waits so many seconds.
        is_given_up: whether attempts are no longer worth making.

    Raises:
        EndpointError: if the address cannot be used, or a token would travel unencrypted.
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
        is_given_up: Callable[[], bool] = lambda: False,
    ):
        self.url = url
        self.patience = patience or Patience()
        self._parts = _checked(url, token)
        self._path = (self._parts.path or "/") + (
            f"?{self._parts.query}" if self._parts.query else ""
        )
        self._headers = {"Content-Type": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._sleep = sleep
        self._is_given_up = is_given_up
        self._connections = threading.local()

    def deliver(self, payload: Payload) -> Outcome:
        """Post an object until it is taken or refused, or patience ends.

        Args:
            payload: the object; its delivery_key goes into the header Idempotency-Key.

        Returns:
            Outcome: what came of it.

        Raises:
            EndpointError: if the answer is about the address and not about the object.
        """
        code, answer, attempt = None, "", 0
        while attempt < self.patience.attempt_count and not self._is_given_up():
            attempt += 1
            code, answer, asked_seconds = self._post(payload)
            if (
                code is not None
                and code not in RETRIED
                and code < http.client.INTERNAL_SERVER_ERROR
            ):
                self._check_address(code, answer)
                is_taken = code < http.client.MULTIPLE_CHOICES
                return Outcome("delivered" if is_taken else "dead", code, attempt, answer)
            if asked_seconds > self.patience.longest_seconds:
                break
            if attempt < self.patience.attempt_count:
                self._sleep(max(asked_seconds, self._backoff(attempt, payload.delivery_key)))
        return Outcome("pending", code, attempt, answer)

    def close(self) -> None:
        """Close the connection of this thread."""
        connection = getattr(self._connections, "open", None)
        if connection is not None:
            connection.close()
            self._connections.open = None

    def _backoff(self, attempt, key):
        return backoff_seconds(
            attempt,
            key=key,
            seed=self.patience.seed,
            base_seconds=self.patience.base_seconds,
            longest_seconds=self.patience.longest_seconds,
        )

    def _post(self, payload):
        """Status, beginning of the answer and seconds it asks to wait; no status without one."""
        try:
            connection = self._connection()
            headers = self._headers | {
                "Idempotency-Key": payload.delivery_key,
                "NBA-Object": payload.object_name,
                "NBA-Operation": payload.operation,
            }
            connection.request("POST", self._path, body=payload.body.encode(), headers=headers)
            response = connection.getresponse()
            text = response.read()[:ANSWER_LENGTH].decode("utf-8", errors="replace")
        except socket.gaierror as error:
            raise EndpointError(
                f"There is no host '{self._parts.hostname}' ({error.strerror}). Correct --url."
            ) from error
        except (OSError, http.client.HTTPException) as error:
            # What is left of a broken exchange must not be read as the next answer.
            self.close()
            return None, f"{type(error).__name__}: {error}", 0
        if response.will_close:
            self.close()
        if http.client.MULTIPLE_CHOICES <= response.status < http.client.BAD_REQUEST:
            text = response.headers.get("Location", text)
        asked = retry_after_seconds(response.headers.get("Retry-After"), datetime.now(UTC))
        return response.status, text, asked

    def _connection(self):
        connection = getattr(self._connections, "open", None)
        if connection is None:
            kind = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
            connection = kind[self._parts.scheme](
                self._parts.hostname, self._parts.port, timeout=self.patience.timeout_seconds
            )
            self._connections.open = connection
        return connection

    def _check_address(self, code, answer):
        if http.client.MULTIPLE_CHOICES <= code < http.client.BAD_REQUEST:
            raise EndpointError(
                f"'{self.url}' answers {code} and leads on to '{answer}'. Posts are not sent on: "
                "give the address that takes them as --url."
            )
        if code in {401, 403, 407}:
            raise EndpointError(
                f"'{self.url}' answers {code}: it does not let this command in. Name an "
                "environment variable that holds a valid token with --token-env."
            )
        if code in OF_THE_ENDPOINT:
            raise EndpointError(
                f"'{self.url}' answers {code} to a post: this is not the address that takes "
                "objects. Correct --url."
            )


def token_from_environment(name: str | None) -> str | None:
    """Read the token from the variable that the command line names.

    Args:
        name: name of the environment variable; None for no token.

    Returns:
        str or None: the token.

    Raises:
        EndpointError: if the variable is not set, or empty.
    """
    if name is None:
        return None
    token = os.environ.get(name, "").strip()
    if not token:
        raise EndpointError(
            f"The environment variable '{name}' is not set. Put the token into it; --token-env "
            "takes the name of the variable and never the token."
        )
    return token


def _checked(url: str, token: str | None) -> SplitResult:
    try:
        parts = urlsplit(url)
        port_is_readable = parts.port is None or parts.port > 0
    except ValueError:
        raise EndpointError(f"'{url}' is not an address. Correct --url.") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_readable:
        raise EndpointError(
            f"'{url}' is not an address that can be posted to. Give --url as https://host/path."
        )
    if parts.username or parts.password:
        raise EndpointError(
            "The address holds a name or a password, which others can read on the command line. "
            "Leave it out, and name an environment variable that holds a token with --token-env."
        )
    if token and parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise EndpointError(
            f"The token would be sent to '{parts.hostname}' unencrypted. Give --url as https://."
        )
    return parts
