"""Every answerer of one serving process, and asking them."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx
import structlog
from pydantic import ValidationError

from bot.answerers.asking import ASK, METRICS, STATE, Answered, AnswererState, PageQuestion
from bot.answerers.process import AnswererProcess
from bot.telemetry.requests import ids_onward

_ANSWER_S = 60.0
_LOOK_S = 2.0
# An answerer that failed this often in a row is not waited for.
_PATIENCE = 2
_STARTING = "作答进程正在启动"
_FAILING = "作答进程反复退出（已 {times} 次），看日志中的 answerer_ended"

_log = structlog.get_logger(__name__)


class Answerers:
    """`count` answerers; `environment` gives what their environment has beside ours."""

    def __init__(self, count: int, environment: Callable[[], Mapping[str, str]]) -> None:
        # Only this user may reach the sockets: whoever asks there says whose rights hold.
        self._folder = Path(tempfile.mkdtemp(prefix="policybot-"))
        self._processes = [
            AnswererProcess(self._folder / str(number), environment)
            for number in range(1, count + 1)
        ]
        self._clients = [
            httpx.Client(
                base_url="http://answerer", transport=httpx.HTTPTransport(uds=str(process.path))
            )
            for process in self._processes
        ]
        self._turn = itertools.count()

    def start(self) -> None:
        """Start them all."""
        for process in self._processes:
            process.start()

    def stop(self) -> None:
        """Stop them all, and remove the sockets."""
        for process in self._processes:
            process.stop()
        for client in self._clients:
            client.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def wake(self) -> None:
        """Say that messages have been kept."""
        for process in self._processes:
            process.wake()

    def running(self) -> int:
        """Return how many there are at this moment."""
        return sum(process.is_running for process in self._processes)

    def state(self) -> AnswererState:
        """Return the state of the one that has come furthest."""
        found = AnswererState(is_warm=False, reason=_STARTING)
        for process, client in zip(self._processes, self._clients, strict=True):
            if process.failures >= _PATIENCE:
                found = AnswererState(is_warm=False, reason=_FAILING.format(times=process.failures))
            if not process.is_running:
                continue
            try:
                answer = client.get(STATE, timeout=_LOOK_S)
                state = AnswererState.model_validate_json(answer.content)
            except (httpx.HTTPError, ValidationError):
                continue
            if state.is_warm:
                return state
            found = state
        return found

    def ask(self, question: PageQuestion) -> Answered | None:
        """Return what an answerer says; None when none can be asked, or it failed.

        One that is just starting is waited for. The caller answers itself otherwise: asked again
        with the same message id, nothing is done twice.
        """
        first = next(self._turn)
        for place in range(len(self._processes)):
            number = (first + place) % len(self._processes)
            if self._processes[number].failures < _PATIENCE:
                answered = self._ask(self._clients[number], question)
                if answered is not None:
                    return answered
        return None

    def metrics(self) -> dict[str, str]:
        """Return what each of them that answers shows to Prometheus, by its number."""
        found = {}
        for number, client in enumerate(self._clients, start=1):
            if not self._processes[number - 1].is_running:
                continue
            try:
                found[str(number)] = client.get(METRICS, timeout=_LOOK_S).raise_for_status().text
            except httpx.HTTPError as exc:
                _log.warning("answerer_without_metrics", error=type(exc).__name__)
        return found

    def _ask(self, client: httpx.Client, question: PageQuestion) -> Answered | None:
        try:
            answer = client.post(
                ASK, json=question.model_dump(), headers=ids_onward(), timeout=_ANSWER_S
            )
            answer.raise_for_status()
            return Answered.model_validate_json(answer.content)
        except (httpx.HTTPError, ValidationError) as exc:
            _log.warning("answerer_did_not_answer", error=type(exc).__name__)
            return None
