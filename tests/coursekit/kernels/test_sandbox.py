"""What a notebook that means no harm gets from the sandbox, and what callers get back."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from coursekit.kernels import OUTCOMES, Limits, NoBubblewrap, Sandbox, bubblewrap
from coursekit.kernels.furnishing import check_name
from hostile import cases, shown


def notebook(*sources):
    return new_notebook(cells=[new_code_cell(source, id=f"cell-{at}") for at, source in enumerate(sources, 1)])


def text(ran):
    return shown(ran.notebook)


def test_cells_run_one_after_the_other_errors_and_all(sandbox):
    given = notebook("a = 20\nprint('out')", "1 / 0", "a + 1")
    ran = sandbox.run(given)
    assert (ran.outcome, ran.cell, ran.said, ran.interrupted) == ("ran", None, "", ())
    first, second, third = ran.notebook.cells
    assert first.outputs[0].text == "out\n"
    assert second.outputs[0].ename == "ZeroDivisionError"
    assert third.outputs[0].data["text/plain"] == "21"
    assert [cell.execution_count for cell in ran.notebook.cells] == [1, 2, 3]
    assert not given.cells[0].outputs, "what was given stays as it is"
    assert set(ran.seconds) == {"start", "cells", "learner", "shutdown"}


def test_what_is_open_can_be_read_and_not_written(sandbox, planted):
    data = f"{planted['PLANTED_OPEN']}/data.csv"
    ran = sandbox.run(notebook(f"print(open({data!r}).read())", f"open({data!r}, 'a')"))
    assert "1,2" in text(ran)
    assert "Read-only file system" in text(ran)


def test_files_go_in_and_come_out_and_links_do_not(sandbox, tmp_path):
    (tmp_path / "orders.csv").write_text("sku\n7\n", encoding="utf-8")
    code = """
        import os
        open("answers.json", "w").write(open("data/orders.csv").read())
        os.symlink("/etc/passwd", "link"); os.mkfifo("pipe"); os.mkdir("folder")
        open("large", "w").write("x" * 2_000_000)
    """
    ran = sandbox.run(
        notebook(code), {"data/orders.csv": tmp_path / "orders.csv"},
        collect=["answers.json", "link", "pipe", "folder", "large", "missing"], limits=Limits(output_mb=1),
    )  # fmt: skip
    assert (ran.outcome, ran.files) == ("ran", {"answers.json": b"sku\n7\n"})
    (tmp_path / "link").symlink_to(tmp_path / "orders.csv")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe"):
        with pytest.raises(ValueError, match="Only plain files"):
            sandbox.run(notebook("1"), {"x": tmp_path / name})


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a//b", "", "a/../b", "x\n", "y" * 300, "a\0b"])
def test_names_that_lead_elsewhere_are_refused(name):
    with pytest.raises(ValueError, match="no name of a file"):
        check_name(name)


def test_no_kernel_sees_what_another_one_left(sandbox):
    leave = "import os\nos.environ['LEFT'] = 'x'\nopen('/tmp/left', 'w')\nopen('/dev/shm/left', 'w')\nopen('left', 'w')"
    assert sandbox.run(notebook(leave)).outcome == "ran"
    look = "import os\nprint([os.path.exists(p) for p in ('/tmp/left', '/dev/shm/left', 'left')], 'LEFT' in os.environ)"
    assert "[False, False, False] False" in text(sandbox.run(notebook(look)))


def test_two_kernels_draw_other_random_numbers(sandbox):
    draw = "import random, numpy, uuid, tempfile\nprint(random.random(), numpy.random.rand(), uuid.uuid4())"
    draw += "\nprint(tempfile.mktemp())"
    first, second = (sandbox.run(notebook(draw)).notebook.cells[0].outputs[0].text.split() for _ in range(2))
    assert len(first) == 4
    assert not set(first) & set(second)


def test_a_kernel_has_what_ipython_has(sandbox):
    ran = sandbox.run(notebook(
        "%time 1", "!echo shell $((1 + 1))", "%%bash\necho magic", "from IPython.display import HTML\nHTML('<b>x</b>')",
        "import ipywidgets\nipywidgets.IntSlider(3)", "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
        "out = ipywidgets.Output()\nwith out:\n    print('inside')\nout",
    ))  # fmt: skip
    said = text(ran)
    for words in ("shell 2", "magic", "<b>x</b>", "application/vnd.jupyter.widget-view+json", "image/png"):
        assert words in said
    states = ran.notebook.metadata.widgets["application/vnd.jupyter.widget-state+json"]["state"].values()
    assert any(state["model_name"] == "OutputModel" and state["state"]["outputs"] for state in states)


def test_a_tag_does_not_save_a_cell_from_being_run_and_old_outputs_go(sandbox):
    cell = new_code_cell(
        "print('ran')", metadata={"tags": ["skip-execution"]}, outputs=[new_output("stream", text="forged")]
    )
    died = new_code_cell("import os; os._exit(1)", id="last")
    after = new_code_cell("1", outputs=[new_output("stream", text="forged")])
    ran = sandbox.run(new_notebook(cells=[cell, died, after]))
    assert "ran" in text(ran)
    assert "forged" not in text(ran)
    assert (ran.outcome, ran.cell) == ("died", "last")


def test_a_cell_that_takes_too_long_is_interrupted_and_says_so(sandbox):
    ran = sandbox.run(notebook("import time; time.sleep(999)", "print('next')"), limits=Limits(cell_seconds=1))
    assert ran.interrupted == ("cell-1",)
    assert ran.notebook.cells[0].outputs[-1].ename == "CellTimeoutError"
    assert "next" in text(ran)


def test_a_dead_zygote_is_replaced(sandbox):
    zygote = sandbox._zygote
    before = zygote.times_started
    os.kill(zygote.process, signal.SIGKILL)
    assert "2" in text(sandbox.run(notebook("1 + 1")))
    assert zygote.times_started == before + 1


def test_what_is_imported_later_is_there_in_the_kernels_to_come_after_a_death_too(sandbox):
    asked = notebook("import sys\nprint('colorsys' in sys.modules, 'no_such_module' in sys.modules)")
    assert "False False" in text(sandbox.run(asked))
    sandbox.import_more(["colorsys", "no_such_module"])
    assert "True False" in text(sandbox.run(asked))
    os.kill(sandbox._zygote.process, signal.SIGKILL)
    assert "True False" in text(sandbox.run(asked))


def test_a_module_that_starts_a_thread_or_ends_the_process_is_not_imported_later(tmp_path):
    modules = {
        "first": "", "starts": "import threading, time\nthreading.Thread(target=time.sleep, args=[9]).start()",
        "second": "", "ends": "import os\nos._exit(3)", "breaks": "1 / 0", "third": "",
    }  # fmt: skip
    for name, source in modules.items():
        (tmp_path / f"later_{name}.py").write_text(source, encoding="utf-8")
    code = (
        "import sys; from coursekit.kernels.zygote import import_more\n"
        f"sys.path.append({str(tmp_path)!r})\nimport_more({[f'later_{name}' for name in modules]})\n"
        "print(*sorted(name for name in sys.modules if name.startswith('later_')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "later_first later_second later_third\n"


def test_what_is_imported_later_is_imported_once_and_the_process_that_waits_ends_like_the_one_that_went_on(tmp_path):
    (tmp_path / "later_told.py").write_text("print('imported', flush=True)", encoding="utf-8")
    code = (
        "import sys; from coursekit.kernels.zygote import import_more\n"
        f"sys.path.append({str(tmp_path)!r})\nimport_more(['later_told'])\nimport_more(['later_told'])\nsys.exit(7)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (7, "imported\n")


def test_several_notebooks_run_at_once(sandbox):
    found = {}

    def work(number):
        found[number] = text(sandbox.run(notebook(f"import time; time.sleep(0.5); print('number', {number})")))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(f"number {number}" in said for number, said in found.items())
    assert len(found) == 4


PARENT = """
import sys
from nbformat.v4 import new_notebook, new_code_cell
from coursekit.kernels import Sandbox
with Sandbox(warm=("json",), enclosed={enclosed}) as sandbox:
    code = "import subprocess, time; subprocess.Popen(['sleep', '{mark}'], start_new_session=True); time.sleep(300)"
    print("begin", sandbox._zygote.seats, flush=True)
    sandbox.run(new_notebook(cells=[new_code_cell(code)]))
"""


@pytest.mark.parametrize(("enclosed", "mark"), [(True, "4321.125"), (False, "4321.25")])
def test_nothing_outlives_a_parent_that_is_killed(needs_bubblewrap, enclosed, mark):
    code = PARENT.format(enclosed=enclosed, mark=mark)
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    seats = parent.stdout.readline().split()[1]
    wait_until(lambda: running(f"sleep {mark}"), "the kernel's child has started")
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until(lambda: not running(f"sleep {mark}") and not running(seats), "all have ended")
    subprocess.run(["rm", "-r", seats], check=True)


def running(words):
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found += [path] if words in path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace") else []
        except OSError:
            continue  # it has ended meanwhile
    return found


def wait_until(holds, what, seconds=90):
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, what
        time.sleep(0.1)


def test_a_kernel_without_the_enclosure_keeps_the_limits_of_time_and_memory():
    with Sandbox(warm=("json",), enclosed=False) as sandbox:
        ran = sandbox.run(
            notebook("print('in'); held = bytearray(900_000_000)", "print('on')"), limits=Limits(memory_mb=100)
        )
        assert (ran.outcome, "MemoryError" in text(ran), "on" in text(ran)) == ("ran", True, True)


def test_without_bubblewrap_it_refuses_and_says_how_to_go_on(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoBubblewrap, match=r"not installed.*apt-get install bubblewrap.*enclosed=False"):
        Sandbox()
    (tmp_path / "bwrap").write_text(
        "#!/bin/sh\necho 'setting up uid map: Permission denied' >&2; exit 1\n", encoding="utf-8"
    )
    (tmp_path / "bwrap").chmod(0o755)
    with pytest.raises(NoBubblewrap, match=r"cannot make a sandbox here: setting up uid map"):
        Sandbox()


FORBIDDEN = """
from coursekit.kernels import bubblewrap
bubblewrap.OWN_PID_MAX = (0, 0)  # root is refused for another reason before that Linux
try:
    print(bubblewrap.find())
except bubblewrap.NoBubblewrap as error:
    print(error)
"""


def test_where_user_namespaces_are_off_the_command_that_allows_them_is_said(needs_bubblewrap):
    forbid = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"'
    inside = ["sh", "-c", forbid, "sh", sys.executable, "-c", FORBIDDEN]
    said = subprocess.run(["unshare", "--user", "--map-root-user", *inside], capture_output=True, text=True, check=True)
    assert "cannot make a sandbox here" in said.stdout
    assert "This system has user.max_user_namespaces = 0" in said.stdout
    assert "sudo sysctl user.max_user_namespaces=10000" in said.stdout
    assert "enclosed=False" in said.stdout


def test_where_no_setting_forbids_namespaces_the_container_is_named(monkeypatch):
    monkeypatch.setattr(bubblewrap, "SWITCHES", (("no.such_setting", "0", "1"),))
    assert "--security-opt seccomp=unconfined" in bubblewrap._how_to_allow()


@pytest.mark.parametrize("wrong", [{"memory_mb": 0}, {"cell_seconds": -1}, {"processes": True}, {"output_mb": "20"}])
def test_a_limit_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match="must be a number above zero"):
        Limits(**wrong)


def test_the_hostile_notebooks_are_of_all_kinds():
    found = cases()
    assert {case.outcome for case in found} <= set(OUTCOMES)
    assert {"reading", "writing", "network", "killing", "outliving", "protocol", "escaping"} <= {
        case.family for case in found
    }
