"""Runs a command and says what it took. usage: limited.py SECONDS COMMAND [ARGUMENT …]

The system ends the command after so many seconds of CPU. Prints one JSON object.
"""
import json
import resource
import subprocess
import sys

seconds = int(sys.argv[1])
done = subprocess.run(sys.argv[2:], capture_output=True, text=True,
                      preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1)))
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"status": done.returncode, "stdout": done.stdout, "stderr": done.stderr,
                  "peak_mb": used.ru_maxrss // 1024, "cpu": used.ru_utime + used.ru_stime}))
