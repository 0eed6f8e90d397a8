import subprocess
import sys
import time

from benchmarks.memory import Peak, proportional, resident, resident_anonymous

SCRIPT = "import time; held = bytes(50 << 20); held = bytearray(held); print('ready', flush=True); time.sleep(60)"


def test_memory_of_this_process_is_known() -> None:
    assert resident() > resident_anonymous() > 1


def test_the_memory_of_children_counts() -> None:
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SCRIPT!r}])"
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, start_new_session=True) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            with Peak(process.pid) as peak:
                time.sleep(0.5)
            assert peak.mib > 50
        finally:
            subprocess.run(["kill", "--", f"-{process.pid}"], check=True)


def test_a_process_that_has_ended_holds_nothing() -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert proportional(process.pid) == 0
