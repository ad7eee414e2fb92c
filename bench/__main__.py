"""`make bench`: every benchmark in turn."""

import subprocess
import sys

for name in ("hits", "herd", "publish", "burst", "purge", "pictures", "live", "discussion"):
    print(f"\n== {name}", flush=True)
    subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False)
