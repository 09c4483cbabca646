"""Same definition, same commands: same events in the same order, whatever the hash seed of the machine."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from random import Random

from bpmn_host import Host
from bpmn_random import Blocks

from engine import encoding

FOLDER = Path(__file__).parent


def digest(count: int = 12) -> str:
    """Of all events of some random drawings."""
    found = sha256()
    for seed in range(count):
        rng = Random(seed)
        blocks = Blocks(rng)
        host = Host.of(blocks.body(), **blocks.variables)
        while host.state == "active":
            host.complete(rng.choice(sorted({each for each in host.opened() if each.startswith("U")})))
        found.update(encoding.dumps(host.instances[0].history))
    return found.hexdigest()


def test_events_do_not_depend_on_the_hash_seed() -> None:
    program = "import test_bpmn_determinism as t; print(t.digest())"
    paths = os.pathsep.join([str(FOLDER), str(FOLDER.parents[1])])
    seen = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        seen.add(done.stdout.strip())
    assert seen == {digest()}
