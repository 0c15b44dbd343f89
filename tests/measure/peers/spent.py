"""Run a command; print the processor time (seconds) and the largest memory (kB) of it and its children.

A process of its own and small: the memory of a child counts from that of the process that starts it.
"""

import resource
import subprocess
import sys

ended = subprocess.run(sys.argv[1:], input=b"\n", capture_output=True, check=False)
if ended.returncode:
    sys.exit(f"{sys.argv[1:]} ended with {ended.returncode}: {(ended.stdout + ended.stderr).decode()[-2000:]}")
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
