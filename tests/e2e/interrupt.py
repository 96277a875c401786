#!/usr/bin/env python3
"""interrupt.py FILE COMMAND...: once the command shows on a terminal that it measures, Ctrl-C ends it with exit status
130, a line that says so, and without FILE."""
import os
import pty
import signal
import subprocess
import sys

path, command = sys.argv[1], sys.argv[2:]
terminal, end = pty.openpty()
process = subprocess.Popen(command, stderr=end, stdout=subprocess.DEVNULL)
os.close(end)
said = b""
stopped = False
while True:
    try:
        more = os.read(terminal, 4096)
    except OSError: # the other end is closed
        break
    if not more:
        break
    said += more
    if b"measuring" in said and not stopped:
        process.send_signal(signal.SIGINT)
        stopped = True
status = process.wait()
assert stopped, said
assert b"s left" in said or b"measuring" in said, said
assert status == 130 and b"ermine: stopped" in said, (status, said[-200:])
assert not [name for name in os.listdir(".") if name.startswith(path)], os.listdir(".")
