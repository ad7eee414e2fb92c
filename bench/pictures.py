"""Pictures: processor time of a derivative beside a C program on libvips, cold requests and a herd beside thumbor and ipx."""

import argparse
import http.client
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyvips

from bench.newsroom import free_port
from bench.photographs import photographs

#: What is compared: format, width, quality, effort.
JOBS = (("jpg", 480, 80, 0), ("jpg", 960, 80, 0), ("jpg", 1920, 80, 0), ("webp", 960, 75, 4), ("avif", 960, 55, 1))
_OURS = """
import sys
from pathlib import Path
from datetime import date
import pyvips
from stoppress.pictures import derivatives
from stoppress.pictures.addresses import Derivative
from stoppress.pictures.metadata import blobs_of
from stoppress.pictures.taken_in import Words
derivatives.settle_libvips()
format, width, quality, times, *paths = sys.argv[1:]
words = Words(creator="Ann Lee", credit="Courier", copyright="Ann Lee", usage_terms="One use", terms_url="https://a.example/terms")
for _ in range(int(times)):
    for path in paths:
        data = Path(path).read_bytes()
        head = pyvips.Image.new_from_buffer(data, "")
        wanted = Derivative(1, date(2026, 1, 1), (0, 0, head.width, head.height), int(width), int(quality), "0", format)
        derivatives.render(data, wanted, blobs_of(words))
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A picture server: its port, the paths of cold derivatives, its process, and headers it wants."""

    name: str
    port: int
    paths: list[str]
    process: int


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    installed = Path(tempfile.gettempdir()) / "stoppress-bench-peers"
    parser.add_argument("--peers", type=Path, default=installed, help="where peers are installed")
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", default="cpu,cold,sizes")
    asked = parser.parse_args()
    paths = photographs(asked.peers / "photographs")
    print("Photograph-like files of 12 to 24 million pixels, made from the demo's: see bench/photographs.py\n")
    if "cpu" in asked.only:
        _print_processor_time(paths, asked.peers, asked.times)
    if "cold" in asked.only:
        _print_servers(paths, asked.peers)
    if "sizes" in asked.only:
        _print_sizes(paths)


def _print_processor_time(paths: Sequence[Path], peers: Path, times: int) -> None:
    program = _compiled(peers)
    print("| derivative | Stoppress | C on the same libvips | ratio |\n|---|---|---|---|")
    for format, width, quality, effort in JOBS:
        files = [str(path) for path in paths]
        ours, theirs = [], []
        for _ in range(times):  # taking turns: the machine is shared
            ours.append(_seconds([sys.executable, "-c", _OURS, format, str(width), str(quality), "1", *files])
                        - _seconds([sys.executable, "-c", _OURS, format, str(width), str(quality), "0", *files]))  # fmt: skip
            if program:
                command = [str(program), format, str(width), str(quality), str(effort)]
                theirs.append(_seconds([*command, "1", *files]) - _seconds([*command, "0", *files]))
        mine, other = min(ours) / len(paths) * 1000, min(theirs, default=0) / len(paths) * 1000
        ratio = f"{mine / other:.2f}" if other else "–"
        print(f"| {format} {width} | {mine:.0f} ms | {other:.0f} ms | {ratio} |", flush=True)
    print()


def _seconds(command: list[str]) -> float:
    """Processor time that a command takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _compiled(peers: Path) -> Path | None:
    """The C program, built against the very library that pyvips brings; None without a compiler or libvips' headers."""
    library = next((Path(pyvips.__file__).parents[1] / "pyvips_binary.libs").glob("libvips-*.so.42"), None)
    headers = subprocess.run(["pkg-config", "--cflags", "vips"], capture_output=True, text=True, check=False)
    if library is None or headers.returncode or not shutil.which("cc"):
        print("(no C compiler or no libvips-dev: the C program is left out)")
        return None
    program = peers / "derivative"
    flags = [*headers.stdout.split(), f"-Wl,-rpath,{library.parent}", "-Wl,--allow-shlib-undefined"]
    subprocess.run(["cc", "-O2", "-o", str(program), "bench/peers/derivative.c", *flags, str(library)], check=True)
    return program


def _print_servers(paths: Sequence[Path], peers: Path) -> None:
    print("| server | cold requests/s | p50 | p99 | 40 readers of one cold picture | peak memory |\n|---|---|---|---|---|---|")
    for serve in (_stoppress, _thumbor, _thumbor_as_it_comes, _ipx):
        with serve(paths, peers) as server:
            if server is None:
                continue
            waits, seconds = _asked(server, server.paths[:-6], readers=4)
            herds = sorted(_asked(server, [path] * 40, readers=40)[1] for path in server.paths[-3:])
            half, most = statistics.median(waits), waits[int(len(waits) * 0.99)]
            print(
                f"| {server.name} | {len(waits) / seconds:.1f} | {half:.0f} ms | {most:.0f} ms "
                f"| {herds[1] * 1000:.0f} ms | {_peak(server.process)} MB |", flush=True,
            )  # fmt: skip
    print()


def _asked(server: Server, paths: Sequence[str], *, readers: int) -> tuple[list[float], float]:
    """Milliseconds of each answer in order of length, and the seconds that all took."""

    def ask(path: str) -> float:
        began = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        line.request("GET", path, headers={"Accept": "image/webp,*/*"})
        answer = line.getresponse()
        body = answer.read()
        line.close()
        if answer.status != 200 or len(body) < 1000:
            raise RuntimeError(f"{server.name} answered {answer.status} to {path}: {body[:200]!r}")
        return (time.monotonic() - began) * 1000

    began = time.monotonic()
    with ThreadPoolExecutor(readers) as pool:
        waits = sorted(pool.map(ask, paths))
    return waits, time.monotonic() - began


_WIDTHS = (480, 640, 960, 1200)


@contextmanager
def _stoppress(paths: Sequence[Path], peers: Path) -> Iterator[Server | None]:
    """The edge and the darkroom of an installation with these pictures."""
    home, port = Path(tempfile.mkdtemp(prefix="stoppress-bench-")), free_port()
    env = {**os.environ, "STOPPRESS_HOME": str(home), "PORT": str(port), "STOPPRESS_ENV": "development"}
    told = subprocess.run(
        [sys.executable, "-c", _MAKE, *map(str, paths), *map(str, _WIDTHS)], env=env, check=True, capture_output=True, text=True
    ).stdout.split()
    command = [sys.executable, "-m", "stoppress.conf.command", "run", "--workers", "1"]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port, "/healthz")
        _wait_for_darkroom(port, told.pop())
        yield Server("Stoppress", port, told, _child_of(process.pid, "conf.darkroom"))
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(home, ignore_errors=True)


_MAKE = """
import sys, django
from pathlib import Path
from django.core.management import call_command
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "stoppress.conf.settings"
django.setup()
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from stoppress.pictures.addresses import QUALITY, Derivative, address
from stoppress.pictures.ingest import take_in
from stoppress.pictures.keeping import keep_files
from stoppress.pictures.models import SIGNING_KEYS, Picture
paths = [Path(word) for word in sys.argv[1:] if not word.isdigit()]
widths = [int(word) for word in sys.argv[1:] if word.isdigit()]
def show(picture, x, width, format):
    box, day = (x, 0, picture.width, picture.height), picture.created_at.date()
    print(address(Derivative(picture.pk, day, box, width, QUALITY[format], picture.version, format), SIGNING_KEYS))
def addresses(picture, x):
    for width in widths:
        for format in ("jpg", "webp"):
            show(picture, x, width, format)
pictures = []
for path in paths:
    data = path.read_bytes()
    taken = take_in(data, path.name)
    picture = Picture(title=path.stem, alt="A picture", credit="Courier", creator="Ann Lee")
    keep_files(picture, data, taken, stem=path.stem)
    picture.save()
    pictures.append(picture)
for x in range(2):
    for picture in pictures:
        addresses(picture, x)
for picture in pictures[:4]:
    show(picture, 3, 960, "jpg")
"""


def _thumbor(paths: Sequence[Path], peers: Path) -> AbstractContextManager[Server | None]:
    return _thumbor_server(paths, peers, keeps=True)


def _thumbor_as_it_comes(paths: Sequence[Path], peers: Path) -> AbstractContextManager[Server | None]:
    return _thumbor_server(paths, peers, keeps=False)


@contextmanager
def _thumbor_server(paths: Sequence[Path], peers: Path, *, keeps: bool) -> Iterator[Server | None]:
    """thumbor with a process for each processor, reading from a folder, and keeping results in one or, as it comes, not."""
    home = peers / "thumbor"
    if not (home / "bin" / "thumbor").exists():
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=False)
        subprocess.run([str(home / "bin" / "python"), "-m", "pip", "install", "-q", "thumbor"], check=False, capture_output=True)
    if not (home / "bin" / "thumbor").exists():
        print("(thumbor cannot be installed here)")
        yield None
        return
    kept, port = Path(tempfile.mkdtemp(prefix="bench-thumbor-")), free_port()
    settings = kept / "thumbor.conf"
    settings.write_text(
        f"LOADER='thumbor.loaders.file_loader'\nFILE_LOADER_ROOT_PATH='{paths[0].parent}'\nMAX_ID_LENGTH=0\n"
        + (f"RESULT_STORAGE='thumbor.result_storages.file_storage'\nRESULT_STORAGE_FILE_STORAGE_ROOT_PATH='{kept}/results'\n"
           "RESULT_STORAGE_STORES_UNSAFE=True\n" if keeps else "")
        + "STORAGE='thumbor.storages.no_storage'\nQUALITY=80\nWEBP_QUALITY=75\n"
        "MAX_WIDTH=0\nMAX_HEIGHT=0\nPROGRESSIVE_JPEG=True\nMAX_PIXELS=None\n"
    )
    command = [str(home / "bin" / "thumbor"), "-p", str(port), "-i", "127.0.0.1", "-c", str(settings), "-l", "ERROR"]
    process = subprocess.Popen([*command, "--processes", "2"], stdout=subprocess.DEVNULL)
    words = [
        f"/unsafe/{x}x0:{w}x{h}/{width}x0/filters:format({format})/{path.name}"
        for x in range(2) for path in paths for w, h in [_size(path)] for width in _WIDTHS for format in ("jpeg", "webp")
    ]  # fmt: skip
    herd = [f"/unsafe/3x0:{w}x{h}/960x0/filters:format(jpeg)/{path.name}" for path in paths[:3] for w, h in [_size(path)]]
    try:
        _wait_for(port, "/healthcheck")
        yield Server("thumbor, results kept" if keeps else "thumbor", port, [*words, *herd], process.pid)
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(kept, ignore_errors=True)


@contextmanager
def _ipx(paths: Sequence[Path], peers: Path) -> Iterator[Server | None]:
    """ipx, which is sharp behind HTTP; it keeps nothing."""
    home = peers / "ipx"
    program = home / "node_modules" / ".bin" / "ipx"
    if shutil.which("npm") and not program.exists():
        home.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--no-audit", "--no-fund", "--prefix", str(home), "ipx"]
        subprocess.run(command, check=False, capture_output=True)
    if not program.exists():
        print("(ipx cannot be installed here)")
        yield None
        return
    port = free_port()
    env = {**os.environ, "PORT": str(port), "HOST": "127.0.0.1"}
    process = subprocess.Popen([str(program), "serve", "--dir", str(paths[0].parent)], env=env, stdout=subprocess.DEVNULL)
    formats = (("jpeg", 80), ("webp", 75))
    words = [
        f"/extract_{x}_0_{w - x}_{h},w_{width},f_{format},q_{quality}/{path.name}"
        for x in range(2) for path in paths for w, h in [_size(path)] for width in _WIDTHS for format, quality in formats
    ]  # fmt: skip
    herd = [f"/extract_3_0_{w - 3}_{h},w_960,f_jpeg,q_80/{path.name}" for path in paths[:3] for w, h in [_size(path)]]
    try:
        _wait_for(port, f"/w_32/{paths[0].name}")
        yield Server("ipx", port, [*words, *herd], process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _print_sizes(paths: Sequence[Path]) -> None:
    """Bytes at 960 pixels, and those of a JPEG that is as like the original (SSIM of the luminance)."""
    print("| 960 px | bytes to JPEG q80 | bytes to the JPEG of equal SSIM |\n|---|---|---|")
    smalls = [pyvips.Image.thumbnail(str(path), 960).copy_memory() for path in paths]
    base = [len(_jpeg(small, 80)) for small in smalls]
    for name, save in (
        ("WebP q75", lambda i: i.webpsave_buffer(Q=75, effort=4, keep="none")),
        ("AVIF q55 effort 1", lambda i: i.heifsave_buffer(Q=55, effort=1, compression="av1", keep="none")),
        ("AVIF q55 effort 3", lambda i: i.heifsave_buffer(Q=55, effort=3, compression="av1", keep="none")),
    ):
        made = [save(small) for small in smalls]
        equal = [_equal_jpeg(small, _likeness(small, data)) for small, data in zip(smalls, made, strict=True)]
        to_q80 = statistics.mean(len(data) / size for data, size in zip(made, base, strict=True))
        to_equal = statistics.mean(len(data) / size for data, size in zip(made, equal, strict=True))
        print(f"| {name} | {to_q80:.2f} | {to_equal:.2f} |", flush=True)


def _jpeg(image: pyvips.Image, quality: int) -> bytes:
    return bytes(image.jpegsave_buffer(Q=quality, interlace=True, optimize_coding=True, keep="none"))


def _equal_jpeg(image: pyvips.Image, likeness: float) -> int:
    """Bytes of the smallest JPEG that is as like the image."""
    low, high = 10, 98
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if _likeness(image, _jpeg(image, middle)) < likeness else (low, middle)
    return len(_jpeg(image, low))


def _likeness(image: pyvips.Image, data: bytes) -> float:
    """SSIM of the luminance (Wang et al. 2004, a Gaussian of 1.5 pixels)."""
    a, b = (i.colourspace("b-w").cast("float") for i in (image, pyvips.Image.new_from_buffer(data, "").colourspace("srgb")))
    mean_a, mean_b = a.gaussblur(1.5), b.gaussblur(1.5)
    var_a, var_b = (a * a).gaussblur(1.5) - mean_a * mean_a, (b * b).gaussblur(1.5) - mean_b * mean_b
    both = (a * b).gaussblur(1.5) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    above = (mean_a * mean_b * 2 + c1) * (both * 2 + c2)
    below = (mean_a * mean_a + mean_b * mean_b + c1) * (var_a + var_b + c2)
    return float((above / below).avg())


def _size(path: Path) -> tuple[int, int]:
    image = pyvips.Image.new_from_file(str(path))
    return image.width, image.height


def _wait_for(port: int, path: str, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            line.request("GET", path)
            if line.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise TimeoutError(f"Nothing answers {path} on port {port}")


def _wait_for_darkroom(port: int, path: str) -> None:
    _wait_for(port, path, 90)


def _child_of(parent: int, word: str) -> int:
    """The child of a process that has a word in its command."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            is_child = f"\nPPid:\t{parent}\n" in (entry / "status").read_text()
            if is_child and word in (entry / "cmdline").read_text():
                return int(entry.name)
        except OSError:
            continue
    return parent


def _peak(process: int) -> int:
    """Megabytes that a process and its children had at most."""
    total = 0
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            status = (entry / "status").read_text()
        except OSError:
            continue
        if entry.name == str(process) or f"\nPPid:\t{process}\n" in status:
            found = re.search(r"VmHWM:\s+(\d+)", status)
            total += int(found[1]) // 1000 if found else 0
    return total


if __name__ == "__main__":
    main()
